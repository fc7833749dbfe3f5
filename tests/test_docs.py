"""The documents say what the code does. `python -m tests.test_docs` writes their generated parts again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from kulturkarta import cli
from kulturkarta.export.registry import EXPORT_FORMATS
from kulturkarta.i18n import read_texts
from kulturkarta.launch import browser, commands
from kulturkarta.schema import LIST_KINDS, TABLES, Column
from kulturkarta.settings import PROJECT_DIR, Settings
from kulturkarta.sources.registry import READERS
from kulturkarta.taxonomy import Vocabulary, read_taxonomy

README = PROJECT_DIR / "README.md"
CATALOGUE = PROJECT_DIR / "docs" / "catalogue.md"
DOCUMENTS = [
    *(PROJECT_DIR / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md", "data/LICENSES.md")),
    *sorted((PROJECT_DIR / "docs").glob("*.md")),
]
TOURS = sorted((PROJECT_DIR / "docs").glob("tour-*.md"))
_KINDS = {
    "text": "text",
    "words": "list of words",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "date",
    "url": "web address",
    "municipality": "municipality code",
    "area": "service area",
    "id": "id",
    "lon": "degrees east",
    "lat": "degrees north",
}


# The generated parts -------------------------------------------------------------------------------------------------


def describe_settings() -> Iterator[str]:
    """A row per setting: variable, default, description."""
    yield "| variable | default | what it is |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT_DIR).as_posix()
        shown = "–" if default in ("", None) else f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
        yield f"| `KULTURKARTA_{name.upper()}` | {shown} | {field.description} |"


def describe_tables() -> Iterator[str]:
    """A heading and a row per column for every table."""
    for table in TABLES.values():
        yield f"## {table.name}"
        yield ""
        yield "| column | what it holds |"
        yield "|---|---|"
        for column in table:
            name = f"**{column.name}**" if column.required else column.name
            yield f"| {name} | {describe_column(column)} |"
        yield ""


def describe_column(column: Column) -> str:
    """`whole number, people, 1–100 000`, `list of terms of [sector](#sector)`."""
    if column.vocabulary:
        kind = (
            f"{'list of terms' if column.kind in LIST_KINDS else 'term'} of [{column.vocabulary}](#{column.vocabulary})"
        )
    elif column.tables:
        whose = " or ".join(f"[{table}](#{table})" for table in column.tables)
        kind = f"{'list of ids' if column.kind in LIST_KINDS else 'id'} of {whose}"
    else:
        kind = _KINDS[column.kind]
    parts = [kind]
    if column.unit and column.kind not in ("lon", "lat"):
        parts.append(column.unit)
    if column.minimum is not None and column.kind not in ("lon", "lat"):
        low = f"{column.minimum:,.0f}".replace(",", " ")
        parts.append(f"{low} or more" if column.maximum is None else f"{low}–{column.maximum:,.0f}".replace(",", " "))
    if column.personal:
        parts.append("*personal*")
    return ", ".join(parts)


def describe_vocabularies() -> Iterator[str]:
    """A heading and a row per term for every vocabulary that a column uses, in the order they are met."""
    taxonomy = read_taxonomy(PROJECT_DIR / "data" / "taxonomy")
    for name in dict.fromkeys(column.vocabulary for table in TABLES.values() for column in table if column.vocabulary):
        yield f"### {name}"
        yield ""
        yield "| code | English | Swedish |"
        yield "|---|---|---|"
        yield from _describe_terms(taxonomy[name])
        yield ""


def _describe_terms(vocabulary: Vocabulary) -> Iterator[str]:
    english, swedish = vocabulary.labels("en"), vocabulary.labels("sv")
    for code in vocabulary.codes:
        yield f"| {code} | {english[code]} | {swedish[code]} |"


GENERATED: Mapping[tuple[Path, str], Callable[[], Iterator[str]]] = {
    (README, "settings"): describe_settings,
    (CATALOGUE, "tables"): describe_tables,
    (CATALOGUE, "vocabularies"): describe_vocabularies,
}


def fill(document: str, part: str, lines: Iterator[str]) -> str:
    """`document` with `lines` between the marks of `part`. Raises ValueError when a mark is missing."""
    before, start, rest = document.partition(f"<!-- generated: {part} -->\n")
    _, end, after = rest.partition("<!-- end -->")
    if not (start and end):
        raise ValueError(f"no marks for {part}")
    body = "\n".join(lines).strip()
    return f"{before}{start}\n{body}\n\n{end}{after}"


# Tests ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "part"), GENERATED, ids=lambda value: getattr(value, "name", value))
def test_generated_parts_are_what_the_code_says_now(path: Path, part: str) -> None:
    document = path.read_text(encoding="utf-8")
    assert document == fill(document, part, GENERATED[path, part]()), "run: python -m tests.test_docs"


def test_a_generated_part_replaces_what_stood_between_its_marks() -> None:
    document = "a\n<!-- generated: x -->\nold\n<!-- end -->\nb\n"
    assert fill(document, "x", iter(["new"])) == "a\n<!-- generated: x -->\n\nnew\n\n<!-- end -->\nb\n"
    with pytest.raises(ValueError, match="no marks for y"):
        fill(document, "y", iter(["new"]))


def test_a_column_is_described_by_kind_unit_and_limits() -> None:
    assert describe_column(Column("capacity", "integer", minimum=1, maximum=100_000, unit="people")) == (
        "whole number, people, 1–100 000"
    )
    assert describe_column(Column("known", "integer", minimum=0)) == "whole number, 0 or more"
    assert describe_column(Column("sectors", "terms", vocabulary="sector")) == "list of terms of [sector](#sector)"
    assert describe_column(Column("place_id", "ref", tables=("places",))) == "id of [places](#places)"
    assert describe_column(Column("address", personal=True)) == "text, *personal*"


def test_the_readme_names_every_command_and_no_other() -> None:
    table = README.read_text(encoding="utf-8").split("\n## Commands\n", 1)[1].split("\n## ", 1)[0]
    named = set(re.findall(r"^\| `([a-z-]+)", table, re.MULTILINE))
    assert named == {"run", "test", "measure", "screenshots", *cli.COMMANDS}


def test_the_readme_has_the_port_and_the_variables_that_the_launcher_uses() -> None:
    readme = README.read_text(encoding="utf-8")
    assert f"http://localhost:{commands.DEFAULT_PORT}" in readme
    assert f"`{browser.VARIABLE}`" in readme
    variables = set(re.findall(r"KULTURKARTA_[A-Z_]+", readme))
    known = {f"KULTURKARTA_{name.upper()}" for name in Settings.model_fields}
    assert variables == known | {browser.VARIABLE, "KULTURKARTA_REQUIRE_BROWSER"}
    assert commands.browser_is_required({"KULTURKARTA_REQUIRE_BROWSER": "true"})


def test_the_readme_names_the_formats_that_are_read_and_written() -> None:
    readme = README.read_text(encoding="utf-8")
    assert "(CSV, Excel, GeoJSON, GeoPackage)" in readme
    assert {".csv", ".xlsx", ".geojson", ".gpkg"} <= set(READERS)
    assert "Excel, CSV, GeoJSON or GeoPackage" in readme
    assert set(EXPORT_FORMATS) == {"excel", "csv_excel", "csv_open", "geojson", "geopackage"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    files = [link for link in links if not link.startswith(("https://", "http://"))]
    assert [link for link in files if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_a_document_lead_to_its_headings(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    headings = {line.lstrip("# ").strip().lower() for line in document.splitlines() if line.startswith("#")}
    assert set(re.findall(r"\]\(#([^)]+)\)", document)) <= headings


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "docs/extend.md", "docs/catalogue.md"])
def test_files_named_in_the_documents_exist(name: str) -> None:
    document = (PROJECT_DIR / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:kulturkarta|pages|data|tests|docs|\.streamlit)/[\w./-]*)`", document)
    assert len(named) > 0
    assert [path for path in named if not (PROJECT_DIR / path).exists()] == []


@pytest.mark.parametrize("path", TOURS, ids=lambda path: path.name)
def test_words_that_a_tour_sets_in_bold_stand_on_a_page(path: Path) -> None:
    texts = set(read_texts("sv").values())
    # The first bold words of a step say what it is for.
    steps = re.sub(r"^\d+\. \*\*[^*]+\*\*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    bold = re.findall(r"\*\*([^*]+)\*\*", steps)
    assert len(bold) > 3
    assert [word for word in bold if word not in texts] == []


def test_there_is_a_tour_for_each_of_the_three_users() -> None:
    assert [path.stem for path in TOURS] == ["tour-aktor", "tour-kommun", "tour-projektledare"]
    readme = README.read_text(encoding="utf-8")
    assert [path.name for path in TOURS if f"(docs/{path.name})" not in readme] == []


def test_every_document_names_the_same_version_and_day() -> None:
    version = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    public = yaml.safe_load((PROJECT_DIR / "publiccode.yml").read_text(encoding="utf-8"))
    citation = yaml.safe_load((PROJECT_DIR / "CITATION.cff").read_text(encoding="utf-8"))
    latest = re.search(r"^## \[([\d.]+)\] - (\S+)$", (PROJECT_DIR / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert latest is not None
    assert latest[1] == version == public["softwareVersion"] == citation["version"]
    assert latest[2] == public["releaseDate"] == citation["date-released"].isoformat()


def test_the_licence_is_the_same_everywhere() -> None:
    project = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    public = yaml.safe_load((PROJECT_DIR / "publiccode.yml").read_text(encoding="utf-8"))
    citation = yaml.safe_load((PROJECT_DIR / "CITATION.cff").read_text(encoding="utf-8"))
    assert project["license"] == public["legal"]["license"] == citation["license"] == "EUPL-1.2"
    assert "data/LICENSES.md" in README.read_text(encoding="utf-8")


def test_publiccode_describes_the_software_within_its_limits() -> None:
    public = yaml.safe_load((PROJECT_DIR / "publiccode.yml").read_text(encoding="utf-8"))
    for description in public["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
    assert public["localisation"]["availableLanguages"] == ["sv", "en", "nb"]


def write_documents() -> None:
    """Write every generated part again."""
    for (path, part), describe in GENERATED.items():
        document = fill(path.read_text(encoding="utf-8"), part, describe())
        path.write_text(document, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_documents()
