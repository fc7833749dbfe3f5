// The classic script of a map in one file (figures/static_map.py). It is the server that the file does without: it
// answers what the layer would fetch, from what stands in the file, sends the layer another state when a person chooses
// another view, and pulls in the layer from the file's own import map. Tiles are all it asks the network for.
(function () {
  "use strict";
  const held = JSON.parse(document.getElementById("kk-held").textContent);
  const opening = JSON.parse(document.getElementById("kk-opening").textContent);
  const BLOCK = 500; // as in words.js and figures/static_map.py
  const CHOSEN = ["visa", "matt"];
  const MOST_SPOTS = 10;

  /** What was compressed, as an answer. */
  const open = (packed) => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")));
  };
  const tell = (value) => new Response(JSON.stringify(value));
  const kept = new Map();
  /** A block of words: read often, and small. */
  const readRows = (number) => {
    if (!kept.has(number)) kept.set(number, open(held.rows[number]).json());
    return kept.get(number);
  };
  const readRow = async (row) => (await readRows(Math.floor(row / BLOCK)))[row % BLOCK];

  const answers = {
    points: () => open(held.points),
    land: () => open(held.land),
    localities: () => open(held.localities),
    async card(asked) {
      const row = Number(asked.get("row"));
      return tell((await open(held.cards[Math.floor(row / BLOCK)]).json())[row % BLOCK]);
    },
    async row(asked) {
      for (let number = 0; number < held.rows.length; number++) {
        const at = (await readRows(number)).findIndex(([id]) => id === asked.get("entry"));
        if (at >= 0) return tell({ row: number * BLOCK + at });
      }
      return new Response("", { status: 404 });
    },
    async rows(asked) {
      if (!asked.has("rows")) return tell(await readRows(Number(asked.get("chunk"))));
      let row = 0;
      const steps = asked.get("rows").split(".");
      return tell(await Promise.all(steps.map((step) => readRow((row += parseInt(step, 36))))));
    },
    async spots(asked) {
      const wanted = asked.get("q").toLocaleLowerCase();
      const found = [];
      for (let number = 0; number < held.rows.length && found.length < MOST_SPOTS; number++) {
        (await readRows(number)).forEach(([, name, about], at) => {
          if (name.toLocaleLowerCase().includes(wanted)) found.push([name, about, number * BLOCK + at]);
        });
      }
      return tell(found.slice(0, MOST_SPOTS));
    },
  };
  const outside = window.fetch.bind(window);
  window.fetch = async (address, options) => {
    if (!String(address).startsWith(held.base)) return outside(address, options);
    const [name, query] = String(address).slice(held.base.length).split("?");
    const answer = answers[name];
    return answer ? answer(new URLSearchParams(query)) : new Response("", { status: 404 });
  };

  // A viewer may forbid a file to change its address. The map then goes on without.
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name].bind(history);
    history[name] = (...what) => {
      try {
        change(...what);
      } catch {
        // nothing is lost but the way back
      }
    };
  }

  /** The view and measure that are shown; as the address says, or as the file was saved. */
  let chosen;
  function readAddress() {
    const params = new URLSearchParams(location.search);
    chosen = Object.fromEntries(CHOSEN.map((name) => [name, params.get(name) ?? ""]));
  }
  function writeAddress(values, write) {
    const params = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    const query = params.toString().replaceAll("%2C", ",");
    write({}, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  }
  if (!location.search) writeAddress(opening, history.replaceState);
  if (location.search) readAddress();
  else chosen = { ...opening };

  let first; // the state that the file was written with
  let views;
  function findView() {
    const measured = views.filter(({ view }) => view === "kommuner");
    if (chosen.visa === "kommuner") return measured.find(({ measure }) => measure === chosen.matt) ?? measured[0];
    return views.find(({ view }) => view === chosen.visa) ?? views[0];
  }
  function writeState() {
    const { view, measure, choropleth, finding, overlay } = findView();
    const toolbar = { ...first.given.toolbar, view, measure, choropleth, finding };
    return JSON.stringify({ ...first, rev: `${view} ${measure}`, theme: readTheme(), overlay, given: { toolbar } });
  }

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const readTheme = () => (dark.matches ? "dark" : "light");

  // What the layer hears from Streamlit on a page, it hears from here in a file.
  const events = new EventTarget();
  window.Streamlit = { events };
  function send() {
    const state = element("script", { type: "application/json", class: "kk-state" }, writeState().replaceAll("<", "\\u003c"));
    const detail = { args: { html: state.outerHTML }, theme: { base: readTheme() } };
    events.dispatchEvent(new CustomEvent("streamlit:render", { detail }));
    describe();
  }
  dark.addEventListener("change", send);
  window.addEventListener("popstate", () => {
    readAddress();
    send();
  });

  window.kulturkarta = {
    ready: null,
    mount(map, config) {
      const data = { points: fetch(`${config.base}points`), land: fetch(`${config.base}land`) };
      this.ready = this.start(map, config, data);
      return this.ready;
    },
    async start(map, config, data) {
      const layer = import("kulturkarta/map_layer");
      const written = document.querySelector(".kk-state");
      first = JSON.parse(written.textContent);
      views = await open(held.views).json();
      written.textContent = writeState();
      describe();
      return (await layer).mount(map, config, data);
    },
    /** What a person chose: see Toolbar.steer. */
    steer(values) {
      writeAddress(values, history.pushState);
      Object.assign(chosen, values);
      send();
    },
  };

  // The words around the map: the sentence above it, the table of its view below, and the pages of all entries.

  function describe() {
    const { finding, table } = findView();
    document.querySelector(".kk-page-head [role=status]").textContent = finding;
    const details = document.getElementById("kk-view-table");
    details.hidden = !table;
    if (!table) return;
    const parts = [element("summary", {}, table.title), element("table", {}, writeHead(table.columns), writeBody(table.rows))];
    if (table.note) parts.splice(1, 0, element("p", {}, table.note));
    details.replaceChildren(...parts);
  }

  const writeHead = (columns) =>
    element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column))));
  const writeBody = (rows) =>
    element(
      "tbody",
      {},
      ...rows.map(([name, ...cells]) =>
        element("tr", {}, element("th", { scope: "row" }, word(name)), ...cells.map((cell) => element("td", {}, word(cell)))),
      ),
    );
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const word = (cell) => (typeof cell === "number" ? number.format(cell) : (cell ?? ""));

  /** @param {number} page turned to */
  async function turnTo(page) {
    const details = document.getElementById("kk-entries-table");
    const rows = await readRows(page);
    details.querySelector("tbody").replaceWith(writeBody(rows.map(([, name, about]) => [name, about])));
    const from = page * BLOCK;
    const told = { first: from + 1, last: from + rows.length, n: held.n };
    const said = held.texts.rows.replace(/\{(\w+)\}/g, (_, name) => number.format(told[name]));
    details.querySelector(".kk-pages-told").textContent = said;
    const [back, on] = details.querySelectorAll(".kk-pages button");
    back.disabled = page === 0;
    on.disabled = page === held.rows.length - 1;
    back.onclick = () => turnTo(page - 1);
    on.onclick = () => turnTo(page + 1);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (held.rows.length < 2) return;
    const button = (label) => element("button", { type: "button", class: "kk-tool" }, label);
    const told = element("span", { class: "kk-pages-told", role: "status" });
    const pages = element("p", { class: "kk-pages" }, button(held.texts.page_before), button(held.texts.page_after), told);
    document.querySelector("#kk-entries-table summary").after(pages);
    turnTo(0);
  });

  /** As in dom.js: a classic script imports nothing. */
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
})();
