// What the document does beside Streamlit: its language follows the address, and its parts are fetched ahead.
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

  // Streamlit opens every link in a text in a new tab; one to another page of ours stays in this.
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest('[data-testid="stMarkdownContainer"] a');
      if (link && link.origin === location.origin) link.removeAttribute("target");
    },
    true,
  );

  // Fetch the parts of Streamlit that other pages will ask for, and what a map needs, while nothing else happens.
  const { dataset } = document.currentScript;
  const list = (name) => (dataset[name] || "").split(" ").filter(Boolean);
  function hint(rel, href) {
    document.head.append(Object.assign(document.createElement("link"), { rel, href }));
  }
  addEventListener("load", () =>
    setTimeout(() => {
      for (const url of list("warm")) import(url).catch(() => {});
      for (const rel of ["modulepreload", "prefetch"]) for (const url of list(rel)) hint(rel, url);
    }, 200),
  );
})();
