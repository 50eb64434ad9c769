// Sliders, and how a push is told.

import { durationText } from "../answers/times.js";
import { h } from "../base/dom.js";
import { model } from "../base/model.js";
import { lookup } from "../lookup.js";
import { say, textOf } from "../words.js";
import { signed } from "./view.js";

/**
 * @param {Move} move
 * @returns {[string, string]}
 */
export function moveLabel(move) {
  const note = move.note ? ` ${textOf(move.note)}` : "";
  return [textOf(model.variable.get(move.variable).label), `${timeText(move)}.${note}`];
}

/**
 * A slider from -1 to 1 with its name and its value.
 * @param {string} name
 * @param {string[]} texts
 * @param {number} value
 * @param {(size: number) => void} act
 */
export function slider(name, [label, more], value, act) {
  const shown = h("output", { for: name, class: "slider-value" }, signed(value));
  const input = h("input", {
    id: name,
    type: "range",
    min: -1,
    max: 1,
    step: 0.05,
    "data-focus": name,
    "aria-describedby": `${name}-more`,
    "aria-valuetext": signed(value),
    oninput: (event) => {
      const size = Math.round(Number(event.target.value) * 100) / 100;
      shown.textContent = signed(size);
      later(name, () => act(size));
    },
  });
  input.value = String(value);
  return h(
    "div",
    { class: "slider" },
    h("label", { for: name }, label),
    h("p", { class: "note", id: `${name}-more` }, more),
    h("div", { class: "slider-row" }, input, shown),
  );
}

/** @type {Lookup<string, number>} */
const waiting = lookup();

/**
 * Do something soon, once, however often it is asked for.
 * @param {string} name
 * @param {() => void} act
 */
export function later(name, act) {
  window.clearTimeout(waiting.get(name));
  waiting.set(name, window.setTimeout(act, 60));
}

/**
 * Say when a push acts.
 * @param {Signal} signal
 */
export function timeText({ shape, start, end }) {
  const { unit = "years" } = model.time;
  if (end === null && unit !== "years") {
    return say("from {time} on", { time: durationText(start, unit) });
  }
  if (end === null) return say("from {start}", { start });
  return shape === "ramp"
    ? say("grows evenly {start}–{end}, then stays", { start, end })
    : say("only {start}–{end}", { start, end });
}
