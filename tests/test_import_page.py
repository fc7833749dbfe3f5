"""Bidra as Streamlit runs it: a file is read, corrected, kept for oneself; stored only with the key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kulturkarta.settings import PROJECT_DIR, Settings, read_settings
from kulturkarta.sources.forms.mapping import correct_column
from kulturkarta.survey import get_store
from kulturkarta.ui.import_keep import is_editor
from tests.sources.forms.layouts import GOOGLE_SV, read

RATED = """Tidstämpel,Hur väl möts ditt behov?,Hur nöjd är du?
2026-05-01 10:00:00,2,Ganska nöjd
2026-05-01 11:00:00,5,Mycket nöjd
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "k.sqlite"
    monkeypatch.setenv("KULTURKARTA_STORE", str(path))
    monkeypatch.setenv("KULTURKARTA_EDITOR_KEY", "hemlig")
    read_settings.cache_clear()
    get_store.cache_clear()
    yield path
    read_settings.cache_clear()
    get_store.cache_clear()


def open_bidra() -> AppTest:
    test = AppTest.from_file(str(PROJECT_DIR / "kulturkarta" / "ui" / "main.py"), default_timeout=60).run()
    return test.switch_page(str(PROJECT_DIR / "pages" / "bidra.py")).run()


def upload(test: AppTest, text: str = GOOGLE_SV) -> AppTest:
    return test.file_uploader(key="bidra.file").upload("svar.csv", text.encode(), "text/csv").run()


def choose_column(test: AppTest, header: str) -> None:
    """Choose the column to correct."""
    (which,) = (box for box in test.selectbox if str(box.key).startswith("bidra.wrong."))
    which.select(header).run()


def fields(test: AppTest) -> dict[str, str]:
    """The fields of the chosen column with the key of each."""
    keys = [str(widget.key) for widget in (*test.selectbox, *test.number_input)]
    return {key.rpartition(".")[2]: key for key in keys if key.startswith("bidra.right.")}


def describe(test: AppTest, header: str) -> list[str]:
    """Need, role and scale of a column, as the table says."""
    return test.dataframe[0].value.set_index("header").loc[header, ["theme", "role", "scale"]].tolist()


def press(test: AppTest, button: str) -> AppTest:
    test.text_input(key="bidra.wave").set_value("Våren")
    test.text_area(key="bidra.consent").set_value("Ja")
    return test.button(key=button).click().run()


def test_answers_are_kept_for_oneself_and_stored_for_nobody(store: Path) -> None:
    test = press(upload(open_bidra()), "bidra.own")
    assert [error.value for error in (*test.exception, *test.error)] == []
    assert [message.value for message in test.success] == ["Bara du ser detta: 4 svar i Våren."]
    own = test.session_state["answers.own"]["sormland"]
    assert own.waves["wave"].tolist() == ["bara-du-varen"]
    assert not store.exists()


def test_storing_needs_the_right_key(store: Path) -> None:
    test = upload(open_bidra())
    test.text_input(key="bidra.key").set_value("fel")
    test = press(test, "bidra.store")
    assert [error.value for error in test.error] == ["Nyckeln stämmer inte. Inget har ändrats."]
    assert not store.exists()
    test.text_input(key="bidra.key").set_value("hemlig")
    test = press(test, "bidra.store")
    assert [message.value for message in test.success] == ["4 svar är sparade för alla som Våren."]
    assert [wave.title for wave in get_store().list_waves("sormland")] == ["Våren"]


def test_a_store_that_cannot_be_read_breaks_no_page(store: Path) -> None:
    store.write_bytes(b"no database" * 100)
    test = open_bidra()
    assert [error.value for error in test.exception] == []
    assert "De sparade svaren går inte att läsa just nu. Allt annat fungerar." in [w.value for w in test.warning]


@pytest.mark.parametrize(
    ("key", "given", "may"), [("", "", False), ("", "x", False), ("ö", "ö", True), ("ö", "o", False)]
)
def test_nobody_is_an_editor_where_no_key_is_set(key: str, given: str, may: bool) -> None:
    assert is_editor(given, Settings(editor_key=key)) is may  # pyright: ignore[reportCallIssue]


def test_a_correction_counts_at_once_and_a_column_has_only_the_fields_of_its_kind(store: Path) -> None:
    test = upload(open_bidra(), RATED)
    assert list(fields(test)) == []
    choose_column(test, "Hur väl möts ditt behov?")
    assert list(fields(test)) == ["kind", "theme", "role", "low", "high"]
    test.selectbox(key=fields(test)["theme"]).select("Samverkan").run()
    test.number_input(key=fields(test)["high"]).set_value(10.0).run()
    test.number_input(key=fields(test)["low"]).set_value(0.0).run()
    assert describe(test, "Hur väl möts ditt behov?") == ["Samverkan", "Hur väl behovet möts", "0–10"]
    test.selectbox(key=fields(test)["role"]).select("Hur starkt behovet är").run()
    assert describe(test, "Hur väl möts ditt behov?") == ["Samverkan", "Hur starkt behovet är", "0–10"]
    choose_column(test, "Hur nöjd är du?")  # its words say where its scale ends
    assert list(fields(test)) == ["kind", "theme", "role"]
    assert describe(test, "Hur nöjd är du?") == ["", "Hur väl behovet möts", "1–5"]
    test.selectbox(key=fields(test)["kind"]).select("Personuppgift: namn").run()
    assert list(fields(test)) == ["kind"]
    assert "Läses inte in, för att skydda personer: Hur nöjd är du?." in [text.value for text in test.markdown]
    assert not test.exception


def test_a_correction_leaves_out_what_the_kind_cannot_have() -> None:
    mapping = read(GOOGLE_SV.encode()).mapping
    said = {"theme": "samverkan", "role": "met", "low": 0.0, "high": 10.0}
    scale, text, name, multi = (
        correct_column(mapping.columns[3], kind=kind, **said) for kind in ("likert", "text", "name", "multi")
    )
    assert (scale.theme, scale.role, scale.low, scale.high, scale.scale) == ("samverkan", "met", 0, 10, "satisfied")
    assert (text.theme, text.role, text.low, text.high) == ("samverkan", "", None, None)  # only scales tell of a need
    assert (name.theme, multi.separator) == ("", ";")
