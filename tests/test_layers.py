"""The rules of the house that no formatter knows: who may import whom, how long files are, what is never written."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).parents[1]
MODULES = sorted([CLONE / "app.py", *(CLONE / "kulturkarta").rglob("*.py"), *(CLONE / "pages").glob("*.py")])
PAGES = sorted((CLONE / "pages").glob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(CLONE).as_posix()


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_import_turns_back() -> None:
    command = "import sys; from importlinter.cli import lint_imports_command as c; sys.argv = ['lint-imports']; c()"
    result = subprocess.run([sys.executable, "-c", command], cwd=CLONE, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def imported(path: Path) -> set[str]:
    """The modules that the file at `path` names in its imports, two levels deep: `kulturkarta.ui`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "kulturkarta":
            found |= {f"kulturkarta.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {".".join(module.split(".")[:2]) for module in found}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_calls_ui_and_nothing_else(path: Path) -> None:
    assert imported(path) <= {"__future__", "streamlit", "kulturkarta.ui", "kulturkarta.i18n"}


def test_the_composition_root_joins_routes_and_script_and_knows_no_table_and_no_map() -> None:
    ours = {module for module in imported(CLONE / "app.py") if module.startswith("kulturkarta")}
    assert ours <= {
        f"kulturkarta.{part}" for part in ("api", "publications", "published", "settings", "static_map", "web", "ui")
    }


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_is_a_list_of_calls_of_80_lines_at_most(path: Path) -> None:
    assert count_lines(path) <= 80


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_300_lines_at_most(path: Path) -> None:
    assert count_lines(path) <= 300


def test_the_composition_root_has_60_lines_at_most() -> None:
    assert count_lines(CLONE / "app.py") <= 60


@pytest.mark.parametrize("word", ["unsafe_allow_html", "st.html(", "components.html(", "folium_static"])
def test_no_module_writes_raw_html_into_a_page(word: str) -> None:
    assert [name(path) for path in MODULES if word in path.read_text(encoding="utf-8")] == []


def test_what_starts_the_app_imports_only_the_standard_library() -> None:
    # -I and -S: no site-packages, as on a machine where nothing is installed yet.
    modules = "kulturkarta.__main__, kulturkarta.launch.commands, kulturkarta.errors"
    code = f"import sys; sys.path.insert(0, {str(CLONE)!r}); import {modules}"
    result = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_the_server_starts_without_the_slow_libraries() -> None:
    code = "import kulturkarta.api, kulturkarta.web.startup, kulturkarta.web.document, sys; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=CLONE, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert {"pandas", "geopandas", "folium", "plotly"} & set(result.stdout.split()) == set()
