"""What commands share: writing to the console, and finding a region's folder."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.i18n import Texts

if TYPE_CHECKING:
    from kulturkarta.settings import Settings

OK, REFUSED, FAILED = 0, 1, 2


def write(*lines: str) -> None:
    """Lines to standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def write_json(value: object) -> None:
    """`value` as JSON to standard output; numbers that are none or have no end become null."""
    # Where the console knows few characters, JSON's own escapes lose nothing.
    full = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    write(json.dumps(_plain(value), ensure_ascii=not full, indent=2))


def _plain(value: Any) -> Any:
    """`value` in what JSON knows: numpy's numbers as Python's, whole ones without a point, NaN and infinity as null."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return (int(value) if value.is_integer() else value) if math.isfinite(value) else None
    return value


def write_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with the first column to the left and the others, which are numbers, to the right."""
    widths = [max(len(row[k]) for row in (header, *rows)) for k in range(len(header))]
    for row in (header, *rows):
        cells = [
            cell.rjust(width) if k else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        write("  ".join(cells).rstrip())


def refuse(problems: Sequence[DataProblem], t: Texts, *, as_json: bool) -> int:
    """Write what was wrong with a person's files, where and how to mend it; the exit code for that."""
    if as_json:
        write_json({"problems": [problem.as_dict(t) for problem in problems]})
    else:
        write(*(f"{t(f'cli.check.{problem.severity}')}: {problem.message(t)}" for problem in problems))
    return REFUSED


def warn(problems: Sequence[DataProblem], t: Texts) -> None:
    """Write warnings to standard error, so that standard output stays the answer."""
    sys.stderr.write("".join(f"{t('cli.check.warning')}: {problem.message(t)}\n" for problem in problems))


def find_region_folder(key: str, settings: Settings) -> Path:
    """The folder of the region `key`, of the only region there is when `key` is empty.

    Raises KulturkartaError with the regions there are.
    """
    keys = sorted(path.parent.name for path in settings.data_dir.glob("*/region.toml"))
    if not key and len(keys) == 1:
        return settings.data_dir / keys[0]
    if key not in keys:
        raise KulturkartaError(f"There is no region {key!r} under {settings.data_dir}. Use one of: {', '.join(keys)}")
    return settings.data_dir / key
