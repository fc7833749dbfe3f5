"""The long texts: plain Swedish, the same in three languages, and true to the catalogue and the words on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from kulturkarta.analysis.profile import count_kinds
from kulturkarta.i18n import LANG_DIR, Texts, languages, read_page, read_texts
from kulturkarta.settings import PROJECT_DIR, Settings
from kulturkarta.taxonomy import read_taxonomy

MAX_LIX = 45
MIN_SENTENCES = 4
LONG_WORD = 6  # letters; longer words are long words
ABOUT = {lang: read_page("om", lang) for lang in languages()}
SWEDISH_FILES = [
    *sorted((LANG_DIR / "pages").glob("*.sv.md")),
    *sorted((PROJECT_DIR / "docs").glob("tour-*.md")),
]
_LINK = re.compile(r"\[[^\]]*\]\(([^)]*)\)")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?](?=\W|$)")


def lix(markdown: str) -> float:
    """Björnsson's readability index: words per sentence + 100 x share of words of more than six letters.

    A paragraph, heading or list item ends a sentence. Addresses and code are left out.
    Three words, one of them long, in one sentence: 3 / 1 + 100 x 1 / 3 = 36.3.
    """
    text = re.sub(r"`[^`]*`|https?://\S+", "", re.sub(r"\]\([^)]*\)", "]", markdown))
    blocks = [line for line in text.splitlines() if _WORD.search(line)]
    words = [word for line in blocks for word in _WORD.findall(line)]
    sentences = sum(max(1, len(_SENTENCE_END.findall(line))) for line in blocks)
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / len(words)


def swedish_summary() -> str:
    """The part of README.md that is in Swedish."""
    readme = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
    return readme.split("## På svenska", 1)[1].split("\n## ", 1)[0]


def shape(markdown: str) -> list[str]:
    """What each line is: heading with its depth, list item, paragraph."""
    return [re.match(r"#+ |- |\d+\. |", line)[0].rstrip() for line in markdown.splitlines() if line.strip()]  # pyright: ignore[reportOptionalSubscript]


def numbers(markdown: str) -> list[str]:
    """The numbers outside addresses, in order, without grouping and with a decimal point: `10 000` is 10000."""
    text = re.sub(r"`[^`]*`", "", _LINK.sub("", markdown))
    text = re.sub(r"(?<=\d)[  \u202f](?=\d{3}\b)", "", text)
    return re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", text))


def test_lix_is_words_per_sentence_and_the_share_of_long_words() -> None:
    assert lix("Du ser mötesplatser.") == pytest.approx(3 + 100 / 3)
    # Two words and four (code is none) in two blocks, of which "Kulturen" is long.
    assert lix("# Kulturen här\n\nVi ser vad som `finns`") == pytest.approx(6 / 2 + 100 / 6)
    # Four words (addresses are none), two sentences.
    assert lix("Läs [om oss](https://example.org/en-lang-adress). Bra!") == pytest.approx(4 / 2)


@pytest.mark.parametrize("path", SWEDISH_FILES, ids=lambda path: path.name)
def test_swedish_pages_are_plain(path: Path) -> None:
    assert lix(path.read_text(encoding="utf-8")) < MAX_LIX


def test_the_swedish_summary_of_the_readme_is_plain() -> None:
    assert lix(swedish_summary()) < MAX_LIX


def test_swedish_sentences_on_every_page_are_plain() -> None:
    by_page: dict[str, list[str]] = {}
    for key, text in read_texts("sv").items():
        if len(_WORD.findall(text)) >= 4 and text.rstrip().endswith((".", "!", "?")):
            by_page.setdefault(key.split(".")[0], []).append(re.sub(r"\{\w+\}", "ord", text))
    # In a few sentences one long name decides; a page has more.
    pages = {page: "\n".join(texts) for page, texts in by_page.items() if len(texts) >= MIN_SENTENCES}
    measured = {page: lix(text) for page, text in pages.items()}
    assert {page: value for page, value in measured.items() if value >= MAX_LIX} == {}
    assert {"karta", "kommun", "data"} <= set(measured)


def test_every_language_has_every_long_text() -> None:
    names = {path.name.split(".")[0] for path in (LANG_DIR / "pages").glob("*.md")}
    found = {path.name for path in (LANG_DIR / "pages").glob("*.md")}
    assert found == {f"{name}.{lang}.md" for name in names for lang in languages()}


@pytest.mark.parametrize("lang", languages())
def test_om_says_the_same_things_in_every_language(lang: str) -> None:
    assert shape(ABOUT[lang]) == shape(ABOUT["sv"])
    assert _LINK.findall(ABOUT[lang]) == _LINK.findall(ABOUT["sv"])
    assert numbers(ABOUT[lang]) == numbers(ABOUT["sv"])
    assert re.findall(r"`[^`]*`", ABOUT[lang]) == re.findall(r"`[^`]*`", ABOUT["sv"])
    assert ABOUT[lang].count("**") == ABOUT["sv"].count("**")


@pytest.mark.parametrize("lang", languages())
def test_om_is_markdown_without_html_or_pictures_and_names_the_contact_once(lang: str) -> None:
    assert not re.search(r"<[a-z/!]", ABOUT[lang])
    assert "![" not in ABOUT[lang]
    assert re.findall(r"\{\w*\}", ABOUT[lang]) == ["{contact}"]
    assert {line.split(" ")[0] for line in ABOUT[lang].splitlines() if line.startswith("#")} == {"##"}


def test_links_within_the_site_lead_to_pages_that_exist() -> None:
    inner = {link for link in _LINK.findall(ABOUT["sv"]) if not link.startswith("https://")}
    assert inner == {"/data", "/kommun", "/karta"}
    assert inner <= {f"/{path.stem}" for path in (PROJECT_DIR / "pages").glob("*.py")}


@pytest.mark.parametrize("lang", languages())
def test_om_uses_the_words_of_the_pages_it_explains(lang: str) -> None:
    t, said = Texts(lang), ABOUT[lang]
    vocabularies = read_taxonomy(PROJECT_DIR / "data" / "taxonomy")
    for label in vocabularies["position"].labels(lang).values():
        assert f"**{label}:**" in said
    themes = vocabularies["need_theme"].labels(lang)
    for theme in ("stottande_strukturer", "samverkan", "motesplatser"):
        assert f"**{themes[theme].lower()}**" in said
    for key in ("kommun.missing", "kommun.coverage"):
        assert f"**{t(key)}:**" in said
    assert t("word.no_information") in said
    assert t("card.inferred", value="").strip(" ()") in said
    for page in ("karta", "kommun", "data"):
        assert f"[{t(f'nav.{page}')}](/{page})" in said


def test_settings_named_on_om_exist() -> None:
    named = set(re.findall(r"KULTURKARTA_(\w+)", ABOUT["sv"]))
    assert named == {"TILE_URL"}
    assert named <= {name.upper() for name in Settings.model_fields}


def test_the_figures_on_om_are_those_of_the_catalogue() -> None:
    figures = pd.read_csv(PROJECT_DIR / "data/sormland/need_figures.csv", dtype=str, keep_default_na=False)
    known = set(figures[["source_url", "value"]].itertuples(index=False, name=None))
    cited = [
        ("https://trakten.nu/nyheter-notiser/kulturstruktur-till-frukost/", ("200", "20")),
        ("https://kulturtillgangar.se/arbetsgrupperna/", ("13",)),
        ("https://utvecklasormland.se/nyheter/kreativa-utvecklingscheckar/", ("88", "12")),
        (
            "https://utvecklasormland.se/nyheter/besked-om-kreativa-utvecklingscheckar-till-kulturbranscherna/",
            ("49", "19"),
        ),
    ]
    for source, values in cited:
        before = ABOUT["sv"].split(f"({source})")[0]
        said = re.split(r"\n|\]\(", before.rsplit("[", 1)[0])[-1]
        assert [n for n in numbers(said) if len(n) < 4] == list(values)
        assert {(source, value) for value in values} <= known
    assert {source for source, _ in cited} < set(figures["source_url"])


def test_the_holes_on_om_are_those_of_the_catalogue() -> None:
    coverage = pd.read_csv(PROJECT_DIR / "data/sormland/coverage.csv", dtype=str, keep_default_na=False)
    halls = coverage.set_index("id").loc["places-bygdegard-sormland"]
    assert f"{halls['known']} av {halls['expected_min']}–{halls['expected_max']} bygdegårdar" in ABOUT["sv"]
    thin = coverage[coverage["table"].eq("actors") & coverage["municipality_code"].ne("")]
    assert sorted(thin["municipality_code"]) == ["0428", "0481", "0488"]  # Vingåker, Oxelösund, Trosa
    assert "Oxelösund, Trosa och Vingåker" in ABOUT["sv"]


def test_the_worked_example_on_om_is_what_the_kommun_page_counts() -> None:
    assert "Tre bibliotek och 20 000 invånare ger 1,5." in ABOUT["sv"]
    library = {"municipality_code": "0482", "table": "places", "kind": "bibliotek", "is_closed": False}
    # The fourth has closed and is not counted.
    entries = pd.DataFrame([library, library, library, {**library, "is_closed": True}])
    counts = count_kinds(entries, pd.Series({"0482": 20_000}))
    assert counts["per_10000"].tolist() == [pytest.approx(1.5)]


@pytest.mark.parametrize("lang", languages())
def test_the_accessibility_statement_has_the_parts_that_the_law_demands(lang: str) -> None:
    heading = {"sv": "Tillgänglighet", "en": "Accessibility", "nb": "Tilgjengelighet"}[lang]
    statement = ABOUT[lang].split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    # who answers for it, how accessible, what is not, how it was tested, how to report, who supervises
    assert len(re.findall(r"^\*\*[^*]+\?\*\*", statement, re.MULTILINE)) == 5
    assert len(re.findall(r"^- ", statement, re.MULTILINE)) == 3
    assert "DOS-lagen" in statement
    assert "WCAG 2.1" in statement
    assert "(https://www.digg.se/tdosanmalan)" in statement
    assert numbers(statement)[-2:] == ["22", "2026"]
