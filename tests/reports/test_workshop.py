"""The workshop sheet is two accessible pages with the group, three meetings and the way to evaluate them."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from kulturkarta import catalogues
from kulturkarta.analysis.ecosystem.group import propose_groups
from kulturkarta.i18n import Texts, languages
from kulturkarta.partner_words import PartnerWords
from kulturkarta.partners import get_partners
from kulturkarta.reach import get_reach
from kulturkarta.reports.workshop import draw_qr, write_workshop
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy

DAY = date(2026, 12, 3)
ADDRESS = "https://kulturkarta.example/bidra?om=workshop"


def read(lang: str, idea: str) -> pypdf.PdfReader:
    catalogue = catalogues.get_catalogue("sormland")
    partners = get_partners(catalogue)
    start = partners.find_profile("kulturforeningen-bergatrollen-0480")
    assert start is not None
    problem = partners.pose_group(start, km=30, idea=idea)
    (group,) = propose_groups(problem, 4)
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    words = PartnerWords(Texts(lang), taxonomy, partners.vocabulary.offering)
    land = get_reach(catalogue).people.land
    pdf = write_workshop(partners, problem, group, idea=idea, words=words, land=land, address=ADDRESS, day=DAY)
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.mark.parametrize("lang", languages())
def test_the_sheet_is_two_tagged_pages_with_the_group_and_three_meetings(lang: str) -> None:
    found = read(lang, "teater, mat")
    t = Texts(lang)
    assert len(found.pages) == 2
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    first, second = (page.extract_text() for page in found.pages)
    assert "Kulturföreningen Bergatrollen" in first
    assert all(t(f"samverkan.workshop.step_{step}.title") in second for step in (1, 2, 3))
    assert t.day(DAY) in " ".join(first.split())
    assert ADDRESS in second.replace("\n", "")


def test_what_a_person_typed_is_no_markup() -> None:
    text = read("sv", "#panic() *fest* $x$").pages[0].extract_text()
    assert "#panic() *fest* $x$" in text


def test_the_code_says_the_address_in_black_and_white() -> None:
    assert draw_qr(ADDRESS).startswith("<svg")
    assert draw_qr(ADDRESS) != draw_qr(ADDRESS + "&lang=en")
