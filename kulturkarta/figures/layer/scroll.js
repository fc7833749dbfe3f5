// @ts-check
// Scrolling through more than a browser can be tall. A million rows are 60 million pixels and browsers stop at about 17
// million: beyond a limit the bar shows the place in the whole, while turning the wheel still moves row by row.

const TALLEST_PX = 8_000_000;

export class ScrollScale {
  /** @param {number} [tallest] */
  constructor(tallest = TALLEST_PX) {
    this.tallest = tallest;
    this.offset = 0; // what is added to the bar's place to get the place in the list
    this.last = 0;
    this.resize(0, 0);
  }

  /** @param {number} whole height of all rows @param {number} view height of what is seen */
  resize(whole, view) {
    this.whole = whole;
    this.view = view;
    this.height = Math.min(whole, this.tallest); // of the element
    if (this.height === whole) this.offset = 0;
  }

  get range() {
    return { bar: Math.max(0, this.height - this.view), list: Math.max(0, this.whole - this.view) };
  }

  /**
   * The bar is at `bar` now: where in the list that is, and where the bar should be instead when it has run out.
   * @param {number} bar
   * @returns {{top: number, bar: number}}
   */
  moved(bar) {
    const { range } = this;
    if (range.bar === range.list) {
      this.last = bar;
      return { top: bar, bar };
    }
    const jumped = Math.abs(bar - this.last) > 2 * this.view + 200;
    if (jumped) return this.go((bar / range.bar) * range.list);
    const top = Math.min(Math.max(bar + this.offset, 0), range.list);
    const ranOut = (bar <= 0 && top > 0) || (bar >= range.bar && top < range.list) || top !== bar + this.offset;
    if (ranOut) return this.go(top);
    this.last = bar;
    return { top, bar };
  }

  /** Go to a place in the list. @param {number} top @returns {{top: number, bar: number}} where the bar should be */
  go(top) {
    const { range } = this;
    const place = Math.min(Math.max(top, 0), range.list);
    const share = range.list ? Math.round((place / range.list) * range.bar) : 0;
    // Near an end there must be room to turn the wheel up to it.
    const room = 3 * this.view;
    const bar = Math.min(Math.max(share, Math.min(place, room)), range.bar - Math.min(range.list - place, room));
    this.offset = place - bar;
    this.last = bar;
    return { top: place, bar };
  }
}
