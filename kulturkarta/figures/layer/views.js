// @ts-check
// Three views of the same entries: each as a mark, municipalities filled by a measure, density in hexagons.
/* global L */
import { element } from "./dom.js";
import { cornersOf, countInHexagons, countSteps, keyAt, middleOf, stepOf } from "./hexagons.js";
import { distanceKm } from "./area.js";
import { POSITIONED, toLat, toLon } from "./points.js";
import { button } from "./toolbar.js";

/**
 * @typedef {"poster" | "kommuner" | "tathet"} View
 * @typedef {{title: string, steps: {step: number, text: string, codes: string[]}[], unknown: {text: string, codes: string[]},
 *   values: Record<string, string>}} Choropleth `values`: what to write at a municipality, by its name
 */

/** @type {View[]} */
const VIEWS = ["poster", "kommuner", "tathet"];
const MARGIN_PX = 60;

export class Views {
  /** @param {import("./toolbar.js").Toolbar} toolbar */
  constructor(toolbar) {
    this.toolbar = toolbar;
    this.layer = toolbar.layer;
    const { map } = this.layer;
    map.createPane("kk-hexagons").style.zIndex = "320";
    this.drawing = L.svg({ pane: "kk-hexagons" });
    this.hexagons = L.layerGroup().addTo(map);
    /** @type {number | null} the step of the legend that is pressed */
    this.pressed = null;
    /** @type {import("./hexagons.js").Hexagons | null} */
    this.counted = null;
    /** What was counted: which entries, at which zoom. @type {{mask: Uint8Array | null, zoom: number}} */
    this.counted_of = { mask: null, zoom: NaN };
    const { texts } = toolbar.given;
    this.group = element("div", { class: "kk-switch", role: "group", "aria-label": texts.views });
    for (const view of VIEWS) {
      this.group.append(button(texts[`view_${view}`], () => this.choose(view), { "data-view": view }));
    }
    toolbar.bar.append(this.group);
    this.measures = element("label", { class: "kk-measure", hidden: "" }, element("span", {}, texts.measure));
    this.select = /** @type {HTMLSelectElement} */ (element("select", {}));
    this.select.addEventListener("change", () => toolbar.steer({ matt: this.select.value }));
    this.layer.on("state", () => this.letGo());
    this.measures.append(this.select);
    toolbar.bar.after(this.measures);
  }

  /** @returns {View} */
  get view() {
    return this.toolbar.given.view;
  }

  /** No step of the legend is pressed any more. */
  letGo() {
    if (this.pressed === null) return;
    this.pressed = null;
    this.dimOthers(null);
    this.toolbar.narrow("step", null);
  }

  /** @param {View} view */
  choose(view) {
    this.letGo();
    this.toolbar.steer({ visa: view === "poster" ? "" : view });
  }

  /** The whole view anew: other rows, another view or measure. */
  show() {
    const { view } = this;
    const { measures, measure } = this.toolbar.given;
    const container = this.layer.map.getContainer();
    container.classList.toggle("kk-without-marks", view !== "poster");
    for (const each of this.group.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each.dataset.view === view));
    }
    this.measures.hidden = view !== "kommuner";
    if (view === "kommuner") {
      this.select.replaceChildren(...measures.map(([key, label]) => element("option", { value: key }, label)));
      this.select.value = measure;
    }
    this.showValues();
    this.move();
  }

  /** The view of the map moved, or all is drawn anew. */
  move() {
    const { view, layer } = this;
    if (view === "tathet") this.drawHexagons();
    else this.hexagons.clearLayers();
    layer.legend.classList.toggle("kk-legend-of-view", view !== "poster");
    const lines = view === "kommuner" ? this.explainAreas() : view === "tathet" ? this.explainHexagons() : [];
    const block = element("div", { class: "kk-view-legend" }, ...lines);
    const old = layer.legend.querySelector(".kk-view-legend");
    // A button that is being pressed must not be put aside for one that says the same.
    if (old?.innerHTML === block.innerHTML) return;
    old?.remove();
    if (lines.length) layer.legend.append(block);
  }

  /** Writes the value of each municipality under its name. */
  showValues() {
    this.layer.labels.say((this.view === "kommuner" && this.toolbar.given.choropleth?.values) || {});
  }

  explainAreas() {
    const { choropleth } = this.toolbar.given;
    if (!choropleth) return [];
    const lines = choropleth.steps.map(({ step, text, codes }) =>
      this.stepButton(step, text, () => this.pickAreas(codes), () => this.pickAreas(null)),
    );
    const { text, codes } = choropleth.unknown;
    if (codes.length) lines.push(line(element("span", { class: "kk-swatch kk-swatch-hatched" }), text));
    return [element("p", { class: "kk-scale-title" }, choropleth.title), ...lines];
  }

  /** Points out municipalities, and lists their entries alone. @param {string[] | null} codes null for all */
  pickAreas(codes) {
    const { municipality, municipalities } = this.layer.points;
    const test = (/** @type {number} */ row) => !!codes?.includes(municipalities[municipality[row]]);
    this.dimOthers(codes);
    this.toolbar.narrow("step", codes && { test, label: this.toolbar.given.texts.step_only });
  }

  /** @param {string[] | null} codes */
  dimOthers(codes) {
    this.layer.overlay.ground.eachLayer((/** @type {any} */ area) => {
      const { code, inside } = area.feature.properties;
      area.getElement()?.classList.toggle("kk-dimmed", !!codes && inside && !codes.includes(code));
    });
  }

  drawHexagons() {
    const { layer } = this;
    const { map, points } = layer;
    const zoom = Math.floor(map.getZoom());
    const { counted_of } = this;
    if (!this.counted || counted_of.zoom !== zoom || counted_of.mask !== layer.mask) {
      this.counted = countInHexagons(points, layer.marks.tally.live, zoom);
      this.counted_of = { mask: layer.mask, zoom };
      this.letGo();
    }
    const { size, counts, most } = this.counted;
    const steps = countSteps(most);
    const { unit, ...box } = layer.marks.box;
    const margin = MARGIN_PX * unit;
    const { texts } = this.toolbar.given;
    this.hexagons.clearLayers();
    for (const [key, count] of counts) {
      const { x, y } = middleOf(key, size);
      if (x < box.west - margin || x > box.east + margin || y < box.north - margin || y > box.south + margin) continue;
      const step = stepOf(count, steps);
      const dimmed = this.pressed !== null && this.pressed !== step ? " kk-dimmed" : "";
      const hexagon = L.polygon(
        cornersOf(key, size).map(([cx, cy]) => [toLat(cy), toLon(cx)]),
        { renderer: this.drawing, pane: "kk-hexagons", className: `kk-hexagon kk-step-${step}${dimmed}`, weight: 1 },
      );
      const said = (count === 1 ? texts.hexagon_one : texts.hexagon_many).replace("{n}", this.format(count));
      hexagon.bindTooltip(element("span", {}, said), { sticky: true, className: "kk-tip", opacity: 1 });
      hexagon.on("click", () => layer.openPlace(this.rowsIn(key, size)));
      this.hexagons.addLayer(hexagon);
    }
  }

  /** @param {number} key @param {number} size */
  rowsIn(key, size) {
    const { placed, order, mapX, mapY } = this.layer.points;
    const { mask } = this.layer;
    const rows = [];
    for (let i = 0; i < placed; i++) {
      if (mask[order[i]] && keyAt(mapX[i], mapY[i], size) === key) rows.push(order[i]);
    }
    return rows.sort((a, b) => a - b);
  }

  explainHexagons() {
    const { texts } = this.toolbar.given;
    const { size, most } = /** @type {import("./hexagons.js").Hexagons} */ (this.counted);
    const steps = countSteps(most);
    const { lat } = this.layer.map.getCenter();
    const width = distanceKm(0, lat, toLon(size * Math.sqrt(3)) - toLon(0), lat);
    const wide = texts.hexagon_width.replace("{km}", this.format(width < 10 ? Math.round(width * 10) / 10 : Math.round(width)));
    const densest = texts.hexagon_densest.replace("{n}", this.format(most));
    this.toolbar.say(most ? `${texts.hexagon_title}. ${wide} ${densest}` : texts.hexagon_none);
    const lines = steps.map((low, step) => {
      const high = step + 1 < steps.length ? steps[step + 1] - 1 : most;
      const text = low === high ? this.format(low) : `${this.format(low)}–${this.format(high)}`;
      return this.stepButton(step, text, () => this.pick(step, steps), () => this.toolbar.narrow("step", null));
    });
    return [
      element("p", { class: "kk-scale-title" }, texts.hexagon_title),
      ...lines,
      line(element("span", { class: "kk-swatch kk-swatch-empty" }), texts.hexagon_none),
      element("p", { class: "kk-legend-note" }, wide),
    ];
  }

  /** Lists the entries in hexagons of one step. @param {number} step @param {number[]} steps */
  pick(step, steps) {
    const { size, counts } = /** @type {import("./hexagons.js").Hexagons} */ (this.counted);
    const { x, y, flags } = this.layer.points;
    const test = (/** @type {number} */ row) =>
      !!(flags[row] & POSITIONED) && stepOf(counts.get(keyAt(x[row], y[row], size)) ?? 0, steps) === step;
    this.toolbar.narrow("step", { test, label: this.toolbar.given.texts.step_only });
  }

  /**
   * A step of the legend that points out what belongs to it, pressed once, and lets go, pressed again.
   * @param {number} step @param {string} text @param {() => void} on @param {() => void} off
   */
  stepButton(step, text, on, off) {
    const made = element(
      "button",
      { type: "button", class: "kk-step", "aria-pressed": String(this.pressed === step), "data-step": String(step) },
      element("span", { class: "kk-swatch", style: `background:var(--scale-${step})` }),
      element("span", {}, text),
    );
    made.addEventListener("click", () => {
      this.pressed = this.pressed === step ? null : step;
      (this.pressed === null ? off : on)();
      this.move();
      /** @type {HTMLElement | null} */ (this.layer.legend.querySelector(`[data-step="${step}"]`))?.focus();
    });
    return made;
  }

  /** @param {number} value */
  format(value) {
    return new Intl.NumberFormat(this.layer.config.locale).format(value);
  }
}

/** @param {Node} mark @param {string} text */
const line = (mark, text) => element("p", {}, mark, element("span", {}, text));
