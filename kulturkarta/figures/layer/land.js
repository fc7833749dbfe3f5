// @ts-check
// The ground: municipality borders and names, tiles when a server is set, place names when none answers.
/* global L */
import { element } from "./dom.js";

/**
 * @param {any} map
 * @param {any} land GeoJSON from figures/land.py: municipality areas, then label points
 * @param {{url: string, attribution: string, max_zoom: number}} tiles
 */
export function drawLand(map, land, tiles) {
  const areas = { ...land, features: land.features.filter((/** @type {any} */ f) => f.geometry.type !== "Point") };
  const labels = land.features.filter((/** @type {any} */ f) => f.geometry.type === "Point");
  map.createPane("kk-land").style.zIndex = "250";
  const ground = L.geoJSON(areas, {
    pane: "kk-land",
    interactive: false,
    style: (/** @type {any} */ f) => ({ className: f.properties.inside ? "kk-area" : "kk-beyond", weight: 1 }),
  }).addTo(map);
  map.getContainer().classList.toggle("kk-plain", !tiles.url);
  for (const label of labels) addLabel(map, label);
  setZoomClass(map);
  map.on("zoomend", () => setZoomClass(map));
  if (tiles.url) addTiles(map, tiles);
  return ground;
}

/** @param {any} map */
function setZoomClass(map) {
  const zoom = map.getZoom();
  const container = map.getContainer();
  container.classList.toggle("kk-far", zoom < 8.5);
  container.classList.toggle("kk-near", zoom >= 10);
}

/** @param {any} map @param {any} feature */
function addLabel(map, feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const { name, kind } = feature.properties;
  const icon = L.divIcon({ html: element("span", {}, name), className: `kk-label kk-label-${kind}`, iconSize: [0, 0] });
  const marker = L.marker([lat, lon], { icon, interactive: false, keyboard: false, zIndexOffset: -10000 });
  marker.addTo(map);
  marker.getElement().setAttribute("aria-hidden", "true");
}

/** @param {any} map @param {{url: string, attribution: string, max_zoom: number}} tiles */
function addTiles(map, tiles) {
  const layer = L.tileLayer(tiles.url, {
    attribution: element("span", {}, tiles.attribution).innerHTML,
    maxZoom: 19,
    maxNativeZoom: tiles.max_zoom,
    // OpenStreetMap's server refuses tiles without a Referer.
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  let arrived = false;
  layer.on("tileload", () => {
    arrived = true;
    map.getContainer().classList.remove("kk-plain");
  });
  // No tile server in reach: borders and place names carry the map alone.
  layer.on("tileerror", () => !arrived && map.getContainer().classList.add("kk-plain"));
  layer.addTo(map);
}
