// @ts-check
// The part of the page's address that the map owns: `vy` (view), `post` (open card), `lista` (which list), `ordning`
// (its order).
// Inside Streamlit the address is the parent page's; in a plain HTML file it is our own. Of several maps on a page one
// owns them; the others remember for themselves.

const OWNED = ["vy", "post", "lista", "ordning"];
const MARGIN_PX = 6; // around the whole region

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

/** The view of a map in the address: latitude, longitude and zoom, or nothing for the whole region. */
export class View {
  /**
   * @param {any} map a Leaflet map
   * @param {Address | Memory} address
   * @param {number[]} bbox west, south, east, north
   * @param {() => number} roof pixels that something covers at the top: the whole region lies below it
   */
  constructor(map, address, bbox, roof) {
    this.map = map;
    this.address = address;
    this.bbox = bbox;
    this.roof = roof;
    /** What it was when the whole region was shown last. */
    this.roofed = 0;
    this.isWhole = false;
    /** @type {{middle: any, zoom: number} | null} */
    this.noted = null;
  }

  show() {
    const parts = this.address.get("vy").split(",").map(Number);
    const [lat, lon, zoom] = parts;
    if (parts.length === 3 && parts.every(Number.isFinite) && Math.abs(lat) < 85 && Math.abs(lon) <= 180) {
      this.map.setView([lat, lon], Math.min(Math.max(zoom, 3), 18), { animate: false });
    } else {
      const [west, south, east, north] = this.bbox;
      const bounds = [
        [south, west],
        [north, east],
      ];
      this.isWhole = true;
      this.roofed = this.roof();
      const padding = { paddingTopLeft: [MARGIN_PX, MARGIN_PX + this.roofed], paddingBottomRight: [MARGIN_PX, MARGIN_PX] };
      this.map.fitBounds(bounds, { animate: false, ...padding });
      this.isWhole = false;
    }
    this.note();
  }

  /** Called when something else may cover the top: the whole region moves from under it, another view stays. */
  clear() {
    if (!this.address.get("vy") && this.roof() !== this.roofed) this.show();
  }

  /** Called when the map has moved. */
  tell() {
    if (!this.note()) return;
    const { middle, zoom } = /** @type {{middle: any, zoom: number}} */ (this.noted);
    this.address.set({ vy: this.isWhole ? "" : `${middle.lat.toFixed(4)},${middle.lng.toFixed(4)},${zoom}` });
  }

  /**
   * Whether this is another view. A frame that changes its size moves the middle by part of a pixel, which nobody did:
   * the middle stays the one it was, and who zooms after it zooms around that.
   */
  note() {
    const { map, noted } = this;
    const zoom = map.getZoom();
    const middle = map.getCenter();
    const reach = 2 ** Math.max(0, zoom - (noted?.zoom ?? zoom)); // one pixel of the view before, in those of this one
    const isSame = noted && map.project(noted.middle, zoom).distanceTo(map.project(middle, zoom)) <= reach;
    if (isSame && noted.zoom === zoom) return false;
    this.noted = { middle: isSame ? noted.middle : middle, zoom };
    return true;
  }
}
