"""Agreement with PySAL access and speed against it: `python3 -m kulturkarta measure access` prints a Markdown table.

The peer runs in an environment of its own (`uv run --no-project --with access`), on the same files and in the same run;
each of the two in a process of its own, so that its peak of memory is its own. The peer gets its table of costs ready
made and that is not counted in its time; ours starts from coordinates. Ids are whole numbers, which the peer joins
fastest. A peer that is not done in time is told so.
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
import pandas as pd

from kulturkarta.analysis.access import Steps
from kulturkarta.analysis.distances import find_pairs

STEPS: dict[str, Steps] = {
    "2SFCA, 20 km": [(20_000, 1.0)],
    "E2SFCA, 20 km in three zones": [(20_000 / 3, 1.0), (40_000 / 3, 0.68), (20_000, 0.22)],
    "own weights 10/20/30 km": [(10_000, 1.0), (20_000, 0.68), (30_000, 0.22)],
}
# people, places, and the sides of the ground they are strewn over: a county, and Sweden
SIZES = {"county": (2_500, 600, 80_000, 80_000), "Sweden": (110_000, 10_000, 400_000, 1_100_000)}
RUNS = 3
LIMIT_S = 240

# Not what getrusage says: that starts from the peak of the process which started this one.
PEAK = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import pandas as pd
def read_peak_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
"""
OURS = """
from kulturkarta.analysis.access import score_access
folder, runs = sys.argv[1], int(sys.argv[2])
demand, supply = (pd.read_parquet(f"{folder}/{name}.parquet") for name in ("demand", "supply"))
base = read_peak_mb()
answers = {}
for name, steps in json.load(open(f"{folder}/steps.json")).items():
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        found = score_access(demand, supply, method="e2sfca", weights=[tuple(step) for step in steps])
        seconds.append(time.perf_counter() - started)
    found.rename("score").to_frame().to_parquet(f"{folder}/ours{len(answers)}.parquet")
    answers[name] = min(seconds)
top = read_peak_mb()
told = {"seconds": answers, "peak_mb": top - base, "whole_mb": top}
json.dump(told, open(f"{folder}/ours.json", "w"))
"""
PEER = """
from access import Access, weights
folder, runs = sys.argv[1], int(sys.argv[2])
demand, supply, costs = (pd.read_parquet(f"{folder}/{name}.parquet") for name in ("demand", "supply", "costs"))
base = read_peak_mb()
answers = {}
for name, steps in json.load(open(f"{folder}/steps.json")).items():
    seconds = []
    for _ in range(runs):
        peer = Access(demand_df=demand, demand_index="id", demand_value="demand", supply_df=supply, supply_index="id",
                      supply_value="supply", cost_df=costs, cost_origin="origin", cost_dest="destination",
                      cost_name="cost")
        started = time.perf_counter()
        found = peer.two_stage_fca(name="s", max_cost=steps[-1][0], weight_fn=weights.step_fn(dict(steps)))
        seconds.append(time.perf_counter() - started)
    found.iloc[:, 0].rename("score").to_frame().to_parquet(f"{folder}/{len(answers)}.parquet")
    answers[name] = min(seconds)
top = read_peak_mb()
told = {"seconds": answers, "peak_mb": top - base, "whole_mb": top}
json.dump(told, open(f"{folder}/answers.json", "w"))
"""


def main(_arguments: Sequence[str] = ()) -> int:
    """Measure, print each row when it is known, and answer 0 when all scores agree to 1e-9."""
    print("| size | method | pairs | largest relative difference | ours, s | access, s | times faster |")
    print("|---|---|---|---|---|---|---|")
    worst = 0.0
    peaks: list[str] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            worst = max(worst, _measure(size, Path(name), peaks))
    print("\n" + "\n".join(peaks))
    print(f"\nLargest relative difference of all: {worst:.2g}")
    return 0 if worst <= 1e-9 else 1


def _measure(size: str, folder: Path, peaks: list[str]) -> float:
    demand, supply = _draw(*SIZES[size])
    n_pairs = _write(demand, supply, folder)
    subprocess.run([sys.executable, "-c", PEAK + OURS, str(folder), str(RUNS)], check=True)
    ours = json.loads((folder / "ours.json").read_text())
    peer = _ask_peer(folder)
    peaks.append(f"{size}: {_tell_peak('ours', ours)}; {_tell_peak('access', peer)}.")
    differences = [0.0]
    for number, (name, seconds) in enumerate(ours["seconds"].items()):
        row = [size, name, f"{n_pairs[name]:,}", "–", f"{seconds:.3f}", f"not finished in {LIMIT_S} s", "–"]
        if peer is not None:
            differences.append(_compare(folder, number))
            theirs = peer["seconds"][name]
            row[3:] = [f"{differences[-1]:.1e}", f"{seconds:.3f}", f"{theirs:.2f}", f"{theirs / seconds:.0f}"]
        print("| " + " | ".join(row) + " |", flush=True)
    return max(differences)


def _ask_peer(folder: Path) -> dict | None:
    """What the peer told of itself; None when it was not done in time."""
    command = ["uv", "run", "-q", "--no-project", "--python", "3.11", "--with", "access", "--with", "pyarrow", "python"]
    command += ["-c", PEAK + PEER, str(folder), str(RUNS)]
    # In a group of its own: what is cut off ends with all that it has started.
    with subprocess.Popen(command, cwd=folder, start_new_session=True) as asked:
        try:
            asked.wait(timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(asked.pid, signal.SIGKILL)
            return None
    if asked.returncode:
        raise subprocess.CalledProcessError(asked.returncode, command[:9])
    return json.loads((folder / "answers.json").read_text())


def _tell_peak(whose: str, answer: dict | None) -> str:
    if answer is None:
        return f"{whose} not finished"
    return f"{whose} {answer['peak_mb']:.0f} MB on top of imports and input, {answer['whole_mb']:.0f} MB in all"


def _compare(folder: Path, number: int) -> float:
    """The largest relative difference of the scores; what the peer leaves out is out of reach, 0."""
    scores = pd.read_parquet(folder / f"ours{number}.parquet")["score"]
    peer = pd.read_parquet(folder / f"{number}.parquet")["score"].reindex(scores.index).fillna(0.0)
    scale = np.maximum(np.abs(peer), np.finfo("float64").tiny)
    return float((np.abs(scores - peer) / scale).max())


def _draw(n_demand: int, n_supply: int, width_m: float, height_m: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(2026)

    def strew(n: int) -> pd.DataFrame:
        where = rng.uniform(0, 1, (n, 2)) * [width_m, height_m]
        return pd.DataFrame(where, columns=["x", "y"]).assign(id=np.arange(n))

    demand = strew(n_demand).assign(demand=rng.integers(1, 500, n_demand))
    return demand, strew(n_supply).assign(supply=rng.integers(1, 10, n_supply))


def _write(demand: pd.DataFrame, supply: pd.DataFrame, folder: Path) -> dict[str, int]:
    """The input for the peer, indexed as it wants it; pairs within reach per method."""
    farthest = max(limit for steps in STEPS.values() for limit, _ in steps)
    pairs = find_pairs(demand[["x", "y"]].to_numpy(), supply[["x", "y"]].to_numpy(), max_m=farthest).tocoo()
    costs = {
        "origin": demand["id"].to_numpy()[pairs.col],
        "destination": supply["id"].to_numpy()[pairs.row],
        "cost": pairs.data,
    }
    pd.DataFrame(costs).to_parquet(folder / "costs.parquet")
    demand.to_parquet(folder / "demand.parquet")
    supply.to_parquet(folder / "supply.parquet")
    (folder / "steps.json").write_text(json.dumps(STEPS))
    return {name: int((pairs.data <= steps[-1][0]).sum()) for name, steps in STEPS.items()}
