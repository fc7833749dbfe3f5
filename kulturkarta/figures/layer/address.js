// @ts-check
// The part of the page's address that the map owns: `vy` (view), `post` (open card), `lista` (which list), `ordning`
// (its order).
// Inside Streamlit the address is the parent page's; in a plain HTML file it is our own. Of several maps on a page one
// owns them; the others remember for themselves.

const OWNED = ["vy", "post", "lista", "ordning"];

/** @returns {Window} */
function hostWindow() {
  try {
    return window.parent.location.href ? window.parent : window;
  } catch {
    return window; // a parent of another origin: keep to ourselves
  }
}

/** What a map that does not own the address remembers instead. */
export class Memory {
  /** @type {Record<string, string>} */
  kept = {};

  /** @param {string} name @returns {string} */
  get(name) {
    return this.kept[name] ?? "";
  }

  /** @param {Record<string, string>} values */
  set(values) {
    Object.assign(this.kept, values);
  }
}

export class Address {
  /** @param {() => void} onBack called when the person goes back or forward */
  constructor(onBack) {
    this.host = hostWindow();
    /** @type {Record<string, string>} */
    this.wanted = {};
    for (const name of OWNED) this.wanted[name] = this.get(name);
    const moved = () => {
      for (const name of OWNED) this.wanted[name] = this.get(name);
      onBack();
    };
    this.host.addEventListener("popstate", moved);
    // Streamlit rewrites the address after a filter change and knows nothing of our part: put it back.
    const keeper = setInterval(() => this.restore(), 300);
    window.addEventListener("pagehide", () => {
      this.host.removeEventListener("popstate", moved);
      clearInterval(keeper);
    });
  }

  /** @param {string} name @returns {string} */
  get(name) {
    return new URLSearchParams(this.host.location.search).get(name) ?? "";
  }

  /** @param {Record<string, string>} values "" removes @param {boolean} [asStep] whether "back" should undo it */
  set(values, asStep = false) {
    Object.assign(this.wanted, values);
    this.write(asStep);
  }

  restore() {
    if (OWNED.some((name) => this.get(name) !== this.wanted[name])) this.write(false);
  }

  /** @param {boolean} asStep */
  write(asStep) {
    const params = new URLSearchParams(this.host.location.search);
    for (const name of OWNED) {
      if (this.wanted[name]) params.set(name, this.wanted[name]);
      else params.delete(name);
    }
    const query = params.toString().replaceAll("%2C", ",");
    const url = this.host.location.pathname + (query ? `?${query}` : "") + this.host.location.hash;
    if (url === this.host.location.pathname + this.host.location.search + this.host.location.hash) return;
    if (asStep) this.host.history.pushState({}, "", url);
    else this.host.history.replaceState(this.host.history.state, "", url);
  }
}
