import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { readRows } from "../../../kulturkarta/figures/layer/host.js";
import { keepPoints } from "../../../kulturkarta/figures/layer/kept.js";
import { decodeRows } from "../../../kulturkarta/figures/layer/points.js";

const FOUR = readFileSync(new URL("four_entries.kkp", import.meta.url));
/** What points.compress_rows makes of nine entries of which 0, 2 and 8 are left, 8 and 0 the most relevant. */
const INLINE = "eJzz9vY15GRgYGACYg4GCGBlBAAXbwEu";

test("all rows need no bytes", async () => {
  assert.equal(await readRows("/base/", null), null);
});

test("rows that come with the state are unpacked", async () => {
  const { mask, order } = decodeRows(/** @type {ArrayBuffer} */ (await readRows("/base/", { inline: INLINE })));
  assert.deepEqual([...mask], [1, 0, 1, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...order], [8, 0]);
});

test("rows of a large catalogue are fetched, and a refusal is an error", async () => {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return url.endsWith("q=x") ? new Response(Uint8Array.from([1, 2])) : new Response(null, { status: 404 });
  };
  assert.equal((await readRows("/base/", { url: "selection?q=x" })).byteLength, 2);
  await assert.rejects(readRows("/base/", { url: "selection?q=y" }), /rows: 404/);
  assert.deepEqual(asked, ["/base/selection?q=x", "/base/selection?q=y"]);
});

test("entries are fetched and decoded once for all frames of a page, and the oldest of three regions is let go", async () => {
  const host = { Map, location: { href: "http://x/" } };
  const asked = [];
  const ask = (url) => async () => {
    asked.push(url);
    return new Response(FOUR);
  };
  for (const frame of [1, 2]) {
    globalThis.window = { parent: host };
    const points = await keepPoints("a", ask(`a in frame ${frame}`));
    assert.deepEqual([points.n, points.xOf(0), points.lookOf(1)], [4, 2 ** 31, 0]);
  }
  assert.deepEqual(asked, ["a in frame 1"]);
  await keepPoints("b", ask("b"));
  await keepPoints("c", ask("c"));
  assert.deepEqual([...host.kulturkartaPoints.keys()], ["b", "c"]);
});

test("a refusal is not kept", async () => {
  globalThis.window = { parent: { Map, location: { href: "http://x/" } } };
  await assert.rejects(keepPoints("d", async () => new Response(null, { status: 503 })), /points: 503/);
  assert.equal((await keepPoints("d", async () => new Response(FOUR))).n, 4);
});
