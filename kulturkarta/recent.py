"""What was made lately and may be asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Slot(Generic[V]):
    """A value that is made, or being made by who holds the lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made: tuple[V] | None = None


class Recent(Generic[K, V]):
    """The values used last, safe to ask from many threads.

    Each is made by who asks for it first; who asks for the same meanwhile waits for it, who asks for another does not.
    The least recently used are dropped when all together weigh more than `limit`; the newest always stays. By default
    each weighs 1, so `limit` is their number.
    """

    def __init__(self, limit: int, weigh: Callable[[V], int] = lambda _value: 1) -> None:
        self._limit = limit
        self._weigh = weigh
        self._weight = 0
        self._slots: OrderedDict[K, _Slot[V]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, by `make` when it is not there. What `make` raises is raised and not kept."""
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
        with slot.lock:
            if slot.made is None:
                try:
                    slot.made = (make(),)
                except BaseException:
                    self._forget(key, slot)
                    raise
                self._settle(key, slot)
            return slot.made[0]

    def _forget(self, key: K, slot: _Slot[V]) -> None:
        with self._lock:
            if self._slots.get(key) is slot:
                del self._slots[key]

    def _settle(self, key: K, slot: _Slot[V]) -> None:
        """Count what was just made, and drop the oldest beyond the limit."""
        with self._lock:
            if self._slots.get(key) is not slot or slot.made is None:
                return
            self._weight += self._weigh(slot.made[0])
            for old in list(self._slots):
                made = self._slots[old].made
                if self._weight <= self._limit or old == key:
                    return
                if made is not None:
                    self._weight -= self._weigh(made[0])
                    del self._slots[old]
