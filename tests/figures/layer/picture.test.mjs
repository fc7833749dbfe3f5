import assert from "node:assert/strict";
import test from "node:test";
import { drawPicture, measureScale } from "../../../kulturkarta/figures/layer/picture.js";
import { escapeText, node, wrap } from "../../../kulturkarta/figures/layer/svg.js";

const COLORS = { panel: "#fff", text: "#000", muted: "#555", line: "#ccc", water: "#def" };

test("what a person typed is text in the file, never markup", () => {
  assert.equal(node("text", { x: 1 / 3, id: '"><script>' }, "<b>&\u0000").text, '<text x="0.33" id="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;</text>');
  assert.equal(node("g", { fill: null, stroke: undefined }).text, "<g/>");
  assert.equal(escapeText("å"), "å");
});

test("lines break between words and a long word stands alone", () => {
  // 66 pixels at 10 pixels a sign's size hold 11 signs of 6 pixels, and 9 of 7.
  assert.deepEqual(wrap("ett två tre fyra sjuttonhundratals", 66, 10), ["ett två tre", "fyra", "sjuttonhundratals"]);
  assert.deepEqual(wrap("ett två tre fyra sjuttonhundratals", 66, 10, 0.7), ["ett två", "tre fyra", "sjuttonhundratals"]);
  assert.deepEqual(wrap("", 60, 10), []);
});

test("the scale is a round length and as long on the map as it says", () => {
  // At 60 N and zoom 8 a pixel is 40075016.686 x 0.5 / 65536 = 305.7 m: 120 pixels hold 36.7 km, so 20 km of 65.4 pixels.
  const scale = measureScale(8, 60, "sv");
  assert.deepEqual([scale.metres, scale.label], [20000, "20 km"]);
  assert.ok(Math.abs(scale.px - 65.41) < 0.01);
  assert.equal(measureScale(17, 60, "sv").label, "50 m");
  assert.equal(measureScale(4, 0, "en").label, "1,000 km");
});

test("a picture holds title, finding, map, scale and sources, and is as high as all of them", () => {
  const { svg, width, height } = drawPicture({
    width: 600,
    height: 400,
    items: [
      { kind: "shape", tag: "path", attributes: { d: "M0 0h1", fill: "url(#hatch)" } },
      { kind: "text", x: 5, y: 9, text: "Flen & <b>", width: 60, size: 12, weight: "600", fill: "#111", anchor: "middle", halo: "#fff", opacity: 1 },
      { kind: "image", x: 0, y: 0, width: 2, height: 2, href: "data:image/png;base64,AA" },
    ],
    legend: null,
    zoom: 8,
    lat: 60,
    title: "Kulturkarta <Sörmland>",
    finding: "Kartan visar två.",
    notes: ["Källa: flen.se", "1 maj 2026"],
    locale: "sv",
    colors: COLORS,
  });
  assert.equal(width, 648);
  assert.ok(height > 400 + 22 + 14 + 2 * 11 && height < 560);
  assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  for (const part of ["Kulturkarta &lt;Sörmland&gt;", "Kartan visar två.", "Källa: flen.se", "1 maj 2026", "20 km", "Flen &amp; &lt;b&gt;", 'fill="url(#hatch)"', "data:image/png;base64,AA"]) {
    assert.ok(svg.includes(part), part);
  }
  assert.equal((svg.match(/<g[ >]/g) ?? []).length, (svg.match(/<\/g>/g) ?? []).length);
});

test("a legend that would hide the map stands whole below it, and the sources below the legend", () => {
  const scene = { width: 300, height: 200, items: [], zoom: 8, lat: 60, title: "T", finding: "F", notes: ["Källa"], locale: "sv", colors: COLORS };
  const label = { kind: "text", x: 5, y: 9, text: "Förslag", width: 60, size: 12, weight: "400", fill: "#111", anchor: "start", halo: null, opacity: 1 };
  const without = drawPicture({ ...scene, legend: null });
  const { svg, height } = drawPicture({ ...scene, legend: { items: [label], width: 120, height: 80 } });
  assert.equal(height, without.height + 86);
  const [, top] = /** @type {RegExpMatchArray} */ (svg.match(/translate\(24 (\d+(?:\.\d+)?)\)"><text[^>]*>Förslag/));
  const [, map] = /** @type {RegExpMatchArray} */ (svg.match(/translate\(24 (\d+(?:\.\d+)?)\)"><defs>/));
  assert.equal(Number(top), Number(map) + 200 + 8);
});
