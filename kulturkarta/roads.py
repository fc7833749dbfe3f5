"""What a road network is, between the file it is read from and the analysis that measures on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

Mode = Literal["car", "bicycle", "foot"]
MODES: tuple[Mode, ...] = get_args(Mode)

EDGE_COLUMNS = ("from_node", "to_node", "length_m", "minutes", "is_oneway", *MODES)


@dataclass(frozen=True, eq=False)
class Roads:
    """`nodes_m`: x, y of every node (EPSG:3006). `edges`: `EDGE_COLUMNS`; nodes by their row, `minutes` a car's, one
    column of booleans per mode that may go there."""

    nodes_m: np.ndarray
    edges: pd.DataFrame
