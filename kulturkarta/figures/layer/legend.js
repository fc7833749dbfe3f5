// @ts-check
// The legend: what the marks mean, then what the overlay means. On a wide map it is always in sight; on a narrow one,
// where it would hide a good part of the ground, it is folded to a button until somebody wants it.
/* global L */
import { drawMark, element } from "./dom.js";
import { describeScale } from "./overlay.js";

const KEPT = "kulturkarta-legend"; // how a reader left it, as long as the window lives

/**
 * @param {any} map
 * @param {{texts: Record<string, string>, legend_open: boolean}} config
 * @returns {HTMLElement} the part of the legend, empty, that holds its lines
 */
export function addLegend(map, { texts, legend_open }) {
  const lines = element("div", { class: "kk-legend-lines", id: `kk-legend-${L.stamp(map)}` });
  const fold = element("button", { type: "button", class: "kk-fold", "aria-controls": lines.id }, texts.legend);
  const legend = element("div", { class: "kk-legend", role: "group", "aria-label": texts.legend }, fold, lines);
  const show = (/** @type {boolean} */ isOpen) => fold.setAttribute("aria-expanded", String(isOpen));
  show(recall() ?? legend_open);
  fold.addEventListener("click", () => {
    const isOpen = fold.getAttribute("aria-expanded") !== "true";
    show(isOpen);
    keep(isOpen);
  });
  // A press on the legend is not meant for the ground behind it.
  L.DomEvent.disableClickPropagation(legend);
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => legend;
  control.addTo(map);
  return lines;
}

/**
 * @param {HTMLElement} lines as `addLegend` gave it
 * @param {{texts: Record<string, string>, looks: any[]}} config
 * @param {import("./overlay.js").Overlay | null} overlay
 * @param {any[]} drawn the looks that are on the map; where none is, all are explained
 */
export function fillLegend(lines, { texts, looks }, overlay, drawn) {
  const explained = drawn.length ? drawn : looks;
  const seen = new Map(explained.map((look) => [look.color, look]));
  const filled = [...seen.values()].map((look) => line(drawMark({ ...look, path: "" }, { size: 18 }), look.singular));
  const [look] = explained;
  if (look) filled.push(line(drawMark({ ...look, path: "" }, { size: 18, hollow: true }), texts.approximate));
  if (overlay) filled.push(...describeScale(overlay));
  lines.replaceChildren(...filled);
}

/** @param {Node} mark @param {string} text */
const line = (mark, text) => element("p", {}, mark, element("span", {}, text));

/** @returns {boolean | null} null when nobody has touched it, or the browser keeps nothing */
function recall() {
  try {
    const kept = sessionStorage.getItem(KEPT);
    return kept === null ? null : kept === "open";
  } catch {
    return null;
  }
}

/** @param {boolean} isOpen */
function keep(isOpen) {
  try {
    sessionStorage.setItem(KEPT, isOpen ? "open" : "folded");
  } catch {
    // it folds all the same
  }
}
