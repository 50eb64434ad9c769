// What is concluded otherwise since the session began, and the steps that led there: always at hand.

import { choose } from "../base/choose.js";
import { button, byId, fill, h, toggle } from "../base/dom.js";
import { model } from "../base/model.js";
import { state } from "../base/state.js";
import { comparedPart } from "../edit/changes.js";
import { rotated } from "../edit/plain.js";
import { changeWords, comparedWords, stepWords } from "../edit/told.js";
import { subjectOf } from "../graph/names.js";
import { say, sayCount } from "../words.js";
import { goToMoment, session } from "./session.js";

/** @type {{ open: boolean; shown: "changes" | "steps" }} */
const strip = { open: true, shown: "changes" };

/** So many changes are listed at once. */
const MOST_LISTED = 40;

export function showStrip() {
  const part = byId("edit-strip");
  part.hidden = state.mode !== "edit" || session.stage !== "open";
  if (part.hidden) return;
  const { changes, history } = session;
  fill(
    part,
    h(
      "div",
      { class: "strip-head" },
      h(
        "h2",
        {},
        button(
          strip.shown === "changes"
            ? changesTitle(changes.length)
            : stepsTitle(history.past.length),
          () => {
            strip.open = !strip.open;
            showStrip();
          },
          {
            class: "strip-toggle",
            "aria-expanded": String(strip.open),
            "aria-controls": "strip-list",
            "data-focus": "strip-toggle",
          },
        ),
      ),
      toggle(
        say("History"),
        strip.shown === "steps",
        () => {
          strip.shown = strip.shown === "steps" ? "changes" : "steps";
          strip.open = true;
          showStrip();
        },
        { class: "tool", "data-focus": "strip-steps" },
      ),
    ),
    h(
      "div",
      {
        id: "strip-list",
        class: "strip-list",
        hidden: !strip.open,
        tabindex: "0",
        role: "region",
        "aria-label": say("Changes"),
      },
      strip.shown === "changes" ? changeList() : stepList(),
    ),
  );
}

/** @param {number} count */
function changesTitle(count) {
  return count
    ? sayCount("{count} change in the conclusions", "{count} changes in the conclusions", count)
    : say("No change found in the conclusions");
}

/** @param {number} count */
function stepsTitle(count) {
  return count
    ? sayCount("{count} step so far", "{count} steps so far", count)
    : say("No steps so far");
}

function changeList() {
  const { changes } = session;
  if (!changes.length) {
    return [
      h(
        "p",
        { class: "note" },
        say("Here stands what is concluded otherwise than when you began."),
      ),
      comparedNote(),
    ];
  }
  return [
    h(
      "ul",
      { class: "plain strip-items" },
      changes.slice(0, MOST_LISTED).map((item, at) => h("li", {}, changeItem(item, at))),
    ),
    changes.length > MOST_LISTED
      ? h("p", { class: "note" }, say("And {count} more.", { count: changes.length - MOST_LISTED }))
      : null,
    comparedNote(),
  ];
}

/** What was compared: what is not told may still have changed. */
function comparedNote() {
  const { first, last } = session;
  if (!first || !last) return null;
  return h("p", { class: "note" }, comparedWords(comparedPart(first, last)).join(" "));
}

/**
 * @param {ConclusionChange} item
 * @param {number} at
 */
function changeItem(item, at) {
  const text = changeWords(
    /** @type {Conclusions} */ (session.first),
    /** @type {Conclusions} */ (session.last),
    item,
  );
  if (item.code === "loop-destroyed") return text;
  if (item.code === "effect" && !subjectOf(model, changeToken(item))) return text;
  return button(text, () => choose(changeToken(item), { from: "answer" }), {
    class: "link-button",
    "data-focus": `strip-${at}`,
  });
}

/**
 * What a change is about, to go there.
 * @param {ConclusionChange} item
 */
function changeToken(item) {
  if (item.code === "outcome") return item.token;
  if (item.code === "effect") return `${item.kind}-${item.source}`;
  const course = item.variables.join(" ");
  for (const [id, { cycles }] of model.loop) {
    if (Object.values(cycles).some((cycle) => rotated(cycle).join(" ") === course))
      return `loop-${id}`;
  }
  return "";
}

/** Steps in words, those that were undone too; each goes back to it. */
function stepList() {
  const { past, future } = session.history;
  const items = [
    { text: say("The beginning"), count: 0 },
    ...past.map(({ step }, at) => ({ text: stepWords(step), count: at + 1 })),
    ...future.map(({ step }, at) => ({ text: stepWords(step), count: past.length + at + 1 })),
  ];
  return h(
    "ol",
    { class: "plain strip-items", start: 0 },
    items.reverse().map(({ text, count }) =>
      h(
        "li",
        {
          class: count > past.length ? "undone" : "",
          "aria-current": count === past.length ? "step" : null,
        },
        button(
          count > past.length ? say("Undone: {step}", { step: text }) : text,
          () => goToMoment(count),
          {
            class: "link-button",
            "data-focus": `moment-${count}`,
          },
        ),
      ),
    ),
  );
}
