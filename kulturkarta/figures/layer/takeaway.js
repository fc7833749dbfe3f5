// @ts-check
// Taking the map away as it is seen: as PNG, SVG or a printed A4, or as a piece of another site.
import { captureMap, captureTiles, readPicture } from "./capture.js";
import { element } from "./dom.js";
import { drawPicture } from "./picture.js";
import { escapeText } from "./svg.js";
import { button } from "./toolbar.js";

const SCALE = 2; // pixels of a PNG per pixel of the screen: sharp on paper
const EMBED_PX = 940; // the map with its title, sentence and sources

export class TakeAway {
  /** @param {import("./toolbar.js").Toolbar} toolbar */
  constructor(toolbar) {
    this.toolbar = toolbar;
    this.layer = toolbar.layer;
    toolbar.addPanel(toolbar.given.texts.take, () => this.fillPanel());
  }

  show() {
    document.title = this.toolbar.given.title;
  }

  fillPanel() {
    const { parts, texts, can_embed } = this.toolbar.given;
    this.told = element("p", { class: "kk-tool-told", role: "status" });
    const rows = [
      element(
        "p",
        { class: "kk-tool-row" },
        button(texts.png, () => this.run(() => this.savePng()), { "data-take": "png" }),
        button(texts.svg, () => this.run(() => this.saveSvg()), { "data-take": "svg" }),
        button(texts.print, () => this.run(() => this.print()), { "data-take": "print" }),
      ),
      this.told,
    ];
    if (parts.includes("embed")) rows.push(...this.embedField(can_embed ? "" : texts.embed_closed));
    return rows;
  }

  /** @param {string} caveat @returns {HTMLElement[]} */
  embedField(caveat) {
    const { texts } = this.toolbar.given;
    const code = /** @type {HTMLTextAreaElement} */ (element("textarea", { readonly: "", rows: "3", class: "kk-embed" }));
    code.value = this.embedCode();
    const copy = async () => {
      code.select();
      await navigator.clipboard.writeText(code.value).catch(() => document.execCommand("copy"));
      this.tell(texts.embed_copied);
    };
    const label = element("label", {}, element("span", {}, texts.embed), code);
    const parts = [label, element("p", { class: "kk-tool-row" }, button(texts.embed_copy, copy))];
    if (caveat) parts.push(element("p", { class: "kk-tool-note" }, caveat));
    return parts;
  }

  /** The code of a frame that shows the map as it is now. */
  embedCode() {
    const { origin, pathname, search } = this.layer.address.host.location;
    const params = new URLSearchParams(search);
    params.set("embed", "true");
    const address = `${origin}${pathname}?${params.toString().replaceAll("%2C", ",")}`;
    const title = escapeText(this.toolbar.given.title);
    return `<iframe src="${escapeText(address)}" title="${title}" width="100%" height="${EMBED_PX}" style="border:0" loading="lazy"></iframe>`;
  }

  /** @param {() => Promise<string>} make gives what to say when it is done */
  async run(make) {
    this.tell(this.toolbar.given.texts.working);
    this.tell(await make());
  }

  /** @param {string} text */
  tell(text) {
    if (this.told) this.told.textContent = text;
  }

  /** @returns {Promise<{svg: string, width: number, height: number, told: string}>} */
  async draw() {
    const { map, config } = this.layer;
    const { texts, title, finding, notes } = this.toolbar.given;
    const container = map.getContainer();
    const tiles = await captureTiles(container, SCALE);
    const { items, legend } = captureMap(container);
    const colors = /** @type {any} */ ({});
    for (const name of ["panel", "text", "muted", "line", "water"]) colors[name] = this.layer.color(name);
    const told = tiles.refused ? texts.no_tiles : "";
    const picture = drawPicture({
      width: container.clientWidth,
      height: container.clientHeight,
      items: tiles.item ? [tiles.item, ...items] : items,
      legend,
      zoom: map.getZoom(),
      lat: map.getCenter().lat,
      title,
      finding,
      notes: told ? [...notes, told] : notes,
      locale: config.locale,
      colors,
    });
    return { ...picture, told };
  }

  async saveSvg() {
    const { svg, told } = await this.draw();
    save(new Blob([svg], { type: "image/svg+xml" }), `${this.toolbar.given.file}.svg`);
    return told || this.toolbar.given.texts.saved;
  }

  async savePng() {
    const { svg, width, height, told } = await this.draw();
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    const picture = await readPicture(address);
    URL.revokeObjectURL(address);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    /** @type {Blob} */
    const png = await new Promise((resolve) => canvas.toBlob((made) => resolve(/** @type {Blob} */ (made)), "image/png"));
    save(png, `${this.toolbar.given.file}.png`);
    return told || this.toolbar.given.texts.saved;
  }

  /** Prints the picture alone, on one landscape A4. */
  async print() {
    const { svg, told } = await this.draw();
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    const picture = /** @type {HTMLImageElement} */ (element("img", { class: "kk-print", alt: this.toolbar.given.title }));
    picture.src = address;
    await picture.decode();
    document.body.append(picture);
    window.print();
    picture.remove();
    URL.revokeObjectURL(address);
    return told;
  }
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const address = URL.createObjectURL(file);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
