// @ts-check
// The words of rows, fetched when somebody will read them: neighbours as one kept chunk, strangers by number.
import { readJson } from "./host.js";

const CHUNK = 500; // as ROWS_PER_CHUNK in kulturkarta/published.py
const DENSE = 4; // so many rows of one chunk are worth fetching all of it
const MOST = 200; // rows asked for by number at once
const MOST_KEPT = 50_000;

/** Row numbers as the server reads them: each as what it is more than the one before, in base 36. @param {number[]} rows ascending */
export const writeRows = (rows) => rows.map((row, i) => (i ? row - rows[i - 1] : row).toString(36)).join(".");

export class Words {
  /** @param {string} base @param {string} lang @param {number} n of all entries @param {(url: string) => Promise<string[][]>} [get] */
  constructor(base, lang, n, get = readJson) {
    this.base = base;
    this.lang = lang;
    this.n = n;
    this.get = get;
    /** @type {Map<number, Promise<string[][]>>} */
    this.chunks = new Map();
    /** @type {Map<number, Promise<string[]>>} */
    this.known = new Map();
    /** What has come. @type {Map<number, string[]>} */
    this.told = new Map();
    /** @type {Map<number, {resolve: (words: string[]) => void, reject: (why: unknown) => void}>} */
    this.wanted = new Map();
  }

  /** The words of a row if they have come. @param {number} row @returns {string[] | undefined} */
  peek(row) {
    return this.told.get(row);
  }

  /** @param {number} row @returns {Promise<string[]>} id, name, what and where */
  of(row) {
    const chunk = this.chunks.get(Math.floor(row / CHUNK));
    if (chunk) return chunk.then((rows) => rows[row % CHUNK]);
    const known = this.known.get(row);
    if (known) return known;
    const asked = new Promise((resolve, reject) => this.wanted.set(row, { resolve, reject }));
    asked.catch(() => this.known.delete(row));
    this.known.set(row, asked);
    if (this.wanted.size === 1) queueMicrotask(() => this.ask());
    return asked;
  }

  /** Fetches what was wanted in this turn. */
  ask() {
    /** @type {Map<number, number[]>} */
    const byChunk = new Map();
    for (const row of [...this.wanted.keys()].sort((a, b) => a - b)) {
      const chunk = Math.floor(row / CHUNK);
      byChunk.set(chunk, [...(byChunk.get(chunk) ?? []), row]);
    }
    const strangers = [];
    for (const [chunk, rows] of byChunk) {
      if (rows.length >= DENSE || this.n <= CHUNK) this.askChunk(chunk, rows);
      else strangers.push(...rows);
    }
    for (let i = 0; i < strangers.length; i += MOST) this.askRows(strangers.slice(i, i + MOST));
  }

  /** @param {number} chunk @param {number[]} rows */
  askChunk(chunk, rows) {
    const loading = this.get(`${this.base}rows?chunk=${chunk}&lang=${this.lang}`);
    this.chunks.set(chunk, loading);
    loading.then(
      (all) => all.forEach((words, i) => this.keep(chunk * CHUNK + i, words)),
      () => this.chunks.delete(chunk),
    );
    this.answer(rows, loading.then((all) => rows.map((row) => all[row % CHUNK])));
  }

  /** @param {number[]} rows */
  askRows(rows) {
    this.answer(rows, this.get(`${this.base}rows?rows=${writeRows(rows)}&lang=${this.lang}`));
  }

  /** @param {number} row @param {string[]} words */
  keep(row, words) {
    if (this.told.size >= MOST_KEPT) {
      for (const kept of [this.told, this.known, this.chunks]) kept.clear();
    }
    this.told.set(row, words);
  }

  /** @param {number[]} rows @param {Promise<string[][]>} answer */
  answer(rows, answer) {
    const asked = rows.map((row) => this.wanted.get(row));
    for (const row of rows) this.wanted.delete(row);
    answer.then(
      (words) =>
        asked.forEach((each, i) => {
          this.keep(rows[i], words[i]);
          each?.resolve(words[i]);
        }),
      (why) => asked.forEach((each) => each?.reject(why)),
    );
  }
}
