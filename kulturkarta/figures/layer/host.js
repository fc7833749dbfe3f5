// @ts-check
// What the layer shares with the page around it: new state from the server, theme, fonts.

/**
 * Calls back whenever Streamlit sends the component new arguments. The state rides in the `html` argument of
 * st_folium as the JSON element that figures/map_layer.py writes, so nothing is evaluated.
 * @param {(state: any, theme: string | null) => void} changed
 */
export function watchHost(changed) {
  const streamlit = /** @type {any} */ (window).Streamlit;
  streamlit?.events?.addEventListener("streamlit:render", (/** @type {any} */ event) => {
    const html = event.detail?.args?.html;
    const parsed = html && new DOMParser().parseFromString(html, "text/html").querySelector(".kk-state");
    changed(parsed ? JSON.parse(parsed.textContent ?? "{}") : null, event.detail?.theme?.base ?? null);
  });
}

/** The state that stands in the document for the map that mounts next. @returns {any} */
export function takeState() {
  const found = /** @type {HTMLElement | null} */ (document.querySelector(".kk-state:not([data-taken])"));
  if (found) found.dataset.taken = "";
  return JSON.parse(found?.textContent ?? "{}");
}

/** Returns when what has been drawn is on the screen, or would be were the window in sight. @returns {Promise<void>} */
export function painted() {
  return new Promise((next) => {
    requestAnimationFrame(() => setTimeout(next));
    setTimeout(next, 100); // a window that nobody sees paints nothing
  });
}

/**
 * Sends the page what a person picked; Streamlit then runs it. Each pick has a name of its own, so that the page can
 * tell a new one from one it has seen.
 * @param {{lon?: number, lat?: number, row?: number, action?: string}} pick
 */
export function tellHost(pick) {
  const name = `${Date.now()} ${Math.random().toString(36).slice(2, 8)}`;
  /** @type {any} */ (window).Streamlit?.setComponentValue({ pick: { ...pick, name } });
}

/** @param {string} url @returns {Promise<any>} */
export async function readJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/**
 * @typedef {{inline: string} | {url: string} | null} RowsState which entries a filter leaves: small enough to come along
 *   (zlib in base64), else where they are; null for all
 */

/**
 * The bytes that points.js decodes, or null for all entries.
 * @param {string} base
 * @param {RowsState} rows
 * @returns {Promise<ArrayBuffer | null>}
 */
export async function readRows(base, rows) {
  if (!rows) return null;
  if ("inline" in rows) {
    const packed = Uint8Array.from(atob(rows.inline), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  }
  const answer = await fetch(base + rows.url);
  if (!answer.ok) throw new Error(`rows: ${answer.status}`);
  return answer.arrayBuffer();
}

/**
 * @param {Record<string, Record<string, string>>} palettes
 * @param {string | null | undefined} theme
 * @returns {boolean} whether it is another theme than before
 */
export function applyTheme(palettes, theme) {
  const name = theme === "dark" ? "dark" : "light";
  const root = document.documentElement;
  if (root.dataset.theme === name) return false;
  root.dataset.theme = name;
  for (const [key, value] of Object.entries(palettes[name])) {
    root.style.setProperty(`--${key.replaceAll("_", "-")}`, value);
  }
  return true;
}

/** The page's own faces, so that the map speaks in the same hand. They are served by the same host. */
export function borrowFonts() {
  const host = window.parent;
  if (host === window) return;
  const wanted = /Source Sans/;
  try {
    let rules = "";
    for (const sheet of host.document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof /** @type {any} */ (host).CSSFontFaceRule)) continue;
        const face = /** @type {CSSFontFaceRule} */ (rule);
        if (!wanted.test(face.style.getPropertyValue("font-family"))) continue;
        const base = sheet.href ?? host.location.href;
        rules += face.cssText.replace(/url\("?([^")]+)"?\)/g, (_, url) => `url("${new URL(url, base).href}")`);
      }
    }
    const style = document.createElement("style");
    style.textContent = rules;
    document.head.append(style);
  } catch {
    // a parent we may not read: the system's face does
  }
}
