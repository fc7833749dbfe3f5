// @ts-check
// Drawing an area: around a point or what is written, by hand, or what is in view. List, counts, table and files follow it.
/* global L */
import { contains, formatArea, outline, parseArea, simplify } from "./area.js";
import { element } from "./dom.js";
import { SpotFinder, buildSpotField } from "./spots.js";
import { button } from "./toolbar.js";

const FIRST_KM = 5;
const ROUGH_PX = 3; // a hand's tremble

/** @typedef {import("./area.js").Area} Area */

export class Draw {
  /** @param {import("./toolbar.js").Toolbar} toolbar */
  constructor(toolbar) {
    this.toolbar = toolbar;
    this.layer = toolbar.layer;
    const { map } = this.layer;
    map.createPane("kk-area").style.zIndex = "360";
    this.drawing = L.svg({ pane: "kk-area" });
    this.shapes = L.layerGroup().addTo(map);
    /** @type {(() => void) | null} takes the armed tool out of the person's hand */
    this.release = null;
    this.km = FIRST_KM;
    this.drawn = "";
    this.spots = new SpotFinder(this.layer);
    toolbar.addPanel(toolbar.given.texts.draw, () => this.fillPanel());
  }

  /** The address of the area that can be taken away: the server's, or our own where there is none. */
  get area() {
    return this.toolbar.given.has_server ? this.toolbar.given.area : this.drawn;
  }

  /** Draws the outlines of the areas that hold: in a file, what it was cut to, and what is drawn in it. */
  show() {
    this.shapes.clearLayers();
    for (const text of new Set([this.toolbar.given.area, this.area])) {
      const area = parseArea(text);
      if (!area) continue;
      if (area.kind === "circle") this.km = area.km;
      const corners = outline(area).map(([lon, lat]) => [lat, lon]);
      this.shapes.addLayer(L.polygon(corners, { ...this.look, className: "kk-drawn" }));
    }
  }

  get look() {
    return { renderer: this.drawing, pane: "kk-area", interactive: false, weight: 2 };
  }

  /** @param {Area | null} area */
  take(area) {
    this.disarm();
    this.toolbar.close();
    if (this.toolbar.given.has_server) {
      this.toolbar.steer({ yta: formatArea(area) });
      return;
    }
    this.drawn = formatArea(area);
    const test = (/** @type {number} */ row) => {
      const at = this.layer.place(row);
      return !!at && !!area && contains(area, at.lon, at.lat);
    };
    this.toolbar.narrow("area", area && { test, label: this.toolbar.given.texts.inside });
    this.show();
  }

  fillPanel() {
    const { texts } = this.toolbar.given;
    const radius = /** @type {HTMLInputElement} */ (
      element("input", { type: "number", min: "0.1", max: "500", step: "any", value: String(this.km), inputmode: "decimal" })
    );
    radius.addEventListener("input", () => {
      const km = Number(radius.value);
      if (km > 0 && km <= 500) this.km = Math.round(km * 100) / 100;
    });
    return [
      element("label", {}, element("span", {}, texts.radius), radius),
      buildSpotField(this.spots, texts, ({ lon, lat }) => this.around({ lng: lon, lat }, true)),
      element(
        "p",
        { class: "kk-tool-row" },
        button(texts.draw_point, () => this.armPoint()),
        button(texts.draw_centre, () => this.around(this.layer.map.getCenter())),
      ),
      element(
        "p",
        { class: "kk-tool-row" },
        button(texts.draw_ring, () => this.armRing()),
        button(texts.draw_box, () => this.takeView()),
      ),
      ...(this.area ? [element("p", { class: "kk-tool-row" }, button(texts.draw_clear, () => this.take(null)))] : []),
    ];
  }

  /** @param {{lng: number, lat: number}} middle @param {boolean} [fit] whether to show the whole circle */
  around({ lng, lat }, fit = false) {
    /** @type {Area} */
    const area = { kind: "circle", corners: [[lng, lat]], km: this.km };
    if (fit) this.layer.map.fitBounds(outline(area).map(([x, y]) => [y, x]), { animate: false, padding: [20, 20] });
    this.take(area);
  }

  takeView() {
    const bounds = this.layer.map.getBounds();
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    this.take({ kind: "box", corners: [[west, south], [east, north]], km: 0 });
  }

  armPoint() {
    const { map } = this.layer;
    const clicked = (/** @type {any} */ event) => this.around(event.latlng);
    map.once("click", clicked);
    this.arm(this.toolbar.given.texts.hint_point, () => map.off("click", clicked));
  }

  armRing() {
    const { map } = this.layer;
    const container = map.getContainer();
    /** @type {[number, number][]} */
    let path = [];
    const line = L.polyline([], { ...this.look, className: "kk-drawing" }).addTo(map);
    const down = (/** @type {PointerEvent} */ event) => {
      if (event.button || path.length) return;
      event.preventDefault();
      event.stopPropagation();
      container.setPointerCapture(event.pointerId);
      path = [pixel(event)];
    };
    const move = (/** @type {PointerEvent} */ event) => {
      if (!path.length) return;
      path.push(pixel(event));
      line.setLatLngs(path.map((at) => map.containerPointToLatLng(at)));
    };
    const up = () => {
      const ring = simplify(path, ROUGH_PX);
      path = [];
      if (ring.length < 4) return; // a click is no ring
      const corners = ring.map((at) => map.containerPointToLatLng(at));
      this.take({ kind: "ring", corners: corners.map(({ lng, lat }) => [lng, lat]), km: 0 });
    };
    const pixel = (/** @type {PointerEvent} */ event) => {
      const { x, y } = map.mouseEventToContainerPoint(event);
      return /** @type {[number, number]} */ ([x, y]);
    };
    const heard = { pointerdown: down, pointermove: move, pointerup: up };
    for (const [type, act] of Object.entries(heard)) container.addEventListener(type, /** @type {any} */ (act), true);
    map.dragging.disable();
    this.arm(this.toolbar.given.texts.hint_ring, () => {
      for (const [type, act] of Object.entries(heard)) container.removeEventListener(type, /** @type {any} */ (act), true);
      map.dragging.enable();
      line.remove();
    });
  }

  /** @param {string} hint @param {() => void} release */
  arm(hint, release) {
    this.disarm();
    this.toolbar.close();
    const { map } = this.layer;
    const container = map.getContainer();
    container.classList.add("kk-arming");
    container.focus({ preventScroll: true });
    this.toolbar.advise(hint);
    this.release = () => {
      release();
      container.classList.remove("kk-arming");
      this.toolbar.advise("");
    };
  }

  disarm() {
    this.release?.();
    this.release = null;
  }
}
