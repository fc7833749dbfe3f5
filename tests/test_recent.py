"""The few values used last: made once, dropped oldest first, never in each other's way."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from kulturkarta.recent import Recent


def test_a_value_is_made_once_and_the_least_used_dropped_at_the_limit() -> None:
    recent: Recent[str, str] = Recent(2)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "a", "b"):  # c pushes b out: a was used after it
        assert recent.get(key, lambda key=key: made.append(key) or key.upper()) == key.upper()
    assert made == ["a", "b", "c", "b"]


def test_what_weighs_too_much_pushes_the_others_out_but_stays_itself() -> None:
    recent: Recent[str, bytes] = Recent(25, weigh=len)
    made: list[str] = []

    def get(key: str, size: int) -> None:
        recent.get(key, lambda: made.append(key) or b"x" * size)

    get("a", 10)
    get("b", 10)
    get("heavy", 30)
    get("heavy", 30)
    get("a", 10)
    assert made == ["a", "b", "heavy", "a"]


def test_a_value_that_could_not_be_made_is_tried_again() -> None:
    recent: Recent[str, int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 // 0)
    assert recent.get("a", lambda: 7) == 7


def test_who_asks_for_the_same_waits_and_who_asks_for_another_does_not() -> None:
    recent: Recent[str, int] = Recent(2)
    begun, may_end = Event(), Event()
    made: list[int] = []

    def make_slowly() -> int:
        begun.set()
        assert may_end.wait(10)
        made.append(1)
        return 1

    got: list[int] = []
    threads = [Thread(target=lambda: got.append(recent.get("slow", make_slowly))) for _ in range(2)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    assert recent.get("quick", lambda: 2) == 2
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert (got, made) == ([1, 1], [1])
