"""HiGHS as one call that keeps a deadline, reports what it knows and can be told to stop.

`scipy.optimize.milp` has neither callback nor warm start. With somebody watching it therefore runs in a thread (it
frees the interpreter), in time slices that double: after each, the bound it has proven is known. One slice is enough
where nobody listens for bounds. Between, whoever watches may cancel and waits a fifth of a second at most. A slice left
behind ends by its own limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from kulturkarta.analysis.siting.problem import Sparse

Progress = Callable[[float, float], bool]
"""(best objective so far, proven bound so far, either may be NaN) -> whether to go on."""

_FIRST_SLICE_S = 5.0
_POLL_S = 0.2
_INFEASIBLE = 2


class OutOfTime(Exception):  # noqa: N818  # not an error: the search stops and keeps what it has
    """The time is used up or the one who watches has cancelled."""


@dataclass
class Watch:
    """Deadline and progress of one search. `incumbent` and `bound` are in the unit of the plan's objective."""

    time_limit_s: float
    progress: Progress | None = None
    incumbent: float = np.nan
    bound: float = np.nan
    started: float = field(default_factory=monotonic)
    cancelled: bool = False

    @property
    def seconds(self) -> float:
        return monotonic() - self.started

    @property
    def left_s(self) -> float:
        return self.time_limit_s - self.seconds

    def check(self) -> None:
        """Report. Raises OutOfTime when the search must end."""
        if self.progress is not None and not self.cancelled:
            self.cancelled = not self.progress(self.incumbent, self.bound)
        if self.cancelled or self.left_s <= 0:
            raise OutOfTime


@dataclass(frozen=True)
class Solution:
    """What HiGHS found: `x` (None: nothing), its `value`, the `bound` proven, and whether that settles the question."""

    x: np.ndarray | None
    value: float
    bound: float
    is_optimal: bool
    is_infeasible: bool


@dataclass(frozen=True)
class Model:
    """minimise `cost` @ x, `low` <= `rows` @ x <= `high`, `floor` <= x <= `ceiling`, x integer where `integral`."""

    cost: np.ndarray
    rows: Sparse
    low: np.ndarray
    high: np.ndarray
    floor: np.ndarray
    ceiling: np.ndarray
    integral: np.ndarray

    def relax(self) -> Model:
        """The same without integrality."""
        return Model(self.cost, self.rows, self.low, self.high, self.floor, self.ceiling, np.zeros_like(self.integral))


def solve_model(model: Model, watch: Watch, *, on_bound: Callable[[float], None] | None = None) -> Solution:
    """The best x, or the best known when time runs out (`on_bound` hears of every bound proven on the way).

    Raises OutOfTime only for a cancelled search; the last bound has then been told to `on_bound`.
    """
    if watch.progress is None:
        return _read_result(_run(model, max(watch.left_s, 0.05)))
    slice_s = _FIRST_SLICE_S if on_bound is not None else np.inf
    while True:
        watch.check()
        slice_s = min(slice_s, max(watch.left_s, 0.05))
        solution = _read_result(_run_in_thread(model, slice_s, watch))
        if on_bound is not None and np.isfinite(solution.bound):
            on_bound(solution.bound)
        if solution.is_optimal or solution.is_infeasible or watch.left_s <= 0:
            return solution
        slice_s *= 2


def _run(model: Model, seconds: float) -> OptimizeResult:
    return milp(
        model.cost,
        constraints=LinearConstraint(model.rows, model.low, model.high),  # pyright: ignore[reportArgumentType]
        bounds=Bounds(model.floor, model.ceiling),  # pyright: ignore[reportArgumentType]
        integrality=model.integral,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )


def _run_in_thread(model: Model, seconds: float, watch: Watch) -> OptimizeResult:
    answers: SimpleQueue[OptimizeResult | Exception] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(_run(model, seconds))
        except Exception as error:  # noqa: BLE001  # handed to the thread that waits, which raises it
            answers.put(error)

    Thread(target=work, daemon=True, name="siting").start()
    while True:
        try:
            answer = answers.get(timeout=_POLL_S)
        except Empty:
            if watch.left_s > 0:
                watch.check()
            continue
        if isinstance(answer, Exception):
            raise answer
        return answer


def _read_result(result: OptimizeResult) -> Solution:
    is_mip = result.mip_dual_bound is not None
    value = float(result.fun) if result.x is not None else np.inf
    bound = float(result.mip_dual_bound) if is_mip else (value if result.status == 0 else -np.inf)
    return Solution(result.x, value, bound, result.status == 0, result.status == _INFEASIBLE)
