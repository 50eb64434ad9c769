// Drawing the map from the scene that came with the page.

import { linkName, variableName } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { s } from "../base/dom.js";
import { model } from "../base/model.js";
import { state } from "../base/state.js";
import { assumedDirection } from "../graph/directions.js";
import { linkToken } from "../graph/pairs.js";
import { mapOf, unpackMap } from "../io/unpack.js";
import { lookup } from "../lookup.js";
import { say } from "../words.js";

/** @type {Drawn} */
export const drawn = {
  svg: s("svg"),
  box: [0, 0, 1, 1],
  letters: { least: 16, heading: 21 },
  boxes: lookup(),
  marks: lookup(),
  links: lookup(),
  loops: lookup(),
  panels: lookup(),
  titles: [],
  badges: [],
  stops: [],
  own: new WeakMap(),
};

/**
 * The class that colours what belongs to an area.
 * @param {string | null} area
 */
export function toneOf(area) {
  const at = model.areas.findIndex((item) => item.id === area);
  return at < 0 ? "tone-x" : `tone-${at}`;
}

/**
 * Draw the map in the language; every symbol that can be chosen is a button.
 * @returns {SVGSVGElement}
 */
export function drawMap() {
  const scene = unpackMap(model, mapOf(model, state.lang));
  for (const part of [drawn.boxes, drawn.marks, drawn.links, drawn.loops, drawn.panels]) {
    part.clear();
  }
  drawn.badges = [];
  drawn.titles = [];
  drawn.stops = [];
  const svg = s("svg", {
    id: "map-picture",
    viewBox: scene.box.join(" "),
    role: "group",
    "aria-label": say("Map of the model"),
    "aria-describedby": "map-help",
    focusable: "false",
  });
  svg.append(
    s("g", { class: "panels" }, scene.panels.map(drawPanel)),
    s("g", { class: "links" }, scene.links.map(drawLink)),
    s("g", { class: "loops" }, scene.loops.map(drawLoop)),
    s("g", { class: "boxes" }, scene.boxes.map(drawBox)),
    s("g", { class: "badges" }, scene.badges.map(drawBadge)),
    s("g", { class: "marks", "aria-hidden": "true" }, scene.boxes.map(drawMarks)),
  );
  drawn.svg = svg;
  drawn.box = scene.box;
  drawn.letters = lettersOf(scene);
  return svg;
}

/**
 * The sizes of letters; figures are never smaller than the labels of boxes.
 * @param {MapData} scene
 */
function lettersOf({ boxes, panels }) {
  /** @param {{ text: MapText[] }[]} items */
  const least = (items) => Math.min(...items.flatMap(({ text }) => text.map(({ size }) => size)));
  return {
    least: boxes.length ? least(boxes) : FIGURE,
    heading: panels.length ? least(panels) : FIGURE,
  };
}

/** Size of the figures beside boxes, as large as the letters in them. */
const FIGURE = 16;

const SHIFTS = { start: 0, middle: 0.5, end: 1 };

/**
 * @param {MapText} line
 * @param {string} className
 */
function textLook({ size, weight, anchor, side }, className) {
  return {
    class: className,
    "font-size": size,
    "font-weight": weight,
    "text-anchor": anchor,
    direction: side || null,
  };
}

/**
 * Lines of text as one text, so that it is read as one; see `hyphens`.
 * @param {MapText[]} items
 * @param {string} className
 */
function texts(items, className) {
  if (!items.length) return [];
  const lines = items.map(({ words, x, y, size, anchor, joint, hyphen }, at) => {
    const place = {
      x: x - hyphen * SHIFTS[anchor],
      y,
      "font-size": size === items[0].size ? null : size,
    };
    const glued = at > 0 && items[at - 1].joint > 0;
    return [at && !glued ? " " : "", s("tspan", place, joint === 1 ? words.slice(0, -1) : words)];
  });
  return s("text", textLook(items[0], className), lines);
}

/**
 * The hyphens of divided words, apart from the texts, as they are no part of what those
 * say. The words before them are set again, unseen, so that they stand where they belong.
 * @param {MapText[]} items
 * @param {string} className
 */
function hyphens(items, className) {
  return items
    .filter((line) => line.joint === 1)
    .map((line) =>
      s(
        "text",
        { ...textLook(line, className), x: line.x, y: line.y, "aria-hidden": "true" },
        s("tspan", { visibility: "hidden" }, line.words.slice(0, -1)),
        s("tspan", {}, "-"),
      ),
    );
}

/**
 * Lines as one text, with divided words made whole.
 * @param {MapText[]} items
 */
function joined(items) {
  return items
    .map(({ words, joint }) => [`${words} `, words.slice(0, -1), words][joint])
    .join("")
    .trim();
}

/**
 * @param {number[]} plate
 * @param {string} className
 */
export function rect([x, y, width, height, radius], className) {
  return s("rect", { class: className, x, y, width, height, rx: radius });
}

/**
 * Make a symbol that the arrow keys stop at and that can be chosen.
 * @param {string} token
 * @param {string} name
 * @param {string} className
 * @param {number[]} centre
 * @param {...Child} shapes
 */
function symbol(token, name, className, centre, ...shapes) {
  const group = s(
    "g",
    {
      class: `symbol ${className}`,
      role: "button",
      tabindex: "-1",
      "aria-label": name,
      "aria-pressed": "false",
      "data-token": token,
    },
    shapes,
  );
  group.addEventListener("click", () => choose(token, { from: "map" }));
  drawn.stops.push({ token, group, x: centre[0], y: centre[1] });
  return group;
}

/** @param {PanelData<MapText>} panel */
function drawPanel(panel) {
  const tone = toneOf(panel.area);
  const [left, top] = panel.plate;
  const [first] = panel.text;
  const hit = rect([left, top, panel.plate[2], headingHeight(panel), panel.plate[4]], "hit");
  const title = s("g", { class: "area-title", "aria-hidden": "true" });
  const heading = symbol(
    `area-${panel.area}`,
    panel.name,
    "heading",
    [left + 80, first ? first.y - 6 : top + 20],
    hit,
    rect(panel.bar, "bar"),
    texts(panel.text, "area-name"),
  );
  const group = s(
    "g",
    { class: `panel ${tone}`, "data-area": panel.area },
    rect(panel.plate, "plate"),
    heading,
    title,
    hyphens(panel.text, "area-name"),
  );
  drawn.panels.set(panel.area, group);
  drawn.titles.push({ area: panel.area, plate: panel.plate, hit, title });
  return group;
}

/** @param {PanelData<MapText>} panel */
function headingHeight(panel) {
  const last = panel.text[panel.text.length - 1];
  return last ? Math.max(last.y - panel.plate[1] + 10, 24) : 24;
}

/** @param {LinkData} data */
function drawLink({ link, line, head, x, y, sign, delay }) {
  const token = linkToken(link);
  const group = s(
    "g",
    {
      class: `link ${link.polarity} ${link.certainty}${assumedDirection(link) ? " assumed" : ""} ${toneOf(model.variable.get(link.from).area)}`,
      "data-token": token,
      "aria-hidden": "true",
    },
    s("path", { class: "hit", d: line }),
    s("path", { class: "line", d: line }),
    delay ? s("path", { class: "delay", d: delay }) : null,
    s("path", { class: "arrowhead", d: head }),
    s("circle", { class: "sign", cx: x, cy: y, r: sign.radius }),
    sign.strokes ? s("path", { class: "sign-mark", d: `M${x} ${y}${sign.strokes}` }) : null,
    texts(
      sign.letters.map((item) => ({
        ...item,
        x: x + item.x,
        y: y + item.y,
        size: Math.max(item.size, FIGURE),
      })),
      "sign-text",
    ),
    s("title", {}, linkName(model, link)),
  );
  group.addEventListener("click", () => choose(token, { from: "map" }));
  drawn.links.set(link.id, group);
  return group;
}

/** @param {BoxData} box */
function drawBox({ variable, plate, text }) {
  const [x, y, width, height, radius] = plate;
  const group = symbol(
    `variable-${variable.id}`,
    boxName(variable, text),
    `box ${toneOf(variable.area)}`,
    [x + width / 2, y + height / 2],
    rect([x - 5, y - 5, width + 10, height + 10, radius + 5], "ring"),
    rect(plate, "plate"),
    texts(text, "label"),
  );
  drawn.boxes.set(variable.id, group);
  return group;
}

/**
 * Figures beside a box: steps away, or the level in a scenario.
 * @param {BoxData} box
 */
function drawMarks({ variable, plate, text }) {
  const [x, y, width, height] = plate;
  const figure = { "font-size": FIGURE, "font-weight": 600, "text-anchor": "middle" };
  const step = s(
    "g",
    { class: "step", transform: `translate(${x} ${y})` },
    rect([-16, -15, 40, 22, 11], "step-plate"),
    s("text", { class: "step-text", x: 4, y: 1.8, ...figure }),
  );
  const heat = s(
    "g",
    { class: "heat-tag", transform: `translate(${x + width / 2} ${y + height})` },
    rect([-28, -10, 56, 22, 5], "heat-plate"),
    s("text", { class: "heat-text", x: 0, y: 7, ...figure }),
  );
  drawn.marks.set(variable.id, { step, heat, name: boxName(variable, text) });
  return [...hyphens(text, "label"), step, heat];
}

/**
 * The name of a box: the words in it first, then the full label, area and targets.
 * @param {Variable} variable
 * @param {MapText[]} text
 */
function boxName(variable, text) {
  const inside = joined(text);
  const name = variableName(model, variable);
  return name.startsWith(inside) ? name : `${inside}: ${name}`;
}

/** @param {BadgeData<MapText>} item */
function drawBadge(item) {
  const variable = model.variable.get(item.variable);
  const [x, y, width, height] = item.plate;
  const [middle, centre] = [x + width / 2, y + height / 2];
  const larger = item.text.length ? Math.max(FIGURE / item.text[0].size, 1) : 1;
  const group = symbol(
    `target-${item.target}`,
    item.name,
    `badge ${toneOf(variable.area)}`,
    [middle, centre],
    rect([x - 5, y - 5, width + 10, height + 10, height / 2 + 5], "ring"),
    rect(item.plate, "plate"),
    texts(item.text, "number"),
  );
  group.setAttribute(
    "transform",
    `translate(${middle} ${centre}) scale(${larger}) translate(${-middle} ${-centre})`,
  );
  drawn.badges.push({ target: item.target, variable: item.variable, group });
  return group;
}

/** @param {LoopData<MapText>} item */
function drawLoop(item) {
  const [x, y, radius] = item.disc;
  const group = symbol(
    `loop-${item.id}`,
    item.name,
    "loop",
    [x, y],
    s("circle", { class: "ring", cx: x, cy: y, r: radius + 6 }),
    s("circle", { class: "plate", cx: x, cy: y, r: radius }),
    s("path", { class: "arc", d: item.arc }),
    s("path", { class: "arc-head", d: item.head }),
    texts(item.text, "loop-name"),
  );
  drawn.loops.set(item.id, group);
  return group;
}
