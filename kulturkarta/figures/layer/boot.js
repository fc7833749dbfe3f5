// The one classic script a folium map loads: it pulls in the layer as a module, so that the page's inline script stays one call.
(function () {
  "use strict";
  const here = document.currentScript.src;
  window.kulturkarta = {
    ready: null,
    mount(map, config) {
      this.ready = import(new URL("map_layer.js", here).href).then((layer) => layer.mount(map, config));
      return this.ready;
    },
  };
})();
