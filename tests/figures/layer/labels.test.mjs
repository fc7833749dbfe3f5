import assert from "node:assert/strict";
import test from "node:test";
import { besideMarks, besideNames, withRoom } from "../../../kulturkarta/figures/layer/labels.js";
import { dice } from "./small_map.mjs";

const box = (x, y, width = 60, height = 15) => ({ x, y, width, height });

test("of two names in each other's way the first stays, and the next that is clear of it", () => {
  assert.deepEqual(withRoom([box(0, 0), box(59, 0), box(60, 0), box(30, 15)]), [0, 2, 3]);
});

test("a wide name is in the way of one whose middle is far off", () => {
  assert.deepEqual(withRoom([box(0, 0, 300), box(170, 0, 60), box(181, 0, 60)]), [0, 2]);
});

test("what stays is what comparing every pair leaves", () => {
  const roll = dice(7);
  const boxes = Array.from({ length: 400 }, () => box(roll(2000) - 1000, roll(1000) - 500, 20 + roll(100), 15 * (1 + roll(2))));
  const slow = [];
  boxes.forEach((a, index) => {
    const clear = slow.every((other) => {
      const b = boxes[other];
      return 2 * Math.abs(a.x - b.x) >= a.width + b.width || 2 * Math.abs(a.y - b.y) >= a.height + b.height;
    });
    if (clear) slow.push(index);
  });
  assert.ok(slow.length > 50 && slow.length < 400);
  assert.deepEqual(withRoom(boxes), slow);
});

test("a name in another's way moves beside it or clear of it, whichever is less, and stays away when that is far", () => {
  const other = box(0, 0);
  assert.deepEqual(besideNames(box(50, 4), [other], 28), box(50, 15));
  assert.deepEqual(besideNames(box(50, 0, 60, 30), [other], 28), box(68, 0, 60, 30)); // eight pixels are left between
  assert.deepEqual(besideNames(box(50, 4), [other, box(50, 25)], 28), box(68, 4));
  assert.deepEqual(besideNames(box(50, 8), [other, box(60, 20)], 28), box(68, 5)); // clear of both
  assert.equal(besideNames(box(2, 1, 60, 60), [box(0, 0, 60, 60)], 28), null);
});

test("a name that a mark would cover stands above or below it, on the nearer side, if that is free", () => {
  const mark = box(0, 0, 40, 40);
  assert.deepEqual(besideMarks(box(0, 30), [mark]), box(0, 30));
  assert.deepEqual(besideMarks(box(10, 5), [mark]), box(10, 27.5));
  assert.deepEqual(besideMarks(box(10, -5), [mark]), box(10, -27.5));
  assert.deepEqual(besideMarks(box(10, 5), [mark, box(0, 40, 40, 40)]), box(10, -27.5));
  assert.equal(besideMarks(box(10, 5), [mark, box(0, 40, 40, 40), box(0, -40, 40, 40)]), null);
});
