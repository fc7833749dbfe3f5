// The classic script of a map in one file (figures/static_map.py): it answers what the layer would fetch from what
// stands in the file, and pulls in the layer from the file's own import map. Tiles are all it asks the network for.
(function () {
  "use strict";
  const held = JSON.parse(document.getElementById("kk-held").textContent);
  const CHUNK = 500; // as in words.js
  const answers = {
    points: () => Uint8Array.from(atob(held.points), (letter) => letter.charCodeAt(0)),
    land: () => JSON.stringify(held.land),
    localities: () => JSON.stringify(held.localities),
    card: (asked) => JSON.stringify(held.cards[asked.get("row")]),
    row: (asked) => JSON.stringify({ row: held.rows.findIndex(([id]) => id === asked.get("entry")) }),
    rows(asked) {
      if (!asked.has("rows")) {
        const first = Number(asked.get("chunk")) * CHUNK;
        return JSON.stringify(held.rows.slice(first, first + CHUNK));
      }
      let row = 0;
      const steps = asked.get("rows").split(".");
      return JSON.stringify(steps.map((step) => held.rows[(row += parseInt(step, 36))]));
    },
  };
  const outside = window.fetch.bind(window);
  window.fetch = async (address, options) => {
    if (!String(address).startsWith(held.base)) return outside(address, options);
    const [name, query] = String(address).slice(held.base.length).split("?");
    const answer = answers[name];
    return answer ? new Response(answer(new URLSearchParams(query))) : new Response("", { status: 404 });
  };
  window.kulturkarta = {
    ready: null,
    mount(map, config) {
      const data = { points: fetch(`${config.base}points`), land: fetch(`${config.base}land`) };
      this.ready = import("kulturkarta/map_layer").then((module) => module.mount(map, config, data));
      return this.ready;
    },
  };
})();
