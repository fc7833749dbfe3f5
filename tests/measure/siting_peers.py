"""Agreement with PySAL spopt and speed against it: `python3 -m kulturkarta measure siting` prints a Markdown table.

The peer runs in an environment of its own (`uv run --no-project --with spopt`), on the same table of costs, each
problem in a process of its own so that its time and its peak of memory are its own; ours does the same. Both use HiGHS.
The small sizes are what the peer can do within the limit; then come a county and Sweden, where it is ours alone: what
ours does not prove best in 60 s it answers with a gap.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kulturkarta.analysis.distances import measure_nearest_m

# objective -> (demand points, sites, number of new places, threshold in metres) per run
# fmt: off
RUNS = {
    "mclp": [(600, 150, 6, 8_000.0), (2_500, 600, 10, 5_000.0), (2_500, 600, 10, 10_000.0),
             (110_000, 10_000, 10, 10_000.0), (110_000, 10_000, 10, 20_000.0)],
    "lscp": [(600, 150, None, 12_000.0), (2_500, 600, None, 5_000.0)],
    "pmedian": [(200, 60, 5, None), (600, 150, 6, None), (1_000, 150, 10, None), (2_500, 600, 10, None),
                (110_000, 10_000, 10, None)],
    "pcenter": [(100, 40, 4, None), (150, 50, 5, None), (2_500, 600, 10, None), (110_000, 10_000, 10, None)],
}
# fmt: on
LARGEST_OF_PEER = 2_500 * 600  # it holds every pair as an object: Sweden's would fill any memory
COUNTY_M, SWEDEN_M = (100_000, 90_000), (400_000, 1_100_000)
LIMIT_S = 90
LIMIT_OF_OURS_S = 240  # it stops itself after 60 s; the rest is for making the table, and for a loaded machine
PEER_PYTHON = ["uv", "run", "-q", "--no-project", "--python", "3.11", "--with", "spopt", "--with", "highspy", "python"]

COMMON = """
import json, sys, time
import numpy as np
folder, objective, n, threshold = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), json.loads(sys.argv[4])
weights, homes, spots = (np.load(f"{folder}/{name}.npy") for name in ("weights", "homes", "spots"))
if len(homes) * len(spots) <= 10_000_000:
    costs = np.hypot(homes[:, None, 0] - spots[None, :, 0], homes[:, None, 1] - spots[None, :, 1])
else:
    from kulturkarta.analysis.siting import measure_costs
    costs = measure_costs(homes, spots, within=threshold)
"""
PEER = """
import pulp
from spopt.locate import LSCP, MCLP, PCenter, PMedian
started, cpu = time.perf_counter(), time.process_time()
if objective == "mclp":
    model = MCLP.from_cost_matrix(costs, weights, threshold, p_facilities=n)
elif objective == "lscp":
    model = LSCP.from_cost_matrix(costs, threshold)
elif objective == "pmedian":
    model = PMedian.from_cost_matrix(costs, weights, p_facilities=n)
else:
    model = PCenter.from_cost_matrix(costs, p_facilities=n)
model = model.solve(pulp.HiGHS(msg=False, gapRel=0))
seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
value = pulp.value(model.problem.objective) / (weights.sum() if objective == "pmedian" else 1)
status = pulp.LpStatus[model.problem.status]
"""
OURS = """
from kulturkarta.analysis.siting import solve_exact, solve_greedy, state_problem
started, cpu = time.perf_counter(), time.process_time()
ids = [str(column) for column in range(costs.shape[1])]
problem = state_problem(objective, weights, costs=costs, ids=ids, n_sites=n, threshold=threshold)
plan = solve_exact(problem, time_limit_s=60.0)
seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
value, status = plan.objective, "Optimal" if plan.exact else f"gap {plan.gap:.2%}"
"""
TELL = """
with open("/proc/self/status") as told:  # getrusage starts from the peak of the process which started this one
    top = next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))
answer = {"value": value, "seconds": seconds, "cpu": cpu, "mb": top / 1024, "status": status}
if "solve_greedy" in globals():
    started = time.perf_counter()
    greedy = solve_greedy(problem)
    answer |= {"greedy_s": time.perf_counter() - started, "greedy": greedy.objective}
print(json.dumps(answer))
"""
HEAD = [
    "problem",
    "size",
    "ours",
    "spopt",
    "difference",
    "ours, s (CPU)",
    "spopt, s (CPU)",
    "times faster",
    "ours, MB",
    "spopt, MB",
    "greedy against ours",
]


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and answer 0 when both find the same objective everywhere both were run.

    `arguments`: the problems to measure (mclp, lscp, pmedian, pcenter), all without.
    """
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    worst = 0.0
    for objective, sizes in ((name, RUNS[name]) for name in arguments or RUNS):
        for points, sites, n, threshold in sizes:
            with tempfile.TemporaryDirectory() as name:
                worst = max(worst, _measure(objective, points, sites, n, threshold, Path(name)))
    print(f"\nLargest relative difference of the objectives: {worst:.2g}")
    return 0 if worst <= 1e-6 else 1


def _measure(objective: str, points: int, sites: int, n: int | None, threshold: float | None, folder: Path) -> float:
    _draw(points, sites, folder, coverable_within=threshold if objective == "lscp" else None)
    asked = [str(folder), objective, json.dumps(n), json.dumps(threshold)]
    ours = _run([sys.executable], OURS, asked, LIMIT_OF_OURS_S) or {"refused": f"not finished in {LIMIT_OF_OURS_S} s"}
    peer = _run(PEER_PYTHON, PEER, asked, LIMIT_S) if points * sites <= LARGEST_OF_PEER else {"refused": "not tried"}
    peer = peer or {"refused": f"not finished in {LIMIT_S} s"}
    difference = 0.0
    if ours.get("status") == peer.get("status") == "Optimal":
        difference = abs(float(ours["value"]) - float(peer["value"])) / abs(float(peer["value"]))
    size = f"{points:,} × {sites:,}" + (f", p = {n}" if n else "") + (f", {threshold / 1000:g} km" if threshold else "")
    cells = [objective, size, _tell_value(ours), _tell_value(peer)]
    cells += [f"{difference:.1e}" if "value" in peer and "value" in ours else "–"]
    cells += [_tell_seconds(ours), _tell_seconds(peer), _tell_ratio(ours, peer)]
    cells += [f"{answer['mb']:.0f}" if "mb" in answer else "–" for answer in (ours, peer)]
    greedy = f"{ours['greedy'] / ours['value'] - 1:+.2%} in {ours['greedy_s']:.2f} s" if "greedy" in ours else "–"
    print(f"| {' | '.join([*cells, greedy])} |", flush=True)
    return difference


def _tell_value(answer: dict) -> str:
    return f"{answer['value']:.6g} ({answer['status']})" if "value" in answer else answer["refused"]


def _tell_seconds(answer: dict) -> str:
    return f"{answer['seconds']:.2f} ({answer['cpu']:.2f})" if "seconds" in answer else "–"


def _tell_ratio(ours: dict, peer: dict) -> str:
    if "seconds" in ours and "seconds" in peer:
        return f"{peer['seconds'] / ours['seconds']:.0f}"
    is_cut_off = "seconds" in ours and peer["refused"] != "not tried"
    return f"> {LIMIT_S / ours['seconds']:.0f}" if is_cut_off else "–"


def _draw(points: int, sites: int, folder: Path, *, coverable_within: float | None) -> None:
    """Homes and sites strewn over a county, or Sweden; for lscp only homes that some site covers: the peer refuses
    others."""
    rng = np.random.default_rng(2026)
    ground_m = SWEDEN_M if points > 50_000 else COUNTY_M
    homes, spots = (rng.uniform(0, 1, (k, 2)) * ground_m for k in (points, sites))
    weights = rng.integers(1, 500, points).astype(float)
    if coverable_within is not None:
        covered = measure_nearest_m(homes, spots) <= coverable_within
        homes, weights = homes[covered], weights[covered]
    for name, values in (("homes", homes), ("spots", spots), ("weights", weights)):
        np.save(folder / f"{name}.npy", values)


def _run(python: list[str], script: str, asked: list[str], limit_s: float) -> dict | None:
    """What the script told; None when it was not done in time."""
    command = [*python, "-W", "ignore", "-c", COMMON + script + TELL, *asked]
    # In a group of its own: what is cut off ends with all that it has started.
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as asked_of:
        try:
            told, complaint = asked_of.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(asked_of.pid, signal.SIGKILL)
            return None
    if asked_of.returncode:
        raise RuntimeError(complaint[-2000:])
    return json.loads(told.strip().splitlines()[-1])
