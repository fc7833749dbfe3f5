// @ts-check
// Finding by its name what a circle shall be drawn around: a locality of the region, an entry of the map, an address.
import { element } from "./dom.js";
import { readJson } from "./host.js";
import { APPROXIMATE } from "./points.js";
import { button } from "./toolbar.js";

/** @typedef {{name: string, where: string, lon: number, lat: number}} Spot */

const MOST_LOCALITIES = 3; // suggested beside entries and addresses

const fold = (/** @type {string} */ text) => text.trim().replace(/\s+/g, " ").toLocaleLowerCase();

export class SpotFinder {
  /** @param {Pick<import("./tools.js").Layer, "config" | "points" | "place">} layer */
  constructor(layer) {
    this.layer = layer;
    /** @type {Promise<Spot[]> | null} */
    this.localities = null;
  }

  /** All localities of the region. */
  readLocalities() {
    this.localities ??= this.read("localities").then((found) => found.map(([name, where, lon, lat]) => ({ name, where, lon, lat })));
    this.localities.catch(() => (this.localities = null)); // the next one asks again
    return this.localities;
  }

  /**
   * What `text` may mean, localities first; one alone when it is the name of just that.
   * @param {string} text
   * @returns {Promise<Spot[]>}
   */
  async find(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    const localities = await this.readLocalities();
    const named = localities.filter(({ name }) => fold(name) === wanted);
    if (named.length) return named;
    const { points, config } = this.layer;
    const rows = await this.read(`spots?q=${encodeURIComponent(text.trim())}&lang=${config.lang}`);
    const spots = rows.flatMap(([name, where, row]) => {
      const at = this.layer.place(row);
      const about = points.flagsOf(row) & APPROXIMATE ? `${where} · ${config.texts.approximate}` : where;
      return at ? [{ name, where: about, ...at }] : [];
    });
    const meant = spots.filter(({ name }) => fold(name) === wanted);
    if (meant.length) return meant;
    const like = localities.filter(({ name }) => fold(name).includes(wanted));
    return [...like.slice(0, MOST_LOCALITIES), ...spots];
  }

  /** @param {string} name @returns {Promise<any[]>} */
  read(name) {
    return readJson(this.layer.config.base + name);
  }
}

/**
 * A field that localities are suggested in. Enter or the button chooses what is written there; where that may mean
 * several things, or none by just that name, they are offered below.
 * @param {SpotFinder} finder
 * @param {Record<string, string>} texts
 * @param {(spot: Spot) => void} choose
 */
export function buildSpotField(finder, texts, choose) {
  const options = element("datalist", { id: "kk-localities" });
  const field = /** @type {HTMLInputElement} */ (
    element("input", { type: "text", list: options.id, autocomplete: "off", maxlength: "100" })
  );
  const told = element("p", { class: "kk-tool-told", role: "status", hidden: "" });
  const offered = element("ul", { class: "kk-items", hidden: "" });
  const say = (/** @type {string} */ text, isWrong = false) => {
    told.textContent = text;
    told.hidden = !text;
    told.classList.toggle("kk-tool-wrong", isWrong);
  };
  const offer = (/** @type {Spot[]} */ spots) => {
    const lines = spots.map((spot) => {
      const chosen = element("button", { type: "button", class: "kk-item" }, spot.name);
      chosen.addEventListener("click", () => choose(spot));
      return element("li", {}, chosen, " ", element("span", { class: "kk-about" }, spot.where));
    });
    offered.replaceChildren(...lines);
    offered.hidden = !lines.length;
  };
  const go = async () => {
    const { value } = field;
    if (!value.trim()) return field.focus();
    try {
      const spots = await finder.find(value);
      if (value !== field.value) return; // somebody wrote on
      if (spots.length === 1 && fold(spots[0].name) === fold(value)) return choose(spots[0]);
      offer(spots);
      say(spots.length ? texts.around_which : texts.around_unknown, !spots.length);
    } catch {
      say(texts.around_failed, true);
    }
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // else the key would press the button that gets the focus
    go();
  });
  field.addEventListener("input", () => {
    say("");
    offer([]);
  });
  finder.readLocalities().then(
    (found) => options.append(...found.map(({ name, where }) => element("option", { value: name }, where))),
    () => {},
  );
  const row = element("span", { class: "kk-tool-row" }, field, button(texts.around_go, go));
  return element("div", {}, element("label", {}, element("span", {}, texts.around), row), options, told, offered);
}
