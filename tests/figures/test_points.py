from __future__ import annotations

import struct

import numpy as np
import pandas as pd
import pytest

from kulturkarta.figures.points import list_looks, pack_dots, pack_mask, pack_points


def entries() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": pd.Series(["actors", "places"], dtype="str"),
            "kind": pd.Series(["foretag", "bibliotek"], dtype="str"),
            "sectors": pd.Series([("musik", "dans"), ()], dtype=object),
            "lon": [0.0, np.nan],
            "lat": [66.51326044311186, np.nan],
            "approximate": [True, False],
            "is_closed": [False, True],
            "has_point": [True, False],
        }
    )


def test_looks_are_the_distinct_pairs_of_table_and_glyph_places_first() -> None:
    looks, index = list_looks(entries())
    assert looks == [("places", "library"), ("actors", "music")]
    assert index.tolist() == [1, 0]


def test_an_actor_without_sector_still_has_a_look() -> None:
    frame = entries().assign(sectors=pd.Series([(), ()], dtype=object))
    looks, _ = list_looks(frame)
    assert ("actors", "dot") in looks


def test_the_bytes_are_those_the_reader_in_the_browser_expects() -> None:
    packed = pack_points(entries())
    assert packed[:4] == b"KKP1"
    assert struct.unpack("<I", packed[4:8]) == (2,)
    x, y = np.frombuffer(packed[8:24], dtype="<u4").reshape(2, 2)
    # 0° E is the middle of the world; a quarter of the Mercator square lies north of 66.51326° N.
    assert x.tolist() == [2147483647, 0]
    assert abs(int(y[0]) - 1073741824) <= 8
    assert list(packed[24:26]) == [1, 0]
    assert list(packed[26:28]) == [1 | 4, 2]
    assert len(packed) == 8 + 2 * 10


def test_a_position_survives_packing_to_within_a_centimetre() -> None:
    frame = pd.concat([entries().iloc[:1]] * 3, ignore_index=True).assign(
        lon=[16.50831, -179.9999, 179.9999], lat=[59.03711, -85.0, 85.0]
    )
    packed = np.frombuffer(pack_points(frame)[8:32], dtype="<u4").reshape(2, 3).astype(float) / (2**32 - 1)
    lon = packed[0] * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * packed[1]))))
    assert lon == pytest.approx(frame["lon"].to_numpy(), abs=1e-7)
    assert lat == pytest.approx(frame["lat"].to_numpy(), abs=1e-7)


def test_a_mask_is_bits_with_entry_0_first() -> None:
    assert pack_mask(np.array([True, False, True] + [False] * 5 + [True])) == bytes([0b101, 1])


def test_dots_carry_position_size_and_step_as_the_browser_reads_them() -> None:
    packed = pack_dots(pd.Series([0.0]), pd.Series([66.51326044311186]), radius_px=np.array([3.25]), step=np.array([4]))
    assert packed[:8] == b"KKD1" + struct.pack("<I", 1)
    assert np.frombuffer(packed[8:16], dtype="<u4").tolist() == pytest.approx([2147483647, 1073741824], abs=8)
    assert list(packed[16:]) == [32, 4]
