// Parts that several panels are made of.

import { targetText } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { button, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { kindText, subjectTitle } from "../base/naming.js";
import { toneOf } from "../map/draw.js";
import { say, textOf } from "../words.js";

/**
 * A button that chooses something else.
 * @param {string} token
 * @param {string} text
 * @param {Attributes} [attributes]
 */
export function subjectButton(token, text, attributes = {}) {
  return button(text, () => choose(token, { from: "answer" }), {
    class: "link-button",
    "data-focus": `go-${token}`,
    ...attributes,
  });
}

/**
 * @param {string} id
 * @param {Attributes} [attributes]
 */
export function variableButton(id, attributes = {}) {
  return subjectButton(`variable-${id}`, textOf(model.variable.get(id).label), attributes);
}

/** @param {Subject} subject */
export function answerHead(subject) {
  const tone = subject.kind === "variable" ? model.variable.get(subject.key).area : null;
  const area = subject.kind === "area" ? subject.key : tone;
  return h(
    "div",
    { class: `answer-head ${toneOf(area)}` },
    h("p", { class: "kind" }, kindText(subject)),
    h("h2", { id: "answer-title", tabindex: "-1" }, subjectTitle(subject)),
    button("\u00d7", () => choose("", { from: "clear" }), {
      class: "tool clear",
      "aria-label": say("Clear the selection"),
      title: say("Clear the selection"),
      "data-focus": "clear",
    }),
  );
}

/**
 * What the answer comes to, in plain sentences.
 * @param {Statement[]} statements
 * @param {string} [about] What they are about, where that is not plain.
 */
export function drawConclusion(statements, about = "") {
  if (!statements.length) return null;
  const told = statements.map(({ text }) => text).join(" ");
  return h("p", { class: "conclusion" }, about ? h("strong", {}, `${about}: `) : null, told);
}

/** @param {Wording} text */
export function paragraph(text) {
  return text ? h("p", {}, textOf(text)) : null;
}

/** @param {Wording} text */
export function reading(text) {
  if (!text) return null;
  return h(
    "details",
    { "data-focus": "reading-details" },
    h("summary", { "data-focus": "reading" }, say("How the source was read")),
    h("p", {}, textOf(text)),
  );
}

/**
 * Keep numbers on one line with the first word of what they number.
 * @param {string} text
 */
export function keepNumbers(text) {
  return text.replace(/(^|; )(\d+) /g, "$1$2\u00a0");
}

/**
 * The number of a target, said in full to those who do not see it.
 * @param {number} number
 */
export function targetBadge(number) {
  return h(
    "span",
    { class: "badge-chip", title: targetText(model, number) },
    h("span", { class: "visually-hidden" }, `${say("Target")} `),
    String(number),
  );
}
