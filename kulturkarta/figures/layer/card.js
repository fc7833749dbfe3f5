// @ts-check
// The card of one entry: the only popup writer. Every text arrives translated from the server and is set as text.
import { drawMark, element, link } from "./dom.js";

/**
 * @typedef {{label: string, value: string, url?: string}} Fact
 * @typedef {{text: string, about: string, row: number | null}} Item `row`: the entry whose card it leads to
 * @typedef {{title: string, note: string, items: Item[]}} Group
 * @typedef {{id: string, name: string, kicker: string, notices: string[], description: string, facts: Fact[],
 *   groups: Group[], source: Fact[], correction: {label: string, url: string} | null}} Card
 */

/**
 * @param {Card} card
 * @param {{shape: string, color: string, path: string}} look
 * @param {(row: number) => void} openCard
 * @returns {HTMLElement}
 */
export function buildCard(card, look, openCard) {
  const heading = element("h2", { class: "kk-card-name", tabindex: "-1" }, card.name);
  const root = element(
    "article",
    { class: "kk-card", "data-id": card.id, "aria-label": card.name },
    element("p", { class: "kk-kicker" }, drawMark(look, { size: 22 }), card.kicker),
    heading,
  );
  for (const notice of card.notices) root.append(element("p", { class: "kk-notice" }, notice));
  if (card.description) root.append(element("p", { class: "kk-description" }, card.description));
  if (card.facts.length) root.append(listFacts(card.facts, "kk-facts"));
  for (const group of card.groups) root.append(...listItems(group, openCard));
  root.append(listFacts(card.source, "kk-source"));
  if (card.correction) {
    root.append(element("p", { class: "kk-correction" }, link(card.correction.url, card.correction.label)));
  }
  return root;
}

/** @param {Fact[]} facts @param {string} name @returns {HTMLElement} */
function listFacts(facts, name) {
  const list = element("dl", { class: name });
  for (const { label, value, url } of facts) {
    list.append(element("dt", {}, label), element("dd", {}, url ? link(url, value) : value));
  }
  return list;
}

/** @param {Group} group @param {(row: number) => void} openCard @returns {HTMLElement[]} */
function listItems({ title, note, items }, openCard) {
  const list = element("ul", { class: "kk-items" });
  for (const { text, about, row } of items) {
    /** @type {Node | string} */
    let name = text;
    if (row !== null) {
      name = element("button", { type: "button", class: "kk-item", "data-row": String(row) }, text);
      name.addEventListener("click", () => openCard(row));
    }
    list.append(element("li", {}, name, ...(about ? [" ", element("span", { class: "kk-about" }, about)] : [])));
  }
  const parts = [element("h3", { class: "kk-group" }, title), list];
  if (note) parts.push(element("p", { class: "kk-note" }, note));
  return parts;
}
