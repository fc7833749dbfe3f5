// @ts-check
// What lies under the marks beside areas and dots: catchments, ties between places, numbered sites.
/* global L */
import { element } from "./dom.js";

/**
 * @typedef {{lon: number, lat: number, radius_m: number, label: string}} Circle
 * @typedef {{from: [number, number], to: [number, number], label: string, style: string}} Line lon, lat
 * @typedef {{lon: number, lat: number, name: string, style: string}} Site
 */

/** What a site shows when it has no number. @type {Record<string, string>} */
const SIGNS = { scenario_add: "+", scenario_close: "×", centre: "" };

export class ShapeLayer {
  /** @param {any} map @param {HTMLElement} stage */
  constructor(map, stage) {
    map.createPane("kk-shapes").style.zIndex = "350";
    this.drawing = L.svg({ pane: "kk-shapes" });
    this.shapes = L.layerGroup().addTo(map);
    this.sites = L.layerGroup().addTo(map);
    // Lines and circles in words, for those who don't see them.
    this.words = element("ul", { class: "kk-unseen" });
    stage.append(this.words);
  }

  /** @param {{circles: Circle[], lines: Line[], sites: Site[], legend: Record<string, string>}} overlay */
  show({ circles, lines, sites, legend }) {
    this.shapes.clearLayers();
    this.sites.clearLayers();
    for (const circle of circles) this.addCircle(circle);
    for (const line of lines) this.addLine(line);
    let number = 0;
    for (const site of sites) this.addSite(site, site.style === "proposed" ? ++number : 0, legend[site.style] ?? "");
    const told = [...circles, ...lines].map(({ label }) => label).filter(Boolean);
    this.words.replaceChildren(...told.map((text) => element("li", {}, text)));
    this.words.hidden = told.length === 0;
  }

  /** @param {Circle} circle */
  addCircle({ lon, lat, radius_m, label }) {
    const options = { ...this.options("kk-circle", label), radius: radius_m, weight: 1.5 };
    this.add(L.circle([lat, lon], options), label);
  }

  /** @param {Line} line */
  addLine({ from, to, label, style }) {
    const ends = [from, to].map(([lon, lat]) => [lat, lon]);
    this.add(L.polyline(ends, { ...this.options(`kk-line kk-line-${style}`, label), weight: 2.5 }), label);
  }

  /** @param {string} className @param {string} label */
  options(className, label) {
    return { renderer: this.drawing, pane: "kk-shapes", className, interactive: !!label, bubblingMouseEvents: true };
  }

  /** @param {any} shape @param {string} label */
  add(shape, label) {
    if (label) shape.bindTooltip(element("span", {}, label), { sticky: true, className: "kk-tip", opacity: 1 });
    this.shapes.addLayer(shape);
    shape.getElement()?.setAttribute("aria-hidden", "true");
  }

  /** @param {Site} site @param {number} number 0 for none @param {string} word what such a site is called */
  addSite({ lon, lat, name, style }, number, word) {
    const sign = number ? String(number) : SIGNS[style];
    const icon = L.divIcon({
      html: element("span", {}, sign),
      className: `kk-site kk-site-${style}`,
      iconSize: [26, 26],
    });
    const marker = L.marker([lat, lon], { icon, keyboard: false, zIndexOffset: 5000, bubblingMouseEvents: false });
    const said = number ? `${number}. ${name}` : [word, name].filter(Boolean).join(": ");
    marker.bindTooltip(element("span", {}, said), { direction: "top", className: "kk-tip", opacity: 1 });
    this.sites.addLayer(marker);
    const pin = marker.getElement();
    pin?.setAttribute("role", "img");
    pin?.setAttribute("aria-label", said);
  }
}

/**
 * The lines of a legend that explain the shapes which are there.
 * @param {{circles: Circle[], lines: Line[], sites: Site[], legend: Record<string, string>}} overlay
 * @returns {HTMLElement[]}
 */
export function describeShapes({ circles, lines, sites, legend }) {
  const told = [];
  for (const style of new Set(sites.map((site) => site.style))) {
    const sign = style === "proposed" ? "1" : SIGNS[style];
    told.push([style, element("span", { class: `kk-site kk-site-small kk-site-${style}` }, sign)]);
  }
  for (const style of new Set(lines.map((line) => line.style))) {
    told.push([style, element("span", { class: `kk-swatch-line kk-line-${style}` })]);
  }
  if (circles.length) told.push(["circle", element("span", { class: "kk-swatch-circle" })]);
  return told
    .filter(([style]) => legend[/** @type {string} */ (style)])
    .map(([style, sign]) => element("p", {}, sign, element("span", {}, legend[/** @type {string} */ (style)])));
}
