"""Texts and number formats per language. `lang/sv.toml` is the source; the others have exactly its keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_decimal_symbol, get_group_symbol

LANG_DIR = Path(__file__).parent / "lang"
DEFAULT_LANGUAGE = "sv"


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{name}.")
        else:
            flat[name] = str(value)
    return flat


@cache
def read_texts(lang: str) -> Mapping[str, str]:
    """All texts of a language as flat dotted keys, read once from `lang/<lang>.toml`."""
    return _flatten(tomllib.loads((LANG_DIR / f"{lang}.toml").read_text(encoding="utf-8")))


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file, the default first."""
    found = sorted(p.stem for p in LANG_DIR.glob("*.toml"))
    return (DEFAULT_LANGUAGE, *(code for code in found if code != DEFAULT_LANGUAGE))


@dataclass(frozen=True)
class Texts:
    """The texts and formats of one language: `t = Texts("sv"); t("karta.count", n=3)`."""

    lang: str = DEFAULT_LANGUAGE

    def __call__(self, key: str, /, **params: Any) -> str:
        """The text of `key` with `{name}` filled in; with `n`, the plural form `key.one` or `key.other`.

        Numbers among the parameters are formatted by locale. Raises KeyError for an unknown key, so that a
        missing text is found by the tests and not by a reader.
        """
        texts = read_texts(self.lang)
        if key not in texts and "n" in params:
            key = f"{key}.{self._locale.plural_form(params['n'])}"
        text = texts[key]
        if not params:
            return text
        shown = {
            k: self.number(v) if isinstance(v, int | float) and not isinstance(v, bool) else v
            for k, v in params.items()
        }
        return text.format(**shown)

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.lang)

    def section(self, name: str) -> dict[str, str]:
        """The texts of one section by their last word, unfilled, for what fills them in elsewhere."""
        return dict(_read_section(self.lang, name))

    def has(self, key: str) -> bool:
        return key in read_texts(self.lang)

    def number(self, value: float, decimals: int | None = None) -> str:
        """`10 600 000`, `1,5`: grouped by locale. Years must be passed as text."""
        pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        return _format_number(value, pattern, self.lang)

    @property
    def separators(self) -> str:
        """Decimal sign, then thousands sign: `", "` in Swedish (the space does not break)."""
        return get_decimal_symbol(self._locale) + get_group_symbol(self._locale)

    def percent(self, share: float, decimals: int = 0) -> str:
        """`41 %` from 0.41 (the space does not break), in English `41%`."""
        return _format_percent(share, decimals, self.lang)

    def percent_span(self, low: float, high: float) -> str:
        """`30–52 %` from 0.3 and 0.52, `41 %` from two that are written alike."""
        first, last = self.percent(low), self.percent(high)
        return first if first == last else f"{first.removesuffix('%').rstrip()}–{last}"

    def day(self, value: date) -> str:
        """`21 november 2026`."""
        return format_date(value, format="long", locale=self._locale)

    def join(self, words: Iterable[str], *, word: Literal["and", "or"] = "and") -> str:
        """`a, b och c`, or `a, b eller c`."""
        words = list(words)
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self(f'word.{word}')} {words[-1]}"


@lru_cache(maxsize=64)
def _read_section(lang: str, name: str) -> Mapping[str, str]:
    prefix = f"{name}."
    return {key.removeprefix(prefix): text for key, text in read_texts(lang).items() if key.startswith(prefix)}


# A table of forty questions holds hundreds of numbers, which are the same at the next rerun.
@lru_cache(maxsize=32_768)
def _format_number(value: float, pattern: str | None, lang: str) -> str:
    return format_decimal(value, format=pattern, locale=Locale.parse(lang))


@lru_cache(maxsize=32_768)
def _format_percent(share: float, decimals: int, lang: str) -> str:
    locale = Locale.parse(lang)
    pattern = locale.percent_formats[None].pattern.replace(
        "#,##0", "#,##0" + ("." + "0" * decimals if decimals else "")
    )
    return format_percent(share, format=pattern, locale=locale)


# å, ä and ö (and their Norwegian sisters) sort last, after z: plain code point order puts ä before å.
_SORT_LAST = str.maketrans({"å": "{0", "ä": "{1", "æ": "{1", "ö": "{2", "ø": "{2", "é": "e", "è": "e", "ü": "u"})


def sort_key(text: str) -> str:
    """Swedish alphabetical order for `sorted(..., key=sort_key)`: `Årdala` after `Västerljung`, `ä` after `å`."""
    return text.casefold().translate(_SORT_LAST)


@cache
def read_page(name: str, lang: str) -> str:
    """The long text of a page, as Markdown, from `lang/pages/<name>.<lang>.md`."""
    return (LANG_DIR / "pages" / f"{name}.{lang}.md").read_text(encoding="utf-8")
