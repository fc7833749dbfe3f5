import assert from "node:assert/strict";
import test from "node:test";
import { contains, distanceKm, formatArea, outline, parseArea, simplify } from "../../../kulturkarta/figures/layer/area.js";

// The same addresses that tests/analysis/test_drawn_area.py reads and writes.
test("an area comes back from its address, in the letters that the server reads", () => {
  const ring = { kind: "ring", corners: [[0.0016, 0.0001], [0.0016, 0], [0, 0]], km: 0 };
  assert.equal(formatArea(/** @type {any} */ (ring)), "pCgBBAAf");
  assert.deepEqual(parseArea("pCgBBAAf"), ring);
  for (const text of ["c59.0500,16.6000,5", "r58.9000,16.4000,59.2000,17.0000"]) {
    assert.equal(formatArea(parseArea(text)), text);
  }
  assert.equal(formatArea(null), "");
});

test("an address that is no area is none", () => {
  for (const text of ["", "c", "c59,16", "c59,16,0", "c59,16,501", "c99,16,5", "r59.2,16,58.9,17", "q1,2,3", "p", "pCgBB", "pCgBBAAg", "pCg!BAAf"]) {
    assert.equal(parseArea(text), null, text);
  }
});

test("a degree of latitude is 111.195 km, one of longitude half of that at 60 degrees north", () => {
  assert.ok(Math.abs(distanceKm(16, 59, 16, 60) - 111.195) < 0.001);
  assert.ok(Math.abs(distanceKm(16, 60, 17, 60) - 55.597) < 0.01);
});

test("inside is within the radius, the box or the lines", () => {
  const circle = /** @type {any} */ (parseArea("c59.0500,16.6000,2"));
  assert.deepEqual([contains(circle, 16.6, 59.0678), contains(circle, 16.6, 59.0682)], [true, false]);
  const box = /** @type {any} */ (parseArea("r58.9,16.4,59.2,17"));
  assert.deepEqual([contains(box, 16.4, 58.9), contains(box, 16.3999, 59)], [true, false]);
  const bowTie = /** @type {any} */ ({ kind: "ring", corners: [[16, 59], [16.2, 59.1], [16.2, 59], [16, 59.1]], km: 0 });
  assert.deepEqual([[16.02, 59.05], [16.18, 59.05], [16.1, 59.09]].map(([x, y]) => contains(bowTie, x, y)), [true, true, false]);
});

test("every corner of a circle's outline is its radius away", () => {
  const circle = /** @type {any} */ (parseArea("c59.0500,16.6000,5"));
  const corners = outline(circle);
  assert.equal(corners.length, 72);
  for (const [lon, lat] of corners) assert.ok(Math.abs(distanceKm(16.6, 59.05, lon, lat) - 5) < 1e-6);
  assert.deepEqual(outline(/** @type {any} */ (parseArea("r1,2,3,4"))), [[2, 1], [4, 1], [4, 3], [2, 3]]);
});

test("a drawn line loses the corners that nobody would miss and never keeps too many", () => {
  assert.deepEqual(simplify([[0, 0], [5, 0.4], [10, 0], [10, 10]], 1), [[0, 0], [10, 0], [10, 10]]);
  assert.deepEqual(simplify([[0, 0], [5, 3], [10, 0]], 1), [[0, 0], [5, 3], [10, 0]]);
  // A zigzag of 1000 corners, 8 high: only a tolerance of more than 8 makes it fit.
  const zigzag = Array.from({ length: 1000 }, (_, i) => /** @type {[number, number]} */ ([i, (i % 2) * 8]));
  assert.ok(simplify(zigzag, 1, 50).length <= 50);
});
