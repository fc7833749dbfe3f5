// The document's language follows the language chosen in the page, which stands in the address.
(function () {
  "use strict";
  function follow() {
    const lang = new URLSearchParams(location.search).get("lang") || "sv";
    if (/^[a-z]{2}$/.test(lang) && document.documentElement.lang !== lang) document.documentElement.lang = lang;
  }
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...args) {
      const result = original.apply(this, args);
      follow();
      return result;
    };
  }
  addEventListener("popstate", follow);
})();
