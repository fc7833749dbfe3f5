"""Words that people typed, safe inside Streamlit's Markdown: shown as they stand, never read as formatting."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$<:&])")


def plain(text: object) -> str:
    """`text` with every character that Markdown, LaTeX or Streamlit's directives react to made literal."""
    flat = " ".join(str(text).split())
    return _MARKUP.sub(r"\\\1", flat)
