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

# objective -> (demand points, sites, number of new places, threshold in metres) per run
RUNS = {
    "mclp": [(600, 150, 6, 8_000.0), (2_500, 600, 10, 5_000.0), (2_500, 600, 10, 10_000.0)],
    "lscp": [(600, 150, None, 12_000.0), (2_500, 600, None, 5_000.0)],
    "pmedian": [(600, 150, 6, None), (1_500, 150, 10, None), (2_500, 600, 10, None)],
    "pcenter": [(100, 40, 4, None), (150, 50, 5, None), (2_500, 600, 10, None)],
}
PEER_MAX = {"mclp": 2_500 * 600, "lscp": 2_500 * 600, "pmedian": 1_500 * 150, "pcenter": 150 * 50}
WIDTH_M, HEIGHT_M = 100_000, 90_000
LIMIT_S = 600

COMMON = """
import json, resource, sys, time
import numpy as np
folder, objective, n, threshold = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), json.loads(sys.argv[4])
weights, costs = np.load(f"{folder}/weights.npy"), np.load(f"{folder}/costs.npy")
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
plan = solve_exact(problem, time_limit_s=600.0)
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


def main(_arguments: Sequence[str] = ()) -> int:
    """Measure, print, and answer 0 when both find the same objective everywhere both were run."""
    print("| problem | size | ours | spopt | difference | ours, s | spopt, s | ratio | ours, MB | spopt, MB | greedy |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    worst = 0.0
    for objective, sizes in RUNS.items():
        for points, sites, n, threshold in sizes:
            with tempfile.TemporaryDirectory() as name:
                worst = max(worst, _measure(objective, points, sites, n, threshold, Path(name)))
    print(f"\nLargest relative difference of the objectives: {worst:.2g}")
    return 0 if worst <= 1e-6 else 1


def _measure(objective: str, points: int, sites: int, n: int | None, threshold: float | None, folder: Path) -> float:
    _draw(points, sites, folder, coverable_within=threshold if objective == "lscp" else None)
    asked = [str(folder), objective, json.dumps(n), json.dumps(threshold)]
    ours = _run([sys.executable], OURS, asked)
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
    peer = _run(peer_python, PEER, asked) if points * sites <= PEER_MAX[objective] else None
    size = f"{points:,} × {sites}, " + (f"p = {n}" if n else "") + (f" {threshold / 1000:g} km" if threshold else "")
    greedy = f"{ours['greedy'] / ours['value'] - 1:+.2%} in {ours['greedy_s'] * 1000:.0f} ms"
    if peer is None:
        cells = [f"{ours['value']:.6g} ({ours['status']})", "–", "–", f"{ours['seconds']:.2f}", "–", "–"]
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
    """Homes and sites strewn over a county; for lscp only homes that some site covers: the peer refuses others."""
    rng = np.random.default_rng(2026)
    homes, spots = (rng.uniform(0, 1, (k, 2)) * [WIDTH_M, HEIGHT_M] for k in (points, sites))
    costs = np.hypot(homes[:, None, 0] - spots[None, :, 0], homes[:, None, 1] - spots[None, :, 1])
    weights = rng.integers(1, 500, points).astype(float)
    if coverable_within is not None:
        covered = costs.min(axis=1) <= coverable_within
        costs, weights = costs[covered], weights[covered]
    np.save(folder / "costs.npy", costs)
    np.save(folder / "weights.npy", weights)


def _run(python: list[str], script: str, asked: list[str]) -> dict:
    done = subprocess.run(
        [*python, "-W", "ignore", "-c", COMMON + script + TELL, *asked],
        check=False, capture_output=True, text=True, timeout=2 * LIMIT_S,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1])
