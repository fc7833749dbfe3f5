"""Bidra as Streamlit runs it: a file is read, corrected, kept for oneself; stored only with the key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kulturkarta.settings import PROJECT_DIR, Settings, read_settings
from kulturkarta.survey import get_store
from kulturkarta.ui.import_form import correct_mapping
from kulturkarta.ui.import_keep import is_editor
from tests.sources.forms.layouts import GOOGLE_SV, read


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


def upload(test: AppTest) -> AppTest:
    return test.file_uploader(key="bidra.file").upload("svar.csv", GOOGLE_SV.encode(), "text/csv").run()


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


def test_a_correction_in_the_table_becomes_the_mapping() -> None:
    mapping = read(GOOGLE_SV.encode()).mapping
    kinds, themes = ["timestamp", "municipality", "skip", "likert", "text", "name"], ["", "", "", "samverkan", "x", ""]
    low = [pd.NA] * 3 + [0, pd.NA, pd.NA]
    edited = pd.DataFrame({"kind": kinds, "theme": themes, "role": "met", "low": low, "high": 10})
    corrected = correct_mapping(mapping, edited)
    assert [column.kind for column in corrected.columns] == kinds
    likert = corrected.columns[3]
    assert (likert.theme, likert.low, likert.high, likert.scale) == ("samverkan", 0, 10, "satisfied")
    assert (likert.role, corrected.columns[4].role) == ("met", "")  # only scales tell of a need
    assert (corrected.columns[0].high, corrected.columns[5].theme) == (None, "")
