"""How many real layouts of forms are mapped without code, and how many broken ones are refused with one message."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kulturkarta.errors import DataProblem
from kulturkarta.i18n import Texts
from kulturkarta.store.answer_store import AnswerStore
from tests.sources.forms.broken import BROKEN, Broken, problems_of
from tests.sources.forms.layouts import LAYOUTS, check_layout


def main(_arguments: Sequence[str] = ()) -> int:
    """Print both tables; 0 when every layout is mapped, every broken one refused and nothing of it stored."""
    t = Texts("en")
    mapped = {name: check_layout(layout) for name, layout in LAYOUTS.items()}
    print("| layout | mapped |", "|---|---|", sep="\n")
    for name, wrong in mapped.items():
        print(f"| {name} | {'; '.join(wrong) or 'yes'} |")
    print("\n| broken | message | stored |", "|---|---|---|", sep="\n")
    refused = 0
    for name, case in BROKEN.items():
        problems, n_stored = _try_to_store(case)
        refused += len(problems) == 1 and n_stored == 0
        print(f"| {name} | {' / '.join(problem.message(t) for problem in problems)} | {n_stored} |")
    n_mapped = sum(not wrong for wrong in mapped.values())
    print(f"\n{n_mapped} of {len(LAYOUTS)} layouts mapped, {refused} of {len(BROKEN)} broken ones refused.")
    return 0 if (n_mapped, refused) == (len(LAYOUTS), len(BROKEN)) else 1


def _try_to_store(case: Broken) -> tuple[list[DataProblem], int]:
    problems, form = problems_of(case)
    with tempfile.TemporaryDirectory() as folder:
        store = AnswerStore(Path(folder) / "k.sqlite")
        if form is not None and not form.reading.is_refused:
            store.save_wave(form.reading.answers, region="sormland", mapping="", file=case.file)
        return problems, len(store.read("sormland").waves)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
