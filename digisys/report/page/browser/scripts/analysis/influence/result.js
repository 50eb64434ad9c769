// The words of an answer about influence, as digisys/analysis/influence/result.py writes them.

import {
  chainText,
  evidenceLabel,
  linksBasis,
  readNote,
  targetText,
  viewText,
} from "../../answers/wording.js";
import { assumedPairs, linksAlong } from "../../graph/directions.js";
import { pairOf } from "../../graph/pairs.js";
import { say, sayCount, sayNumber, textOf } from "../../words.js";

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
  const areas = answer.areasReached.map((id) => textOf(model.area.get(id).label));
  /** @param {number[]} numbers */
  const named = (numbers) => numbers.map((number) => targetText(model, number)).join("; ");
  const [variables, targets, others] = answer.upstream
    ? [
        say("Variables that influence it"),
        say("Targets that influence it"),
        say("Targets that do not influence it"),
      ]
    : [say("Variables reached"), say("Targets reached"), say("Targets not reached")];
  /** @type {[string, string][]} */
  const told = [
    [variables, sayNumber(answer.affected.length)],
    [say("Areas"), areas.join(", ")],
    [targets, named(answer.targetsReached)],
    [others, named(answer.targetsNotReached)],
    [say("Loops"), answer.loopsEntered.join(", ")],
  ];
  const pairs = told.filter(([, text]) => text);
  if (answer.feedsBack.length) {
    const names = answer.feedsBack.map((id) => textOf(model.variable.get(id).label));
    pairs.push([say("Feeds back to"), names.join(", ")]);
  }
  if (answer.affected.length) {
    pairs.push([
      say("Weakest evidence"),
      say("the part of the sources that states the least well stated link of the chain"),
    ]);
  }
  const read = assumedPairs(answer.view.links);
  /** @param {Chain} chain */
  const rests = ({ variables }) =>
    variables.some((name, at) => at && read.has(pairOf(variables[at - 1], name)));
  if (answer.affected.some((effect) => rests(effect.chain))) pairs.push(readNote());
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
    say("Basis"),
  ];
  const read = assumedPairs(answer.view.links);
  const rows = answer.affected.map((effect) => [
    effect.steps,
    textOf(model.variable.get(effect.variable).label),
    effect.targets.join(", "),
    verdictWord(effect.verdict),
    chainText(model, effect.chain, read),
    evidenceLabel(model, effect.evidence),
    linksBasis(linksAlong(answer.view.links, effect.chain.variables)),
  ]);
  return { heads, rows };
}
