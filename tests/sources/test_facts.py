"""From facts to catalogue, on facts small enough to follow by hand."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from kulturkarta.errors import KulturkartaError
from kulturkarta.schema import TABLES
from kulturkarta.sources import fact_words as words
from kulturkarta.sources.fact_ids import make_slug
from kulturkarta.sources.fact_rows import read_host
from kulturkarta.sources.facts import FACTS, build_region

DATA = Path(__file__).parents[2] / "data"
PLACE = "https://example.org/plats"


class SmallFacts:
    """A folder of facts with only headers, to which a test adds rows; `build` gives the tables."""

    def __init__(self, root: Path) -> None:
        self.facts, self.region, self.reference = root / "facts", root / "testland", root / "reference"
        for folder in (self.facts, self.reference):
            folder.mkdir()
        shutil.copytree(DATA / "taxonomy", root / "taxonomy")
        shutil.copy(DATA / "sormland" / "facts" / "package.toml", self.facts)
        self.headers = {name: _header(DATA / "sormland" / "facts" / f"{name}.csv") for name in FACTS}
        self.rows: dict[str, list[dict[str, str]]] = {name: [] for name in FACTS}
        self.localities: list[dict[str, str]] = []

    def add(self, name: str, /, **row: str) -> None:
        self.rows[name].append({"source_url": PLACE} | row)

    def place(self, name: str, kind: str = "annat", municipality_code: str = "0480", **row: str) -> None:
        self.add("meeting_places", name=name, kind=kind, municipality_code=municipality_code, **row)

    def actor(self, name: str, municipality_code: str = "0480", **row: str) -> None:
        known = {"actor_type": "fri_ideell", "sector": "musik"}
        self.add("actors", name=name, municipality_code=municipality_code, **(known | row))

    def build(self) -> dict[str, pd.DataFrame]:
        for name, rows in self.rows.items():
            columns = list(dict.fromkeys([*self.headers[name], *(key for row in rows for key in row)]))
            _write(self.facts / f"{name}.csv", columns, rows)
        _write(self.reference / "localities.csv", _header(DATA / "reference" / "localities.csv"), self.localities)
        build_region(self.facts, self.region, self.reference)
        return {name: _read(self.region / f"{name}.csv") for name in TABLES}

    def row(self, table: str = "places") -> pd.Series:
        frame = self.build()[table]
        assert len(frame) == 1
        return frame.iloc[0]


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([{key: value for key, value in row.items() if key in columns} for row in rows])


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.fixture
def small(tmp_path) -> SmallFacts:
    return SmallFacts(tmp_path)


def test_the_committed_facts_reproduce_the_committed_tables_byte_for_byte(tmp_path):
    counts = build_region(DATA / "sormland" / "facts", tmp_path / "sormland", DATA / "reference")
    assert set(counts) == set(TABLES)
    for name in (*(f"{table}.csv" for table in TABLES), "datapackage.json"):
        assert (tmp_path / "sormland" / name).read_bytes() == (DATA / "sormland" / name).read_bytes(), name


def test_the_order_of_the_facts_does_not_matter(tmp_path):
    shutil.copytree(DATA / "sormland" / "facts", tmp_path / "facts")
    for path in (tmp_path / "facts").glob("*.csv"):
        frame = _read(path)
        frame.iloc[::-1].to_csv(path, index=False, lineterminator="\n")
    build_region(tmp_path / "facts", tmp_path / "sormland", DATA / "reference")
    for table in TABLES:
        assert (tmp_path / "sormland" / f"{table}.csv").read_bytes() == (
            DATA / "sormland" / f"{table}.csv"
        ).read_bytes()


def test_an_id_is_the_name_and_the_municipality_or_the_region(small):
    small.place("Gåsinge-Dillnäs hembygdsgård (Sörgården)", municipality_code="0461")
    small.actor("Jazz i Sörmland", municipality_code="")
    tables = small.build()
    assert list(tables["places"]["id"]) == ["gasinge-dillnas-hembygdsgard-sorgarden-0461"]
    assert list(tables["actors"]["id"]) == ["jazz-i-sormland-testland"]


def test_a_place_and_an_actor_of_the_same_name_get_different_ids(small):
    small.place("Kolhusteatern")
    small.actor("Kolhusteatern")
    tables = small.build()
    assert (tables["places"].loc[0, "id"], tables["actors"].loc[0, "id"]) == (
        "kolhusteatern-0480",
        "kolhusteatern-0480-2",
    )


def test_a_row_keeps_its_id_when_a_place_of_the_same_name_arrives(small):
    small.actor("Kolhusteatern")
    assert small.build()["actors"].loc[0, "id"] == "kolhusteatern-0480"
    small.place("Kolhusteatern")
    tables = small.build()
    assert tables["actors"].loc[0, "id"] == "kolhusteatern-0480"
    assert tables["places"].loc[0, "id"] == "kolhusteatern-0480-2"


def test_a_row_keeps_its_id_when_a_comma_in_its_name_changes(small):
    small.place("Fogelstad, Lilla Ulfåsa")
    first = small.row()["id"]
    small.rows["meeting_places"][0]["name"] = "Fogelstad Lilla Ulfåsa"
    assert small.row()["id"] == first == "fogelstad-lilla-ulfasa-0480"


def test_a_renamed_row_keeps_its_id_through_id_keep(small):
    small.place("Stiga Arena")
    assert small.row()["id"] == "stiga-arena-0480"
    small.rows["meeting_places"][0] |= {"name": "Volvo Arena", "id_keep": "stiga-arena-0480"}
    assert (small.row()["name"], small.row()["id"]) == ("Volvo Arena", "stiga-arena-0480")


@pytest.mark.parametrize("id_keep", ["Stiga Arena", "-arena", "arena_1"])
def test_a_malformed_id_keep_is_refused(small, id_keep):
    small.place("Arenan", id_keep=id_keep)
    with pytest.raises(KulturkartaError, match="id_keep"):
        small.build()


def test_an_id_kept_for_two_rows_is_refused(small):
    small.place("Arenan", id_keep="arenan")
    small.actor("Arenans vänner", id_keep="arenan")
    with pytest.raises(KulturkartaError, match="arenan"):
        small.build()


def test_long_names_are_cut_between_words():
    assert make_slug("Åda " * 40) == "-".join(["ada"] * 25)
    assert make_slug("en tre fyra", max_letters=6) == "en-tre"
    assert make_slug("en tre fyra", max_letters=5) == "en"


def test_a_stated_point_is_kept_with_the_page_that_states_it(small):
    small.place(
        "Slottet", lat="59.04611", lon="15.88222", precision="exact", position_source_url="https://example.org/punkt"
    )
    small.place("Parken", lat="58.7847", lon="16.9369", precision="area")
    places = small.build()["places"].set_index("name")
    where = ["lon", "lat", "position", "position_source_url"]
    assert list(places.loc["Slottet", where]) == ["15.88222", "59.04611", "exact", "https://example.org/punkt"]
    assert list(places.loc["Parken", where]) == ["16.9369", "58.7847", "area", PLACE]


def _locality(
    small: SmallFacts, name: str, code: str, lon: str, source: str = "GeoNames", candidates: str = ""
) -> None:
    small.localities.append(
        {
            "name": name,
            "lon": lon,
            "lat": "59.00000",
            "municipality_code": code,
            "municipality_candidates": candidates,
            "source": source,
            "source_url": f"https://example.org/{source}/{lon}",
        }
    )


def test_a_row_with_only_a_locality_or_an_address_stands_at_the_locality(small):
    _locality(small, "Gnesta", "0461", "17.31191")
    small.place("Vår Lokal", municipality_code="0461", locality="gnesta ", precision="locality")
    row = small.row()
    assert list(row[["lon", "lat", "position"]]) == ["17.31191", "59.00000", "locality"]
    assert row["position_source_url"] == "https://example.org/GeoNames/17.31191"


def test_a_point_from_a_public_page_goes_before_geonames_and_a_namesake_elsewhere_is_ignored(small):
    _locality(small, "Floda", "0483", "16.1")
    _locality(small, "Floda", "1441", "12.3")
    _locality(small, "Floda", "0483", "16.36083", source="Wikipedia")
    small.place("Floda sockenstuga", municipality_code="0483", locality="Floda")
    assert small.row()["lon"] == "16.36083"


def test_a_locality_close_to_a_border_counts_for_each_municipality_it_may_lie_in(small):
    _locality(small, "Mellösa", "", "16.5", candidates="0482;0483")
    small.place("Bokstaden", municipality_code="0482", locality="Mellösa")
    assert list(small.row()[["lon", "position"]]) == ["16.5", "locality"]


def test_without_a_known_locality_only_the_municipality_is_known_and_without_that_nothing(small):
    small.actor("Kören", municipality_code="0480", locality="Ingenstans")
    small.actor("Nätverket", municipality_code="", locality="Sörmland")
    actors = small.build()["actors"].set_index("name")
    where = ["lon", "lat", "position", "position_source_url"]
    assert list(actors.loc["Kören", where]) == ["", "", "municipality", ""]
    assert list(actors.loc["Nätverket", where]) == ["", "", "none", ""]


def test_functions_read_in_the_text_are_not_inferred_but_those_of_the_kind_are(small):
    small.place("Ladan", description_sv="Gård med scen och kurser.")
    small.place("Huset", kind="replokal", description_sv="Hus i hamnen.")
    small.place("Bruket", kind="museum", description_sv="Museum med utställningar.")
    places = small.build()["places"].set_index("name")
    assert list(places.loc["Ladan", ["functions", "inferred"]]) == ["lara;visa", ""]
    assert list(places.loc["Huset", ["functions", "inferred"]]) == ["ova", "functions"]
    assert list(places.loc["Bruket", ["functions", "inferred"]]) == ["visa;bevara", ""]


def test_a_stated_owner_is_marked_as_inferred_and_an_unknown_one_is_not(small):
    small.place("Ägda huset", owner_type="forening")
    small.place("Okända huset")
    assert dict(small.build()["places"].set_index("name")["inferred"]) == {
        "Ägda huset": "owner_type",
        "Okända huset": "",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ombyggda lokstall med scen, skaparverkstäder, inspelningsstudio och replokaler.", "ova;producera;visa"),
        ("Tidigare musikhus med replokaler; i dag café.", ""),
        ("Tegellada som använts som tillfälligt konstgalleri.", ""),
        ("Biograf där en dagfilmstudio visar film.", "visa"),
        ("Konstmuseum i före detta kugghjulsverkstad.", ""),
        ("Kommunal mötesplats med biblioteksfunktion.", "motas;lana_lasa"),
        ("Park vid biblioteket.", ""),
        ("Regionens scenkonsthus.", ""),
    ],
)
def test_a_place_is_for_what_its_text_says_of_today(text, expected):
    found = words.find_codes(words.drop_past(pd.Series([text])), words.PLACE_FUNCTIONS)
    assert list(found) == [expected]


@pytest.mark.parametrize(
    ("note", "accessibility", "price", "kept"),
    [
        ("Rullstolsanpassad toalett", "hwc", "", True),
        ("Ramp vid ingången; hörslinga i stora salen", "ramp;horslinga", "", True),
        ("Rullstol/rullator och barnvagn angivet", "rullstol", "", True),
        ("Anpassad parkering", "parkering", "", True),
        ("Tillbyggnad med handikapptoalett, ramp och handikappentré påbörjad", "", "", True),
        ("Fri entré", "", "gratis", False),
        ("Frivillig entré", "", "frivillig", False),
        ("", "", "", False),
    ],
)
def test_accessibility_is_what_the_note_says_is_there(small, note, accessibility, price, kept):
    small.place("Huset", accessibility_note=note)
    row = small.row()
    assert (row["accessibility"], row["price_class"]) == (accessibility, price)
    assert row["accessibility_note"] == (note if kept else "")


def test_status_is_closed_or_uncertain_as_the_source_says_and_never_open(small):
    small.place("Slakthuset")
    small.place("Folkets hus", description_sv="Hus från 1956; nuvarande användning ej bekräftad.")
    small.place("Biblioteket")
    small.add(
        "status", table="places", name="Slakthuset", municipality_code="0480", status="closed", closed="2021-06-30"
    )
    places = small.build()["places"].set_index("name")
    assert list(places.loc["Slakthuset", ["status", "closed"]]) == ["closed", "2021-06-30"]
    assert list(places.loc["Folkets hus", ["status", "closed"]]) == ["uncertain", ""]
    assert list(places.loc["Biblioteket", ["status", "closed"]]) == ["", ""]


def test_a_status_for_a_row_that_is_not_there_is_refused(small):
    small.add("status", table="places", name="Borta", municipality_code="0480", status="closed")
    with pytest.raises(KulturkartaError, match="Borta"):
        small.build()


def test_drive_and_legal_form_are_unknown_unless_the_text_states_them(small):
    small.actor("Snickeriet AB")
    small.actor("Spårvägen", description_sv="Känd för sitt ideella museiarbete.")
    small.actor("Leader", description_sv="Ideell förening som beviljar stöd.")
    actors = small.build()["actors"].set_index("name")
    assert list(actors.loc["Snickeriet AB", ["legal_form", "drive"]]) == ["aktiebolag", ""]
    assert list(actors.loc["Spårvägen", ["legal_form", "drive"]]) == ["", "passion"]
    assert list(actors.loc["Leader", ["legal_form", "drive"]]) == ["ideell_forening", ""]


def test_the_type_of_a_small_group_that_does_not_call_itself_an_association_is_inferred(small):
    small.actor("Dunkers Donnor", description_sv="Sånggrupp.")
    small.actor("Åkers hembygdsförening", description_sv="Driver museet.")
    inferred = dict(small.build()["actors"].set_index("name")["inferred"])
    assert inferred == {"Dunkers Donnor": "actor_type", "Åkers hembygdsförening": ""}


def test_a_support_says_whom_it_is_for_only_in_its_target_text(small):
    small.add(
        "support_structures",
        name="Dansresidens",
        provider="Scenkonst",
        kind="radgivning",
        target_sv="koreografer och startups",
        coverage="0480;0488",
        description_sv="Kurser för musiker.",
        seen_year="2023",
    )
    row = small.row("supports")
    assert list(row[["functions", "inferred"]]) == ["rad;utbildning", "functions"]
    assert list(row[["sectors", "stages", "drives"]]) == ["dans", "nystartad", "marknad"]
    assert list(row[["service_area", "last_checked", "id"]]) == ["0480;0488", "2023", "dansresidens-testland"]


def test_collaborations_find_their_parties_by_name_and_prefer_the_actor(small):
    small.place("Kolhusteatern")
    small.actor("Kolhusteatern")
    small.add("collaborations", from_name="KOLHUSTEATERN", to_name="Riksteatern", kind="turné", period="2017–2018")
    row = small.row("collaborations")
    assert list(row[["from_id", "from_name"]]) == ["kolhusteatern-0480-2", "KOLHUSTEATERN"]
    assert list(row[["to_id", "to_name"]]) == ["", "Riksteatern"]


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("2021–2023", "2021", "2023"),
        ("2022–", "2022", ""),
        ("–2012", "", "2012"),
        ("2019", "2019", "2019"),
        ("", "", ""),
        ("tre år", "", ""),
    ],
)
def test_a_period_of_plain_years_becomes_since_and_until(small, period, since, until):
    small.add("collaborations", from_name="A", to_name="B", kind="turné", period=period)
    assert list(small.row("collaborations")[["since", "until"]]) == [since, until]


@pytest.mark.parametrize(
    ("date", "starts", "ends"),
    [
        ("2023-02-08/2023-02-11", "2023-02-08", "2023-02-11"),
        ("2014-04/2014-05", "2014-04", "2014-05"),
        ("2020-02-12", "2020-02-12", ""),
        ("2021 våren", "2021", ""),
        ("", "", ""),
    ],
)
def test_an_activity_keeps_the_date_as_written_beside_what_can_be_read_of_it(small, date, starts, ends):
    small.add("activities", title="Träff", kind="workshop", date=date, theme="samverkan")
    assert list(small.row("activities")[["starts", "ends", "date_text"]]) == [starts, ends, date]


def test_municipality_facts_are_two_populations_and_two_areas_each_with_its_source(small):
    small.add(
        "municipality_stats",
        code="0481",
        name="Oxelösund",
        population="12086",
        year="2022",
        area_km2="746.59",
        land_area_km2="35.43",
        population_2025="11962",
        source_url_2025="https://scb.example.org/TAB5557",
    )
    facts = small.build()["municipality_facts"].set_index("id")[["value", "unit", "source", "source_url"]]
    assert {key: list(row) for key, row in facts.iterrows()} == {
        "areal-km2-2022-0481": ["746.59", "km²", "Regionfakta", ""],
        "befolkning-2022-0481": ["12086", "people", "Regionfakta", ""],
        "befolkning-2025-0481": ["11962", "people", "SCB", "https://scb.example.org/TAB5557"],
        "landareal-km2-2022-0481": ["35.43", "km²", "Regionfakta", ""],
    }


def test_coverage_counts_what_is_known_against_what_is_expected(small):
    small.place("Ena gården", kind="bygdegard")
    small.place("Andra gården", kind="bygdegard", municipality_code="0488")
    small.actor("Kören", municipality_code="0488")
    small.add("coverage", table="places", kind="bygdegard", expected_min="27", expected_max="29")
    small.add("coverage", table="actors", municipality_code="0488")
    small.add("coverage", table="actors", kind="spel_digital", source_url="")
    rows = small.build()["coverage"].set_index("id")
    assert dict(rows["known"]) == {
        "places-bygdegard-testland": "2",
        "actors-0488": "1",
        "actors-spel-digital-testland": "0",
    }
    assert rows.loc["actors-spel-digital-testland", "source"] == "Kulturkarta Sörmland"


def test_an_unknown_kind_of_place_is_refused(small):
    small.place("Huset", kind="diskotek")
    with pytest.raises(KulturkartaError, match="diskotek"):
        small.build()


def test_a_missing_file_of_facts_is_named(small):
    small.build()
    (small.facts / "actors.csv").unlink()
    with pytest.raises(KulturkartaError, match=r"actors\.csv"):
        build_region(small.facts, small.region, small.reference)


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.gnesta.se/x", "gnesta.se"), ("https://issuu.com./a", "issuu.com"), ("", "")],
)
def test_the_source_of_a_row_is_the_host_of_its_page(url, host):
    assert read_host(url) == host
