"""The layer's JavaScript, run by Node's own test runner (Playwright brings a Node)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from kulturkarta.figures import map_layer

HERE = Path(__file__).parent / "layer"


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_the_layers_own_tests_pass_in_node(file: Path) -> None:
    node, _ = compute_driver_executable()
    run = subprocess.run([str(node), "--test", str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# pass 0" not in run.stdout and "ℹ pass 0" not in run.stdout


def test_every_module_of_the_layer_is_asked_for_at_once() -> None:
    folder = Path(map_layer.__file__).parent / "layer"
    boot = (folder / "boot.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'"(\w+)"', re.search(r"for \(const name of \[(.*?)\]", boot, re.DOTALL)[1]))
    assert asked == {path.stem for path in folder.glob("*.js")} - {"boot", "map_layer"}
