// @ts-check
// The map as a picture for paper and slides: title, what it shows, the map as seen, scale, sources and date.
import { Markup, node, round, wrap } from "./svg.js";

const MARGIN = 24;
const TITLE_PX = 22;
const TEXT_PX = 14;
const SMALL_PX = 11.5;
const BOLD_SHARE = 0.68; // see wrap
const FONT = "'Source Sans', 'Source Sans Pro', system-ui, sans-serif";
const EQUATOR_M = 40075016.686;

/**
 * @typedef {{kind: "shape", tag: string, attributes: Record<string, string | number | null>}} Shape
 * @typedef {{kind: "text", x: number, y: number, text: string, width: number, size: number, weight: string,
 *   fill: string, anchor: string, halo: string | null, opacity: number}} Label `y` is the base line; `width` is kept in
 *   whatever face the reader has
 * @typedef {{kind: "image", x: number, y: number, width: number, height: number, href: string}} Image
 * @typedef {Shape | Label | Image} Item everything in pixels from the map's upper left corner, in order of drawing
 *
 * @typedef {{width: number, height: number, items: Item[],
 *   legend: {items: Item[], width: number, height: number} | null, zoom: number, lat: number, title: string, finding: string,
 *   notes: string[], locale: string,
 *   colors: {panel: string, text: string, muted: string, line: string, water: string}}} Scene
 */

/**
 * The whole picture. Needs nothing from anywhere: what it draws is in it.
 * @param {Scene} scene
 * @returns {{svg: string, width: number, height: number}}
 */
export function drawPicture(scene) {
  const { colors } = scene;
  const width = scene.width + 2 * MARGIN;
  const titles = wrap(scene.title, scene.width, TITLE_PX, BOLD_SHARE);
  const findings = wrap(scene.finding, scene.width, TEXT_PX);
  const notes = scene.notes.flatMap((note) => wrap(note, scene.width, SMALL_PX));
  /** @type {Markup[]} */
  const parts = [];
  let y = MARGIN;
  for (const line of titles) parts.push(words(line, MARGIN, (y += TITLE_PX * 1.25) - 6, TITLE_PX, colors.text, "600"));
  for (const line of findings) parts.push(words(line, MARGIN, (y += TEXT_PX * 1.4), TEXT_PX, colors.text));
  const top = y + 14;
  parts.push(drawMap(scene, top));
  y = top + scene.height + 6;
  if (scene.legend) {
    const { items, height } = scene.legend;
    parts.push(node("g", { transform: `translate(${MARGIN} ${round(y + 2)})` }, ...items.map(drawItem)));
    y += height + 6;
  }
  for (const line of notes) parts.push(words(line, MARGIN, (y += SMALL_PX * 1.45), SMALL_PX, colors.muted));
  const height = Math.ceil(y + MARGIN);
  const svg = node(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      "xmlns:xlink": "http://www.w3.org/1999/xlink",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      "font-family": FONT,
      role: "img",
    },
    node("title", {}, scene.title),
    node("desc", {}, scene.finding),
    node("rect", { width, height, fill: colors.panel }),
    ...parts,
  );
  return { svg: svg.text, width, height };
}

/** @param {Scene} scene @param {number} top */
function drawMap(scene, top) {
  const { width, height, colors } = scene;
  const frame = node("rect", { width, height, rx: 6 });
  const hatch = node(
    "pattern",
    { id: "hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    node("rect", { width: 2.5, height: 8, fill: colors.muted, opacity: 0.55 }),
  );
  return node(
    "g",
    { transform: `translate(${MARGIN} ${round(top)})` },
    node("defs", {}, node("clipPath", { id: "frame" }, frame), hatch),
    node(
      "g",
      { "clip-path": "url(#frame)" },
      node("rect", { width, height, fill: colors.water }),
      ...scene.items.map(drawItem),
      drawScale(scene),
    ),
    node("rect", { width, height, rx: 6, fill: "none", stroke: colors.line }),
  );
}

/** @param {Item} item */
function drawItem(item) {
  if (item.kind === "shape") return node(item.tag, item.attributes);
  if (item.kind === "image") {
    const { x, y, width, height, href } = item;
    return node("image", { x, y, width, height, href, "xlink:href": href, preserveAspectRatio: "none" });
  }
  const { halo } = item;
  return node(
    "text",
    {
      x: item.x,
      y: item.y,
      textLength: item.width,
      lengthAdjust: "spacingAndGlyphs",
      "font-size": item.size,
      "font-weight": item.weight,
      fill: item.fill,
      "text-anchor": item.anchor === "start" ? null : item.anchor,
      opacity: item.opacity === 1 ? null : item.opacity,
      ...(halo ? { stroke: halo, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" } : {}),
    },
    item.text,
  );
}

/** @param {Scene} scene the scale in the lower right corner, over the attribution */
function drawScale({ width, height, zoom, lat, locale, colors }) {
  const { px, label } = measureScale(zoom, lat, locale);
  const x = width - 16 - px;
  const y = height - 34;
  return node(
    "g",
    {},
    node("rect", { x: x - 8, y: y - 18, width: px + 16, height: 28, rx: 4, fill: colors.panel, opacity: 0.85 }),
    node("path", { d: `M${round(x)} ${y - 4}v6h${round(px)}v-6`, fill: "none", stroke: colors.text, "stroke-width": 1.5 }),
    words(label, x + px / 2, y - 6, SMALL_PX, colors.text, "400", "middle"),
  );
}

/**
 * The longest of 1, 2, 5, 10, … m or km that `most` pixels hold at this latitude, and how long it is on the map.
 * At the equator a pixel is 40075 km / 256 / 2**zoom.
 * @param {number} zoom @param {number} lat @param {string} locale @param {number} [most]
 */
export function measureScale(zoom, lat, locale, most = 120) {
  const metresPerPixel = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);
  const longest = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = ([5, 2].find((factor) => factor * power <= longest) ?? 1) * power;
  const format = new Intl.NumberFormat(locale);
  const label = metres >= 1000 ? `${format.format(metres / 1000)} km` : `${format.format(metres)} m`;
  return { metres, px: metres / metresPerPixel, label };
}

/**
 * @param {string} text @param {number} x @param {number} y @param {number} size @param {string} fill
 * @param {string} [weight] @param {string} [anchor]
 */
function words(text, x, y, size, fill, weight = "400", anchor = "start") {
  return node(
    "text",
    { x, y, "font-size": size, "font-weight": weight, fill, "text-anchor": anchor === "start" ? null : anchor },
    text,
  );
}
