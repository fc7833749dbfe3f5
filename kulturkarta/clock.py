"""The clock of those who use the app: the only place that reads one."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def read_today() -> date:
    """Today's date in Sweden, wherever the server stands."""
    return datetime.now(STOCKHOLM).date()
