// @ts-check
// How a mark on the map looks and what it says: one entry, or a cluster with what it holds.
/* global L */
import { drawMark, drawRing, element } from "./dom.js";
import { APPROXIMATE, CLOSED, toLat, toLon } from "./points.js";

/**
 * @typedef {{label: string, color: string, shape: string}} Group entries that share colour, shape and word
 */

/**
 * The groups of looks, and which of them each look belongs to.
 * @param {{color: string, shape: string, plural: string}[]} looks
 * @returns {{groups: Group[], groupOfLook: Uint8Array}}
 */
export function groupLooks(looks) {
  /** @type {Group[]} */
  const groups = [];
  const groupOfLook = Uint8Array.from(looks, ({ color, shape, plural }) => {
    let at = groups.findIndex((group) => group.color === color);
    if (at < 0) at = groups.push({ label: plural, color, shape }) - 1;
    return at;
  });
  return { groups, groupOfLook };
}

/**
 * What a cluster holds, most first.
 * @param {{n: number, parts: number[]}} cluster
 * @param {Group[]} groups
 */
export function shares({ n, parts }, groups) {
  return groups
    .map((group, at) => ({ ...group, n: parts[at], share: parts[at] / n }))
    .filter((part) => part.n > 0)
    .sort((a, b) => b.n - a.n);
}

/**
 * The looks that are on the map, of whatever view of it.
 * @template Look
 * @param {{tally: import("./tally.js").Tally, strong: number[]}} marks
 * @param {Look[]} looks
 */
export function looksDrawn({ tally, strong }, looks) {
  const counts = tally.countLooks([[0, tally.points.placed]], looks.length);
  for (const row of strong) counts[tally.points.lookOf(row)] += 1;
  return looks.filter((_, at) => counts[at]);
}

const MOST_KINDS = 5;

/**
 * The kinds a cluster holds, most first: "Bibliotek 3 · Museum 2 · … 4". Counted when asked for, in one pass.
 * @param {import("./tally.js").Tally} tally
 * @param {import("./cluster.js").Cluster} cluster
 * @param {{looks: {kind: string}[], locale: string}} config
 */
export function describeKinds(tally, cluster, { looks, locale }) {
  const counts = tally.countLooks(cluster.runs, looks.length);
  const format = new Intl.NumberFormat(locale);
  const found = looks.map(({ kind }, at) => ({ kind, n: counts[at] })).filter(({ n }) => n).sort((a, b) => b.n - a.n);
  const rest = found.slice(MOST_KINDS).reduce((sum, { n }) => sum + n, 0);
  const said = found.slice(0, MOST_KINDS).map(({ kind, n }) => `${kind} ${format.format(n)}`);
  return [...said, ...(rest ? [`… ${format.format(rest)}`] : [])].join(" · ");
}

/** A number as it fits into a mark: 1234 -> "1,2k" in Swedish, whole up to 9999. @param {number} n @param {string} locale */
export function shortNumber(n, locale) {
  if (n < 10_000) return String(n);
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(n);
}

/**
 * @param {import("./cluster.js").Cluster} cluster
 * @param {Group[]} groups
 * @param {string} locale
 */
export function drawPile(cluster, groups, locale) {
  const px = Math.round(Math.min(56, 34 + 5 * Math.log10(cluster.n) * 2));
  const face = element("span", { class: "kk-pile" }, drawRing(shares(cluster, groups), px));
  face.append(element("span", { class: "kk-number" }, shortNumber(cluster.n, locale)));
  const hollow = cluster.sharp === 0;
  return { icon: makeIcon(face, px, ["kk-cluster", hollow && "kk-rough"]), at: [toLat(cluster.y), toLon(cluster.x)] };
}

/**
 * @param {import("./points.js").Points} points
 * @param {any[]} looks
 * @param {number} row
 * @param {number | null | undefined} rank number of an entry that stands out; undefined for all others
 */
export function drawSingle(points, looks, row, rank) {
  const px = rank === undefined ? 34 : 40;
  const flags = points.flagsOf(row);
  const hollow = !!(flags & APPROXIMATE);
  const mark = drawMark(looks[points.lookOf(row)], { hollow, faded: !!(flags & CLOSED), size: px });
  const ranked = rank ? [mark, element("span", { class: "kk-rank" }, String(rank))] : [mark];
  const face = element("span", { class: "kk-pile" }, ...ranked);
  const icon = makeIcon(face, px, ["kk-marker", hollow && "kk-rough", rank !== undefined && "kk-strong"]);
  return { icon, at: [toLat(points.yOf(row)), toLon(points.xOf(row))] };
}

/** @param {HTMLElement} face @param {number} px @param {(string | false)[]} classes */
function makeIcon(face, px, classes) {
  return L.divIcon({ html: face, className: ["kk-pin", ...classes.filter(Boolean)].join(" "), iconSize: [px, px] });
}
