// What is done and measured around what is chosen: actions, indicators, measurements.

import { shortLabel } from "../answers/wording.js";
import { folded, h, table } from "../base/dom.js";
import { model } from "../base/model.js";
import { say, sayCount, sayNumber, textOf } from "../words.js";
import { subjectButton } from "./parts.js";

/**
 * @typedef {object} Touching
 * @property {Around} item
 * @property {Tied[]} touches
 */

/**
 * Actions that push some variables, indicators that would show them, and what was measured.
 * @param {string[]} ids
 * @param {{ pushed?: string[]; name?: string; note?: string }} [about] What is pushed, where it is
 * something else; what tells this panel from another; what "it" means there.
 */
export function drawAround(ids, { pushed = ids, name = "around", note = "" } = {}) {
  const { programme, measured } = model;
  if ((!programme && !measured) || !ids.length) return null;
  const actions = touching(programme?.actions, pushed);
  const drivers = touching(programme?.drivers, pushed);
  const indicators = touching(programme?.indicators, ids);
  const one = ids.length === 1 && pushed.length === 1 && ids[0] === pushed[0];
  const title = `${name}-title`;
  return h(
    "section",
    { class: "around", "aria-labelledby": title },
    h("h3", { id: title }, say("What is done and measured")),
    note ? h("p", { class: "note" }, note) : null,
    programme ? h("p", {}, counted(actions, drivers, indicators)) : null,
    group(say("Actions that push it"), `${name}-actions`, actions, (item) => actionNote(item), one),
    group(
      say("What else pushes it"),
      `${name}-drivers`,
      drivers,
      (item) => textOf(programme?.kinds[item.kind ?? ""]),
      one,
    ),
    group(
      say("Indicators that would show it"),
      `${name}-indicators`,
      indicators,
      (item) => statusWord(item.status),
      one,
    ),
    measured ? measurements(ids, `${name}-measured`) : null,
  );
}

/**
 * Those of some actions or indicators that touch one of some variables, the surest first.
 * @param {Around[] | undefined} items
 * @param {string[]} ids
 * @returns {Touching[]}
 */
export function touching(items, ids) {
  const places = new Set(ids.map((id) => model.order.get(id)));
  const sure = (/** @type {Touching} */ { touches }) =>
    Math.min(...touches.map(([, doubt]) => doubt));
  return (items ?? [])
    .map((item) => ({ item, touches: item.touches.filter(([place]) => places.has(place)) }))
    .filter(({ touches }) => touches.length)
    .sort((one, other) => sure(one) - sure(other));
}

/**
 * How many there are, and what there is none of.
 * @param {Touching[]} actions
 * @param {Touching[]} drivers
 * @param {Touching[]} indicators
 */
function counted(actions, drivers, indicators) {
  return [
    actions.length
      ? sayCount("{count} action pushes it.", "{count} actions push it.", actions.length)
      : say("No action pushes it."),
    drivers.length
      ? sayCount("{count} other thing does.", "{count} other things do.", drivers.length)
      : "",
    indicators.length
      ? sayCount(
          "{count} indicator would show it.",
          "{count} indicators would show it.",
          indicators.length,
        )
      : say("No indicator would show it."),
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * @param {string} heading
 * @param {string} name
 * @param {Touching[]} found
 * @param {(item: Around) => string} note
 * @param {boolean} one
 */
function group(heading, name, found, note, one) {
  if (!found.length) return null;
  return folded(
    { "data-focus": `${name}-details` },
    h("summary", { "data-focus": name }, `${heading} (${found.length})`),
    () => [
      h(
        "ul",
        { class: "around-list" },
        found.map(({ item, touches }) =>
          h(
            "li",
            {},
            h("p", { class: "around-name" }, textOf(item.label)),
            h("p", { class: "note" }, note(item)),
            h(
              "ul",
              { class: "plain" },
              touches.map((touch) => h("li", {}, why(touch, one))),
            ),
          ),
        ),
      ),
    ],
  );
}

/**
 * What it touches, how surely and why.
 * @param {Tied} touch
 * @param {boolean} one
 */
function why([place, doubt, turned, reason], one) {
  const { id } = model.variables[place];
  const words = [
    [say("surely"), say("probably"), say("perhaps")][doubt],
    turned ? say("the other way round") : "",
  ].filter(Boolean);
  return [
    one
      ? null
      : [subjectButton(`variable-${id}`, shortLabel(model, id), { "data-focus": null }), ", "],
    `${words.join(", ")}: ${textOf(reason)}`,
  ];
}

/** @param {Around} item */
function actionNote({ who = [], target }) {
  const names = who.map((id) => textOf(model.programme?.actors[id])).join(", ");
  return target === undefined ? names : `${names}; ${say("target {number}", { number: target })}`;
}

/** @param {string | undefined} status */
function statusWord(status) {
  /** @type {Record<string, string>} */
  const words = {
    exists: say("exists"),
    needs_work: say("exists in part"),
    proposed: say("proposed"),
    idea: say("an idea"),
  };
  return words[status ?? ""] ?? "";
}

/**
 * @param {string[]} ids
 * @param {string} name
 */
function measurements(ids, name) {
  const places = new Set(ids.map((id) => model.order.get(id)));
  const found = (model.measured ?? []).filter(({ rows }) => rows.some((row) => places.has(row)));
  if (!found.length) return h("p", { class: "note" }, say("No measurement tells of it: no data."));
  const heads = [say("Date"), say("Value"), say("Level"), say("Indicator"), say("Source")];
  return folded(
    { "data-focus": `${name}-details` },
    h("summary", { "data-focus": name }, `${say("Measurements")} (${found.length})`),
    () => [
      table(
        say("Measurements"),
        heads,
        found.map((item) => [
          item.date,
          [sayNumber(item.value), item.unit === "level" ? "" : item.unit].filter(Boolean).join(" "),
          sayNumber(item.level),
          item.indicator ??
            item.rows.map((row) => shortLabel(model, model.variables[row].id)).join("; "),
          [item.organisation, item.source].filter(Boolean).join(", "),
        ]),
        { id: `${name}-table` },
      ),
    ],
  );
}
