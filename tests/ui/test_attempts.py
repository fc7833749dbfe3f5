"""A key may be tried so seldom that it cannot be guessed."""

from __future__ import annotations

from kulturkarta.ui.attempts import Attempts


def test_after_three_wrong_keys_within_a_minute_none_is_let_through_until_the_first_is_a_minute_old() -> None:
    attempts = Attempts(3)
    for now_s in (100.0, 110.0, 120.0):
        assert attempts.may_try(now_s)
        attempts.note(now_s)
    assert not attempts.may_try(120.0)
    assert not attempts.may_try(159.9)
    assert attempts.may_try(160.0)
    attempts.note(160.0)
    assert not attempts.may_try(169.9)
    assert attempts.may_try(170.0)


def test_right_keys_are_not_counted() -> None:
    attempts = Attempts(1)
    assert all(attempts.may_try(now_s) for now_s in range(10))
