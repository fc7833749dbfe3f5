"""A search that takes long, in a thread of its own: what it knows so far, what it found, and how to stop it.

Nothing of it is kept anywhere until whoever waits for it takes what it found. A search that nobody looks at ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

from kulturkarta.analysis.siting import Progress, SitingRefused

Found = TypeVar("Found")
UNWATCHED_S = 15.0
"""A page that is closed stops looking; its search shall not go on for nobody."""


@dataclass(frozen=True)
class Standing(Generic[Found]):
    """How far a search is. `incumbent` and `bound`: best so far and no better than, NaN while unknown. `found`: None
    until it is done, and for good when it was cancelled or refused."""

    is_running: bool
    seconds: float
    incumbent: float
    bound: float
    found: Found | None


class Search(Generic[Found]):
    """Runs `find(progress)` at once. `look` says how it stands, `cancel` ends it within a second."""

    def __init__(self, find: Callable[[Progress], Found]) -> None:
        self._find = find
        self._cancelled = Event()
        self._started = self._looked = monotonic()
        self._known = (float("nan"), float("nan"))
        self._found: Found | None = None
        self._thread = Thread(target=self._run, name="search", daemon=True)
        self._thread.start()

    def look(self) -> Standing[Found]:
        """How the search stands now."""
        self._looked = monotonic()
        is_running = self._thread.is_alive()
        found = None if is_running or self._cancelled.is_set() else self._found
        return Standing(is_running, monotonic() - self._started, *self._known, found)

    def cancel(self) -> None:
        """End the search; it will have found nothing."""
        self._cancelled.set()

    def _run(self) -> None:
        try:
            self._found = self._find(self._report)
        except SitingRefused:  # nothing to choose among, or no plan in time
            self._found = None

    def _report(self, incumbent: float, bound: float) -> bool:
        self._known = (incumbent, bound)
        if monotonic() - self._looked > UNWATCHED_S:
            self._cancelled.set()
        return not self._cancelled.is_set()
