// Where things stand on the map that is drawn, in its own units.

import { byId } from "../base/dom.js";
import { drawn } from "../map/draw.js";

/**
 * The middle of a box.
 * @param {SVGGElement | undefined} group
 * @returns {[number, number] | null}
 */
export function boxCentre(group) {
  const plate = group?.querySelector(".plate");
  if (!plate) return null;
  const [x, y, width, height] = plateOf(plate);
  return [x + width / 2, y + height / 2];
}

/**
 * @param {Element} plate
 * @returns {[number, number, number, number]}
 */
export function plateOf(plate) {
  const number = (/** @type {string} */ name) => Number(plate.getAttribute(name));
  return [number("x"), number("y"), number("width"), number("height")];
}

/**
 * A place of the window as a place of the map.
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function mapPoint(x, y) {
  const [left, top, width, height] = drawn.box;
  const picture = drawn.svg.getBoundingClientRect();
  return [
    left + ((x - picture.left) / picture.width) * width,
    top + ((y - picture.top) / picture.height) * height,
  ];
}

/**
 * A place of the map as a place of the window.
 * @param {[number, number]} at
 * @returns {[number, number]}
 */
export function windowPoint([x, y]) {
  const [left, top, width, height] = drawn.box;
  const picture = drawn.svg.getBoundingClientRect();
  return [
    picture.left + ((x - left) / width) * picture.width,
    picture.top + ((y - top) / height) * picture.height,
  ];
}

/**
 * The area whose panel a place of the map lies in.
 * @param {[number, number]} at
 * @returns {string | null}
 */
export function areaAt([x, y]) {
  for (const [id, group] of drawn.panels) {
    const plate = group.querySelector(".plate");
    if (!plate) continue;
    const [left, top, width, height] = plateOf(plate);
    if (x >= left && x <= left + width && y >= top && y <= top + height) return id;
  }
  return null;
}

/** Room that a new box takes, with what is around it. */
const ROOM = [200, 90];

/**
 * A free place near the middle of what is seen of the map, or near something.
 * @param {[number, number] | null} [near]
 * @returns {[number, number]}
 */
export function freePlace(near = null) {
  const frame = byId("map").getBoundingClientRect();
  const middle = mapPoint(frame.left + frame.width / 2, frame.top + frame.height / 2);
  const [x, y] = near ?? middle;
  const taken = [...drawn.boxes.values()].flatMap((group) => [boxCentre(group) ?? []]);
  /** @param {[number, number]} at */
  const isFree = (at) =>
    taken.every(
      ([left, top]) => Math.abs(left - at[0]) >= ROOM[0] || Math.abs(top - at[1]) >= ROOM[1],
    );
  for (let ring = 0; ring < 12; ring += 1) {
    const count = Math.max(8 * ring, 1);
    for (let step = 0; step < count; step += 1) {
      const turn = (2 * Math.PI * step) / count;
      /** @type {[number, number]} */
      const at = [x + ring * 0.5 * ROOM[0] * Math.cos(turn), y + ring * ROOM[1] * Math.sin(turn)];
      if (isFree(at)) return at;
    }
  }
  return [x, y];
}

/**
 * Where everything stands, for a model that does not say.
 * @returns {PlainLayout}
 */
export function shownLayout() {
  const [left, top, width, height] = drawn.box;
  /** @type {Record<string, PlainPoint>} */
  const variables = {};
  for (const [id, group] of drawn.boxes) {
    const centre = boxCentre(group);
    if (centre) variables[id] = { x: rounded(centre[0]), y: rounded(centre[1]) };
  }
  /** @type {Record<string, PlainPanel>} */
  const areas = {};
  for (const [id, group] of drawn.panels) {
    const plate = group.querySelector(".plate");
    if (!plate) continue;
    const [x, y, wide, high] = plateOf(plate).map(rounded);
    areas[id] = { x, y, width: wide, height: high };
  }
  /** @type {Record<string, PlainPoint>} */
  const loops = {};
  for (const [id, group] of drawn.loops) {
    const disc = group.querySelector("circle");
    if (disc)
      loops[id] = { x: Number(disc.getAttribute("cx")), y: Number(disc.getAttribute("cy")) };
  }
  return { width: rounded(left + width), height: rounded(top + height), areas, variables, loops };
}

/** @param {number} length */
function rounded(length) {
  return Math.round(length * 10) / 10;
}
