// @ts-check
// What the map shows at this moment, as plain shapes, words and pictures for picture.js: whatever lies on the map is
// taken as the browser draws it, so that nothing on it needs to know that it may be drawn again.

const SHAPES = new Set(["path", "circle", "rect", "line", "polyline", "polygon"]);
const GEOMETRY = ["d", "cx", "cy", "r", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "rx", "points"];
// What is for the hand and not for the eye, and what passes.
const LEFT_OUT = ".kk-tools, .leaflet-control-zoom, .leaflet-popup-pane, .leaflet-tooltip-pane, .leaflet-tile-pane, .kk-unseen, .kk-control, .kk-fold";
const ASCENT = 0.78; // of a line's height

/** @typedef {import("./picture.js").Item} Item */

/** @typedef {{items: Item[], width: number, height: number}} Part drawn beside the map and not on it */

/**
 * Everything on a Leaflet map but its tiles. The legend is whole; where it folds on the screen, because it would hide
 * much of the map, it is a part of its own.
 * @param {HTMLElement} container
 * @returns {{items: Item[], legend: Part | null}}
 */
export function captureMap(container) {
  const fold = container.querySelector(".kk-fold");
  const folds = !!fold && getComputedStyle(fold).display !== "none";
  container.classList.add("kk-whole");
  try {
    const capture = new Capture(container);
    const panes = [...(container.querySelector(".leaflet-map-pane")?.children ?? [])];
    for (const pane of inOrder(panes)) capture.walk(pane, 1, true);
    const legend = folds ? container.querySelector(".kk-legend") : null;
    for (const control of container.querySelectorAll(".leaflet-control")) {
      if (control !== legend) capture.walk(control, 1, false);
    }
    return { items: capture.items, legend: legend && captureAlone(legend) };
  } finally {
    container.classList.remove("kk-whole");
  }
}

/** @param {Element} element @returns {Part} */
function captureAlone(element) {
  const capture = new Capture(element);
  capture.walk(element, 1, false);
  return { items: capture.items, width: capture.frame.width, height: capture.frame.height };
}

/**
 * The tiles as one picture, or null where there are none or their server does not let a page read them.
 * @param {HTMLElement} container
 * @param {number} scale pixels of the picture per pixel of the screen
 * @returns {Promise<{item: Item | null, refused: boolean}>}
 */
export async function captureTiles(container, scale) {
  const tiles = [...container.querySelectorAll(".leaflet-tile-pane img.leaflet-tile-loaded")];
  if (!tiles.length) return { item: null, refused: false };
  const { left, top, width, height } = container.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  // Where a tile is missing or transparent the ground shows, as on the screen.
  context.fillStyle = getComputedStyle(container).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.filter = getComputedStyle(/** @type {Element} */ (container.querySelector(".leaflet-tile-pane"))).filter;
  try {
    const pictures = await Promise.all(tiles.map((tile) => readPicture(/** @type {HTMLImageElement} */ (tile).src)));
    tiles.forEach((tile, at) => {
      const box = tile.getBoundingClientRect();
      const [x, y] = [(box.left - left) * scale, (box.top - top) * scale];
      context.drawImage(pictures[at], x, y, box.width * scale, box.height * scale);
    });
    const href = canvas.toDataURL("image/jpeg", 0.9);
    return { item: { kind: "image", x: 0, y: 0, width, height, href }, refused: false };
  } catch {
    return { item: null, refused: true };
  }
}

/** @param {string} src @returns {Promise<HTMLImageElement>} a picture whose pixels a page may read */
export function readPicture(src) {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.crossOrigin = "anonymous";
    picture.onload = () => resolve(picture);
    picture.onerror = () => reject(new Error("the picture cannot be read"));
    picture.src = src;
  });
}

class Capture {
  /** @param {Element} container */
  constructor(container) {
    this.frame = container.getBoundingClientRect();
    /** @type {Item[]} */
    this.items = [];
  }

  /** @param {Element} element @param {number} opacity of what it lies in @param {boolean} centred whether its words are */
  walk(element, opacity, centred) {
    if (element.matches(LEFT_OUT)) return;
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden") return;
    const seen = opacity * Number(style.opacity);
    if (!seen) return;
    if (SHAPES.has(element.tagName) && element instanceof SVGGraphicsElement) {
      this.addShape(element, style, seen);
    } else if (element instanceof HTMLCanvasElement) {
      this.addCanvas(element);
    } else if (element.tagName !== "defs" && element.tagName !== "pattern") {
      if (!(element instanceof SVGGElement)) this.addBox(element, style, seen);
      for (const child of element.tagName === "DIV" ? mixedInOrder(element) : element.childNodes) {
        if (child instanceof Element) this.walk(child, seen, centred);
        else if (child instanceof Text) this.addText(child, style, seen, centred);
      }
    }
  }

  /** @param {DOMRect} box */
  isOutside({ left, right, top, bottom }) {
    const { frame } = this;
    return right < frame.left || left > frame.right || bottom < frame.top || top > frame.bottom;
  }

  /** @param {SVGGraphicsElement} element @param {CSSStyleDeclaration} style @param {number} opacity */
  addShape(element, style, opacity) {
    const isFilled = style.fill !== "none" && Number(style.fillOpacity) > 0;
    const isStroked = style.stroke !== "none" && Number(style.strokeOpacity) > 0 && parseFloat(style.strokeWidth) > 0;
    if ((!isFilled && !isStroked) || this.isOutside(element.getBoundingClientRect())) return;
    const m = element.getScreenCTM();
    if (!m) return;
    /** @type {Record<string, string | number | null>} */
    const attributes = {};
    for (const name of GEOMETRY) attributes[name] = element.getAttribute(name);
    const [e, f] = [m.e - this.frame.left, m.f - this.frame.top];
    attributes.transform = `matrix(${[m.a, m.b, m.c, m.d, e, f].map((part) => Number(part.toFixed(4))).join(" ")})`;
    attributes.fill = !isFilled ? "none" : style.fill.startsWith("url") ? "url(#hatch)" : style.fill;
    attributes["fill-opacity"] = isFilled && Number(style.fillOpacity) < 1 ? style.fillOpacity : null;
    if (isStroked) {
      attributes.stroke = style.stroke;
      attributes["stroke-width"] = parseFloat(style.strokeWidth);
      attributes["stroke-opacity"] = Number(style.strokeOpacity) < 1 ? style.strokeOpacity : null;
      if (style.strokeDasharray !== "none") {
        attributes["stroke-dasharray"] = style.strokeDasharray.replaceAll("px", "");
        attributes["stroke-dashoffset"] = parseFloat(style.strokeDashoffset) || null;
      }
    }
    attributes.opacity = opacity < 1 ? opacity : null;
    this.items.push({ kind: "shape", tag: element.tagName, attributes });
  }

  /** @param {Element} element @param {CSSStyleDeclaration} style @param {number} opacity */
  addBox(element, style, opacity) {
    const box = element.getBoundingClientRect();
    const border = style.borderTopStyle === "none" ? 0 : parseFloat(style.borderTopWidth);
    const hatched = element.classList.contains("kk-swatch-hatched");
    const isClear = style.backgroundColor === "rgba(0, 0, 0, 0)" || style.backgroundColor === "transparent";
    if ((isClear && !border && !hatched) || !box.width || this.isOutside(box)) return;
    const radius = style.borderTopLeftRadius;
    const rounded = radius.endsWith("%") ? (parseFloat(radius) / 100) * box.width : parseFloat(radius);
    this.items.push({
      kind: "shape",
      tag: "rect",
      attributes: {
        x: box.left - this.frame.left + border / 2,
        y: box.top - this.frame.top + border / 2,
        width: Math.max(box.width - border, 0),
        height: Math.max(box.height - border, 0),
        rx: Math.min(rounded, box.width / 2, box.height / 2) || null,
        fill: hatched ? "url(#hatch)" : isClear ? "none" : style.backgroundColor,
        stroke: border ? style.borderTopColor : null,
        "stroke-width": border || null,
        opacity: opacity < 1 ? opacity : null,
      },
    });
  }

  /** @param {HTMLCanvasElement} canvas */
  addCanvas(canvas) {
    const box = canvas.getBoundingClientRect();
    if (!canvas.width || !box.width) return;
    const [x, y] = [box.left - this.frame.left, box.top - this.frame.top];
    this.items.push({ kind: "image", x, y, width: box.width, height: box.height, href: canvas.toDataURL("image/png") });
  }

  /** @param {Text} text @param {CSSStyleDeclaration} style @param {number} opacity @param {boolean} centred */
  addText(text, style, opacity, centred) {
    for (const { words, left, right, top, height } of linesOf(text)) {
      if (this.isOutside(new DOMRect(left, top, right - left, height))) continue;
      this.items.push({
        kind: "text",
        x: (centred ? (left + right) / 2 : left) - this.frame.left,
        y: top - this.frame.top + height * ASCENT,
        text: style.textTransform === "uppercase" ? words.toLocaleUpperCase() : words,
        width: right - left,
        size: parseFloat(style.fontSize),
        weight: style.fontWeight,
        fill: style.color,
        anchor: centred ? "middle" : "start",
        halo: /rgba?\([^)]*\)/.exec(style.textShadow)?.[0] ?? null,
        opacity,
      });
    }
  }
}

/** The lines a text is broken into on the screen. @param {Text} text */
function linesOf(text) {
  /** @type {{words: string, left: number, right: number, top: number, height: number}[]} */
  const lines = [];
  const range = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const { left, right, top, height } = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line && Math.abs(line.top - top) < height / 2) {
      line.words += ` ${word}`;
      line.right = right;
    } else if (height) lines.push({ words: word, left, right, top, height });
  }
  return lines;
}

/** @param {Element[]} elements @returns {Element[]} lowest first, as the browser stacks them */
function inOrder(elements) {
  const height = new Map(elements.map((each) => [each, Number(getComputedStyle(each).zIndex) || 0]));
  return [...elements].sort((a, b) => /** @type {number} */ (height.get(a)) - /** @type {number} */ (height.get(b)));
}

/** @param {Element} parent its elements as they are stacked, after its own words */
function mixedInOrder(parent) {
  const words = [...parent.childNodes].filter((child) => child instanceof Text);
  return [...words, ...inOrder([...parent.children])];
}
