// @ts-check
// What lies under the marks: municipalities filled by a measure, and points of demand by class.
/* global L */
import { element } from "./dom.js";
import { decodeDots, toLat, toLon } from "./points.js";
import { ShapeLayer, describeShapes } from "./shapes.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {{fill: number | null, hatched: boolean}} Area fill: step of the scale
 * @typedef {{areas: Record<string, Area>, dots: string, title: string, steps: string[], hatched: string,
 *   circles: import("./shapes.js").Circle[], lines: import("./shapes.js").Line[], sites: import("./shapes.js").Site[],
 *   legend: Record<string, string>, emphasis: [row: number, rank: number | null][]}} Overlay
 */

/** @type {Overlay} */
const NOTHING = {
  areas: {},
  dots: "",
  title: "",
  steps: [],
  hatched: "",
  circles: [],
  lines: [],
  sites: [],
  legend: {},
  emphasis: [],
};

export class OverlayLayer {
  /**
   * @param {any} map
   * @param {any} ground the L.geoJSON of land.js
   * @param {string} base address of the data
   * @param {HTMLElement} stage
   */
  constructor(map, ground, base, stage) {
    this.map = map;
    this.ground = ground;
    this.base = base;
    map.createPane("kk-dots").style.zIndex = "300";
    this.canvas = L.canvas({ pane: "kk-dots" });
    this.dots = L.layerGroup().addTo(map);
    this.shapes = new ShapeLayer(map, stage);
    this.wanted = "";
  }

  /** @param {Overlay | null} overlay */
  show(overlay) {
    const { areas, dots, ...shapes } = overlay ?? NOTHING;
    this.fillAreas(areas);
    this.showDots(dots);
    this.shapes.show(shapes);
  }

  /** @param {Record<string, Area>} areas */
  fillAreas(areas) {
    this.ground.eachLayer((/** @type {any} */ layer) => {
      const path = layer.getElement();
      if (!path) return;
      const area = areas[layer.feature.properties.code];
      path.classList.toggle("kk-measured", !!area);
      path.style.fill = area ? (area.hatched ? `url(#${hatch(path)})` : area.fill === null ? "none" : `var(--scale-${area.fill})`) : "";
    });
  }

  /** @param {string} address of the dots, "" for none */
  async showDots(address) {
    if (address === this.wanted) return;
    this.wanted = address;
    this.dots.clearLayers();
    if (!address) return;
    const answer = await fetch(this.base + address);
    if (!answer.ok || this.wanted !== address) return;
    const { n, x, y, radius, step } = decodeDots(await answer.arrayBuffer());
    const style = getComputedStyle(document.documentElement);
    const colors = [0, 1, 2, 3, 4].map((i) => style.getPropertyValue(`--scale-${i}`).trim());
    const edge = style.getPropertyValue("--border").trim();
    for (let i = 0; i < n; i++) {
      const dot = L.circleMarker([toLat(y[i]), toLon(x[i])], {
        renderer: this.canvas,
        pane: "kk-dots",
        interactive: false,
        radius: radius[i] / 10,
        fillColor: colors[step[i]],
        fillOpacity: 0.9,
        color: edge,
        weight: 0.5,
      });
      this.dots.addLayer(dot);
    }
  }
}

/** The name of the hatching in the drawing of `path`, made when first needed. @param {SVGElement} path */
function hatch(path) {
  const drawing = /** @type {SVGSVGElement} */ (path.ownerSVGElement);
  if (!drawing.querySelector("#kk-hatch")) {
    const pattern = document.createElementNS(SVG, "pattern");
    const attributes = { id: "kk-hatch", width: "8", height: "8", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
    const line = document.createElementNS(SVG, "rect");
    line.setAttribute("width", "2.5");
    line.setAttribute("height", "8");
    line.classList.add("kk-hatching");
    pattern.append(line);
    drawing.prepend(pattern);
  }
  return "kk-hatch";
}

/**
 * The lines of a legend that explain an overlay.
 * @param {Overlay} overlay
 * @returns {HTMLElement[]}
 */
export function describeScale(overlay) {
  const lines = overlay.title ? [element("p", { class: "kk-scale-title" }, overlay.title)] : [];
  overlay.steps.forEach((text, step) => {
    const swatch = element("span", { class: "kk-swatch", style: `background:var(--scale-${step})` });
    lines.push(element("p", {}, swatch, element("span", {}, text)));
  });
  lines.push(...describeShapes(overlay));
  if (overlay.hatched) {
    lines.push(element("p", {}, element("span", { class: "kk-swatch kk-swatch-hatched" }), element("span", {}, overlay.hatched)));
  }
  return lines;
}
