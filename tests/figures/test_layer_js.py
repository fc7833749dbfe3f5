"""The layer's JavaScript, run by Node's own test runner (Playwright brings a Node)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from kulturkarta.assets import list_modules
from kulturkarta.figures import map_layer

HERE = Path(__file__).parent / "layer"
LAYER = Path(map_layer.__file__).parent / "layer"


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_the_layers_own_tests_pass_in_node(file: Path) -> None:
    node, _ = compute_driver_executable()
    run = subprocess.run([str(node), "--test", str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# pass 0" not in run.stdout and "ℹ pass 0" not in run.stdout


def test_every_module_that_is_always_needed_is_asked_for_at_once() -> None:
    boot = (LAYER / "boot.js").read_text(encoding="utf-8")
    found = re.search(r'"([\w ]+)"\.split\(\s*" ",?\s*\)', boot)
    assert found is not None
    needed = {name.removesuffix(".js") for name in list_modules(LAYER, "map_layer.js")}
    assert found[1].split() == sorted(needed - {"map_layer"})


def test_every_module_is_either_always_needed_or_a_tool() -> None:
    boot = (LAYER / "boot.js").read_text(encoding="utf-8")
    tools = (LAYER / "tools.js").read_text(encoding="utf-8")
    lazy = set(re.findall(r'import\("\./(\w+)\.js"\)', tools))
    reached = set(re.findall(r"\w+", boot)) | lazy
    new = lazy
    while new:
        read = "".join((LAYER / f"{name}.js").read_text(encoding="utf-8") for name in new)
        new = set(re.findall(r'from "\./(\w+)\.js"', read)) - reached
        reached |= new
    assert {path.stem for path in LAYER.glob("*.js")} - reached - {"boot", "static_boot"} == set()
