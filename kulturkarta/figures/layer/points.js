// @ts-check
// Reads what figures/points.py packs. The layout is described there.

const SPAN = 4294967295; // 2**32 - 1: the width of the world in packed units
export const APPROXIMATE = 1;
export const CLOSED = 2;
export const POSITIONED = 4;

/** @typedef {{n: number, x: Uint32Array, y: Uint32Array, look: Uint8Array, flags: Uint8Array}} Points */

/**
 * @param {ArrayBuffer} buffer
 * @returns {Points}
 */
export function decodePoints(buffer) {
  const head = new Uint8Array(buffer, 0, 4);
  if (String.fromCharCode(...head) !== "KKP1") throw new Error("not a KKP1 file");
  const n = new DataView(buffer).getUint32(4, true);
  if (buffer.byteLength !== 8 + n * 10) throw new Error(`KKP1: ${n} rows do not fill ${buffer.byteLength} bytes`);
  return {
    n,
    x: new Uint32Array(buffer, 8, n),
    y: new Uint32Array(buffer, 8 + 4 * n, n),
    look: new Uint8Array(buffer, 8 + 8 * n, n),
    flags: new Uint8Array(buffer, 8 + 9 * n, n),
  };
}

/**
 * Which rows a filter leaves: 1 or 0 per row. `null` leaves them all.
 * @param {string | null} base64 bits, least significant first
 * @param {number} n
 * @returns {Uint8Array}
 */
export function decodeMask(base64, n) {
  const mask = new Uint8Array(n);
  if (base64 === null) return mask.fill(1);
  const bits = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  if (bits.length < Math.ceil(n / 8)) throw new Error("the mask is shorter than the points");
  for (let i = 0; i < n; i++) mask[i] = (bits[i >> 3] >> (i & 7)) & 1;
  return mask;
}

/** @param {number} x packed @returns {number} degrees east */
export const toLon = (x) => (x / SPAN) * 360 - 180;

/** @param {number} y packed @returns {number} degrees north */
export const toLat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SPAN))) * 180) / Math.PI;

/** Packed units per screen pixel at a zoom level. @param {number} zoom */
export const unitsPerPixel = (zoom) => SPAN / (256 * 2 ** zoom);

/**
 * Points of demand, as figures/points.py packs them: "KKD1", n, then x, y (uint32), radius in tenths of a pixel and
 * step of the scale (uint8).
 * @param {ArrayBuffer} buffer
 */
export function decodeDots(buffer) {
  if (String.fromCharCode(...new Uint8Array(buffer, 0, 4)) !== "KKD1") throw new Error("not a KKD1 file");
  const n = new DataView(buffer).getUint32(4, true);
  if (buffer.byteLength !== 8 + n * 10) throw new Error(`KKD1: ${n} rows do not fill ${buffer.byteLength} bytes`);
  return {
    n,
    x: new Uint32Array(buffer, 8, n),
    y: new Uint32Array(buffer, 8 + 4 * n, n),
    radius: new Uint8Array(buffer, 8 + 8 * n, n),
    step: new Uint8Array(buffer, 8 + 9 * n, n),
  };
}
