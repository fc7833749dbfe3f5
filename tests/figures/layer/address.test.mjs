import assert from "node:assert/strict";
import test from "node:test";
import { Memory, View } from "../../../kulturkarta/figures/layer/address.js";

/** A map whose pixels are degrees times 2 to the zoom. */
class SmallMap {
  setView([lat, lng], zoom) {
    Object.assign(this, { middle: { lat, lng }, zoom });
  }
  getZoom() {
    return this.zoom;
  }
  getCenter() {
    return this.middle;
  }
  project({ lat, lng }, zoom) {
    const [x, y] = [lng * 2 ** zoom, lat * 2 ** zoom];
    return { x, y, distanceTo: (other) => Math.hypot(x - other.x, y - other.y) };
  }
  /** By pixels of the zoom it has. */
  move(x, y) {
    const { lat, lng } = this.middle;
    this.middle = { lat: lat + y / 2 ** this.zoom, lng: lng + x / 2 ** this.zoom };
  }
}

/** A view that the address asks for, and what the address says after `acts`. */
function tellAfter(...acts) {
  const [map, address] = [new SmallMap(), new Memory()];
  address.set({ vy: "59.1000,16.7000,9.5" });
  const view = new View(map, address, [16, 58, 18, 60], () => 0);
  view.show();
  for (const act of acts) {
    act(map);
    view.tell();
  }
  return address.get("vy");
}
const resize = (map) => map.move(0.5, 0.5);
const zoomIn = (map) => map.setView(Object.values(map.middle), map.zoom + 1);

test("a frame that changes its size is no other view", () => {
  assert.equal(tellAfter(resize), "59.1000,16.7000,9.5");
});

test("who zooms after it zooms around the middle that the address named", () => {
  assert.equal(tellAfter(resize, zoomIn), "59.1000,16.7000,10.5");
});

test("a drag is another view, before and after", () => {
  assert.equal(tellAfter((map) => map.move(2, 0)), "59.1000,16.7028,9.5");
  assert.equal(tellAfter(zoomIn, (map) => map.move(0, 2)), "59.1014,16.7000,10.5");
  assert.equal(tellAfter((map) => map.move(2, 0), resize, zoomIn), "59.1000,16.7028,10.5");
});

test("steps too small to be told are told when they are a pixel from where it began", () => {
  const step = (map) => map.move(0.4, 0);
  assert.equal(tellAfter(step, step), "59.1000,16.7000,9.5");
  assert.equal(tellAfter(step, step, step), "59.1000,16.7017,9.5");
});
