import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  APPROXIMATE,
  CLOSED,
  Points,
  POSITIONED,
  codeOf,
  codesIn,
  decodeDots,
  decodePoints,
  decodeRows,
  toLat,
  toLon,
  toX,
  toY,
  unitsPerPixel,
} from "../../../kulturkarta/figures/layer/points.js";
import { slowCode } from "./small_map.mjs";

/** The file that tests/figures/test_points.py writes from four entries and also reads. */
const file = readFileSync(new URL("four_entries.kkp", import.meta.url));
const FOUR = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);

test("the columns come back by entry row as they were packed", () => {
  const points = new Points(decodePoints(FOUR));
  assert.deepEqual([points.n, points.placed], [4, 3]);
  // Row 1 lies in the north-west quarter of the world, row 0 on the equator at Greenwich, row 3 east of it.
  assert.deepEqual([...points.order], [1, 0, 3, 2]);
  assert.deepEqual([...points.at], [1, 0, 3, 2]);
  assert.deepEqual([points.x[0], points.y[0]], [2 ** 31, 2 ** 31]);
  assert.deepEqual([points.x[1], points.y[1]], [2 ** 30, 2 ** 30]);
  assert.deepEqual([...points.look], [1, 0, 0, 1]);
  assert.deepEqual([...points.flags], [APPROXIMATE | POSITIONED, CLOSED | POSITIONED, 0, POSITIONED]);
  assert.deepEqual(
    [...points.municipality].map((at) => points.municipalities[at]),
    ["0480", "0482", "", "0482"],
  );
});

test("codes rise along the way and are those of the places", () => {
  const { codes, order, x, y } = new Points(decodePoints(FOUR));
  assert.deepEqual([...codes], [...codes].sort((a, b) => a - b));
  for (let i = 0; i < codes.length; i++) assert.equal(codes[i], codeOf(x[order[i]], y[order[i]]));
});

test("a file of another kind or length is refused", () => {
  assert.throws(() => decodePoints(new Uint8Array(18).buffer), /not a KKP2/);
  assert.throws(() => decodePoints(FOUR.slice(0, FOUR.byteLength - 1)), /are more than/);
  const longer = new Uint8Array(FOUR.byteLength + 1);
  longer.set(new Uint8Array(FOUR));
  assert.throws(() => decodePoints(longer.buffer), /do not fill/);
});

test("a code interleaves the bits of both axes", () => {
  for (const [i, j] of [[0, 0], [1, 0], [0, 1], [5, 3], [8191, 8192], [67108863, 67108863], [40265318, 19088743]]) {
    assert.equal(codeOf(i * 64, j * 64), slowCode(i, j), `${i} ${j}`);
  }
  assert.equal(codesIn(64), 1);
  assert.equal(codesIn(2 ** 32), 2 ** 52);
});

test("packed units are degrees: the middle of the world, and the 66.51° where a quarter of it lies north", () => {
  assert.ok(Math.abs(toLon(2147483648)) < 1e-6);
  assert.ok(Math.abs(toLat(2147483648)) < 1e-6);
  assert.ok(Math.abs(toLat(1073741824) - 66.51326) < 1e-4);
  assert.ok(Math.abs(unitsPerPixel(0) - 2 ** 32 / 256) < 1);
  assert.ok(Math.abs(toLon(toX(16.5)) - 16.5) < 1e-9 && Math.abs(toLat(toY(59.1)) - 59.1) < 1e-9);
});

test("rows are a bit per entry, least significant first, and the most relevant by number", () => {
  const bytes = [0x4b, 0x4b, 0x4d, 0x31, 9, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0b00000101, 1];
  const { mask, order } = decodeRows(Uint8Array.from(bytes).buffer);
  assert.deepEqual([...mask], [1, 0, 1, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...order], [8, 0]);
  assert.throws(() => decodeRows(Uint8Array.from(bytes.slice(0, -1)).buffer), /do not fill/);
  assert.throws(() => decodeRows(FOUR), /not a KKM1/);
});

test("dots come back with position, radius and step", () => {
  const bytes = [0x4b, 0x4b, 0x44, 0x31, 1, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x40, 32, 4];
  const dots = decodeDots(Uint8Array.from(bytes).buffer);
  assert.deepEqual([dots.n, dots.x[0], dots.y[0], dots.radius[0], dots.step[0]], [1, 2147483648, 1073741824, 32, 4]);
  assert.throws(() => decodeDots(FOUR), /KKD1/);
});
