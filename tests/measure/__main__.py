"""`python3 -m kulturkarta measure [NAME]`: which module prints which figures."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence

# Each module has `main(arguments) -> exit code` and prints Markdown tables.
FIGURES: Mapping[str, str] = {
    "start": "tests.measure.start",
    "access": "tests.measure.access_peers",
    "map": "tests.measure.map",
    "file": "tests.measure.static_map",
    "search": "tests.measure.search_speed",
    "siting": "tests.measure.siting_peers",
    "greedy": "tests.measure.greedy",
    "luckor": "tests.measure.luckor",
    "needs": "tests.measure.needs",
    "import": "tests.measure.imports",
    "samverkan": "tests.measure.collab",
}


def main(arguments: Sequence[str]) -> int:
    """Print the figures that `arguments` name first, those of start and map without; the rest goes to their module."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("start", ())
    if name not in FIGURES:
        sys.stderr.write(f"There are no figures called {name!r}. There are: {', '.join(FIGURES)}\n")
        return 2
    return importlib.import_module(FIGURES[name]).main(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
