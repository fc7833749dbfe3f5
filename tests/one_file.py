"""What a map in one file holds, as a test reads it."""

from __future__ import annotations

import json
import re
from typing import Any


def held(html: str, name: str = "held") -> dict[str, Any]:
    found = re.search(rf'<script type="application/json" id="kk-{name}">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])
