"""How often a key may be tried, so that it cannot be guessed, and a form be sent, so that it cannot be flooded."""

from __future__ import annotations

from collections import deque
from threading import Lock

MINUTE_S = 60.0


class Attempts:
    """Counts attempts of all sessions of this process, of keys the wrong ones; after `per_minute` of them within a
    minute, none is let through until the oldest is a minute old. At 10 a minute a key of six random letters takes 29
    years on average."""

    def __init__(self, per_minute: int) -> None:
        self._noted: deque[float] = deque(maxlen=per_minute)
        self._lock = Lock()

    def may_try(self, now_s: float) -> bool:
        """Whether an attempt at `now_s`, in seconds of any one clock, is let through."""
        with self._lock:
            return len(self._noted) < (self._noted.maxlen or 0) or now_s - self._noted[0] >= MINUTE_S

    def note(self, now_s: float) -> None:
        """Remember an attempt at `now_s`."""
        with self._lock:
            self._noted.append(now_s)
