// @ts-check
// Where a card opens: as a popup at its mark, or as a sheet where there is no room or no mark.
/* global L */
import { buildCard } from "./card.js";
import { element } from "./dom.js";
import { readJson } from "./host.js";
import { POSITIONED, toLat, toLon } from "./points.js";

const WIDE_PX = 720;

export class CardView {
  /** @param {any} layer the MapLayer */
  constructor(layer) {
    this.layer = layer;
    /** The row whose card is open, -1 for none. */
    this.row = -1;
    /** @type {any} */
    this.popup = null;
    layer.map.on("popupclose", (/** @type {any} */ event) => event.popup === this.popup && this.close());
  }

  /** @param {number} row @param {boolean} asStep whether "back" should close it */
  async open(row, asStep) {
    const { config, points, address, shell } = this.layer;
    this.row = row;
    const card = await this.read(row);
    if (this.row !== row) return;
    const body = card ? this.build(row, card) : element("p", { class: "kk-notice", role: "alert" }, config.texts.load_failed);
    if (card) address.set({ post: card.id }, asStep && address.get("post") !== card.id);
    this.layer.panel.list.choose(row);
    this.layer.marks.light(row);
    const roomy = shell.root.clientWidth >= (config.with_list ? WIDE_PX : 420);
    if (roomy && points.flagsOf(row) & POSITIONED) this.showPopup(row, body);
    else this.showSheet(body);
  }

  /** @param {number} row @returns {Promise<import("./card.js").Card | null>} null when it does not come */
  read(row) {
    const { base, lang } = this.layer.config;
    return readJson(`${base}card?row=${row}&lang=${lang}`).catch(() => null);
  }

  /** @param {number} row @param {import("./card.js").Card} card */
  build(row, card) {
    const { config, points } = this.layer;
    const body = buildCard(card, config.looks[points.lookOf(row)], (other) => this.open(other, true));
    this.layer.emit("card", { row, body });
    return body;
  }

  /** @param {number} row @param {HTMLElement} body */
  showPopup(row, body) {
    const { map, points, shell, config } = this.layer;
    this.hideSheet();
    const at = [toLat(points.yOf(row)), toLon(points.xOf(row))];
    const old = this.popup;
    this.popup = L.popup({ minWidth: 280, maxWidth: 340, maxHeight: shell.root.clientHeight - 90, offset: [0, -12] });
    if (old) map.closePopup(old);
    this.popup.setLatLng(at).setContent(body).openOn(map);
    const close = this.popup.getElement()?.querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", config.texts.close);
  }

  /** @param {HTMLElement} body */
  showSheet(body) {
    const { sheet } = this.layer.shell;
    const { texts, with_list } = this.layer.config;
    this.hidePopup();
    const back = element("button", { type: "button", class: "kk-back" }, with_list ? texts.back_to_list : texts.close);
    back.addEventListener("click", () => this.close());
    sheet.replaceChildren(back, body);
    sheet.hidden = false;
    sheet.scrollTop = 0;
    back.focus({ preventScroll: true });
  }

  hidePopup() {
    const old = this.popup;
    this.popup = null;
    if (old) this.layer.map.closePopup(old);
  }

  hideSheet() {
    const { sheet } = this.layer.shell;
    sheet.hidden = true;
    sheet.replaceChildren();
  }

  close() {
    if (this.row < 0) return;
    const { row } = this;
    const { address, panel, marks } = this.layer;
    this.row = -1;
    this.hideSheet();
    this.hidePopup();
    address.set({ post: "" });
    panel.list.choose(-1);
    marks.light(-1);
    panel.list.button(row)?.focus({ preventScroll: true });
  }
}
