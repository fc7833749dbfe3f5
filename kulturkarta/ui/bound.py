"""Widgets bound to the address: each shows the choice that stands there, and changing it changes both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from kulturkarta.ui.state import adopt_choice, choose, read_param, write_param

Words = Callable[[str], str]


def _bind(name: str, value: Any, write: Callable[[Any], None]) -> dict[str, Any]:
    """The key of the widget of `name`, set to `value`, and the callback that writes what a person makes of it."""
    key = f"bound.{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: write(st.session_state[key])}


def bound_select(name: str, options: Sequence[str], default: str, *, label: str, words: Words, **look: Any) -> str:
    """One of `options` in a list that unfolds."""
    chosen = adopt_choice(name, tuple(options), default)
    bound = _bind(name, chosen, lambda value: choose(name, value, default))
    st.selectbox(label, options, format_func=words, **bound, **look)
    return chosen


def bound_segments(name: str, options: Sequence[str], default: str, *, label: str, words: Words, **look: Any) -> str:
    """One of a few `options`, all in sight."""
    chosen = adopt_choice(name, tuple(options), default)
    bound = _bind(name, chosen, lambda value: choose(name, value or default, default))
    st.segmented_control(label, options, required=True, format_func=words, **bound, **look)
    return chosen


def bound_slider(name: str, low: int, high: int, default: int, *, label: str, **look: Any) -> int:
    """A whole number from `low` to `high`."""
    options = tuple(str(number) for number in range(low, high + 1))
    chosen = int(adopt_choice(name, options, str(default)))
    st.slider(label, low, high, **_bind(name, chosen, lambda value: choose(name, str(value), str(default))), **look)
    return chosen


def bound_steps(name: str, options: Sequence[str], default: str, *, label: str, words: Words, **look: Any) -> str:
    """One of `options` that have an order, on a slider."""
    chosen = adopt_choice(name, tuple(options), default)
    bound = _bind(name, chosen, lambda value: choose(name, value, default))
    st.select_slider(label, options, format_func=words, **bound, **look)
    return chosen


def bound_toggle(name: str, *, label: str, then: Callable[[], object] | None = None, **look: Any) -> bool:
    """Yes or no; "1" in the address is yes. `then` is called when a person has turned it."""
    chosen = adopt_choice(name, ("0", "1"), "0") == "1"

    def write(value: bool) -> None:
        choose(name, "1" if value else "0", "0")
        if then is not None:
            then()

    st.toggle(label, **_bind(name, chosen, write), **look)
    return chosen


def bound_list(
    name: str, options: Sequence[str], default: Sequence[str], *, label: str, words: Words, **look: Any
) -> tuple[str, ...]:
    """Some of `options`; emptied, it is `default` again. Stands in the address, with a comma between."""
    usual = list(default)
    chosen = [code for code in dict.fromkeys(read_param(name).split(",")) if code in options] or usual

    def write(value: list[str]) -> None:
        write_param(name, "" if (value or usual) == usual else ",".join(value))

    st.multiselect(label, options, format_func=words, **_bind(name, chosen, write), **look)
    return tuple(chosen)


def bound_text(name: str, *, label: str, limit: int, **look: Any) -> str:
    """Words that a person writes, at most `limit` letters."""
    text = read_param(name)[:limit]
    bound = _bind(name, text, lambda value: write_param(name, value.strip()[:limit]))
    st.text_input(label, max_chars=limit, **bound, **look)
    return text


def bound_day(name: str, default: date, *, label: str, low: date, high: date, **look: Any) -> date:
    """A day from `low` to `high`; `default` where the address says none of them."""
    try:
        day = date.fromisoformat(read_param(name))
    except ValueError:
        day = default
    chosen = day if low <= day <= high else default

    def write(value: date | None) -> None:
        write_param(name, "" if value in (None, default) else value.isoformat())

    st.date_input(label, min_value=low, max_value=high, **_bind(name, chosen, write), **look)
    return chosen
