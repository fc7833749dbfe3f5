// @ts-check
// The legend: what the marks mean, then what the overlay means. It is always in sight.
/* global L */
import { drawMark, element } from "./dom.js";
import { describeScale } from "./overlay.js";

/** @param {any} map @param {string} label @returns {HTMLElement} an empty legend on the map */
export function addLegend(map, label) {
  const legend = element("div", { class: "kk-legend", role: "group", "aria-label": label });
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => legend;
  control.addTo(map);
  return legend;
}

/**
 * @param {HTMLElement} legend
 * @param {{texts: Record<string, string>, looks: any[]}} config
 * @param {import("./overlay.js").Overlay | null} overlay
 */
export function fillLegend(legend, { texts, looks }, overlay) {
  const seen = new Map(looks.map((look) => [look.color, look]));
  const lines = [...seen.values()].map((look) => line(drawMark({ ...look, path: "" }, { size: 18 }), look.singular));
  const [look] = looks;
  if (look) lines.push(line(drawMark({ ...look, path: "" }, { size: 18, hollow: true }), texts.approximate));
  if (overlay) lines.push(...describeScale(overlay));
  legend.replaceChildren(...lines);
}

/** @param {Node} mark @param {string} text */
const line = (mark, text) => element("p", {}, mark, element("span", {}, text));
