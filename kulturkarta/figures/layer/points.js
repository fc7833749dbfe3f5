// @ts-check
// Reads what figures/points.py packs. The layouts are described there.

const SPAN = 4294967295; // 2**32 - 1: the width of the world in packed units
const BITS = 26; // of each axis in a code
const UNIT = 2 ** (32 - BITS); // packed units per step of a code
const HALF = 2 ** BITS; // a code has two halves of as many bits
export const APPROXIMATE = 1;
export const CLOSED = 2;
export const POSITIONED = 4;

/**
 * Columns in the order of the map, as they come.
 * @typedef {{n: number, placed: number, codes: Float64Array, order: Uint32Array, mapX: Uint32Array, mapY: Uint32Array,
 *   mapLook: Uint8Array, mapFlags: Uint8Array, mapMunicipality: Uint16Array, municipalities: string[]}} Columns
 *   `order[i]`: the row that is i-th on the map, first the `placed` ones by `codes`, then those without a position;
 *   `mapX`, `mapY`: packed units; `mapMunicipality`: index into `municipalities`
 */

/**
 * The entries. What the layer runs through for every filter lies in the order of the map (`map…`), since a jump in
 * memory per entry costs more than all the rest. Single rows are asked for with `xOf(row)` and its like; whole columns
 * by row (`x`, `look` …) are made when first asked for.
 */
export class Points {
  /** @param {Columns & {byRow?: Record<string, any>}} columns */
  constructor(columns) {
    this.columns = columns;
    this.byRow = columns.byRow ??= {};
    this.n = columns.n;
    this.placed = columns.placed;
    this.codes = columns.codes;
    this.order = columns.order;
    this.mapX = columns.mapX;
    this.mapY = columns.mapY;
    this.mapLook = columns.mapLook;
    this.mapFlags = columns.mapFlags;
    this.municipalities = columns.municipalities;
  }

  /** @param {number} row */
  flagsOf(row) {
    return this.mapFlags[this.at[row]];
  }

  /** @param {number} row */
  lookOf(row) {
    return this.mapLook[this.at[row]];
  }

  /** @param {number} row packed units */
  xOf(row) {
    return this.mapX[this.at[row]];
  }

  /** @param {number} row packed units */
  yOf(row) {
    return this.mapY[this.at[row]];
  }

  /** Where on the way each row is. @returns {Uint32Array} */
  get at() {
    return (this.byRow.at ??= this.turn(null, Uint32Array));
  }

  /** @returns {Uint32Array} packed units by row */
  get x() {
    return (this.byRow.x ??= this.turn(this.mapX, Uint32Array));
  }

  /** @returns {Uint32Array} packed units by row */
  get y() {
    return (this.byRow.y ??= this.turn(this.mapY, Uint32Array));
  }

  /** @returns {Uint8Array} index into the layer's looks by row */
  get look() {
    return (this.byRow.look ??= this.turn(this.mapLook, Uint8Array));
  }

  /** @returns {Uint8Array} by row */
  get flags() {
    return (this.byRow.flags ??= this.turn(this.mapFlags, Uint8Array));
  }

  /** @returns {Uint16Array} index into `municipalities` by row */
  get municipality() {
    return (this.byRow.municipality ??= this.turn(this.columns.mapMunicipality, Uint16Array));
  }

  /**
   * A column by row; null gives the places on the way.
   * @template {Uint8Array | Uint16Array | Uint32Array} T
   * @param {ArrayLike<number> | null} column
   * @param {new (n: number) => T} Kind
   * @returns {T}
   */
  turn(column, Kind) {
    const turned = new Kind(this.n);
    const { order, n } = this;
    if (column) for (let i = 0; i < n; i++) turned[order[i]] = column[i];
    else for (let i = 0; i < n; i++) turned[order[i]] = i;
    return turned;
  }
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Columns}
 */
export function decodePoints(buffer) {
  const { header, columns } = readColumns(buffer);
  const { n, placed } = header;
  const codes = new Float64Array(placed);
  const mapX = new Uint32Array(n);
  const mapY = new Uint32Array(n);
  const [c0, c1, c2, c3, c4, c5, c6] = columns.code;
  let low = 0; // 26 bits of the code each: a double would hold all 52, but not take them apart as fast
  let high = 0;
  for (let i = 0; i < placed; i++) {
    low += c0[i] | (c1[i] << 8) | (c2[i] << 16) | ((c3[i] & 3) << 24);
    high += (c3[i] >> 2) | (c4[i] << 6) | (c5[i] << 14) | (c6[i] << 22);
    if (low >= HALF) {
      low -= HALF;
      high += 1;
    }
    codes[i] = high * HALF + low;
    mapX[i] = (gather(low) | (gather(high) << 13)) * UNIT;
    mapY[i] = (gather(low >> 1) | (gather(high >> 1) << 13)) * UNIT;
  }
  return {
    n,
    placed,
    codes,
    order: joinPlanes(columns.row, n, Uint32Array),
    mapX,
    mapY,
    mapLook: columns.look[0],
    mapFlags: columns.flags[0],
    mapMunicipality: joinPlanes(columns.municipality, n, Uint16Array),
    municipalities: header.municipalities,
  };
}

/** @param {ArrayBuffer} buffer */
function readColumns(buffer) {
  if (buffer.byteLength < 8 || text(buffer, 0, 4) !== "KKP2") throw new Error("not a KKP2 file");
  const length = new DataView(buffer).getUint32(4, true);
  const header = JSON.parse(text(buffer, 8, length));
  /** @type {Record<string, Uint8Array[]>} */
  const columns = {};
  let from = 8 + length;
  for (const [name, planes] of Object.entries(header.columns)) {
    const n = name === "code" ? header.placed : header.n;
    columns[name] = [];
    for (let plane = 0; plane < planes; plane++, from += n) {
      if (from + n > buffer.byteLength) throw new Error(`KKP2: ${header.n} entries are more than ${buffer.byteLength} bytes`);
      columns[name].push(new Uint8Array(buffer, from, n));
    }
  }
  if (from !== buffer.byteLength) throw new Error(`KKP2: ${header.n} entries do not fill ${buffer.byteLength} bytes`);
  return { header, columns };
}

/** @param {ArrayBuffer} buffer @param {number} from @param {number} length */
const text = (buffer, from, length) => new TextDecoder().decode(new Uint8Array(buffer, from, length));

/**
 * @template {Uint16Array | Uint32Array} T
 * @param {Uint8Array[]} planes lowest bytes first
 * @param {number} n
 * @param {new (n: number) => T} Kind
 * @returns {T}
 */
function joinPlanes(planes, n, Kind) {
  const joined = new Kind(n);
  const [p0, p1, p2, p3] = planes;
  if (planes.length === 1) joined.set(p0);
  else if (planes.length === 2) for (let i = 0; i < n; i++) joined[i] = p0[i] | (p1[i] << 8);
  else if (planes.length === 3) for (let i = 0; i < n; i++) joined[i] = p0[i] | (p1[i] << 8) | (p2[i] << 16);
  else for (let i = 0; i < n; i++) joined[i] = p0[i] | (p1[i] << 8) | (p2[i] << 16) | (p3[i] << 24);
  return joined;
}

/** Every second bit of 26, beginning with the lowest. @param {number} code @returns {number} 13 bits */
function gather(code) {
  let bits = code & 0x55555555;
  bits = (bits | (bits >> 1)) & 0x33333333;
  bits = (bits | (bits >> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >> 4)) & 0x00ff00ff;
  return (bits | (bits >> 8)) & 0x0000ffff;
}

/** Bits moved apart: the inverse of `gather`. @param {number} bits 13 of them @returns {number} */
function spread(bits) {
  let code = bits & 0x1fff;
  code = (code | (code << 8)) & 0x00ff00ff;
  code = (code | (code << 4)) & 0x0f0f0f0f;
  code = (code | (code << 2)) & 0x33333333;
  return (code | (code << 1)) & 0x55555555;
}

/**
 * The code of a place.
 * @param {number} x packed units
 * @param {number} y packed units
 */
export function codeOf(x, y) {
  const i = Math.floor(x / UNIT);
  const j = Math.floor(y / UNIT);
  return spread(i & 8191) + spread(j & 8191) * 2 + (spread(i >> 13) + spread(j >> 13) * 2) * HALF;
}

/** How many codes a square of `side` packed units holds. @param {number} side a power of two */
export const codesIn = (side) => (side / UNIT) ** 2;

/**
 * Which rows a filter leaves, as figures/points.py packs them: 1 or 0 per row, and rows by relevance.
 * @param {ArrayBuffer} buffer
 * @returns {{mask: Uint8Array, order: Uint32Array}}
 */
export function decodeRows(buffer) {
  if (buffer.byteLength < 12 || text(buffer, 0, 4) !== "KKM1") throw new Error("not a KKM1 file");
  const [n, k] = [new DataView(buffer).getUint32(4, true), new DataView(buffer).getUint32(8, true)];
  const bits = new Uint8Array(buffer, 12 + 4 * k);
  if (bits.length !== Math.ceil(n / 8)) throw new Error(`KKM1: ${n} entries do not fill ${bits.length} bytes`);
  const mask = new Uint8Array(n);
  for (let i = 0; i < n; i++) mask[i] = (bits[i >> 3] >> (i & 7)) & 1;
  return { mask, order: new Uint32Array(buffer.slice(12, 12 + 4 * k)) };
}

/** @param {number} x packed @returns {number} degrees east */
export const toLon = (x) => (x / SPAN) * 360 - 180;

/** @param {number} y packed @returns {number} degrees north */
export const toLat = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SPAN))) * 180) / Math.PI;

/** @param {number} lon degrees east @returns {number} packed */
export const toX = (lon) => ((lon + 180) / 360) * SPAN;

/** @param {number} lat degrees north @returns {number} packed */
export const toY = (lat) => (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * SPAN;

/** Packed units per screen pixel at a zoom level. @param {number} zoom */
export const unitsPerPixel = (zoom) => SPAN / (256 * 2 ** zoom);

/**
 * Points of demand, as figures/points.py packs them: "KKD1", n, then x, y (uint32), radius in tenths of a pixel and
 * step of the scale (uint8).
 * @param {ArrayBuffer} buffer
 */
export function decodeDots(buffer) {
  if (text(buffer, 0, 4) !== "KKD1") throw new Error("not a KKD1 file");
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
