// Choosing something, on the map or in a list.

import { subjectOf } from "../graph/names.js";
import { say, sayCount } from "../words.js";
import { announce, byId, focusOn } from "./dom.js";
import { model } from "./model.js";
import { kindText, subjectTitle } from "./naming.js";
import { currentAnswers, selectionSentence } from "./shown.js";
import { change, state } from "./state.js";

/** Choose something, or nothing. */
export function choose(token, { from }) {
  const subject = token ? subjectOf(model, token) : null;
  if (token && !subject) return;
  byId("search").value = "";
  if (state.mode === "scenarios" && ["variable", "target", "area"].includes(subject?.kind)) {
    chooseOutcome(subject);
    return;
  }
  const mode = state.mode === "explore" || !token ? {} : { mode: "explore" };
  change({ subject: token, to: "", step: 0, ...mode });
  announceSubject(subject);
  if (from === "answer" || from === "search") focusOn(byId("answer-title"));
  const stacked = window.matchMedia("(max-width: 64rem)").matches;
  if (from === "clear" || (from === "list" && stacked)) focusOn(byId("answer-title"));
}

/** In scenarios, choosing something shows its course. */
function chooseOutcome(subject) {
  change({ of: subject.token });
  const chart = document.querySelector(".chart svg");
  announce(chart ? chart.getAttribute("aria-label") : subjectTitle(subject));
}

function announceSubject(subject) {
  if (!subject) return announce(say("Nothing is chosen"));
  const answers = currentAnswers();
  const parts = [answers.effects, answers.causes].filter(Boolean).map((answer) => {
    const targets = answer.targetsReached.length;
    const more = model.targets.length
      ? `, ${sayCount("{count} target", "{count} targets", targets)}`
      : "";
    return `${selectionSentence(answer).replace(/\.$/, "")}${more}.`;
  });
  return announce([`${kindText(subject)}: ${subjectTitle(subject)}.`, ...parts].join(" "));
}
