// @ts-check
// Running sums along the Morton curve of what a filter leaves: how many of which group, and where on average. With
// them a square of any size is counted by two looks, so that clusters cost the same at 500 entries and at 1,000,000.
import { APPROXIMATE, codeOf, codesIn } from "./points.js";

const BLOCK = 16; // a sum is kept every so many places: a sixteenth of the memory, and at most 15 steps to a sum
const FEW = 32; // so few entries are looked at one by one
const WORLD = 2 ** 32;

/** @typedef {[from: number, to: number]} Run part of the way along the curve, `to` not included */
/** @typedef {{parts: number[], x: number, y: number, sharp: number}} Sum entries per group, sums of their places, exact ones */

export class Tally {
  /**
   * @param {import("./points.js").Points} points
   * @param {Uint8Array} groupOfLook which of the groups each look belongs to
   * @param {number} nGroups
   */
  constructor(points, groupOfLook, nGroups) {
    this.points = points;
    this.groupOfLook = groupOfLook;
    this.nGroups = nGroups;
    const blocks = Math.ceil(points.placed / BLOCK) + 1;
    this.counts = new Uint32Array(blocks * nGroups);
    this.sharp = new Uint32Array(blocks);
    this.sumX = new Float64Array(blocks);
    this.sumY = new Float64Array(blocks);
    /** What the filter leaves, in the order of the map. */
    this.live = new Uint8Array(points.placed);
  }

  /** Counts anew. @param {Uint8Array | null} mask by row, null for all */
  count(mask) {
    const { placed, order, mapX, mapY, mapLook, mapFlags } = this.points;
    const { live, sumX, sumY, sharp, counts, groupOfLook, nGroups } = this;
    if (mask) for (let i = 0; i < placed; i++) live[i] = mask[order[i]];
    else live.fill(1);
    const parts = new Uint32Array(nGroups);
    let [x, y, exact] = [0, 0, 0];
    for (let i = 0; i < placed; i++) {
      if (i % BLOCK === 0) {
        const block = i / BLOCK;
        sumX[block] = x;
        sumY[block] = y;
        sharp[block] = exact;
        for (let g = 0; g < nGroups; g++) counts[block * nGroups + g] = parts[g];
      }
      if (live[i] === 0) continue;
      x += mapX[i];
      y += mapY[i];
      exact += mapFlags[i] & APPROXIMATE ? 0 : 1;
      parts[groupOfLook[mapLook[i]]] += 1;
    }
  }

  /** Everything before a place on the way. @param {number} to @returns {Sum} */
  sumTo(to) {
    const { mapX, mapY, mapLook, mapFlags, placed } = this.points;
    const { live, counts, nGroups, groupOfLook } = this;
    const block = Math.min(Math.floor(to / BLOCK), Math.ceil(placed / BLOCK) - 1);
    if (block < 0) return { parts: new Array(nGroups).fill(0), x: 0, y: 0, sharp: 0 };
    const parts = [...counts.subarray(block * nGroups, (block + 1) * nGroups)];
    let [x, y, sharp] = [this.sumX[block], this.sumY[block], this.sharp[block]];
    for (let i = block * BLOCK; i < to; i++) {
      if (live[i] === 0) continue;
      x += mapX[i];
      y += mapY[i];
      sharp += mapFlags[i] & APPROXIMATE ? 0 : 1;
      parts[groupOfLook[mapLook[i]]] += 1;
    }
    return { parts, x, y, sharp };
  }

  /** @param {Run} run @returns {Sum} */
  sum([from, to]) {
    const [before, all] = [this.sumTo(from), this.sumTo(to)];
    const parts = all.parts.map((part, group) => part - before.parts[group]);
    return { parts, x: all.x - before.x, y: all.y - before.y, sharp: all.sharp - before.sharp };
  }

  /**
   * Where on the way the first code not below `code` is.
   * @param {number} code
   * @param {number} [from]
   * @param {number} [to]
   */
  find(code, from = 0, to = this.points.placed) {
    const { codes } = this.points;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (codes[middle] < code) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /**
   * The run of a square; its corner must be a multiple of its side, and that a power of two.
   * @param {number} x
   * @param {number} y
   * @param {number} side
   * @returns {Run}
   */
  run(x, y, side) {
    const code = codeOf(x, y);
    const from = this.find(code);
    return [from, this.find(code + codesIn(side), from)];
  }

  /** Rows of a run that the filter leaves, in the order of the map. @param {Run} run @param {number} [most] */
  rowsOf([from, to], most = Infinity) {
    const { order } = this.points;
    const rows = [];
    for (let i = from; i < to && rows.length < most; i++) if (this.live[i]) rows.push(order[i]);
    return rows;
  }

  /** How many entries of each look some runs hold, of those the filter leaves. @param {Run[]} runs @param {number} n */
  countLooks(runs, n) {
    const counts = new Uint32Array(n);
    const { mapLook } = this.points;
    for (const [from, to] of runs) for (let i = from; i < to; i++) counts[mapLook[i]] += this.live[i];
    return counts;
  }

  /** The box, in packed units, around what the filter leaves of some runs. @param {Run[]} runs */
  boxOf(runs) {
    const { mapX, mapY } = this.points;
    const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
    for (const [from, to] of runs) {
      for (let i = from; i < to; i++) {
        if (this.live[i] === 0) continue;
        if (mapX[i] < box.west) box.west = mapX[i];
        if (mapX[i] > box.east) box.east = mapX[i];
        if (mapY[i] < box.north) box.north = mapY[i];
        if (mapY[i] > box.south) box.south = mapY[i];
      }
    }
    return box;
  }

  /**
   * How many entries lie in a box, borders included: whole squares by their sums, only those at the border one by one.
   * @param {{west: number, east: number, north: number, south: number}} box
   */
  countBox(box) {
    const { mapX, mapY, placed } = this.points;
    const { live } = this;
    let n = 0;
    /** @param {number} left @param {number} top @param {number} side @param {number} from @param {number} to */
    const descend = (left, top, side, from, to) => {
      const [right, bottom] = [left + side, top + side];
      if (from === to || left > box.east || top > box.south || right <= box.west || bottom <= box.north) return;
      if (left >= box.west && top >= box.north && right <= box.east && bottom <= box.south) {
        n += this.sum([from, to]).parts.reduce((all, part) => all + part, 0);
      } else if (to - from <= FEW || codesIn(side) === 1) {
        for (let i = from; i < to; i++) {
          const inside = mapX[i] >= box.west && mapX[i] <= box.east && mapY[i] >= box.north && mapY[i] <= box.south;
          if (inside) n += live[i];
        }
      } else {
        const half = side / 2;
        const code = codeOf(left, top);
        const quarter = codesIn(half);
        let start = from;
        for (let k = 0; k < 4; k++) {
          const end = k === 3 ? to : this.find(code + (k + 1) * quarter, start, to);
          descend(left + (k & 1) * half, top + (k >> 1) * half, half, start, end);
          start = end;
        }
      }
    };
    descend(0, 0, WORLD, 0, placed);
    return n;
  }
}
