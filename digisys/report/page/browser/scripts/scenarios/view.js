// What is run: a scenario with its sliders, own pushes, and another one to compare with.

import { model } from "../base/model.js";
import { currentGraph } from "../base/shown.js";
import { state } from "../base/state.js";
import { lookup } from "../lookup.js";
import { runEnsemble, runMidpoint } from "../simulation/ensemble/simulate.js";
import { BAND, meanLevel, quantiles } from "../simulation/ensemble/statistics.js";
import { compileProgram, longestStep, makeClock } from "../simulation/integrate/program.js";
import { readPush, withMoves } from "../simulation/system/interventions.js";
import { buildSystem } from "../simulation/system/stock_flow.js";
import { say, textOf } from "../words.js";
import { NO_SCENARIO, OWN_PUSHES_ONLY } from "./address.js";

/** @param {string} id */
export function scenarioOf(id) {
  return model.scenarios.find((item) => item.id === id);
}

/** @param {string} id */
export function scenarioTitle(id) {
  if (id === NO_SCENARIO) return say("No intervention");
  if (id === OWN_PUSHES_ONLY) return say("Own pushes only");
  return textOf(scenarioOf(id)?.title);
}

export function chosenScenario() {
  return state.scenario || (model.scenarios[0]?.id ?? OWN_PUSHES_ONLY);
}

export function chosenYear() {
  return state.year || model.time.end;
}

/**
 * Moves of a scenario, with the sizes that the sliders give them.
 * @param {string} id
 * @returns {Move[]}
 */
export function movesOf(id) {
  const scenario = scenarioOf(id);
  const sizes = new Map(
    state.sizes.map((item) => /** @type {[number, number]} */ (item.split(":").map(Number))),
  );
  return (scenario?.moves ?? []).map((move, at) => ({ ...move, size: sizes.get(at) ?? move.size }));
}

/**
 * @param {string} id
 * @param {Move[]} moves
 */
function planOf(id, moves) {
  return withMoves(model, scenarioOf(id)?.plan, moves);
}

/**
 * The pushes that the reader makes.
 * @returns {Push[]}
 */
export function ownPushes() {
  return state.push.flatMap((text) => readPush(model, text) ?? []);
}

/** @type {Lookup<string, Run>} */
const runs = lookup();

/**
 * Run a scenario and its ensemble; runs that were asked for before are remembered.
 * @param {string} id
 * @param {boolean} own
 * @returns {Run}
 */
function runScenario(id, own) {
  const moves = [...(own ? movesOf(id) : (scenarioOf(id)?.moves ?? []))];
  if (own) moves.push(...ownPushes());
  const key = JSON.stringify([id, moves, state.evidence, state.certainty]);
  if (runs.has(key)) return runs.get(key);
  const system = buildSystem(model, currentGraph().view, planOf(id, moves));
  const { start, end, step } = model.time;
  const clock = makeClock(start, end, step);
  /** @type {Run} */
  let run;
  if (system.loop) run = { problem: "loop", loop: system.loop };
  else if (clock.step > longestStep(system) * (1 + 1e-9)) run = { problem: "step" };
  else {
    const program = compileProgram(system, clock);
    run = {
      program,
      clock,
      middle: runMidpoint(system, program),
      draws: runEnsemble(system, program),
    };
  }
  if (runs.size > 12) runs.delete([...runs.keys()][0]);
  runs.set(key, run);
  return run;
}

/** @returns {Run} */
export function currentRun() {
  return runScenario(chosenScenario(), true);
}

/**
 * The run to compare with, or null.
 * @returns {Run | null}
 */
export function otherRun() {
  if (!state.compare) return null;
  return runScenario(state.compare, false);
}

/**
 * @param {CompleteRun} run
 * @param {number} year
 */
function stepOf(run, year) {
  const at = Math.round((year - run.clock.start) / run.clock.step);
  return Math.min(Math.max(at, 0), run.clock.steps);
}

/**
 * Median and band of an outcome at a year; with another run, of the difference to it.
 * @param {CompleteRun} run
 * @param {CompleteRun | null} other
 * @param {number[]} rows
 * @param {number} year
 * @returns {[number, number, number]}
 */
export function bandAt(run, other, rows, year) {
  const step = stepOf(run, year);
  const { size } = run.program;
  const values = run.draws.map((levels, at) => {
    const level = meanLevel(levels, size, step, rows);
    return other ? level - meanLevel(other.draws[at], size, step, rows) : level;
  });
  return /** @type {[number, number, number]} */ (quantiles(values, BAND));
}

/**
 * Median levels of the variables at the chosen year, for the heat on the map.
 * @returns {Lookup<string, number> | null}
 */
export function currentLevels() {
  const run = currentRun();
  if (run.problem) return null;
  const other = otherRun();
  return lookup(
    model.variables.map((variable) => [
      variable.id,
      bandAt(run, other?.problem ? null : other, [model.order.get(variable.id)], chosenYear())[1],
    ]),
  );
}

/**
 * Write a level with its sign and two decimals.
 * @param {number} value
 * @param {number} [digits]
 */
export function signed(value, digits = 2) {
  const rounded = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
  const text = Math.abs(rounded).toLocaleString(state.lang, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${rounded > 0 ? "+" : rounded < 0 ? "\u2212" : ""}${text}`;
}
