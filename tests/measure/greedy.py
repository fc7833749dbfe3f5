"""How far from the best greedy where-next is: `python3 -m kulturkarta measure greedy` prints a Markdown table.

Every kind of place in Södermanland, 1 to 10 new places, within 10 km: people newly reached by the greedy plan against
the proven best. No peer is needed; the data is the shipped one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from kulturkarta import catalogues
from kulturkarta.analysis.siting import SitingRefused
from kulturkarta.questions import NextQuestion, Question
from kulturkarta.reach import Reach, get_reach
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy

KM, MOST = 10.0, 10
LIMIT_S = 60.0


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 when every best plan was proven. `arguments`: kinds, all without."""
    reach = get_reach(catalogues.get_catalogue("sormland"))
    kinds = list(arguments) or list(read_taxonomy(read_settings().data_dir / "taxonomy")["place_kind"].codes)
    gaps: list[float] = []
    unproven = 0
    seconds = [0.0, 0.0]
    print(f"| kind | {' | '.join(f'n = {n}' for n in range(1, MOST + 1))} |")
    print("|---|" + "---|" * MOST)
    for kind in kinds:
        row = [_compare(reach, kind, n, seconds) for n in range(1, MOST + 1)]
        gaps += [gap for gap, _ in row]
        unproven += sum(not proven for _, proven in row)
        cells = [f"{gap:.2%}" + ("" if proven else " (not proven)") for gap, proven in row]
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)
    zero = sum(gap < 1e-9 for gap in gaps)
    print(
        f"\n{len(gaps)} questions: greedy is the best plan in {zero}; mean gap {sum(gaps) / len(gaps):.3%}, "
        f"worst {max(gaps):.2%}. All greedy plans {seconds[0]:.1f} s, all proofs {seconds[1]:.1f} s."
    )
    return 1 if unproven else 0


def _compare(reach: Reach, kind: str, n: int, seconds: list[float]) -> tuple[float, bool]:
    """(how many percent fewer people the greedy plan newly reaches than the best, whether the best is proven)."""
    answer = reach.ask(Question(kinds=(kind,), km=KM))
    plans = []
    for is_exact in (False, True):
        started = time.perf_counter()
        try:
            found = reach.find_next(
                answer, NextQuestion(n), is_exact=is_exact, time_limit_s=LIMIT_S if is_exact else 0.05
            )
        except SitingRefused:
            return 0.0, True
        seconds[is_exact] += time.perf_counter() - started
        plans.append(found)
    greedy, best = (plan.within_after - plan.within_before for plan in plans)
    return (1 - greedy / best if best > 0 else 0.0), plans[1].plan.exact
