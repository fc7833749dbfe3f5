from __future__ import annotations

from pathlib import Path

import pytest

from kulturkarta.cli import main
from tests.reports.test_paper import read

ASKED = ["--region", "sormland", "--kind", "replokal", "--km", "10"]


def test_brief_writes_two_pages_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "brief.pdf"
    assert main(["brief", *ASKED, "--municipality", "0482", "--lang", "en", "--out", str(out)]) == 0
    assert f"Done: {out}" in capsys.readouterr().out
    pdf = read(out.read_bytes())
    assert len(pdf.pages) == 2 and pdf.trailer["/Root"]["/Lang"] == "en"


def test_a_municipality_elsewhere_or_a_folder_that_is_not_there_is_told_to_the_operator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", *ASKED, "--municipality", "0180", "--out", str(tmp_path / "brief.pdf")]) == 2
    assert "'0180' is no municipality of sormland" in capsys.readouterr().err
    missing = tmp_path / "missing" / "brief.pdf"
    assert main(["brief", *ASKED, "--municipality", "0482", "--out", str(missing)]) == 2
    assert f"{missing} cannot be written: No such file or directory" in capsys.readouterr().err
