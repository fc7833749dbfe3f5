"""The two commands of the README, with nothing but Python and pip at hand: only the standard library is used here.

Their words are English and not in `lang/`: they are for operators, and reading `lang/` needs packages that are not
installed yet.
"""

from __future__ import annotations

import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]


def say(text: str) -> None:
    """One line of progress, at once, on the error stream: the output stream belongs to what is started."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
