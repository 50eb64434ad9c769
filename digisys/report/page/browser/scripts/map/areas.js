// The names of areas where the map shows areas alone: as large as can be read, inside their blocks.

import { s } from "../base/dom.js";
import { model } from "../base/model.js";
import { textOf } from "../words.js";
import { drawn } from "./draw.js";
import { brokenLines, dividedWords, widthOf } from "./lines.js";

/** Room beside and above a name, in pixels. */
const AROUND = 8;
const LINE = 1.22;
const WEIGHT = 600;
/** A name of more lines than this gives way to the short one. */
const MOST_LINES = 2;

/**
 * Write the names of all areas.
 * @param {number} size Of letters, in pixels.
 * @param {[number, number]} scales Pixels to a unit of the map, across and down.
 */
export function nameAreas(size, scales) {
  for (const { area, plate, hit, title } of drawn.titles) {
    const names = linesOf(area, size, plate[2] * scales[0] - 2 * AROUND);
    title.replaceChildren(...names.map((line, at) => writtenLine(line, at, size, plate, scales)));
    hit.setAttribute("height", String((AROUND + names.length * LINE * size) / scales[1]));
  }
}

/**
 * The name of an area in lines; the short one where the long one does not fit.
 * @param {string} id
 * @param {number} size
 * @param {number} room
 */
function linesOf(id, size, room) {
  const { label, short } = model.area.get(id);
  const names = [...new Set([textOf(label), textOf(short ?? label)])];
  const whole = names.map((name) => brokenLines(name, size, WEIGHT, room));
  const fitting = whole.find(
    (lines) =>
      lines.length <= MOST_LINES && lines.every((line) => widthOf(line, size, WEIGHT) <= room),
  );
  const last = names[names.length - 1];
  return fitting ?? brokenLines(dividedWords(last, size, WEIGHT, room), size, WEIGHT, room);
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} size
 * @param {number[]} plate
 * @param {[number, number]} scales
 */
function writtenLine(text, at, size, [left, top], [across, down]) {
  const x = left + AROUND / across;
  const y = top + (AROUND / 2 + (at + 0.85) * LINE * size) / down;
  const transform = `translate(${x} ${y}) scale(${1 / across} ${1 / down})`;
  return s("text", { transform, "font-size": size, "font-weight": WEIGHT }, text);
}
