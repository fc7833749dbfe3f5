// @ts-check
// The one small toolbar on the map: what the map shows, drawing an area, taking the map away.
/* global L */
import { Draw } from "./draw.js";
import { element } from "./dom.js";
import { TakeAway } from "./takeaway.js";
import { Views } from "./views.js";

/**
 * What the page gives the toolbar in its state, `given.toolbar`; ui/map_tools.py writes it, ui/gap_map.py of a map that
 * can only be taken away. What stands behind `can_embed` is for the other parts.
 *
 * @typedef {"views" | "draw" | "take" | "embed"} Part
 * @typedef {{parts: Part[], texts: Record<string, string>, title: string, finding: string, notes: string[], file: string,
 *   file_address: string, file_note: string, can_embed: boolean, has_server: boolean, view: import("./views.js").View, area: string,
 *   measures: [key: string, label: string][], measure: string, choropleth: import("./views.js").Choropleth | null}} Given
 */

/** @param {any} layer see tools.js */
export function mount(layer) {
  new Toolbar(layer);
}

export class Toolbar {
  /** @param {any} layer */
  constructor(layer) {
    this.layer = layer;
    this.status = element("p", { class: "kk-unseen", role: "status" });
    this.hint = element("p", { class: "kk-hint", hidden: "" });
    this.bar = element("div", { class: "kk-toolbar", role: "group", "aria-label": this.given.texts.toolbar });
    this.panel = element("div", { class: "kk-tool-panel", hidden: "" });
    /** @type {HTMLElement | null} the button whose panel is open */
    this.opened = null;
    /** @type {Record<"area" | "step", import("./tools.js").Selection | null>} */
    this.narrowed = { area: null, step: null };
    layer.shell.stage.append(this.status, this.hint);
    layer.addControl(element("div", { class: "kk-tools" }, this.bar, this.panel), "topleft");
    const { parts } = this.given;
    this.views = parts.includes("views") ? new Views(this) : null;
    this.draw = parts.includes("draw") ? new Draw(this) : null;
    this.take = parts.includes("take") ? new TakeAway(this) : null;
    layer.shell.stage.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      this.draw?.disarm();
      this.close();
    });
    // A card opens below the toolbar, not under it.
    L.Popup.mergeOptions({ autoPanPaddingTopLeft: [10, 56] });
    layer.on("state", () => this.follow());
    layer.on("rows", () => this.views?.show());
    layer.on("view", () => this.views?.move());
    this.follow();
  }

  /** @returns {Given} */
  get given() {
    return this.layer.state.given.toolbar;
  }

  follow() {
    this.views?.show();
    this.draw?.show();
    this.take?.show();
  }

  /**
   * A button that opens and closes a panel of its own.
   * @param {string} label
   * @param {() => HTMLElement[]} fill makes the panel's content
   * @returns {HTMLElement}
   */
  addPanel(label, fill) {
    const button = element("button", { type: "button", class: "kk-tool", "aria-expanded": "false" }, label);
    button.addEventListener("click", () => {
      const wasOpen = this.opened === button;
      this.close();
      if (wasOpen) return;
      this.opened = button;
      button.setAttribute("aria-expanded", "true");
      this.panel.replaceChildren(...fill());
      this.panel.hidden = false;
    });
    this.bar.append(button);
    return button;
  }

  close() {
    if (!this.opened) return;
    this.opened.setAttribute("aria-expanded", "false");
    if (this.panel.contains(document.activeElement)) this.opened.focus();
    this.opened = null;
    this.panel.hidden = true;
    this.panel.replaceChildren();
  }

  /** Says something to those who don't see the map. @param {string} text */
  say(text) {
    this.status.textContent = text;
  }

  /** Shows what to do now, over the map; "" takes it away. @param {string} text */
  advise(text) {
    this.hint.textContent = text;
    this.hint.hidden = !text;
    if (text) this.say(text);
  }

  /**
   * Lists alone what passes both: the area drawn where there is no server to filter, and the step that is pressed.
   * @param {"area" | "step"} by @param {import("./tools.js").Selection | null} selection
   */
  narrow(by, selection) {
    this.narrowed[by] = selection;
    const holding = Object.values(this.narrowed).filter((each) => each !== null);
    const test = (/** @type {number} */ row) => holding.every((each) => each.test(row));
    this.layer.select(holding.length ? { test, label: holding.map(({ label }) => label).join(" · ") } : null);
  }

  /**
   * Puts values into the page's address; the page then runs with them, and "back" takes them out again.
   * @param {Record<string, string>} values "" removes
   */
  steer(values) {
    const { steer } = /** @type {any} */ (window).kulturkarta;
    if (steer) return steer(values); // a map in one file answers by itself
    const { host } = this.layer.address;
    const params = new URLSearchParams(host.location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    const query = params.toString().replaceAll("%2C", ",");
    host.history.pushState({}, "", host.location.pathname + (query ? `?${query}` : "") + host.location.hash);
    // Streamlit reads the address when a person goes back or forward; this is such a step.
    host.dispatchEvent(new host.PopStateEvent("popstate", { state: {} }));
  }
}

/**
 * @param {string} label
 * @param {() => void} pressed
 * @param {Record<string, string>} [attributes]
 */
export function button(label, pressed, attributes = {}) {
  const made = element("button", { type: "button", class: "kk-tool", ...attributes }, label);
  made.addEventListener("click", pressed);
  return made;
}
