// Choosing something, on the map or in a list.

import { subjectOf } from "../graph/names.js";
import { say, sayCount } from "../words.js";
import { announce, byId, focusOn, inputOf } from "./dom.js";
import { model } from "./model.js";
import { kindText, subjectTitle } from "./naming.js";
import { answered, currentAnswers, selectionSentence } from "./shown.js";
import { change, state } from "./state.js";

/** Kinds of things that a course over time is told of. */
const OUTCOMES = ["variable", "target", "area"];

/** @type {{ next: ((subject: Subject) => void) | null }} */
const waiting = { next: null };

/**
 * Let the next thing that is chosen be taken by someone who waits for it; null ends that.
 * @param {((subject: Subject) => void) | null} taker
 */
export function takeNextChoice(taker) {
  waiting.next = taker;
}

/** Whether the next choice is that of a variable. */
export function awaitsVariable() {
  return waiting.next !== null;
}

/**
 * Choose something, or nothing.
 * @param {string} token
 * @param {{ from: string }} options
 */
export function choose(token, { from }) {
  const subject = token ? subjectOf(model, token) : null;
  if (token && !subject) return;
  inputOf("search").value = "";
  if (waiting.next && subject) {
    waiting.next(subject);
    return;
  }
  if (state.mode === "scenarios" && subject && OUTCOMES.includes(subject.kind)) {
    chooseOutcome(subject);
    return;
  }
  const mode = token && !["edit", "vote"].includes(state.mode) ? "explore" : state.mode;
  change({ subject: token, to: "", step: 0, mode });
  announceSubject(subject);
  if (from === "answer" || from === "search") focusOn(byId("answer-title"));
  const stacked = window.matchMedia("(max-width: 59.99rem)").matches;
  if (from === "clear" || (from === "list" && stacked)) focusOn(byId("answer-title"));
}

/**
 * In scenarios, choosing something shows its course.
 * @param {Subject} subject
 */
function chooseOutcome(subject) {
  change({ of: subject.token });
  const chart = document.querySelector(".chart svg");
  announce(chart?.getAttribute("aria-label") ?? subjectTitle(subject));
}

/** @param {Subject | null} subject */
function announceSubject(subject) {
  if (!subject) return announce(say("Nothing is chosen"));
  const answers = currentAnswers();
  const parts = answered(answers).map((answer) => {
    const targets = answer.targetsReached.length;
    const more = model.targets.length
      ? `, ${sayCount("{count} target", "{count} targets", targets)}`
      : "";
    return `${selectionSentence(answer).replace(/\.$/, "")}${more}.`;
  });
  return announce([`${kindText(subject)}: ${subjectTitle(subject)}.`, ...parts].join(" "));
}
