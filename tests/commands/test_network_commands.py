"""`network` and `ecosystem` as a script runs them, on the shipped region."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kulturkarta.cli import main

BERGATROLLEN = "kulturforeningen-bergatrollen-0480"


def run_json(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    assert main([*argv, "--region", "sormland", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_network_says_how_much_of_it_is_known_before_what_it_is_like(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "network")
    assert (found["actors"], found["ties"]) == (197, 121)
    assert found["share_with_known_tie"] == pytest.approx(found["actors_with_known_tie"] / 197)
    assert len(found["without_known_tie"]) == 197 - found["actors_with_known_tie"]
    assert found["brokers"][0]["id"] == "leader-sodermanland-sormland"
    # Vingåker and Trosa: no known tie across the border.
    assert found["municipalities_without_cross_border_tie"] == ["0428", "0488"]
    assert all(pair["km"] <= 20 for pair in found["missing_ties"])


def test_filters_narrow_the_network(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "network", "--municipality", "0482", "--from", "2023", "--to", "2024")
    assert 0 < found["ties"] < 20


def test_a_group_has_the_size_asked_for_and_meets_within_reach(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_json(capsys, "ecosystem", "--actor", BERGATROLLEN, "--size", "5", "--km", "30", "--n", "2")
    first, second = found["groups"]
    assert first["members"][0]["id"] == BERGATROLLEN
    assert len({member["id"] for member in first["members"]}) == 5
    assert max(member["km"] for member in first["members"]) == pytest.approx(first["meeting_place"]["farthest_km"])
    assert first["meeting_place"]["farthest_km"] <= 30
    assert first["value"] <= first["bound"]
    shared = {member["id"] for member in first["members"]} & {member["id"] for member in second["members"]}
    assert shared == {BERGATROLLEN}


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["network", "--kind", "dans på rosor"], "--kind"),
        (["network", "--municipality", "0180"], "0428"),
        (["network", "--from", "2024", "--to", "2020"], "--from 2024 is later than --to 2020"),
        (["network", "--km", "-1"], "--km -1 must be above 0"),
        (["ecosystem", "--actor", "☃"], "The ids stand in the region's table of actors"),
        (["ecosystem", "--actor", BERGATROLLEN, "--size", "9"], "3 to 8"),
        (["ecosystem", "--municipality", "0180"], "0428"),
        (["ecosystem", "--actor", "leader-sodermanland-sormland"], "Use --municipality"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert main([*argv, "--region", "sormland"]) == 2
    assert said in capsys.readouterr().err


def test_in_a_terminal_a_group_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ecosystem", "--region", "sormland", "--actor", BERGATROLLEN, "--size", "3", "--n", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Grupp 1, möts på ")
    assert lines[1].strip().startswith("Kulturföreningen Bergatrollen: ")
    assert main(["network", "--region", "sormland"]) == 0
    assert "80 av 197 aktörer har minst ett." in capsys.readouterr().out
