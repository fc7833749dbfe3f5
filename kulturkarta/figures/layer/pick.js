// @ts-check
// What a person points out to the page: a place on the ground, or an action on an entry's card.
/* global L */
import { element } from "./dom.js";

const DOUBLE_CLICK_MS = 260;

/** @param {import("./tools.js").Layer} layer */
export function mount(layer) {
  const { map, shell, config } = layer;
  const container = map.getContainer();
  const cross = element("span", { class: "kk-cross", "aria-hidden": "true", hidden: "" });
  shell.stage.append(cross);
  const centre = element("button", { type: "button", class: "kk-control" }, config.texts.pick_centre);
  layer.addControl(centre, "topleft");
  /** @type {any} */
  let waiting = null;
  /** @type {any} */
  let pending = null;
  let wasOpen = false;

  /** @param {any} at */
  const pick = (at) => {
    waiting?.remove();
    const icon = L.divIcon({ className: "kk-picked", iconSize: [26, 26] });
    waiting = L.marker(at, { icon, keyboard: false, interactive: false }).addTo(map);
    waiting.getElement()?.setAttribute("aria-hidden", "true");
    const { lat, lng } = map.wrapLatLng(at);
    layer.tell({ lon: lng, lat });
  };

  // A click that closes a card or a fan, and each click of a double click, are not meant for the ground.
  map.on("preclick", () => {
    wasOpen = !!map._popup?.isOpen() || container.classList.contains("kk-fanned");
  });
  map.on("click", (/** @type {any} */ event) => {
    clearTimeout(pending);
    if (!layer.state.pick || wasOpen) return;
    pending = setTimeout(() => pick(event.latlng), DOUBLE_CLICK_MS);
  });
  map.on("dblclick", () => clearTimeout(pending));
  centre.addEventListener("click", () => pick(map.getCenter()));
  for (const type of ["focus", "mouseenter"]) centre.addEventListener(type, () => (cross.hidden = false));
  for (const type of ["blur", "mouseleave"]) centre.addEventListener(type, () => (cross.hidden = true));

  layer.on("card", ({ row, body }) => {
    const look = config.looks[layer.points.lookOf(row)];
    const actions = layer.state.actions[look.table] ?? [];
    if (!actions.length) return;
    const bar = element("p", { class: "kk-actions" });
    for (const [action, label] of actions) {
      const button = element("button", { type: "button", class: "kk-action", "data-action": action }, label);
      button.addEventListener("click", () => layer.tell({ ...layer.place(row), row, action }));
      bar.append(button);
    }
    body.append(bar);
  });

  const follow = () => {
    waiting?.remove();
    centre.hidden = !layer.state.pick;
    container.classList.toggle("kk-picking", !!layer.state.pick);
  };
  layer.on("state", follow);
  follow();
}
