// @ts-check
// The ground: municipality borders and names, tiles when a server is set, place names when none answers.
/* global L */
import { element } from "./dom.js";
import { Labels } from "./labels.js";

const AT_ONCE = 40; // areas: a country has hundreds, and nobody should wait for all of them to open a card

/**
 * @param {any} map
 * @param {any} land GeoJSON from figures/land.py: municipality areas, then label points
 * @param {{url: string, attribution: string, max_zoom: number}} tiles
 * @returns {Promise<{ground: any, labels: Labels}>} `ground`: the areas as a Leaflet layer
 */
export async function drawLand(map, land, tiles) {
  /** @type {any[]} */
  const areas = land.features.filter((/** @type {any} */ f) => f.geometry.type !== "Point");
  /** @type {any[]} */
  const points = land.features.filter((/** @type {any} */ f) => f.geometry.type === "Point");
  map.createPane("kk-land").style.zIndex = "250";
  const ground = L.geoJSON(null, {
    pane: "kk-land",
    interactive: false,
    style: (/** @type {any} */ f) => ({ className: f.properties.inside ? "kk-area" : "kk-beyond", weight: 1 }),
  }).addTo(map);
  for (let from = 0; from < areas.length; from += AT_ONCE) {
    if (from) await new Promise((next) => setTimeout(next));
    ground.addData({ type: "FeatureCollection", features: areas.slice(from, from + AT_ONCE) });
  }
  map.getContainer().classList.toggle("kk-plain", !tiles.url);
  const labels = new Labels(map, points.map(({ properties, geometry: { coordinates: [lon, lat] } }) => ({ ...properties, lon, lat })));
  if (tiles.url) addTiles(map, tiles);
  return { ground, labels };
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
