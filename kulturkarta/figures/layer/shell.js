// @ts-check
// The frame of the layer: the stage with the map, and the panel with counts, list and sheet beside it.
/* global L */
import { element } from "./dom.js";

/**
 * @typedef {{root: HTMLElement, stage: HTMLElement, loading: HTMLElement, panel: HTMLElement, count: HTMLElement,
 *   tabs: HTMLElement, order: HTMLSelectElement, scroller: HTMLElement, sheet: HTMLElement}} Shell
 */

/**
 * Puts the map into its stage.
 * @param {any} map
 * @param {{texts: Record<string, string>, height: number, with_list: boolean}} config
 * @returns {Shell}
 */
export function layOut(map, { texts, height, with_list }) {
  // folium forbids zooming the page by hand, which people who see badly need.
  document.querySelector('meta[name="viewport"][content*="user-scalable=no"]')?.remove();
  const container = map.getContainer();
  const stage = element("div", { class: "kk-stage", role: "region", "aria-label": texts.map_label });
  const root = element("div", { class: with_list ? "kk" : "kk kk-alone", style: `height:${height}px` });
  container.replaceWith(root);
  stage.append(container);
  const count = element("p", { class: "kk-count", role: "status" });
  const tabs = element("div", { class: "kk-tabs", role: "group", "aria-label": texts.list_choice });
  const scroller = element("div", { class: "kk-scroll" });
  const sheet = element("div", { class: "kk-sheet", hidden: "" });
  const order = /** @type {HTMLSelectElement} */ (element("select", { class: "kk-order" }));
  const sort = element("label", { class: "kk-sort" }, element("span", {}, texts.order), order);
  const head = element("div", { class: "kk-panel-head" }, count, tabs, sort);
  const panel = element("section", { class: "kk-panel", "aria-label": texts.list_label }, head, scroller);
  const loading = element("p", { class: "kk-loading", role: "status" }, texts.loading);
  stage.append(loading);
  root.append(stage);
  // Without a list the sheet lies over the map: a card must open in a narrow frame too.
  (with_list ? panel : stage).append(sheet);
  if (with_list) root.append(panel);
  map.attributionControl?.setPrefix(false);
  L.control.zoom({ position: "topright", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
  map.invalidateSize();
  new ResizeObserver(() => map.invalidateSize()).observe(stage);
  return { root, stage, loading, panel, count, tabs, order, scroller, sheet };
}
