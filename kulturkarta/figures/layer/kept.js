// @ts-check
// What was decoded once is kept in the parent window by its address: Streamlit builds the map's frame anew on every
// change of page or language, and the entries are the same.
import { Points, decodePoints } from "./points.js";

const NAME = "kulturkartaPoints";
const MOST = 2; // regions a person goes between

/** @returns {any} the window that outlives ours */
function lastingWindow() {
  try {
    return window.parent.location.href ? window.parent : window;
  } catch {
    return window;
  }
}

/**
 * @param {string} url
 * @param {() => Promise<Response>} ask
 * @returns {Promise<Points>}
 */
export async function keepPoints(url, ask) {
  const host = lastingWindow();
  // Plain columns only: what a frame's own code made may not outlive the frame.
  /** @type {Map<string, import("./points.js").Columns>} */
  const kept = (host[NAME] ??= new host.Map());
  const columns = kept.get(url) ?? (await read(ask));
  kept.delete(url);
  kept.set(url, columns); // as the last one used
  for (const old of [...kept.keys()].slice(0, -MOST)) kept.delete(old);
  return new Points(columns);
}

/** @param {() => Promise<Response>} ask */
async function read(ask) {
  const answer = await ask();
  if (!answer.ok) throw new Error(`points: ${answer.status}`);
  const buffer = await answer.arrayBuffer();
  const from = performance.now();
  const columns = decodePoints(buffer);
  performance.measure("kk-decode", { start: from });
  return columns;
}
