// Which of several scenarios ends first, in plain sentences: a twin of the conclusion of
// digisys/simulation/comparison/compare.py, but for its sentence on the other convention of
// strengths, which needs runs that the page does not make.

import { kindOf } from "../../graph/names.js";
import { capital, say, sayCount, sayShare } from "../../words.js";
import { NO_EFFECT, pushedVariables } from "../conclude.js";
import { quantiles } from "../ensemble/statistics.js";
import { outcomesOf } from "../outcomes.js";

/** A share above this is told with a decimal, so that it does not read as all. */
const NEARLY_ALL = 0.995;

/**
 * Tell which scenario ends first in the mean of all targets, and in how many draws.
 * @param {{ title: string; run: CompleteRun }[]} scenarios Run over the same draws.
 * @returns {Statement[]}
 */
export function concludeComparison(scenarios) {
  const { model } = scenarios[0].run.system;
  const pushed = new Set(scenarios.flatMap(({ run }) => pushedVariables(run.system)));
  const ranking = rankingOutcomes(model);
  const weights = meanWeights(model, ranking.items, pushed);
  const ends = scenarios.map(({ run }) => endsOf(run, weights));
  const said = new Set(ranking.items.map((item) => desiredOf(model, item)));
  const [desired] = said.size === 1 ? said : [null];
  const sign = desired === "down" ? -1 : 1;
  const medians = ends.map((levels) => sign * quantiles(levels, [0.5])[0]);
  const first = medians.indexOf(Math.max(...medians));
  const values = {
    what: ranking.targets ? say("Mean of all targets") : say("Mean of all variables"),
    title: scenarios[first].title,
  };
  const judged = desired === "up" || desired === "down";
  const level = Math.max(...medians) - Math.min(...medians) <= NO_EFFECT;
  const text = level
    ? say("{what}: no scenario ends above another.", values)
    : orderText(firstShare(ends, first, sign), judged, values);
  const statements = [{ kind: "order", text: capital(text) }];
  if (pushed.size) {
    const left = sayCount(
      "The mean leaves out {count} variable that a scenario pushes itself.",
      "The mean leaves out {count} variables that a scenario pushes itself.",
      pushed.size,
    );
    statements.push({ kind: "left-out", text: left });
  }
  return statements;
}

/**
 * @param {number} share
 * @param {boolean} judged
 * @param {{ what: string; title: string }} values
 */
function orderText(share, judged, values) {
  if (share >= 1) {
    return judged
      ? say("{what}: “{title}” comes first in all draws.", values)
      : say("{what}: “{title}” ends highest in all draws.", values);
  }
  const told = sayShare(Math.min(share, 0.999), share > NEARLY_ALL ? 1 : 0);
  return judged
    ? say("{what}: “{title}” comes first, in {share} of the draws.", { ...values, share: told })
    : say("{what}: “{title}” ends highest, in {share} of the draws.", { ...values, share: told });
}

/**
 * Targets; variables in a model without targets.
 * @param {Model} model
 */
function rankingOutcomes(model) {
  const all = outcomesOf(model);
  const targets = all.filter((item) => kindOf(item.token) === "target");
  const items = targets.length ? targets : all.filter((item) => kindOf(item.token) === "variable");
  return { targets: targets.length > 0, items };
}

/**
 * Which way an outcome should go; null where the model does not say so of all its variables.
 * @param {Model} model
 * @param {Outcome} outcome
 */
function desiredOf(model, { rows }) {
  const said = new Set(rows.map((row) => model.variables[row].desired));
  return said.size === 1 ? [...said][0] : null;
}

/**
 * How much each variable counts in the mean: a target counts by those of its variables that no
 * scenario pushes.
 * @param {Model} model
 * @param {Outcome[]} items
 * @param {Set<string>} pushed
 */
function meanWeights(model, items, pushed) {
  const weights = model.variables.map(() => 0);
  for (const { rows } of items) {
    const left = rows.filter((row) => !pushed.has(model.variables[row].id));
    for (const row of left) weights[row] += 1 / left.length;
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum ? weights.map((weight) => weight / sum) : weights.map(() => 1 / weights.length);
}

/**
 * The mean where each draw ends.
 * @param {CompleteRun} run
 * @param {number[]} weights
 */
function endsOf({ draws, program, clock, every }, weights) {
  const start = (clock.steps / every) * program.size;
  return draws.map((levels) =>
    weights.reduce((sum, weight, row) => sum + weight * levels[start + row], 0),
  );
}

/**
 * In how many of the draws one ends first; those that tie share.
 * @param {number[][]} ends
 * @param {number} first
 * @param {number} sign
 */
function firstShare(ends, first, sign) {
  const counts = ends[first].map((own, draw) => {
    const ahead = ends.map((levels) => sign * (levels[draw] - own));
    if (ahead.some((gap) => gap > NO_EFFECT)) return 0;
    return 1 / ahead.filter((gap) => Math.abs(gap) <= NO_EFFECT).length;
  });
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
