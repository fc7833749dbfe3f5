"""The press: what it promises of every document, on a small template of its own."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kulturkarta.errors import KulturkartaError
from kulturkarta.i18n import Texts
from kulturkarta.regions import read_region
from kulturkarta.reports import paper
from kulturkarta.reports.paper import Paper, print_pdf
from kulturkarta.settings import PROJECT_DIR

REGION = read_region(PROJECT_DIR / "data" / "sormland")
SHEET = """#import "paper.typ": *
#show: furnish
= #data.heading
#drawing("map", alt: data.alt, width: 30mm)
#grid-of(header: ("Namn", "n"), rows: data.rows, strong: (1,))
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"><rect width="9" height="9"/></svg>'
HOSTILE = '#panic("x") *fet* $x$ <label> @ref // `rå` \\u{41} #image("/etc/passwd") "]}'


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "templates"
    shutil.copytree(paper.TEMPLATES, folder)
    (folder / "sheet.typ").write_text(SHEET, encoding="utf-8")
    monkeypatch.setattr(paper, "TEMPLATES", folder)
    return folder


def make_paper(lang: str = "sv", **data: Any) -> bytes:
    furniture = Paper("Blad om möten", REGION, sources=["SCB", "katalogen"], n="n = 12.", made=date(2026, 11, 25))
    content = {"heading": "Möten", "alt": "Karta över möten", "rows": [["Flen", "3"], ["Trosa", "9"]]} | data
    return print_pdf("sheet.typ", furniture, Texts(lang), content, {"map": SQUARE})


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def list_tags(node: Any) -> list[str]:
    """The tags of a structure tree, from the root down."""
    node = node.get_object()
    if not hasattr(node, "get"):
        return [tag for part in node for tag in list_tags(part)] if isinstance(node, list) else []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (list_tags(node["/K"]) if "/K" in node else [])


@pytest.mark.usefixtures("press")
def test_a_paper_is_tagged_has_title_and_language_and_says_so() -> None:
    root = read(make_paper()).trailer["/Root"]
    assert root["/Lang"] == "sv" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(make_paper("en")).trailer["/Root"]["/Lang"] == "en"
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part>1<" in metadata and "Blad om möten" in metadata
    tags = list_tags(root["/StructTreeRoot"])
    assert {"/H1", "/Figure", "/Table", "/TH", "/TD"} <= set(tags)
    assert tags.count("/TR") == 3


@pytest.mark.usefixtures("press")
def test_the_foot_says_region_date_n_and_sources() -> None:
    found = words(make_paper())
    assert "Kulturkarta Sörmland. Utskrivet 25 november 2026. n = 12." in found
    assert "Källor: SCB; katalogen." in found and "Sida 1 av 1" in found


@pytest.mark.usefixtures("press")
def test_what_a_person_typed_is_set_as_it_stands() -> None:
    found = words(make_paper(heading=HOSTILE, rows=[[HOSTILE, "1"]]))
    assert found.replace("- ", "").count('#panic("x") *fet* $x$ <label> @ref // `rå`') == 2
    assert "root:" not in found


@pytest.mark.usefixtures("press")
def test_the_same_input_on_the_same_day_gives_the_same_bytes() -> None:
    assert make_paper() == make_paper()


def test_a_template_reads_nothing_outside_its_folder(press: Path) -> None:
    (press.parent / "secret.txt").write_text("hemligt", encoding="utf-8")
    (press / "sheet.typ").write_text('#set document(title: "x")\n#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(KulturkartaError, match=r"sheet\.typ cannot be printed"):
        make_paper()


def test_no_template_of_the_house_asks_for_a_package_from_the_network() -> None:
    templates = sorted(paper.TEMPLATES.glob("*.typ"))
    assert [path.name for path in templates if "@" in path.read_text(encoding="utf-8")] == []
    assert "paper.typ" in {path.name for path in templates}


def test_a_picture_without_words_is_refused(press: Path) -> None:
    (press / "sheet.typ").write_text(SHEET.replace("alt: data.alt", "alt: none"), encoding="utf-8")
    with pytest.raises(KulturkartaError, match="alt"):
        make_paper()


@pytest.mark.usefixtures("press")
def test_only_the_fonts_of_the_house_are_used() -> None:
    fonts = read(make_paper()).pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    assert {name.split("-")[0] for name in names} <= {"SourceSansPro", "SourceSerifPro"}
