// How large the letters of the map must be on the screen, and what is left out where they are not.

import { byId } from "../base/dom.js";
import { state } from "../base/state.js";
import { say } from "../words.js";
import { nameAreas } from "./areas.js";
import { drawn } from "./draw.js";

/** The smallest letters, in CSS pixels: 12 on the page, 14 points for a room. */
const LEAST = 12;
const LEAST_FOR_A_ROOM = (14 * 96) / 72;

function leastLetters() {
  return state.mode === "present" ? LEAST_FOR_A_ROOM : LEAST;
}

/** From so many pixels to a unit of the map, all its letters can be read. */
export function readableScale() {
  return leastLetters() / drawn.letters.least;
}

/** Headings of areas grow by so much at most; below that there would be no room for them. */
const MOST_GROWN = 2.6;

/**
 * Whether the map can be shown as areas at a scale: their headings alone are read then.
 * @param {number} scale
 */
export function canShowAreas(scale) {
  return drawn.panels.size > 0 && headingGrowth(scale) <= MOST_GROWN;
}

/** @param {number} scale */
function headingGrowth(scale) {
  return Math.max((leastLetters() + 0.1) / (drawn.letters.heading * scale), 1);
}

/**
 * Whether letters in boxes could not be read at a scale, so that the map shows its areas alone.
 * @param {number} scale
 */
export function isTooSmall(scale) {
  return scale < readableScale() - 0.005;
}

/**
 * Leave out letters that could not be read at a scale; the names of areas are as large as need be.
 * @param {number} scale
 * @param {[number, number]} scales Pixels to a unit of the map, across and down.
 */
export function showLetters(scale, scales) {
  const areas = isTooSmall(scale);
  const frame = byId("map");
  frame.dataset.letters = areas ? "areas" : "all";
  // What is round stays so.
  const middle = Math.sqrt(scales[0] * scales[1]);
  frame.style.setProperty("--across", (middle / scales[0]).toFixed(3));
  frame.style.setProperty("--down", (middle / scales[1]).toFixed(3));
  if (areas) nameAreas(drawn.letters.heading * scale * headingGrowth(scale), scales);
}

export function showsAreas() {
  return byId("map").dataset.letters === "areas";
}

/**
 * Say what of the map can be seen, where it is not all.
 * @param {Told} told
 */
export function toldText(told) {
  return {
    all: "",
    part: say("A part of the map is shown, so that its letters can be read."),
    areas: say(
      "The map is shown as areas: its letters would be too small here. Choose something, or come nearer, to read them.",
    ),
  }[told];
}
