// @ts-check
// What can be added to the layer. A tool is a module beside this one with `mount(layer)`, named here and asked for by
// the state (`tools: ["pick"]`); it is fetched when first asked for and mounted once.

/**
 * What a tool may use of the layer (map_layer.js). Rows are entry rows, as everywhere.
 *
 * @typedef {{
 *   map: any,
 *   config: any,
 *   state: any,
 *   shell: import("./shell.js").Shell,
 *   legend: HTMLElement,
 *   points: import("./points.js").Points,
 *   on: (event: Event, heard: (detail: any) => void) => () => void,
 *   rows: () => Generator<number>,
 *   shows: (row: number) => boolean,
 *   place: (row: number) => {lon: number, lat: number} | null,
 *   words: (row: number) => Promise<string[]>,
 *   color: (name: string) => string,
 *   select: (selection: Selection | null) => void,
 *   selection: Selection | null,
 *   openCard: (row: number, asStep: boolean) => void,
 *   addControl: (content: HTMLElement, position: string) => void,
 *   setOrigin: (place: {lon: number, lat: number} | null) => void,
 *   mask: Uint8Array,
 *   tell: (pick: {lon?: number, lat?: number, row?: number, action?: string}) => void,
 * }} Layer
 *   `rows` are those that filter and selection leave, `shows` says whether a row is one of them; `words` fetches id, name,
 *   what and where of a row; `color("scale_0")` is a colour of the theme; `select` narrows list and counts to rows that
 *   pass a test (the marks stay); `setOrigin` says from where the list measures distances (null: the middle of the map);
 *   `mask` holds what the filter alone leaves, by row; `tell` sends the page a pick and makes it run once.
 *
 * @typedef {{test: (row: number) => boolean, label: string}} Selection `label` says it beside the count
 *
 * @typedef {"state" | "rows" | "view" | "theme" | "card"} Event
 *   `state`: the page sent another state; `rows`: filter or selection leave other rows; `view`: the map came to rest in
 *   another view; `theme`: other colours; `card`: a card is about to open, `{row, body}`
 *
 * @typedef {{mount: (layer: Layer) => void}} Tool
 */

/** @type {Readonly<Record<string, () => Promise<Tool>>>} */
export const TOOLS = Object.freeze({
  pick: () => import("./pick.js"),
  toolbar: () => import("./toolbar.js"),
});

const NARROW_PX = 560;
const BAR_PX = 46;
const MEASURE_PX = 42;

/**
 * Pixels at the top of a map that the toolbar of `state` will cover where there is no ground beside it.
 * @param {any} state
 * @param {number} width of the map
 */
export function roofOf({ tools, given }, width) {
  if (width >= NARROW_PX || !tools.includes("toolbar")) return 0;
  return given.toolbar.view === "kommuner" ? BAR_PX + MEASURE_PX : BAR_PX;
}

/**
 * Mounts those of `names` that are not mounted yet.
 * @param {any} layer
 * @param {string[]} names
 * @param {Set<string>} mounted
 * @param {Readonly<Record<string, () => Promise<Tool>>>} [tools]
 */
export async function mountTools(layer, names, mounted, tools = TOOLS) {
  const wanted = names.filter((name) => !mounted.has(name));
  for (const name of wanted) {
    if (!tools[name]) throw new Error(`no such tool: ${name}; there are ${Object.keys(tools).join(", ")}`);
    mounted.add(name);
  }
  for (const tool of await Promise.all(wanted.map((name) => tools[name]()))) tool.mount(layer);
}
