// The one classic script a folium map loads: it pulls in the layer as a module, so that the page's inline script stays
// one call. Modules and data are asked for at once: neither waits for the other, nor for the map. The address of the
// data follows the script's own as its fragment.
(function () {
  "use strict";
  const here = document.currentScript.src;
  // All at once, instead of the second row only when the first has been read. A test keeps the list complete.
  const modules =
    "address card card_view cluster dom host kept labels land legend list marks overlay panel pins points rove scroll shapes shell sorting spider tally tools words".split(
      " ",
    );
  for (const name of modules) {
    const hint = document.createElement("link");
    hint.rel = "modulepreload";
    hint.href = new URL(`${name}.js`, here).href;
    (document.body ?? document.head).append(hint); // streamlit-folium writes the head once more
  }
  const layer = import(new URL("map_layer.js", here).href);
  const isKept = (url) => {
    try {
      return window.parent.kulturkartaPoints?.has(url);
    } catch {
      return false;
    }
  };
  const ask = (base) => {
    const points = `${base}points`;
    const data = { points: isKept(points) ? null : fetch(points), land: fetch(`${base}land`) };
    for (const answer of Object.values(data)) answer?.catch(() => {}); // told where it is awaited
    return data;
  };
  const early = decodeURIComponent(new URL(here).hash.slice(1));
  let asked = early ? ask(early) : null;
  window.kulturkarta = {
    ready: null,
    mount(map, config) {
      const data = asked && early === config.base ? asked : ask(config.base);
      asked = null;
      this.ready = layer.then((module) => module.mount(map, config, data));
      return this.ready;
    },
  };
})();
