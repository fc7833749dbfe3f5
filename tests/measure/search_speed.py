"""How soon a search is answered, by size: `python3 -m kulturkarta measure search [--sizes 100000,1000000]`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from statistics import median

from kulturkarta.analysis.search import search
from kulturkarta.listing import Listing
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.taxonomy import read_taxonomy
from tests.measure.synthetic import build_catalogue

# As people type them: a word and its beginnings, two and three words, other endings, misspellings, nothing at all.
QUERIES = (
    *("t", "te", "tea", "teat", "teater", "teatrar", "tetaern", "åker", "bjork", "by", "sten", "replokal"),
    *("bibliotek", "biblioteken", "biblotek", "bibliotek uppsala", "hembygdsgård uppsala", "hembydsgård upsala"),
    *("solkulla bibliotek", "spelmanslag björk", "museum dans", "konserter i gammal skola", "kör barn lund"),
    *("library", "sandlillanäset", "sandlilanaset", "xylofonist", "replokal stockholm"),
)
RUNS = 5


def main(arguments: Sequence[str] = ()) -> int:
    """Print one row per size; 0 when the median query is answered within 50 ms at every size."""
    parser = argparse.ArgumentParser(prog="python3 -m kulturkarta measure search", description=__doc__)
    parser.add_argument("--sizes", default="5000,100000,1000000", help="entries, comma between")
    sizes = [int(part) for part in parser.parse_args(list(arguments)).sizes.split(",")]
    print("| entries | built in, CPU s | index, MB | words | median query, ms | 95th of 100, ms | slowest, ms |")
    print("|---|---|---|---|---|---|---|")
    medians = [_measure(n) for n in sizes]
    return 0 if max(medians) < 50 else 1


def _measure(n: int) -> float:
    taxonomy = read_taxonomy(PROJECT_DIR / "data" / "taxonomy")
    listing = Listing(build_catalogue(n), taxonomy, this_year=2026)
    began = time.process_time()
    index = listing.search_index
    built = time.process_time() - began
    times = sorted(median(_time(lambda query=query: search(index, query)) for _ in range(RUNS)) for query in QUERIES)
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    shown = f"{built:.1f} | {index.n_bytes / 1e6:.0f} | {len(index.tokens):,} | {middle:.1f} | {late:.1f}"
    print(f"| {n:,} | {shown} | {times[-1]:.1f} |", flush=True)
    return middle


def _time(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
