// The words of an answer about influence, as digisys/analysis/influence/result.py writes them.

import { chainText, evidenceLabel, READ, targetText, viewText } from "../../answers/wording.js";
import { assumedAlong, assumedPairs } from "../../graph/directions.js";
import { say, sayCount, textOf } from "../../words.js";

/**
 * Name a verdict in the language.
 * @param {Verdict} verdict
 * @returns {string}
 */
export function verdictWord(verdict) {
  return {
    strengthens: say("strengthens"),
    weakens: say("weakens"),
    ambiguous: say("both ways"),
    unknown: say("direction unknown"),
    undecided: say("not settled by the search"),
  }[verdict];
}

/** @type {Record<Verdict, string>} */
export const VERDICT_MARKS = {
  strengthens: "+",
  weakens: "\u2212",
  ambiguous: "\u00b1",
  unknown: "?",
  undecided: "\u2026",
};

/** @param {Reached} found */
export function distanceWords(found) {
  const steps = sayCount("{count} step", "{count} steps", found.steps);
  return found.verdict ? `${steps}, ${verdictWord(found.verdict)}` : steps;
}

/**
 * What an answer comes to, as pairs of heading and text.
 * @param {Model} model
 * @param {Influence} answer
 * @returns {[string, string][]}
 */
export function summaryPairs(model, answer) {
  const none = say("none");
  const areas = answer.areasReached.map((id) => textOf(model.area.get(id).label));
  /** @type {[string, string][]} */
  const pairs = [
    [say("Reached"), sayCount("{count} variable", "{count} variables", answer.affected.length)],
    [say("Areas"), areas.join(", ") || none],
  ];
  if (model.targets.length) {
    /** @param {number[]} numbers */
    const named = (numbers) =>
      numbers.map((number) => targetText(model, number)).join("; ") || none;
    pairs.push([say("Targets reached"), named(answer.targetsReached)]);
    pairs.push([say("Targets not reached"), named(answer.targetsNotReached)]);
  }
  if (model.loops.length) pairs.push([say("Loops"), answer.loopsEntered.join(", ") || none]);
  if (answer.feedsBack.length) {
    const names = answer.feedsBack.map((id) => textOf(model.variable.get(id).label));
    pairs.push([say("Feeds back to"), names.join(", ")]);
  }
  const read = assumedPairs(answer.view.links);
  if (answer.affected.some((effect) => assumedAlong(effect.chain, read).length)) {
    pairs.push([READ, say("the direction of this link is our reading of the source")]);
  }
  if (answer.affected.some((effect) => effect.feedsBack)) {
    pairs.push(["↩", say("also influences what was asked about")]);
  }
  pairs.push([say("View"), viewText(model, answer.view)]);
  return pairs;
}

/**
 * Heads and rows of the table of an answer, nearest first.
 * @param {Model} model
 * @param {Influence} answer
 * @returns {TextTable}
 */
export function answerTable(model, answer) {
  const heads = [
    say("Steps"),
    say("Variable"),
    say("Target"),
    say("Effect"),
    say("Chain"),
    say("Weakest evidence"),
  ];
  const read = assumedPairs(answer.view.links);
  const rows = answer.affected.map((effect) => [
    effect.steps,
    textOf(model.variable.get(effect.variable).label),
    effect.targets.join(", "),
    verdictWord(effect.verdict),
    chainText(model, effect.chain, read),
    evidenceLabel(model, effect.evidence),
  ]);
  return { heads, rows };
}
