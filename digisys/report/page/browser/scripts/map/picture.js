// The map as a picture of its own: what it says as its title, then model and date, the map, what
// its marks mean, and what it rests on.

import { byId, fill, SVG, s } from "../base/dom.js";
import { state } from "../base/state.js";
import { drawn } from "./draw.js";
import { drawLegend } from "./legend.js";
import { brokenLines, widthOf } from "./lines.js";
import { pictureTexts } from "./paper.js";

const KEPT_STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "font-family",
  "display",
  "visibility",
  "paint-order",
  "direction",
];

/** Letters of the title, of what stands below it, and of the legend and the foot, in units. */
const SIZES = { title: 32, below: 19, legend: 19, foot: 16 };
const EDGE = 24;
const LINE = 1.3;

/** The picture as a document of its own with its colours and its font. */
export function pictureDocument() {
  const [, , width, height] = drawn.box;
  const { title, below, foot } = pictureTexts();
  const room = width - 2 * EDGE;
  const head = [...lines(title, SIZES.title, 600, room), ...lines(below, SIZES.below, 400, room)];
  const map = withAllLetters(() => styledCopy(drawn.svg));
  const legend = legendParts(room);
  const end = lines(foot, SIZES.foot, 400, room);
  const top = EDGE + total(head);
  const bottom = top + height + legend.height;
  const high = bottom + total(end) + EDGE;
  map.setAttribute("x", "0");
  map.setAttribute("y", String(top));
  map.setAttribute("width", String(width));
  map.setAttribute("height", String(height));
  legend.group.setAttribute("transform", `translate(${EDGE} ${top + height})`);
  const picture = s(
    "svg",
    {
      lang: state.lang,
      role: "img",
      viewBox: `0 0 ${width} ${high}`,
      width,
      height: high,
    },
    s("title", {}, title),
    s("style", {}, fontRules()),
    s("rect", { width, height: high, fill: colourOf("background-color") }),
    written(head, EDGE),
    map,
    legend.group,
    written(end, bottom),
  );
  picture.setAttribute("xmlns", SVG);
  return {
    text: new XMLSerializer().serializeToString(picture),
    width,
    height: high,
  };
}

/** @param {string} name */
function colourOf(name) {
  return window.getComputedStyle(byId("map")).getPropertyValue(name);
}

/**
 * @typedef {{ text: string; size: number; weight: number }} Line
 */

/**
 * Break a text into lines.
 * @param {string} text
 * @param {number} size
 * @param {number} weight
 * @param {number} room
 * @returns {Line[]}
 */
function lines(text, size, weight, room) {
  return brokenLines(text, size, weight, room).map((line) => ({ text: line, size, weight }));
}

/** @param {Line[]} items */
function total(items) {
  return items.reduce((sum, { size }) => sum + size * LINE, 0);
}

/**
 * @param {Line[]} items
 * @param {number} top
 */
function written(items, top) {
  let y = top;
  return items.map(({ text, size, weight }) => {
    y += size * LINE;
    return writtenText(text, EDGE, y - size * 0.3, size, weight);
  });
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {number} weight
 */
function writtenText(text, x, y, size, weight) {
  return s(
    "text",
    {
      x,
      y,
      "font-size": size,
      "font-weight": weight,
      "font-family": "Inter,sans-serif",
      fill: colourOf("color"),
    },
    text,
  );
}

/**
 * The legend below the map, in rows.
 * @param {number} room
 */
function legendParts(room) {
  const group = s("g");
  const grown = 1.4;
  let [x, y] = [0, 0];
  fill(byId("legend"), drawLegend());
  for (const item of byId("legend").querySelectorAll("li")) {
    const said = [...item.childNodes].filter((part) => !(part instanceof SVGElement));
    const text = said.map((part) => part.textContent).join(" ");
    const sample = item.querySelector("svg");
    const wide = sample ? Number(sample.getAttribute("width")) * grown : 0;
    const need = wide + 10 + widthOf(text, SIZES.legend, 400);
    if (x && x + need > room) [x, y] = [0, y + 34];
    if (sample) {
      const copy = styledCopy(sample);
      copy.setAttribute("x", String(x));
      copy.setAttribute("y", String(y));
      copy.setAttribute("width", String(wide));
      copy.setAttribute("height", String(20 * grown));
      group.append(copy);
    }
    group.append(writtenText(text, x + wide + 10, y + 20, SIZES.legend, 400));
    x += need + 28;
  }
  return { group, height: y + 44 };
}

/**
 * Do something while no letters are left out, however small the map is on the page.
 * @template Made
 * @param {() => Made} act
 * @returns {Made}
 */
function withAllLetters(act) {
  const frame = byId("map");
  const before = frame.dataset.letters;
  frame.dataset.letters = "all";
  try {
    return act();
  } finally {
    frame.dataset.letters = before;
  }
}

/**
 * A copy that carries its looks with it.
 * @param {SVGSVGElement} original
 */
function styledCopy(original) {
  const copy = /** @type {SVGSVGElement} */ (original.cloneNode(true));
  const originals = [original, ...original.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((item, at) => {
    const style = window.getComputedStyle(item);
    for (const name of KEPT_STYLES) {
      const value = style.getPropertyValue(name);
      if (value) copies[at].setAttribute(name, value);
    }
    for (const name of [
      "class",
      "tabindex",
      "role",
      "aria-pressed",
      "aria-describedby",
      "data-token",
      "data-area",
      "id",
    ]) {
      copies[at].removeAttribute(name);
    }
  });
  for (const item of copies) if (item.getAttribute("display") === "none") item.remove();
  return copy;
}

/** The rules of the page that hold its font. */
function fontRules() {
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map((rule) => rule.cssText)
    .join("");
}
