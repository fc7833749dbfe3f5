import assert from "node:assert/strict";
import test from "node:test";
import { TOOLS, mountTools } from "../../../kulturkarta/figures/layer/tools.js";

/** A tool as an outsider would write it: counts what it hears. */
function makeTool() {
  const seen = [];
  return { seen, mount: (layer) => seen.push(layer) };
}

test("a tool is mounted once, however often it is asked for", async () => {
  const tool = makeTool();
  const tools = { mine: async () => tool };
  const mounted = new Set();
  const layer = {};
  await Promise.all([mountTools(layer, ["mine"], mounted, tools), mountTools(layer, ["mine"], mounted, tools)]);
  await mountTools(layer, ["mine"], mounted, tools);
  assert.deepEqual(tool.seen, [layer]);
});

test("a tool that nobody asks for is not fetched", async () => {
  let fetched = 0;
  const tools = { a: async () => makeTool(), b: async () => (fetched++, makeTool()) };
  await mountTools({}, ["a"], new Set(), tools);
  assert.equal(fetched, 0);
});

test("an unknown tool is refused with the names of those that are", async () => {
  await assert.rejects(mountTools({}, ["pcik"], new Set()), /no such tool: pcik; there are .*pick/);
});

test("the registry cannot be changed from outside", () => {
  assert.ok(Object.isFrozen(TOOLS));
});
