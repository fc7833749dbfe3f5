import assert from "node:assert/strict";
import test from "node:test";
import { cornersOf, countInHexagons, countSteps, hexagonSize, keyAt, middleOf, stepOf } from "../../../kulturkarta/figures/layer/hexagons.js";

/** Entries in the order of the map. @param {number} n */
function entries(n) {
  const points = { placed: n, mapX: new Uint32Array(n), mapY: new Uint32Array(n) };
  for (let i = 0; i < n; i++) [points.mapX[i], points.mapY[i]] = [(i * 2654435761) >>> 0, (i * 40503) >>> 0];
  return points;
}

test("a point is in the hexagon whose middle lies nearest", () => {
  const size = 1000;
  for (let i = 0; i < 500; i++) {
    const [x, y] = [1e6 + ((i * 7919) % 50000), 1e6 + ((i * 104729) % 50000)];
    const own = middleOf(keyAt(x, y, size), size);
    const mine = Math.hypot(own.x - x, own.y - y);
    assert.ok(mine <= size + 1e-6);
    for (const [dx, dy] of [[1732, 0], [-1732, 0], [866, 1500], [866, -1500], [-866, 1500], [-866, -1500]]) {
      assert.ok(mine <= Math.hypot(own.x + dx - x, own.y + dy - y) + 0.1);
    }
  }
});

test("the corners lie around the middle, one size away", () => {
  const { x, y } = middleOf(keyAt(5000, 5000, 100), 100);
  for (const [cx, cy] of cornersOf(keyAt(5000, 5000, 100), 100)) assert.ok(Math.abs(Math.hypot(cx - x, cy - y) - 100) < 1e-6);
});

test("every shown point with a position is counted once, at every zoom", () => {
  const live = new Uint8Array(400).fill(1);
  live[1] = live[399] = 0;
  for (const zoom of [3, 7.5, 12]) {
    const { counts, most } = countInHexagons(entries(400), live, zoom);
    assert.equal([...counts.values()].reduce((sum, n) => sum + n, 0), 398);
    assert.equal(Math.max(...counts.values()), most);
  }
  assert.equal(hexagonSize(7.5), hexagonSize(7));
  assert.equal(hexagonSize(8) * 2, hexagonSize(7));
});

test("steps are round numbers evenly apart on a logarithmic scale", () => {
  assert.deepEqual(countSteps(0), []);
  assert.deepEqual(countSteps(4), [1, 2, 3, 4]);
  // 100 ** (1/5, 2/5, 3/5, 4/5) = 2.5, 6.3, 15.8, 39.8
  assert.deepEqual(countSteps(100), [1, 3, 6, 20, 40]);
  assert.deepEqual(countSteps(6), [1, 2, 3, 4, 5]);
  assert.deepEqual([1, 2, 3, 19, 20, 100].map((count) => stepOf(count, [1, 3, 6, 20, 40])), [0, 0, 1, 2, 3, 4]);
});

test("a million points are counted while a hand waits", () => {
  const n = 1_000_000;
  const points = entries(n);
  const live = new Uint8Array(n).fill(1);
  const before = performance.now();
  const { counts } = countInHexagons(points, live, 5);
  assert.ok(performance.now() - before < 3000);
  assert.equal([...counts.values()].reduce((sum, count) => sum + count, 0), n);
});
