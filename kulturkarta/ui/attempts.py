"""How often a key may be tried: so seldom that it cannot be guessed."""

from __future__ import annotations

from collections import deque
from threading import Lock

MINUTE_S = 60.0


class Attempts:
    """Counts wrong attempts of all sessions of this process; after `per_minute` of them within a minute, none is let
    through until the oldest is a minute old. At 10 a minute a key of six random letters takes 29 years on average."""

    def __init__(self, per_minute: int) -> None:
        self._wrong: deque[float] = deque(maxlen=per_minute)
        self._lock = Lock()

    def may_try(self, now_s: float) -> bool:
        """Whether an attempt at `now_s`, in seconds of any one clock, is let through."""
        with self._lock:
            return len(self._wrong) < (self._wrong.maxlen or 0) or now_s - self._wrong[0] >= MINUTE_S

    def note_wrong(self, now_s: float) -> None:
        """Remember that the key was wrong at `now_s`."""
        with self._lock:
            self._wrong.append(now_s)
