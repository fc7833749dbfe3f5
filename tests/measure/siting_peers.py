"""Agreement with PySAL spopt and speed against it: `python3 -m kulturkarta measure siting` prints a Markdown table.

The peer runs in an environment of its own (`uv run --no-project --with spopt`), on the same table of costs, each
problem in a process of its own so that its peak of memory is its own; ours does the same. Sizes are what the peer can
do within the limit; the last rows are a county, ours alone where it cannot. Both use HiGHS.
"""

from __future__ import annotations

import json
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
    "pmedian": [(600, 150, 6, None), (1_500, 150, 10, None), (2_500, 600, 10, None)],
    "pcenter": [(100, 40, 4, None), (150, 50, 5, None), (2_500, 600, 10, None)],
}
# fmt: on
PEER_MAX = {"mclp": 2_500 * 600, "lscp": 2_500 * 600, "pmedian": 1_500 * 150, "pcenter": 150 * 50}
COUNTY_M, SWEDEN_M = (100_000, 90_000), (400_000, 1_100_000)
LIMIT_S = 600

COMMON = """
import json, resource, sys, time
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
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter()
if objective == "mclp":
    model = MCLP.from_cost_matrix(costs, weights, threshold, p_facilities=n)
elif objective == "lscp":
    model = LSCP.from_cost_matrix(costs, threshold)
elif objective == "pmedian":
    model = PMedian.from_cost_matrix(costs, weights, p_facilities=n)
else:
    model = PCenter.from_cost_matrix(costs, p_facilities=n)
model = model.solve(pulp.HiGHS(msg=False, gapRel=0))
seconds = time.perf_counter() - started
value = pulp.value(model.problem.objective) / (weights.sum() if objective == "pmedian" else 1)
status = pulp.LpStatus[model.problem.status]
"""
OURS = """
from kulturkarta.analysis.siting import solve_exact, solve_greedy, state_problem
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter()
ids = [str(column) for column in range(costs.shape[1])]
problem = state_problem(objective, weights, costs=costs, ids=ids, n_sites=n, threshold=threshold)
plan = solve_exact(problem, time_limit_s=500.0)
seconds = time.perf_counter() - started
value, status = plan.objective, "Optimal" if plan.exact else f"gap {plan.gap:.2%}"
"""
TELL = """
top = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
extra = {}
if "solve_greedy" in globals():
    started = time.perf_counter()
    greedy = solve_greedy(problem)
    extra = {"greedy_s": time.perf_counter() - started, "greedy": greedy.objective}
print(json.dumps({"value": value, "seconds": seconds, "mb": (top - base) / 1024, "status": status, **extra}))
"""


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and answer 0 when both find the same objective everywhere both were run.

    `arguments`: the problems to measure (mclp, lscp, pmedian, pcenter), all without.
    """
    print("| problem | size | ours | spopt | difference | ours, s | spopt, s | ratio | ours, MB | spopt, MB | greedy |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
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
    ours = _run([sys.executable], OURS, asked) or {}
    peer_python = [
        "uv",
        "run",
        "-q",
        "--no-project",
        "--python",
        "3.11",
        "--with",
        "spopt",
        "--with",
        "highspy",
        "python",
    ]
    is_possible = points * sites <= PEER_MAX[objective]
    peer = _run(peer_python, PEER, asked) if is_possible else None
    size = f"{points:,} × {sites}, " + (f"p = {n}" if n else "") + (f" {threshold / 1000:g} km" if threshold else "")
    greedy = f"{ours['greedy'] / ours['value'] - 1:+.2%} in {ours['greedy_s'] * 1000:.0f} ms"
    if peer is None:
        theirs = f"> {LIMIT_S}" if is_possible else "–"
        ratio = f"> {LIMIT_S / ours['seconds']:.0f}" if is_possible else "–"
        cells = [f"{ours['value']:.6g} ({ours['status']})", "–", "–", f"{ours['seconds']:.2f}", theirs, ratio]
        cells += [f"{ours['mb']:.0f}", "–", greedy]
        difference = 0.0
    else:
        known = peer["status"] == "Optimal" and ours["status"] == "Optimal"
        difference = abs(ours["value"] - peer["value"]) / abs(peer["value"]) if known else 0.0
        cells = [f"{ours['value']:.6g} ({ours['status']})", f"{peer['value']:.6g} ({peer['status']})"]
        cells += [f"{difference:.1e}", f"{ours['seconds']:.2f}", f"{peer['seconds']:.1f}"]
        cells += [f"{peer['seconds'] / ours['seconds']:.0f}", f"{ours['mb']:.0f}", f"{peer['mb']:.0f}", greedy]
    print("| " + " | ".join([objective, size.strip(", "), *cells]) + " |", flush=True)
    return difference


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


def _run(python: list[str], script: str, asked: list[str]) -> dict | None:
    """What the script told; None when it was not done in time."""
    command = [*python, "-W", "ignore", "-c", COMMON + script + TELL, *asked]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1])
