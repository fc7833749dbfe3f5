"""Values of other formats as the text that a person would have written."""

from __future__ import annotations

import json
from typing import Any

from kulturkarta.schema import LIST_SEPARATOR


def value_text(value: Any) -> str:
    """`12` for 12 and 12.0, `58.753` for 58.753, `true`, `a;b` for a list, "" for nothing, JSON for an object."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return LIST_SEPARATOR.join(value_text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
