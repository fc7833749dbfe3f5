from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kulturkarta.figures.points import compress_rows, list_looks, pack_dots, pack_points, pack_rows, read_points

# Read by layer/points.test.mjs too. Written anew by `python -m tests.figures.test_points`.
FOUR_ENTRIES = Path(__file__).parent / "layer" / "four_entries.kkp"
# A quarter of the Mercator square lies north of this, and three quarters lie north of its negative.
QUARTER = 66.51326044311186


def entries() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": pd.Series(["actors", "places", "places", "actors"], dtype="str"),
            "kind": pd.Series(["foretag", "bibliotek", "bibliotek", "forening"], dtype="str"),
            "sectors": pd.Series([("musik", "dans"), (), (), ("musik",)], dtype=object),
            "municipality_code": pd.Series(["0480", "0482", None, "0482"], dtype="str"),
            "lon": [0.0, -90.0, np.nan, 90.0],
            "lat": [0.0, QUARTER, np.nan, 0.0],
            "approximate": [True, False, False, False],
            "is_closed": [False, True, False, False],
            "has_point": [True, True, False, True],
        }
    )


def test_looks_are_the_distinct_pairs_of_table_and_glyph_places_first() -> None:
    looks, index = list_looks(entries())
    assert looks == [("places", "library"), ("actors", "music")]
    assert index.tolist() == [1, 0, 0, 1]


def test_an_actor_without_sector_still_has_a_look() -> None:
    frame = entries().assign(sectors=pd.Series([()] * 4, dtype=object))
    looks, _ = list_looks(frame)
    assert ("actors", "dot") in looks


def test_the_bytes_are_those_the_reader_in_the_browser_is_tested_on() -> None:
    assert pack_points(entries()) == FOUR_ENTRIES.read_bytes()


def test_the_header_says_which_columns_follow() -> None:
    packed = FOUR_ENTRIES.read_bytes()
    (length,) = struct.unpack("<I", packed[4:8])
    header = packed[8 : 8 + length].decode()
    assert packed[:4] == b"KKP2"
    assert header == (
        '{"n":4,"placed":3,"columns":{"code":7,"row":1,"look":1,"flags":1,"municipality":1},'
        '"municipalities":["0480","0482",""]}'
    )
    assert len(packed) == 8 + length + 3 * 7 + 4 * 4
    # The first place is a quarter of the world from the west and from the north: bit 24 of both axes, bits 48 and 49.
    planes = np.frombuffer(packed, dtype=np.uint8, offset=8 + length, count=21).reshape(7, 3)
    assert planes[:, 0].tolist() == [0, 0, 0, 0, 0, 0, 0b11]


def test_reading_gives_what_was_packed_in_the_order_of_the_map() -> None:
    points = read_points(FOUR_ENTRIES.read_bytes())
    assert points.row.tolist() == [1, 0, 3, 2]
    assert points.lon == pytest.approx([-90.0, 0.0, 90.0])
    assert points.lat == pytest.approx([QUARTER, 0.0, 0.0])
    assert points.look.tolist() == [0, 1, 1, 0]
    assert points.flags.tolist() == [4 | 2, 4 | 1, 4, 0]
    assert [points.municipalities[i] for i in points.municipality] == ["0482", "0480", "0482", ""]


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not a KKP2"):
        read_points(b"KKP1" + bytes(20))
    with pytest.raises(ValueError, match="do not fill"):
        read_points(FOUR_ENTRIES.read_bytes() + b"x")


def test_a_position_survives_packing_to_within_half_a_metre_and_every_square_is_one_run() -> None:
    rng = np.random.default_rng(5)
    n = 2000
    frame = pd.concat([entries().iloc[:1]] * n, ignore_index=True).assign(
        lon=rng.uniform(10.0, 25.0, n), lat=rng.uniform(55.0, 69.0, n)
    )
    points = read_points(pack_points(frame))
    metres_north = (points.lat - frame["lat"].to_numpy()[points.row]) * 111_320
    metres_east = (points.lon - frame["lon"].to_numpy()[points.row]) * 111_320 * np.cos(np.radians(points.lat))
    assert np.hypot(metres_north, metres_east).max() < 0.3
    # Squares of 1/64 of the world: once the way has left one, it never comes back.
    squares = np.floor((points.lon + 180) / 360 * 64) * 64 + np.floor(
        (0.5 - np.arcsinh(np.tan(np.radians(points.lat))) / (2 * np.pi)) * 64
    )
    assert 1 + np.count_nonzero(np.diff(squares)) == len(np.unique(squares))


def test_entries_on_one_spot_stay_in_their_order_and_an_empty_catalogue_packs() -> None:
    frame = pd.concat([entries().iloc[:1]] * 3, ignore_index=True)
    assert read_points(pack_points(frame)).row.tolist() == [0, 1, 2]
    assert read_points(pack_points(entries().iloc[:0])).row.tolist() == []


def test_rows_are_bits_with_entry_0_first_after_the_most_relevant() -> None:
    mask = np.array([True, False, True] + [False] * 5 + [True])
    expected = b"KKM1" + struct.pack("<IIII", 9, 2, 8, 0) + bytes([0b101, 1])
    assert pack_rows(mask, (8, 0)) == expected
    assert zlib.decompress(base64.b64decode(compress_rows(mask, (8, 0)))) == expected


def test_dots_carry_position_size_and_step_as_the_browser_reads_them() -> None:
    packed = pack_dots(pd.Series([0.0]), pd.Series([QUARTER]), radius_px=np.array([3.25]), step=np.array([4]))
    assert packed[:8] == b"KKD1" + struct.pack("<I", 1)
    assert np.frombuffer(packed[8:16], dtype="<u4").tolist() == pytest.approx([2147483647, 1073741824], abs=8)
    assert list(packed[16:]) == [32, 4]


if __name__ == "__main__":
    FOUR_ENTRIES.write_bytes(pack_points(entries()))
