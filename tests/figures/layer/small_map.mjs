// Points as decodePoints gives them, from places in codes' steps: [i, j] or null for none.
import { Points } from "../../../kulturkarta/figures/layer/points.js";

const UNIT = 64;

/** @param {number} i @param {number} j @returns {number} by the definition, bit by bit */
export function slowCode(i, j) {
  let code = 0;
  for (let bit = 25; bit >= 0; bit--) code = code * 4 + (Math.floor(j / 2 ** bit) % 2) * 2 + (Math.floor(i / 2 ** bit) % 2);
  return code;
}

/** @param {([number, number] | null)[]} places @param {number[]} [looks] */
export function makePoints(places, looks = []) {
  const n = places.length;
  const rows = places.map((_, row) => row);
  const placed = rows.filter((row) => places[row]).sort((a, b) => slowCode(...places[a]) - slowCode(...places[b]) || a - b);
  const order = [...placed, ...rows.filter((row) => !places[row])];
  const along = (Kind, value) => Kind.from(order, value);
  return new Points({
    n,
    placed: placed.length,
    order: Uint32Array.from(order),
    codes: Float64Array.from(placed, (row) => slowCode(...places[row])),
    mapX: along(Uint32Array, (row) => (places[row] ? places[row][0] * UNIT : 0)),
    mapY: along(Uint32Array, (row) => (places[row] ? places[row][1] * UNIT : 0)),
    mapLook: along(Uint8Array, (row) => looks[row] ?? 0),
    mapFlags: along(Uint8Array, (row) => (places[row] ? 4 : 0)),
    mapMunicipality: new Uint16Array(n),
    municipalities: [""],
  });
}
export const everything = (points) => new Uint8Array(points.n).fill(1);
/** The same numbers in every run. @param {number} seed */
export function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}
