"""`match` as a script runs it, on the shipped region."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kulturkarta.cli import main
from kulturkarta.settings import PROJECT_DIR

BERGATROLLEN = "kulturforeningen-bergatrollen-0480"  # offers premises and a stage, seeks premises


def run_json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    assert main(["match", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_partners_come_ranked_with_components_that_add_up_and_reasons_with_the_same_points(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = run_json(capsys, "--region", "sormland", "--actor", BERGATROLLEN, "--km", "30", "--n", "5")
    matches = found["matches"]
    assert [match["rank"] for match in matches] == [1, 2, 3, 4, 5]
    scores = [match["score"] for match in matches]
    assert scores == sorted(scores, reverse=True)
    for match in matches:
        assert match["id"] != BERGATROLLEN
        assert match["km"] <= 30
        assert sum(match["components"].values()) == pytest.approx(match["score"], abs=1e-3)
        for reason in match["reasons"]:
            assert any(reason["points"] == pytest.approx(points) for points in match["components"].values())
    # The heritage alliance in the same town seeks premises; the culture house has some.
    assert matches[0]["id"] == "kulturarvsalliansen-nykoping-0480"
    assert "De söker det du erbjuder: lokal." in [reason["text"] for reason in matches[0]["reasons"]]


def test_a_wider_reach_and_the_digital_one_only_add_partners(capsys: pytest.CaptureFixture[str]) -> None:
    near, far, digital = (
        run_json(capsys, "--region", "sormland", "--actor", BERGATROLLEN, *more, "--n", "500")
        for more in (["--km", "5"], ["--km", "30"], ["--km", "5", "--digital"])
    )
    ids = [{match["id"] for match in found["matches"]} for found in (near, far, digital)]
    assert ids[0] < ids[1] < ids[2]
    assert len(ids[2]) == far["n_without_place"] + sum(m["km"] is not None for m in digital["matches"])


def test_somebody_who_is_not_in_the_catalogue_is_matched_by_what_she_writes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    profile = tmp_path / "profile.json"
    said = {"sectors": ["scenkonst"], "offers": ["scenografer"], "seeks": ["scen"], "municipality_code": "0480"}
    profile.write_text(json.dumps(said), encoding="utf-8")
    folder = str(PROJECT_DIR / "data" / "sormland")
    found = run_json(capsys, "--catalogue", folder, "--profile", str(profile), "--km", "30", "--lang", "en")
    assert found["unknown"] == []
    assert found["matches"][0]["id"] == BERGATROLLEN
    assert "They offer what you seek: stage." in [reason["text"] for reason in found["matches"][0]["reasons"]]


def test_a_profile_with_a_mistake_is_refused_with_its_mend(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text('{"sectors": "musik"}', encoding="utf-8")
    assert main(["match", "--region", "sormland", "--profile", str(profile)]) == 1
    assert "profile.json, sectors:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--actor", "kulturforeningen-bergatrollen"], BERGATROLLEN),
        (["--actor", BERGATROLLEN, "--km", "0"], "--km 0 must be above 0"),
        (["--actor", BERGATROLLEN, "--n", "0"], "--n 0"),
        (["--actor", BERGATROLLEN, "--weights", "lucky"], "balanced"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert main(["match", "--region", "sormland", *argv]) == 2
    assert said in capsys.readouterr().err


def test_in_a_terminal_each_partner_stands_with_her_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "--region", "sormland", "--actor", BERGATROLLEN, "--km", "30", "--n", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1. Kulturarvsalliansen Nyköping (")
    assert "   De söker det du erbjuder: lokal." in lines
