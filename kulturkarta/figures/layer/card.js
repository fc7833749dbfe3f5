// @ts-check
// The card of one entry: the only popup writer. Every text arrives translated from the server and is set as text.
import { drawMark, element, link } from "./dom.js";

/**
 * @typedef {{label: string, value: string, url?: string}} Fact
 * @typedef {{id: string, name: string, kicker: string, notices: string[], description: string, facts: Fact[],
 *   source: Fact[], correction: {label: string, url: string} | null}} Card
 */

/**
 * @param {Card} card
 * @param {{shape: string, color: string, path: string}} look
 * @returns {HTMLElement}
 */
export function buildCard(card, look) {
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
