// What many runs come to, in plain sentences: a twin of digisys/simulation/conclude.py, but for
// its sentence on the other convention of strengths, which needs runs that the page does not make.

import { basis } from "../answers/basis.js";
import { CLEAR, sizeOf, sizeStatement } from "../answers/size.js";
import { shortLabel } from "../answers/wording.js";
import { kindOf } from "../graph/names.js";
import { lookup } from "../lookup.js";
import { capital, say, sayCount, sayList } from "../words.js";
import { BAND, meanLevel, quantiles } from "./ensemble/statistics.js";
import { outcomesOf } from "./outcomes.js";

/** Levels nearer to 0 than this are none. */
export const NO_EFFECT = 1e-9;

/**
 * Tell what a scenario moves by when, which way, and on what basis.
 * @param {CompleteRun} run
 * @returns {Statement[]}
 */
export function concludeRun(run) {
  const { model, view } = run.system;
  const effects = sizedEffects(run);
  if (!effects.length) {
    const text = toldOutcomes(model).targets
      ? say("No target moves, other than what is pushed itself.")
      : say("Nothing moves, other than what is pushed itself.");
    return [{ kind: "size", text }];
  }
  const { unit = "years" } = model.time;
  const statements = [sizeStatement(effects, { time: timeAt(run, lastRow(run)), unit })];
  const arcs = arcsOnTheWay(run.system);
  const seen = effects.filter((effect) => sizeOf(effect) !== "unseen");
  if (seen.length) statements.push(direction(run, seen, arcs));
  const named = new Set(arcs.map((arc) => arc.link));
  const links = view.links.filter((link) => named.has(link.id));
  if (links.length) statements.push(basis(model, view, links));
  return statements.map(({ kind, text }) => ({ kind, text: capital(text) }));
}

/**
 * Targets; variables in a model without targets.
 * @param {Model} model
 */
function toldOutcomes(model) {
  const all = outcomesOf(model);
  const targets = all.filter((item) => kindOf(item.token) === "target");
  const items = targets.length ? targets : all.filter((item) => kindOf(item.token) === "variable");
  return { targets: targets.length > 0, items };
}

/**
 * What a scenario pushes or sets itself, so that it is no effect of it.
 * @param {StockFlow} system
 */
export function pushedVariables({ plan }) {
  return [...Object.keys(plan.pushes), ...Object.keys(plan.levels)];
}

/**
 * The arcs that carry on what a scenario does.
 * @param {StockFlow} system
 */
function arcsOnTheWay(system) {
  /** @type {Lookup<string, SystemArc[]>} */
  const from = lookup();
  for (const arc of system.arcs) from.set(arc.source, [...(from.get(arc.source) ?? []), arc]);
  const changed = system.arcs.filter((arc) => arc.changes.length).map((arc) => arc.source);
  const reached = new Set([...pushedVariables(system), ...changed, ...Object.keys(system.initial)]);
  // What is added while a set is gone through is come to as well.
  for (const name of reached) for (const arc of from.get(name) ?? []) reached.add(arc.target);
  return system.arcs.filter((arc) => reached.has(arc.source));
}

/**
 * What moves in any draw, without what the scenario pushes itself.
 * @param {CompleteRun} run
 * @returns {SizedOutcome[]}
 */
function sizedEffects(run) {
  const { model } = run.system;
  const pushed = new Set(pushedVariables(run.system).map((name) => model.order.get(name)));
  return toldOutcomes(model).items.flatMap((outcome) => {
    const own = outcome.rows.filter((row) => pushed.has(row)).length;
    if (own === outcome.rows.length) return [];
    const final = levelsAt(run, outcome, lastRow(run));
    if (!final.some((level) => Math.abs(level) > NO_EFFECT)) return [];
    const [low, middle, high] = quantiles(final, BAND);
    const key = outcome.token.slice(outcome.token.indexOf("-") + 1);
    const name = kindOf(outcome.token) === "target" ? Number(key) : shortLabel(model, key);
    return [{ name, low, middle, high, by: clearBy(run, outcome), partly: own > 0, final }];
  });
}

/**
 * The level of something at a row of levels that is kept, in each draw.
 * @param {CompleteRun} run
 * @param {Outcome} outcome
 * @param {number} at
 */
function levelsAt({ draws, program }, { rows }, at) {
  return draws.map((levels) => meanLevel(levels, program.size, at, rows));
}

/** @param {CompleteRun} run */
function lastRow({ clock, every }) {
  return clock.steps / every;
}

/**
 * @param {CompleteRun} run
 * @param {number} at
 */
function timeAt({ clock, every }, at) {
  return clock.start + at * every * clock.step;
}

/**
 * The whole year or moment from which on an effect is clear; null where it never is.
 * @param {CompleteRun} run
 * @param {Outcome} outcome
 */
function clearBy(run, outcome) {
  const last = lastRow(run);
  let first = last + 1;
  while (first > 0 && isClear(levelsAt(run, outcome, first - 1))) first -= 1;
  return first > last ? null : Math.ceil(timeAt(run, first) - 1e-9);
}

/** @param {number[]} levels */
function isClear(levels) {
  const [low, , high] = quantiles(levels, BAND);
  return Math.max(low, -high) >= CLEAR;
}

/**
 * Tell which way what can be seen moves in how many draws, and why.
 * @param {CompleteRun} run
 * @param {SizedOutcome[]} effects
 * @param {SystemArc[]} arcs
 * @returns {Statement}
 */
function direction({ system }, effects, arcs) {
  const count = (/** @type {(level: number) => boolean} */ test) =>
    effects.filter(({ final }) => final.every(test)).length;
  const rising = count((level) => level > -NO_EFFECT);
  const falling = count((level) => level < NO_EFFECT);
  const signs = lookup(arcs.map((arc) => [arc.link, system.unknowns[arc.unknown].sign]));
  const others = [...signs.values()].filter((sign) => sign !== 1).length;
  const either = effects.length - rising - falling;
  return { kind: "direction", text: directionText(rising, falling, either, others) };
}

/**
 * @param {number} rising
 * @param {number} falling
 * @param {number} either
 * @param {number} others Links on the way that are not positive.
 */
function directionText(rising, falling, either, others) {
  if (either || (rising && falling)) {
    const parts = [
      rising ? sayCount("{count} rises in all draws", "{count} rise in all draws", rising) : "",
      falling ? sayCount("{count} falls in all draws", "{count} fall in all draws", falling) : "",
      either
        ? sayCount(
            "{count} goes either way, by how strong links are",
            "{count} go either way, by how strong links are",
            either,
          )
        : "",
    ];
    return say("Of what can be seen, {parts}.", { parts: sayList(parts.filter(Boolean)) });
  }
  if (others && rising) {
    return sayCount(
      "All this rises in all draws, though {count} link on the way is not positive.",
      "All this rises in all draws, though {count} links on the way are not positive.",
      others,
    );
  }
  if (others) {
    return sayCount(
      "All this falls in all draws, though {count} link on the way is not positive.",
      "All this falls in all draws, though {count} links on the way are not positive.",
      others,
    );
  }
  return rising
    ? say("All this rises in all draws, because every link is positive.")
    : say("All this falls in all draws, because every link is positive.");
}
