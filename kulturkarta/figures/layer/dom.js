// @ts-check
// Elements from text. Nothing here or elsewhere in the layer parses markup: what a person typed stays text.

const SVG = "http://www.w3.org/2000/svg";
const SAFE_LINK = /^(https?|mailto|tel):/i;

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A link where the address is one a browser may follow, else the plain text.
 * @param {string} url
 * @param {string} text
 * @returns {Node}
 */
export function link(url, text) {
  if (!SAFE_LINK.test(url)) return document.createTextNode(text);
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

/**
 * The mark of one entry: shape and colour say the table, the glyph says the kind or sector.
 * @param {{shape: string, color: string, path: string}} look
 * @param {{hollow?: boolean, faded?: boolean, size?: number}} [state]
 * @returns {SVGSVGElement}
 */
export function drawMark(look, { hollow = false, faded = false, size = 30 } = {}) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 30 30");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("kk-mark", `kk-${look.color}`);
  if (hollow) svg.classList.add("kk-hollow");
  if (faded) svg.classList.add("kk-closed");
  const shapes = {
    circle: "M15 3a12 12 0 1 0 0 24a12 12 0 0 0 0-24z",
    diamond: "M15 1.5L28.5 15L15 28.5L1.5 15z",
    square: "M5 5h20v20h-20z",
  };
  const body = document.createElementNS(SVG, "path");
  body.setAttribute("d", shapes[/** @type {keyof typeof shapes} */ (look.shape)]);
  body.classList.add("kk-body");
  const glyph = document.createElementNS(SVG, "path");
  glyph.setAttribute("d", look.path);
  const scale = look.shape === "diamond" ? 0.8 : 0.93;
  glyph.setAttribute("transform", `translate(${15 - 7.5 * scale} ${15 - 7.5 * scale}) scale(${scale})`);
  glyph.classList.add("kk-glyph");
  svg.append(body, glyph);
  return svg;
}

/** Small shapes around the origin, for the arcs of a ring. */
const SMALL = { circle: "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z", diamond: "M0-3.2L3.2 0L0 3.2L-3.2 0z", square: "M-2.4-2.4h4.8v4.8h-4.8z" };
const SHOWN_SHARE = 0.12; // shorter arcs have no room for a shape

/**
 * A ring that shows how a cluster is made up, by colour and, on each arc, by shape.
 * @param {{color: string, shape: string, share: number}[]} parts shares that sum to 1
 * @param {number} size
 * @returns {SVGSVGElement}
 */
export function drawRing(parts, size) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 40 40");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("kk-ring");
  const round = 2 * Math.PI * 16;
  let from = 0;
  for (const { color, shape, share } of parts) {
    const arc = document.createElementNS(SVG, "circle");
    for (const [name, value] of Object.entries({ cx: "20", cy: "20", r: "16", fill: "none", "stroke-width": "6" })) {
      arc.setAttribute(name, value);
    }
    arc.setAttribute("stroke-dasharray", `${share * round} ${round}`);
    arc.setAttribute("stroke-dashoffset", String(-from * round));
    arc.setAttribute("transform", "rotate(-90 20 20)");
    arc.classList.add(`kk-${color}`);
    svg.append(arc);
    if (share >= SHOWN_SHARE) {
      const sign = document.createElementNS(SVG, "path");
      const angle = (from + share / 2) * 2 * Math.PI - Math.PI / 2;
      sign.setAttribute("d", SMALL[/** @type {keyof typeof SMALL} */ (shape)]);
      sign.setAttribute("transform", `translate(${20 + 16 * Math.cos(angle)} ${20 + 16 * Math.sin(angle)})`);
      sign.classList.add("kk-ring-sign");
      svg.append(sign);
    }
    from += share;
  }
  return svg;
}
