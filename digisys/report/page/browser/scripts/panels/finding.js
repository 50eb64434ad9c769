// What the page has to say, in one sentence: the title of its pictures and of its paper.

import { conclude } from "../analysis/influence/conclude.js";
import { concludeNamedLoop } from "../analysis/loops/conclude_named.js";
import { questionText } from "../answers/wording.js";
import { model } from "../base/model.js";
import { linkText, subjectTitle } from "../base/naming.js";
import { answered, currentAnswers, currentGraph, currentSubject } from "../base/shown.js";
import { state } from "../base/state.js";
import { loopOf } from "../graph/names.js";
import {
  chosenTitle,
  chosenYear,
  currentComparison,
  currentConclusion,
  scenarioTitle,
} from "../scenarios/view.js";
import { say, textOf } from "../words.js";

/** The finding; where nothing is asked, the name of the model. */
export function findingText() {
  if (state.mode === "scenarios") return scenarioFinding() || chosenTitle();
  const subject = currentSubject();
  if (!subject) return textOf(model.title);
  if (subject.kind === "link") return linkText(subject.link);
  if (subject.kind === "loop" || subject.kind === "instance") return loopFinding(subject);
  const [answer] = answered(currentAnswers());
  if (!answer) return subjectTitle(subject);
  return conclude(model, answer)[0]?.text ?? questionText(model, answer);
}

/**
 * What pictures say of a loop, as those of ``draw --highlight`` do.
 * @param {Subject} subject
 */
function loopFinding(subject) {
  if (subject.unnamed) return concludeNamedLoop(currentGraph(), subject)[0].text;
  const values = { name: subject.key, label: textOf(subject.label) };
  return {
    reinforcing: say("Loop {name} strengthens change: {label}", values),
    balancing: say("Loop {name} resists change: {label}", values),
    unknown: say("Loop {name}, which may strengthen or resist change: {label}", values),
  }[loopOf(model, subject).kind];
}

/** What the levels or differences that the map shows come to; nothing for those before the end. */
function scenarioFinding() {
  const ends = chosenYear() === model.time.end;
  const [finding] = state.compare ? currentComparison() : currentConclusion();
  return (ends && finding?.text) || "";
}

/** What a picture or paper is of: the model, and the scenarios whose levels the map shows. */
export function subjectsOfPicture() {
  const title = textOf(model.title);
  if (state.mode !== "scenarios") return [title];
  const compared = say("Difference to: {title}", { title: scenarioTitle(state.compare) });
  return [title, chosenTitle(), state.compare ? compared : ""].filter(Boolean);
}
