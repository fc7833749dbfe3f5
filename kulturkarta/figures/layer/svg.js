// @ts-check
// SVG as text: every value is escaped, so what a person typed stays text in the file too.

/** @param {unknown} value */
export const escapeText = (value) =>
  String(value)
    // Signs that no XML may hold.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");

/** Markup that is already safe. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * One element; numbers are rounded to hundredths, attributes that are undefined or null left out.
 * @param {string} tag
 * @param {Record<string, string | number | null | undefined>} attributes
 * @param {...(Markup | string)} children
 */
export function node(tag, attributes, ...children) {
  let text = `<${tag}`;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    text += ` ${name}="${typeof value === "number" ? round(value) : escapeText(value)}"`;
  }
  const inside = children.map((child) => (child instanceof Markup ? child.text : escapeText(child))).join("");
  return new Markup(inside ? `${text}>${inside}</${tag}>` : `${text}/>`);
}

/** @param {number} value */
export const round = (value) => Math.round(value * 100) / 100;

/**
 * Lines of at most `width` pixels, broken between words. Widths are estimated, since a picture is drawn in whatever face
 * its reader has: the share is that of a wide one (Verdana, DejaVu Sans).
 * @param {string} text
 * @param {number} width
 * @param {number} size of the type in pixels
 * @param {number} [share] of the size that a sign is wide
 */
export function wrap(text, width, size, share = 0.6) {
  const most = Math.max(Math.floor(width / (size * share)), 1);
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/[ \n]+/).filter(Boolean)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
