"""The layer's JavaScript, run by Node's own test runner (Playwright brings a Node)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).parent / "layer"


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_the_layers_own_tests_pass_in_node(file: Path) -> None:
    node, _ = compute_driver_executable()
    run = subprocess.run([str(node), "--test", str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# pass 0" not in run.stdout and "ℹ pass 0" not in run.stdout
