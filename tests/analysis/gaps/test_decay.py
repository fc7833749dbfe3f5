"""The zones of a decay."""

from __future__ import annotations

from kulturkarta.analysis.gaps.decay import DECAYS, DEFAULT_DECAY, list_zones


def test_zones_share_the_threshold_equally() -> None:
    assert list_zones("slow", threshold=15) == [(5, 1.0), (10, 0.68), (15, 0.22)]
    assert list_zones("fast", threshold=30) == [(10, 1.0), (20, 0.42), (30, 0.09)]
    assert list_zones("none", threshold=10) == [(10, 1.0)]
    assert DEFAULT_DECAY in DECAYS
