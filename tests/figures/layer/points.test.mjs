import assert from "node:assert/strict";
import test from "node:test";
import { clusterPoints } from "../../../kulturkarta/figures/layer/cluster.js";
import {
  APPROXIMATE,
  POSITIONED,
  decodeDots,
  decodeMask,
  decodePoints,
  toLat,
  toLon,
  unitsPerPixel,
} from "../../../kulturkarta/figures/layer/points.js";

/** The file that tests/figures/test_points.py also holds in hand: two entries, the second without a position. */
const TWO = Uint8Array.from(
  [
    ...[0x4b, 0x4b, 0x50, 0x31, 2, 0, 0, 0],
    ...[0, 0, 0, 0x80, 0, 0, 0, 0], // x: 2**31 (0° E), none
    ...[0, 0, 0, 0x40, 0, 0, 0, 0], // y: 2**30, none
    ...[1, 0], // look
    ...[5, 2], // flags: approximate and positioned; closed
  ],
).buffer;

test("the columns come back as they were packed", () => {
  const points = decodePoints(TWO);
  assert.equal(points.n, 2);
  assert.deepEqual([...points.x], [2147483648, 0]);
  assert.deepEqual([...points.look], [1, 0]);
  assert.deepEqual([...points.flags], [APPROXIMATE | POSITIONED, 2]);
});

test("a file of another kind or length is refused", () => {
  assert.throws(() => decodePoints(new Uint8Array(18).buffer), /KKP1/);
  assert.throws(() => decodePoints(TWO.slice(0, 20)), /do not fill/);
});

test("packed units are degrees: the middle of the world, and the 66.51° where a quarter of it lies north", () => {
  assert.ok(Math.abs(toLon(2147483648)) < 1e-6);
  assert.ok(Math.abs(toLat(2147483648)) < 1e-6);
  assert.ok(Math.abs(toLat(1073741824) - 66.51326) < 1e-4);
  assert.ok(Math.abs(unitsPerPixel(0) - 2 ** 32 / 256) < 1);
});

test("a mask is bits, least significant first, and null is everything", () => {
  assert.deepEqual([...decodeMask(btoa(String.fromCharCode(0b00000101, 1)), 9)], [1, 0, 1, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...decodeMask(null, 3)], [1, 1, 1]);
  assert.throws(() => decodeMask(btoa("x"), 9), /shorter/);
});

test("dots come back with position, radius and step", () => {
  const bytes = [0x4b, 0x4b, 0x44, 0x31, 1, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x40, 32, 4];
  const dots = decodeDots(Uint8Array.from(bytes).buffer);
  assert.deepEqual([dots.n, dots.x[0], dots.y[0], dots.radius[0], dots.step[0]], [1, 2147483648, 1073741824, 32, 4]);
  assert.throws(() => decodeDots(TWO), /KKD1/);
});

/** @param {[number, number][]} places */
function pointsAt(places) {
  const n = places.length;
  return {
    n,
    x: Uint32Array.from(places, (p) => p[0]),
    y: Uint32Array.from(places, (p) => p[1]),
    look: new Uint8Array(n),
    flags: new Uint8Array(n).fill(POSITIONED),
  };
}
const ALL = { west: 0, east: 1000, north: 0, south: 1000 };

test("near points make one cluster at their mean, far ones stand alone", () => {
  const points = pointsAt([[110, 110], [130, 150], [800, 800]]);
  const clusters = clusterPoints(points, decodeMask(null, 3), ALL, { cell: 100, reach: 50 });
  assert.deepEqual(clusters.map((c) => c.rows), [[0, 1], [2]]);
  assert.deepEqual([clusters[0].x, clusters[0].y], [120, 130]);
  assert.deepEqual([clusters[0].west, clusters[0].east, clusters[0].north, clusters[0].south], [110, 130, 110, 150]);
});

test("cells whose means lie closer than the reach are joined across their border", () => {
  const points = pointsAt([[95, 50], [105, 50]]);
  assert.equal(clusterPoints(points, decodeMask(null, 2), ALL, { cell: 100, reach: 5 }).length, 2);
  assert.equal(clusterPoints(points, decodeMask(null, 2), ALL, { cell: 100, reach: 20 }).length, 1);
});

test("what is filtered out, outside the view or without a position is in no cluster", () => {
  const points = pointsAt([[110, 110], [510, 510], [5000, 110], [120, 120]]);
  points.flags[3] = 0;
  const clusters = clusterPoints(points, Uint8Array.from([1, 0, 1, 1]), ALL, { cell: 100, reach: 10 });
  assert.deepEqual(clusters.map((c) => c.rows), [[0]]);
});

test("panning by less than a cell regroups nothing", () => {
  const points = pointsAt([[110, 110], [130, 150], [170, 190]]);
  const size = { cell: 100, reach: 10 };
  const before = clusterPoints(points, decodeMask(null, 3), { west: 0, east: 900, north: 0, south: 900 }, size);
  const after = clusterPoints(points, decodeMask(null, 3), { west: 37, east: 937, north: 21, south: 921 }, size);
  assert.deepEqual(before.map((c) => c.rows), after.map((c) => c.rows));
});

test("every shown point is in exactly one cluster", () => {
  const places = Array.from({ length: 500 }, (_, i) => [(i * 7919) % 1000, (i * 104729) % 1000]);
  const points = pointsAt(/** @type {[number, number][]} */ (places));
  const clusters = clusterPoints(points, decodeMask(null, 500), ALL, { cell: 90, reach: 60 });
  const rows = clusters.flatMap((c) => c.rows).sort((a, b) => a - b);
  assert.deepEqual(rows, Array.from({ length: 500 }, (_, i) => i));
});
