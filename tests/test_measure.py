"""Every set of figures can be asked for by name."""

from __future__ import annotations

import importlib

import pytest

from tests.measure.__main__ import FIGURES, main


@pytest.mark.parametrize("module", FIGURES.values())
def test_every_name_leads_to_a_module_that_prints_its_figures(module: str) -> None:
    assert callable(importlib.import_module(module).main)


def test_an_unknown_name_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mapp"]) == 2
    assert f"'mapp'. There are: {', '.join(FIGURES)}" in capsys.readouterr().err
