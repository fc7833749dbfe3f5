// @ts-check
// An area that a person draws: how it stands in an address, what lies inside, its outline. analysis/drawn_area.py
// describes the address and is the one that filters tables and files; the two agree to a few metres.

/** @typedef {{kind: "circle" | "box" | "ring", corners: [lon: number, lat: number][], km: number}} Area */

export const MAX_KM = 500;
export const MAX_CORNERS = 200;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PRECISION = 10000;
const EARTH_KM = 6371.0088;
const CIRCLE_CORNERS = 72;
const RADIAN = Math.PI / 180;

/** @param {string} text @returns {Area | null} null for what is no area */
export function parseArea(text) {
  if (text[0] === "p") return checked({ kind: "ring", corners: unpack(text.slice(1)), km: 0 }, 3);
  const numbers = text.slice(1).split(",").map(Number);
  if (!text.slice(1) || !numbers.every(Number.isFinite)) return null;
  if (text[0] === "c" && numbers.length === 3 && numbers[2] > 0 && numbers[2] <= MAX_KM) {
    return checked({ kind: "circle", corners: [[numbers[1], numbers[0]]], km: numbers[2] }, 1);
  }
  if (text[0] === "r" && numbers.length === 4 && numbers[0] < numbers[2] && numbers[1] < numbers[3]) {
    return checked({ kind: "box", corners: [[numbers[1], numbers[0]], [numbers[3], numbers[2]]], km: 0 }, 2);
  }
  return null;
}

/** @param {Area} area @param {number} least @returns {Area | null} */
function checked(area, least) {
  const { corners } = area;
  if (corners.length < least || corners.length > MAX_CORNERS) return null;
  return corners.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 85) ? area : null;
}

/** @param {Area | null} area @returns {string} "" for none */
export function formatArea(area) {
  if (!area) return "";
  if (area.kind === "ring") return `p${pack(area.corners)}`;
  const numbers = area.corners.flatMap(([lon, lat]) => [lat.toFixed(4), lon.toFixed(4)]);
  return area.kind === "circle" ? `c${[...numbers, String(area.km)].join(",")}` : `r${numbers.join(",")}`;
}

/** @param {[number, number][]} corners */
function pack(corners) {
  let letters = "";
  const last = [0, 0];
  for (const [lon, lat] of corners) {
    [lat, lon].forEach((degrees, axis) => {
      const here = Math.round(degrees * PRECISION);
      const step = here - last[axis];
      last[axis] = here;
      let value = step >= 0 ? step * 2 : -step * 2 - 1;
      for (; value >= 32; value = Math.floor(value / 32)) letters += LETTERS[(value % 32) + 32];
      letters += LETTERS[value];
    });
  }
  return letters;
}

/** @param {string} letters @returns {[number, number][]} none for letters that are no ring */
function unpack(letters) {
  const numbers = [];
  let value = 0;
  let weight = 1;
  for (const letter of letters) {
    const part = LETTERS.indexOf(letter);
    if (part < 0 || weight > 32 ** 6) return [];
    value += (part % 32) * weight;
    weight *= 32;
    if (part >= 32) continue;
    numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
    value = 0;
    weight = 1;
  }
  if (weight > 1 || numbers.length % 2) return [];
  /** @type {[number, number][]} */
  const corners = [];
  let [lat, lon] = [0, 0];
  for (let i = 0; i < numbers.length; i += 2) {
    lat += numbers[i];
    lon += numbers[i + 1];
    corners.push([lon / PRECISION, lat / PRECISION]);
  }
  return corners;
}

/**
 * Kilometres over the sphere. One degree of latitude is 111.195 km.
 * @param {number} lon1 @param {number} lat1 @param {number} lon2 @param {number} lat2
 */
export function distanceKm(lon1, lat1, lon2, lat2) {
  const up = Math.sin(((lat2 - lat1) * RADIAN) / 2) ** 2;
  const across = Math.cos(lat1 * RADIAN) * Math.cos(lat2 * RADIAN) * Math.sin(((lon2 - lon1) * RADIAN) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(up + across, 1)));
}

/**
 * Whether a point lies inside. A ring that crosses itself is inside where it winds an odd number of times.
 * @param {Area} area
 * @param {number} lon
 * @param {number} lat
 */
export function contains({ kind, corners, km }, lon, lat) {
  const [[west, south], [east, north] = [0, 0]] = corners;
  if (kind === "circle") return distanceKm(west, south, lon, lat) <= km;
  if (kind === "box") return lon >= west && lon <= east && lat >= south && lat <= north;
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [x1, y1] = corners[i];
    const [x2, y2] = corners[j];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** The corners of the outline, not closed. @param {Area} area @returns {[number, number][]} */
export function outline({ kind, corners, km }) {
  if (kind === "ring") return corners;
  const [[west, south], [east, north] = [0, 0]] = corners;
  if (kind === "box") return [[west, south], [east, south], [east, north], [west, north]];
  const angle = km / EARTH_KM;
  const lat0 = south * RADIAN;
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => {
    const bearing = (i / CIRCLE_CORNERS) * 2 * Math.PI;
    const lat = Math.asin(Math.sin(lat0) * Math.cos(angle) + Math.cos(lat0) * Math.sin(angle) * Math.cos(bearing));
    const turn = Math.sin(bearing) * Math.sin(angle) * Math.cos(lat0);
    const lon = west * RADIAN + Math.atan2(turn, Math.cos(angle) - Math.sin(lat0) * Math.sin(lat));
    return /** @type {[number, number]} */ ([lon / RADIAN, lat / RADIAN]);
  });
}

/**
 * The line with the corners that a hand drew and nobody would miss taken away (Douglas and Peucker 1973).
 * @param {[number, number][]} points
 * @param {number} tolerance the farthest that a dropped corner may lie from the line that is left
 * @param {number} [most] more corners than this are never left: the tolerance doubles until they fit
 * @returns {[number, number][]}
 */
export function simplify(points, tolerance, most = MAX_CORNERS) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [from, to] = /** @type {[number, number]} */ (spans.pop());
    let worst = tolerance;
    let at = 0;
    for (let i = from + 1; i < to; i++) {
      const off = distanceToSegment(points[i], points[from], points[to]);
      if (off > worst) [worst, at] = [off, i];
    }
    if (!at) continue;
    keep[at] = 1;
    spans.push([from, at], [at, to]);
  }
  const kept = points.filter((_, i) => keep[i]);
  return kept.length > most ? simplify(points, Math.max(tolerance, 0.5) * 2, most) : kept;
}

/** @param {[number, number]} p @param {[number, number]} a @param {[number, number]} b */
function distanceToSegment([x, y], [x1, y1], [x2, y2]) {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length ? Math.min(Math.max(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length, 0), 1) : 0;
  return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1));
}
