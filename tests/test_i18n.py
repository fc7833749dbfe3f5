"""Texts, plurals, numbers, dates and alphabetical order in three languages."""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kulturkarta import i18n
from kulturkarta.i18n import Texts, languages, read_texts, sort_key


@pytest.fixture
def small_lang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two languages of four texts."""
    (tmp_path / "sv.toml").write_text(
        'plain = "hej {x}"\nsum = "{a} av {b}"\n[row]\none = "{n} rad"\nother = "{n} rader"\n[word]\nand = "och"\n',
        encoding="utf-8",
    )
    (tmp_path / "en.toml").write_text('[row]\none = "{n} row"\nother = "{n} rows"\n', encoding="utf-8")
    monkeypatch.setattr(i18n, "LANG_DIR", tmp_path)
    read_texts.cache_clear()
    languages.cache_clear()
    yield
    read_texts.cache_clear()
    languages.cache_clear()


@pytest.mark.usefixtures("small_lang")
def test_plurals_follow_the_number() -> None:
    t = Texts("sv")
    assert [t("row", n=n) for n in (0, 1, 2)] == ["0 rader", "1 rad", "2 rader"]
    assert Texts("en")("row", n=1) == "1 row"


@pytest.mark.usefixtures("small_lang")
def test_numbers_in_texts_are_grouped_by_locale_and_texts_are_left_alone() -> None:
    assert Texts("sv")("row", n=10_600) == "10\u00a0600 rader"
    assert Texts("en")("row", n=10_600) == "10,600 rows"
    assert Texts("sv")("sum", a=1.5, b="2025") == "1,5 av 2025"


@pytest.mark.usefixtures("small_lang")
def test_a_text_without_parameters_is_given_as_it_stands() -> None:
    assert Texts("sv")("plain") == "hej {x}"


@pytest.mark.usefixtures("small_lang")
def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Texts("sv")("nowhere")
    assert not Texts("sv").has("nowhere")
    assert Texts("sv").has("row.one")


@pytest.mark.usefixtures("small_lang")
def test_the_default_language_comes_first() -> None:
    assert languages() == ("sv", "en")


@pytest.mark.usefixtures("small_lang")
def test_words_are_joined_with_commas_and_an_and() -> None:
    t = Texts("sv")
    assert [t.join(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a och b", "a, b och c"]


def test_numbers_percents_and_days_are_written_by_locale() -> None:
    assert Texts("sv").number(10_600_000) == "10\u00a0600\u00a0000"
    assert Texts("sv").number(1.26, 1) == "1,3"
    assert Texts("en").number(1.5) == "1.5"
    assert Texts("sv").percent(0.41) == Texts("nb").percent(0.414) == "41\u00a0%"
    assert (Texts("sv").percent(0.415, 1), Texts("en").percent(0.415, 1)) == ("41,5\u00a0%", "41.5%")
    assert [Texts("sv").percent_span(0.0, 1.0), Texts("en").percent_span(0.301, 0.304)] == ["0–100\u00a0%", "30%"]
    assert Texts("sv").day(date(2026, 11, 21)) == "21 november 2026"
    assert Texts("nb").day(date(2026, 5, 7)) == "7. mai 2026"


def test_swedish_letters_sort_last_in_their_own_order() -> None:
    names = ["Öja", "Ärla", "Åker", "Zinkgruvan", "Västerljung", "ärla", "Flen", "Éden"]
    assert sorted(names, key=sort_key) == ["Éden", "Flen", "Västerljung", "Zinkgruvan", "Åker", "Ärla", "ärla", "Öja"]


def test_every_language_has_exactly_the_keys_and_parameters_of_swedish() -> None:
    source = read_texts("sv")

    def parameters(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for lang in languages():
        texts = read_texts(lang)
        assert set(texts) == set(source), lang
        differing = [key for key in source if parameters(texts[key]) != parameters(source[key])]
        assert differing == [], lang


def test_every_text_says_something() -> None:
    for lang in languages():
        assert [key for key, text in read_texts(lang).items() if not text.strip()] == []
