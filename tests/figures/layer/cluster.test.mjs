import assert from "node:assert/strict";
import test from "node:test";
import { cellAt, clusterPoints } from "../../../kulturkarta/figures/layer/cluster.js";
import { describeKinds } from "../../../kulturkarta/figures/layer/pins.js";
import { Tally } from "../../../kulturkarta/figures/layer/tally.js";
import { dice, everything, makePoints } from "./small_map.mjs";

const U = 64; // packed units per step
const ALL = { west: 0, east: 1023 * U, north: 0, south: 1023 * U };

/** @param {([number, number] | null)[]} places */
function tallyOf(places, { mask = undefined, looks = [] } = {}) {
  const points = makePoints(places, looks);
  const tally = new Tally(points, Uint8Array.from([0, 1]), 2);
  tally.count(mask ? Uint8Array.from(mask) : everything(points));
  return tally;
}
const rowsIn = (tally) => (cluster) => cluster.runs.flatMap((run) => tally.rowsOf(run)).sort((a, b) => a - b);

test("near points make one cluster at their mean, far ones stand alone", () => {
  const tally = tallyOf([[130, 130], [150, 170], [800, 800]], { looks: [0, 1, 1] });
  const clusters = clusterPoints(tally, ALL, { cell: 128 * U, reach: 50 * U });
  assert.deepEqual(clusters.map(rowsIn(tally)), [[0, 1], [2]]);
  assert.deepEqual([clusters[0].x, clusters[0].y], [140 * U, 150 * U]);
  assert.deepEqual(clusters.map((c) => c.parts), [[1, 1], [0, 1]]);
});

test("cells whose means lie closer than the reach are joined across their border", () => {
  const tally = tallyOf([[120, 50], [130, 50]]);
  assert.equal(clusterPoints(tally, ALL, { cell: 128 * U, reach: 5 * U }).length, 2);
  const [joined] = clusterPoints(tally, ALL, { cell: 128 * U, reach: 20 * U });
  assert.deepEqual([joined.n, joined.x, rowsIn(tally)(joined)], [2, 125 * U, [0, 1]]);
});

test("what is filtered out, outside the view or without a position is in no cluster", () => {
  const tally = tallyOf([[110, 110], [510, 510], [5000, 110], null, [111, 111]], { mask: [1, 0, 1, 1, 1] });
  const clusters = clusterPoints(tally, ALL, { cell: 128 * U, reach: 10 * U });
  assert.deepEqual(clusters.map(rowsIn(tally)), [[0, 4]]);
});

test("panning by less than a cell regroups nothing", () => {
  const tally = tallyOf([[110, 110], [130, 150], [170, 190]]);
  const size = { cell: 128 * U, reach: 10 * U };
  const before = clusterPoints(tally, { west: 0, east: 900 * U, north: 0, south: 900 * U }, size);
  const after = clusterPoints(tally, { west: 37 * U, east: 937 * U, north: 21 * U, south: 921 * U }, size);
  assert.deepEqual(after, before);
});

test("every shown point is in exactly one cluster, whatever the cell, as a count by hand says", () => {
  const roll = dice(7);
  const places = Array.from({ length: 600 }, (_, i) => (i % 9 ? [roll(1024), roll(1024)] : null));
  const mask = places.map(() => (roll(3) ? 1 : 0));
  const tally = tallyOf(places, { mask });
  const expected = places.flatMap((place, row) => (place && mask[row] ? [row] : []));
  for (const cell of [16, 64, 256, 1024]) {
    const clusters = clusterPoints(tally, ALL, { cell: cell * U, reach: (cell / 2) * U });
    assert.deepEqual(clusters.flatMap(rowsIn(tally)).sort((a, b) => a - b), expected);
    for (const cluster of clusters) {
      const rows = rowsIn(tally)(cluster);
      const mean = rows.reduce((sum, row) => sum + places[row][0] * U, 0) / rows.length;
      assert.equal(cluster.n, rows.length);
      assert.ok(Math.abs(cluster.x - mean) < 1e-3);
    }
  }
});

test("entries in a view of any shape are counted as one by one", () => {
  const roll = dice(3);
  const places = Array.from({ length: 3000 }, () => [roll(4096), roll(4096)]);
  const mask = places.map(() => (roll(2) ? 1 : 0));
  const tally = tallyOf(places, { mask });
  for (let view = 0; view < 40; view++) {
    const [west, north] = [roll(4096), roll(4096)];
    const box = { west: west * U, north: north * U, east: (west + roll(2500)) * U, south: (north + roll(2500)) * U };
    const inside = ([i, j]) => i * U >= box.west && i * U <= box.east && j * U >= box.north && j * U <= box.south;
    assert.equal(tally.countBox(box), places.filter((place, row) => mask[row] && inside(place)).length);
  }
  assert.equal(tally.countBox({ west: 0, north: 0, east: 2 ** 32 - 1, south: 2 ** 32 - 1 }), mask.filter(Boolean).length);
});

test("points at the very edges of the world are counted", () => {
  const last = 2 ** 26 - 1;
  const tally = tallyOf([[0, 0], [last, last], [last, 0]]);
  const world = { west: -1e9, east: 5e9, north: -1e9, south: 5e9 };
  assert.equal(tally.countBox(world), 3);
  assert.equal(clusterPoints(tally, world, { cell: cellAt(4), reach: 1 }).length, 3);
});

test("a cell is 64 pixels at a whole zoom and 45 between two", () => {
  const px = (zoom) => cellAt(zoom) / (2 ** 32 / (256 * 2 ** zoom));
  assert.deepEqual([4, 8, 18].map(px), [64, 64, 64]);
  assert.ok(Math.abs(px(8.5) - 45.25) < 0.01);
});

test("a cluster says its kinds, most first, of what the filter leaves; the rest as a number", () => {
  const looks = ["Bibliotek", "Museum", "Scen", "Kyrka", "Skola", "Musik", "Dans"].map((kind) => ({ kind }));
  const spots = [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 0].map((_, row) => [100 + row, 100]);
  const points = makePoints(spots, [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 0]);
  const tally = new Tally(points, new Uint8Array(7), 1);
  tally.count(Uint8Array.from([1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1]));
  const [cluster] = clusterPoints(tally, ALL, { cell: 512 * U, reach: 50 * U });
  assert.equal(describeKinds(tally, cluster, { looks, locale: "sv" }), "Bibliotek 3 · Museum 2 · Scen 1 · Kyrka 1 · Skola 1 · … 2");
});
