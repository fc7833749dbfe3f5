import assert from "node:assert/strict";
import test from "node:test";
import { APPROXIMATE } from "../../../kulturkarta/figures/layer/points.js";
import { SpotFinder } from "../../../kulturkarta/figures/layer/spots.js";

const HERE = { lon: 17, lat: 59 };

/** A finder whose server knows two localities and, of each search, the given rows; row 9 has no place, row 8 a rough one. */
function makeFinder(rows = {}) {
  const asked = [];
  const finder = new SpotFinder({
    config: { base: "/d/", lang: "sv", texts: { approximate: "Ungefärlig plats" } },
    points: { flagsOf: (row) => (row === 8 ? APPROXIMATE : 0) },
    place: (row) => (row === 9 ? null : HERE),
  });
  finder.read = async (name) => {
    asked.push(name);
    if (name === "localities") return [["Flen", "Flens kommun", 16.6, 59.1], ["Flensborg", "Flens kommun", 16.7, 59.2]];
    return rows[decodeURIComponent(/q=([^&]*)/.exec(name)[1])] ?? [];
  };
  return { finder, asked };
}

const names = (spots) => spots.map(({ name }) => name);

test("a locality's own name means the locality, and nobody else is asked", async () => {
  const { finder, asked } = makeFinder();
  assert.deepEqual(await finder.find("  FLEN "), [{ name: "Flen", where: "Flens kommun", lon: 16.6, lat: 59.1 }]);
  await finder.find("flen");
  assert.deepEqual(asked, ["localities"]);
});

test("the exact name of an entry means that entry alone; of two that share it, both", async () => {
  const { finder } = makeFinder({ "folkets hus": [["Folkets hus", "A", 1], ["Folkets hus", "B", 2], ["Folkets hus park", "C", 3]] });
  assert.deepEqual((await finder.find("folkets hus")).map(({ where }) => where), ["A", "B"]);
});

test("what is part of names offers localities first, then what is on the map, and says where a mark is rough", async () => {
  const { finder } = makeFinder({ fle: [["Flens museum", "Museum", 8], ["Ingenstans", "Förening", 9]] });
  const found = await finder.find("fle");
  assert.deepEqual(names(found), ["Flen", "Flensborg", "Flens museum"]);
  assert.equal(found[2].where, "Museum · Ungefärlig plats");
  assert.deepEqual({ lon: found[2].lon, lat: found[2].lat }, HERE);
});

test("nothing means nothing, and what failed is asked again", async () => {
  const { finder } = makeFinder();
  assert.deepEqual(await finder.find("xyz"), []);
  assert.deepEqual(await finder.find(" "), []);
  const { finder: other } = makeFinder();
  const { read } = other;
  other.read = async () => Promise.reject(new Error("offline"));
  await assert.rejects(other.find("flen"), /offline/);
  other.read = read;
  assert.deepEqual(names(await other.find("flen")), ["Flen"]);
});
