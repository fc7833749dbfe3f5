import assert from "node:assert/strict";
import test from "node:test";
import { nextSpot } from "../../../kulturkarta/figures/layer/rove.js";
import { ScrollScale } from "../../../kulturkarta/figures/layer/scroll.js";
import { metresFrom, sortByDistance, sortByKey, sortByRelevance } from "../../../kulturkarta/figures/layer/sorting.js";
import { fan } from "../../../kulturkarta/figures/layer/spider.js";
import { toX, toY } from "../../../kulturkarta/figures/layer/points.js";
import { Words, writeRows } from "../../../kulturkarta/figures/layer/words.js";
import { dice, makePoints } from "./small_map.mjs";

test("a short list scrolls as it is", () => {
  const scale = new ScrollScale(1000);
  scale.resize(900, 100);
  assert.equal(scale.height, 900);
  assert.deepEqual(scale.moved(333), { top: 333, bar: 333 });
});

test("a long list moves row by row with the wheel and as a whole with the bar", () => {
  const scale = new ScrollScale(1000);
  scale.resize(100_000, 100);
  assert.equal(scale.height, 1000);
  assert.deepEqual(scale.moved(60), { top: 60, bar: 60 });
  assert.deepEqual(scale.moved(120), { top: 120, bar: 120 });
  // The bar dragged to the middle of its 900 pixels is the middle of the 99 900 of the list.
  assert.deepEqual(scale.moved(570), { top: 63270, bar: 570 });
  assert.deepEqual(scale.moved(630), { top: 63330, bar: 630 });
  assert.deepEqual(scale.go(99_900), { top: 99_900, bar: 900 });
});

test("every row of a long list can be reached with the wheel alone, down and up again", () => {
  const scale = new ScrollScale(2000);
  scale.resize(50_000, 100);
  let bar = 0;
  let top = 0;
  let most = 0;
  for (let turn = 0; turn < 2000 && top < 49_900; turn++) {
    const before = top;
    ({ top, bar } = scale.moved(Math.min(bar + 50, 1900)));
    most = Math.max(most, top - before);
  }
  assert.deepEqual([top, bar], [49_900, 1900]);
  assert.equal(most, 50);
  for (let turn = 0; turn < 2000 && top > 0; turn++) ({ top, bar } = scale.moved(Math.max(bar - 50, 0)));
  assert.deepEqual([top, bar], [0, 0]);
});

test("rows by relevance come first and the others by name", () => {
  assert.deepEqual([...sortByRelevance(Uint32Array.from([1, 3, 5, 8]), [5, 2, 1], 9)], [5, 1, 3, 8]);
});

test("rows sort by key, equal ones as they were", () => {
  const roll = dice(11);
  const keys = Uint32Array.from({ length: 5000 }, () => roll(3000) * 1_000_003);
  const rows = Uint32Array.from(keys, (_, i) => i);
  const expected = [...rows].sort((a, b) => keys[a] - keys[b] || a - b);
  assert.deepEqual([...sortByKey(rows, keys)], expected);
});

test("a minute of latitude is a nautical mile, and the nearest comes first", () => {
  const here = { lon: 16.5, lat: 59 };
  const metres = metresFrom(here);
  assert.ok(Math.abs(metres(toX(16.5), toY(59 + 1 / 60)) - 1852) < 10);
  const step = (lon, lat) => [Math.round(toX(lon) / 64), Math.round(toY(lat) / 64)];
  const points = makePoints([step(17.5, 59), null, step(16.6, 59), step(16.5, 60.2), step(16.5, 59)]);
  assert.deepEqual([...sortByDistance(Uint32Array.from([0, 1, 2, 3, 4]), points, here)], [4, 2, 0, 3, 1]);
});

test("arrow keys go to the nearest mark in their direction, and nowhere when there is none", () => {
  const spots = [{ x: 50, y: 50 }, { x: 90, y: 55 }, { x: 70, y: 200 }, { x: 10, y: 50 }, { x: 300, y: 50 }];
  const from = spots[0];
  assert.deepEqual(
    ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "x"].map((key) => nextSpot(from, spots, key)),
    [1, 2, 3, -1, -1],
  );
});

test("fanned marks never touch each other", () => {
  for (const n of [2, 3, 9, 10, 11, 25, 60]) {
    const places = fan(n);
    assert.equal(places.length, n);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < a; b++) {
        const apart = Math.hypot(places[a][0] - places[b][0], places[a][1] - places[b][1]);
        assert.ok(apart >= 34, `${n}: ${a} and ${b} are ${apart} px apart`);
      }
    }
  }
});

/** Answers as the server does, and keeps what was asked. */
function makeServer(n) {
  const asked = [];
  const words = (row) => [`id-${row}`, `name ${row}`, ""];
  const get = async (url) => {
    const params = new URL(url, "http://x").searchParams;
    asked.push(params.get("chunk") ? `chunk ${params.get("chunk")}` : `rows ${params.get("rows")}`);
    if (params.get("chunk")) return Array.from({ length: Math.min(500, n) }, (_, i) => words(params.get("chunk") * 500 + i));
    let row = 0;
    return params.get("rows").split(".").map((step) => words((row += parseInt(step, 36))));
  };
  return { asked, get };
}

test("neighbours are asked for as one chunk, strangers by number, and nobody twice", async () => {
  const { asked, get } = makeServer(100_000);
  const words = new Words("http://x/", "sv", 100_000, get);
  const rows = [1000, 1001, 1002, 1003, 77_777, 12];
  const told = await Promise.all(rows.map((row) => words.of(row)));
  assert.deepEqual(told.map(([, name]) => name), rows.map((row) => `name ${row}`));
  assert.deepEqual(asked.sort(), ["chunk 2", `rows ${writeRows([12, 77_777])}`]);
  await Promise.all([words.of(1400), words.of(12)]);
  assert.equal(asked.length, 2);
});

test("rows are written as steps in base 36", () => {
  assert.equal(writeRows([10, 15, 15 + 36]), "a.5.10");
});

test("what failed once is asked for again", async () => {
  let calls = 0;
  const words = new Words("http://x/", "sv", 9000, async () => {
    calls += 1;
    if (calls === 1) throw new Error("away");
    return [["id", "name", ""]];
  });
  await assert.rejects(words.of(8000), /away/);
  assert.deepEqual(await words.of(8000), ["id", "name", ""]);
});
