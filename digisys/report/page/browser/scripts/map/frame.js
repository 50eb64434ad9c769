// What the map opens on: all of it where its letters can be read, else the part that is asked
// about, else the areas.

import { byId } from "../base/dom.js";
import { model } from "../base/model.js";
import { currentEmphasis, currentSubject, loopSteps, passesFilters } from "../base/shown.js";
import { showsScenario, state } from "../base/state.js";
import { subjectOf } from "../graph/names.js";
import { drawn } from "./draw.js";
import { canShowAreas, readableScale, showLetters, showsAreas } from "./letters.js";
import { fitScale, resizeMap, zoom } from "./move.js";

/** Room around what is asked about, and how large it becomes at most, in units and pixels. */
const AROUND = { explore: 40, edit: 40, scenarios: 40, present: 20, vote: 40 };
const MOST = { explore: 1.25, edit: 1.25, scenarios: 1.25, present: 2.2, vote: 1.25 };

/** Show the part of the map that matters now, unless the reader chose how near it is. */
export function frameMap() {
  const frame = byId("map");
  if (!frame.clientWidth) return;
  const fit = fitScale();
  const least = readableScale();
  const asked = fit < least || state.mode === "present" ? askedPart() : null;
  const whole = fit >= least || (canShowAreas(fit) && state.mode !== "edit");
  if (!asked) zoom.factor = whole ? 1 : least / fit;
  else {
    const [left, top, right, bottom] = asked.part;
    const room = Math.min(frame.clientWidth / (right - left), frame.clientHeight / (bottom - top));
    const near = asked.whole ? Math.min(room, MOST[state.mode]) : least;
    const scale = Math.max(near, least);
    zoom.factor = Math.max(scale / fit, 1);
  }
  zoom.own = false;
  resizeMap();
  if (asked) {
    const [left, top, right, bottom] = asked.part;
    centreOn((left + right) / 2, (top + bottom) / 2);
  }
}

/**
 * When something else is asked than before, show it; one who is on the map stays where they are.
 * @param {string} asked
 */
export function frameAsked(asked) {
  if (asked === framed) return;
  const inside = byId("map").contains(document.activeElement) && !showsAreas();
  if (!inside || state.mode === "present") frameMap();
  framed = asked;
}

let framed = "";

/**
 * The rectangle around what is asked about: all that is brought out, if it can be read, else
 * what is near, else where the question starts.
 * @returns {{ part: number[]; whole: boolean } | null}
 */
function askedPart() {
  const frame = byId("map");
  const [wide, high] = [frame.clientWidth, frame.clientHeight].map((x) => x / readableScale());
  let last = null;
  for (const [at, names] of askedVariables().entries()) {
    const part = around(names.filter(passesFilters));
    if (!part) continue;
    last = { part, whole: at === 0 };
    if (part[2] - part[0] <= wide && part[3] - part[1] <= high) break;
  }
  return last;
}

/**
 * What is asked about, from all of it to what matters most.
 * @returns {string[][]}
 */
function askedVariables() {
  if (showsScenario()) return [subjectOf(model, state.of)?.variables ?? []];
  const emphasis = currentEmphasis();
  if (!emphasis) return [];
  const told = presentedStep();
  const origins = [...emphasis.origins];
  const reached = [...emphasis.variables];
  const everything = [...origins, ...reached.map(([name]) => name)];
  if (told) return [everything, [told.from, told.to]];
  return [3, 2, 1, 0].map((most) => [
    ...origins,
    ...reached.flatMap(([name, { steps }]) => (most === 3 || steps <= most ? [name] : [])),
  ]);
}

/** The step of a loop that the presenter is at. */
function presentedStep() {
  const subject = state.mode === "present" && state.step ? currentSubject() : null;
  const looped = subject?.kind === "loop" || subject?.kind === "instance";
  return looped ? loopSteps(subject)[state.step - 1] : null;
}

/** @param {string[]} names */
function around(names) {
  const boxes = names.flatMap((name) => {
    const plate = drawn.boxes.get(name)?.querySelector(".plate");
    return plate instanceof SVGGraphicsElement ? [plate.getBBox()] : [];
  });
  if (!boxes.length) return null;
  const edge = AROUND[state.mode];
  return [
    Math.min(...boxes.map((box) => box.x)) - edge,
    Math.min(...boxes.map((box) => box.y)) - edge,
    Math.max(...boxes.map((box) => box.x + box.width)) + edge,
    Math.max(...boxes.map((box) => box.y + box.height)) + edge,
  ];
}

/**
 * Scroll so that a point of the map is in the middle.
 * @param {number} x
 * @param {number} y
 */
function centreOn(x, y) {
  const frame = byId("map");
  const [left, top, width, height] = drawn.box;
  const picture = drawn.svg.getBoundingClientRect();
  frame.scrollLeft = ((x - left) / width) * picture.width - frame.clientWidth / 2;
  frame.scrollTop = ((y - top) / height) * picture.height - frame.clientHeight / 2;
}

/**
 * The symbol of something.
 * @param {string} token
 */
export function stopOf(token) {
  return drawn.stops.find((stop) => stop.token === token);
}

/**
 * Scroll no farther than needed, so that some symbols are seen.
 * @param {string[]} tokens
 */
export function showPart(tokens) {
  for (const token of tokens) {
    stopOf(token)?.group.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/**
 * Draw the map anew where it stands: what is in it neither moves nor grows, and the focus stays.
 * @param {() => SVGSVGElement} draw
 */
export function redrawMap(draw) {
  const frame = byId("map");
  const before = drawn.svg;
  const [box, scroll] = [drawn.box, [frame.scrollLeft, frame.scrollTop]];
  const scale = Number(before.getAttribute("width")) / box[2];
  const focused = before.contains(document.activeElement)
    ? (document.activeElement?.getAttribute("data-token") ?? null)
    : null;
  const stretched = before.hasAttribute("preserveAspectRatio");
  const svg = draw();
  widenMap(box);
  // Asked before the new map is in the page, as afterwards all of it would be laid out for this.
  const fit = frame.clientWidth ? fitScale() : 0;
  for (const [at, name] of ["width", "height"].entries()) {
    svg.setAttribute(name, String(Math.floor(drawn.box[at + 2] * scale)));
  }
  before.replaceWith(svg);
  if (!fit || !scale) return;
  zoom.factor = scale / fit;
  if (stretched) resizeMap();
  else showLetters(scale, [scale, scale]);
  if (String(box) !== String(drawn.box)) {
    frame.scrollLeft = scroll[0] + (box[0] - drawn.box[0]) * scale;
    frame.scrollTop = scroll[1] + (box[1] - drawn.box[1]) * scale;
  }
  if (focused) stopOf(focused)?.group.focus({ preventScroll: true });
}

/**
 * Let the map hold some rectangle too.
 * @param {Box} box
 */
function widenMap(box) {
  const [left, top] = [0, 1].map((at) => Math.min(drawn.box[at], box[at]));
  const [right, bottom] = [0, 1].map((at) =>
    Math.max(drawn.box[at] + drawn.box[at + 2], box[at] + box[at + 2]),
  );
  drawn.box = [left, top, right - left, bottom - top];
  drawn.svg.setAttribute("viewBox", drawn.box.join(" "));
}

/** Give the map room around for what is to come, in the proportions of its frame. */
export function roomForMore() {
  const frame = byId("map");
  const [left, top, width, height] = drawn.box;
  if (!frame.clientWidth) return;
  const [wide, high] = [width + 2 * EDGE, height + 2 * EDGE];
  const shape = frame.clientWidth / frame.clientHeight;
  const whole = [
    Math.max(wide, high * shape, LEAST_ROOM),
    Math.max(high, wide / shape, LEAST_ROOM / shape),
  ];
  widenMap([left - (whole[0] - width) / 2, top - (whole[1] - height) / 2, whole[0], whole[1]]);
}

/** Room around the map where it is edited, and how wide an empty one is, in units of it. */
const EDGE = 40;
const LEAST_ROOM = 900;

const sizeWatch = new ResizeObserver(() => {
  if (!byId("map")?.clientWidth) return;
  if (zoom.own) resizeMap();
  else frameMap();
});

/**
 * Fit the map whenever the room for it changes, also when it is first shown.
 * @param {HTMLElement} frame
 */
export function fitMapTo(frame) {
  sizeWatch.disconnect();
  sizeWatch.observe(frame);
}
