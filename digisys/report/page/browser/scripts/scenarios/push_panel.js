// Pushes that the reader makes: on what, how much, how and when.

import { announce, button, find, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { change, state } from "../base/state.js";
import { changePush, SHAPES, writePush } from "../simulation/system/interventions.js";
import { say, textOf } from "../words.js";
import { slider, timeText } from "./controls.js";
import { ownPushes } from "./view.js";

export function drawOwnPushes() {
  const pushes = ownPushes();
  const taken = new Set(pushes.map((item) => item.variable));
  /** @param {string} variable */
  const add = (variable) => {
    if (!variable) return;
    /** @type {Push} */
    const first = { variable, size: 0.5, start: model.time.start + 1, shape: "step", end: null };
    change({ push: [...state.push, writePush(changePush(first, {}, model.time))] });
    announce(say("Added: {name}", { name: textOf(model.variable.get(variable).label) }));
  };
  return h(
    "section",
    { "aria-labelledby": "own-title" },
    h("h3", { id: "own-title" }, say("Own pushes")),
    pushes.map(drawOwnPush),
    h(
      "label",
      { class: "field" },
      h("span", {}, say("Push")),
      h(
        "select",
        { "data-focus": "add-push", onchange: (event) => add(event.target.value) },
        h("option", { value: "" }, say("choose a variable")),
        model.variables
          .filter((item) => !taken.has(item.id))
          .map((item) => h("option", { value: item.id }, textOf(item.label))),
      ),
    ),
  );
}

/**
 * One push: its size, its shape and its years.
 * @param {Push} push
 * @param {number} at
 */
function drawOwnPush(push, at) {
  const name = textOf(model.variable.get(push.variable).label);
  /** @param {Partial<Push>} changes */
  const replace = (changes) => {
    const list = [...state.push];
    list[at] = writePush(changePush(ownPushes()[at], changes, model.time));
    change({ push: list }, { quiet: true });
  };
  const remove = () => {
    change({ push: state.push.filter((_, other) => other !== at) });
    announce(say("Removed: {name}", { name }));
    find('[data-focus="add-push"]')?.focus();
  };
  return h(
    "div",
    { class: "own-push", role: "group", "aria-label": say("Push on {name}", { name }) },
    slider(`own-${at}`, [name, timeText(push)], push.size, (size) => replace({ size })),
    h(
      "div",
      { class: "push-fields" },
      shapeField(push, at, replace),
      yearField(say("Begins"), push.start, `start-${at}`, (start) => replace({ start })),
      push.end === null
        ? null
        : yearField(
            push.shape === "ramp" ? say("Full from") : say("Ends"),
            push.end,
            `end-${at}`,
            (end) => replace({ end }),
          ),
      button(say("Remove"), remove, {
        class: "tool",
        "aria-label": say("Remove the push on {name}", { name }),
        "data-focus": `remove-${at}`,
      }),
    ),
  );
}

/**
 * @param {Push} push
 * @param {number} at
 * @param {(changes: Partial<Push>) => void} replace
 */
function shapeField(push, at, replace) {
  const names = {
    step: say("at once, to stay"),
    ramp: say("little by little, to stay"),
    pulse: say("for a time"),
  };
  return h(
    "label",
    { class: "push-field wide" },
    h("span", {}, say("Shape")),
    h(
      "select",
      { "data-focus": `shape-${at}`, onchange: (event) => replace({ shape: event.target.value }) },
      SHAPES.map((shape) =>
        h("option", { value: shape, selected: shape === push.shape }, names[shape]),
      ),
    ),
  );
}

/**
 * A year, to a quarter; what is no year of the model is brought into it.
 * @param {string} label
 * @param {number} value
 * @param {string} name
 * @param {(year: number) => void} act
 */
function yearField(label, value, name, act) {
  const input = h("input", {
    type: "number",
    min: model.time.start,
    max: model.time.end,
    step: 0.25,
    "data-focus": name,
    onchange: (event) => {
      const year = event.target.valueAsNumber;
      if (!Number.isFinite(year)) event.target.value = value;
      else act(Math.round(year * 4) / 4);
    },
  });
  input.value = String(value);
  return h("label", { class: "push-field" }, h("span", {}, label), input);
}
