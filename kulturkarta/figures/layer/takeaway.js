// @ts-check
// Taking the map away as it is seen: as PNG, SVG or a printed A4, as one file to open anywhere, or as a piece of another
// site.
import { captureMap, captureTiles, readPicture } from "./capture.js";
import { element } from "./dom.js";
import { drawPicture } from "./picture.js";
import { escapeText } from "./svg.js";
import { button } from "./toolbar.js";

const SCALE = 2; // pixels of a PNG per pixel of the screen: sharp on paper
const EMBED_PX = 940; // the map with its title, sentence and sources
const OPENING = '<script type="application/json" id="kk-opening">'; // as figures/static_map.py writes it

export class TakeAway {
  /** @param {import("./toolbar.js").Toolbar} toolbar */
  constructor(toolbar) {
    this.toolbar = toolbar;
    this.layer = toolbar.layer;
    /** @type {AbortController | null} while the server makes a file */
    this.asking = null;
    toolbar.addPanel(toolbar.given.texts.take, () => this.fillPanel());
  }

  show() {
    document.title = this.toolbar.given.title;
  }

  fillPanel() {
    const { parts, texts, can_embed, file_address, file_note } = this.toolbar.given;
    this.told = element("p", { class: "kk-tool-told", role: "status" });
    const rows = [
      element(
        "p",
        { class: "kk-tool-row" },
        button(texts.png, () => this.run(() => this.savePng()), { "data-take": "png" }),
        button(texts.svg, () => this.run(() => this.saveSvg()), { "data-take": "svg" }),
        button(texts.print, () => this.run(() => this.print()), { "data-take": "print" }),
        ...(file_address ? [this.fileButton()] : []),
      ),
      this.told,
    ];
    const note = file_address ? texts.file_help : file_note;
    if (note) rows.push(element("p", { class: "kk-tool-note" }, note));
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

  /** Asks for the file; pressed once more while the server makes it, it stops. */
  fileButton() {
    const { texts } = this.toolbar.given;
    this.made = button(this.asking ? texts.cancel : texts.file, () => this.takeFile(), { "data-take": "html" });
    return this.made;
  }

  async takeFile() {
    if (this.asking) return this.asking.abort();
    const { texts } = this.toolbar.given;
    const { signal } = (this.asking = new AbortController());
    this.made.textContent = texts.cancel;
    const make = () => this.saveFile(signal).catch((why) => (signal.aborted ? texts.cancelled : Promise.reject(why)));
    await this.run(make, texts.file_working);
    this.made.textContent = texts.file;
    this.asking = null;
  }

  /** @param {AbortSignal} signal */
  async saveFile(signal) {
    const { texts, file, file_address, view, measure } = this.toolbar.given;
    const { config, address } = this.layer;
    const answer = await fetch(config.base + file_address, { signal });
    if (answer.status === 503) return texts.file_busy;
    if (!answer.ok) throw new Error(`file: ${answer.status}`);
    const opening = { visa: view === "poster" ? "" : view, matt: view === "kommuner" ? measure : "", vy: address.get("vy") };
    const written = OPENING + JSON.stringify(opening).replaceAll("<", "\\u003c");
    const html = (await answer.text()).replace(`${OPENING}{}`, () => written);
    save(new Blob([html], { type: "text/html" }), `${file}.html`);
    return texts.file_saved;
  }

  /** @param {() => Promise<string>} make gives what to say when it is done @param {string} [meanwhile] */
  async run(make, meanwhile = this.toolbar.given.texts.working) {
    this.tell(meanwhile);
    this.tell(await make().catch(() => this.toolbar.given.texts.failed));
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
