// What is run: a scenario with its sliders, own pushes, and another one to compare with.

import { model, onModel } from "../base/model.js";
import { currentGraph } from "../base/shown.js";
import { state } from "../base/state.js";
import { lookup } from "../lookup.js";
import { concludeComparison } from "../simulation/comparison/compare.js";
import { concludeRun } from "../simulation/conclude.js";
import { runEnsemble } from "../simulation/ensemble/simulate.js";
import { BAND, meanLevel, quantiles } from "../simulation/ensemble/statistics.js";
import { compileProgram, longestStep, makeClock } from "../simulation/integrate/program.js";
import { readPush, withMoves } from "../simulation/system/interventions.js";
import { buildSystem } from "../simulation/system/stock_flow.js";
import { drawKeys } from "../uncertainty/unknowns.js";
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

/**
 * What is looked at: the scenario, or what the reader does without any.
 * @returns {string}
 */
export function chosenTitle() {
  const own = chosenScenario() === OWN_PUSHES_ONLY ? ownPushes() : [];
  const named = own.slice(0, MOST_NAMED).map(({ variable, size }) => {
    return `${textOf(model.variable.get(variable).label)} ${signed(size)}`;
  });
  if (own.length > named.length) named.push("…");
  return named.join("; ") || scenarioTitle(chosenScenario());
}

/** So many own pushes are named in a title. */
const MOST_NAMED = 3;

export function chosenScenario() {
  return state.scenario || (model.scenarios[0]?.id ?? OWN_PUSHES_ONLY);
}

/**
 * What classes of strength mean: each link by itself, or causes share.
 * @returns {Convention}
 */
export function chosenConvention() {
  return state.strengths || usualConvention();
}

/** @returns {Convention} */
export function usualConvention() {
  return model.strengths ?? "independent";
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

/**
 * What is done in the scenario that the reader has chosen; null while none is.
 * @returns {Plan | null}
 */
export function chosenPlan() {
  if (!state.scenario && !state.push.length) return null;
  const id = chosenScenario();
  return planOf(id, [...movesOf(id), ...ownPushes()]);
}

/** @type {Lookup<string, StockFlow>} */
const systems = lookup();
/** @type {Lookup<string, Run>} */
const runs = lookup();

onModel(() => {
  systems.clear();
  runs.clear();
});

/**
 * What a scenario does, and a text that stands for it.
 * @param {string} id
 * @param {boolean} own
 */
function asked(id, own) {
  const moves = [...(own ? movesOf(id) : (scenarioOf(id)?.moves ?? []))];
  if (own) moves.push(...ownPushes());
  const convention = chosenConvention();
  const key = JSON.stringify([id, moves, state.evidence, state.certainty, convention]);
  return { moves, convention, key };
}

/**
 * @param {string} id
 * @param {boolean} own
 * @returns {StockFlow}
 */
function systemOf(id, own) {
  const { moves, convention, key } = asked(id, own);
  if (!systems.has(key)) {
    if (systems.size > MOST_RUNS) systems.delete([...systems.keys()][0]);
    systems.set(key, buildSystem(model, currentGraph().view, planOf(id, moves), { convention }));
  }
  return systems.get(key);
}

/** What is drawn: for the scenario, then what only the one to compare with draws. */
function drawnKeys() {
  const both = [systemOf(chosenScenario(), true)];
  if (state.compare) both.push(systemOf(state.compare, false));
  return [...new Set(both.flatMap((system) => drawKeys(system.unknowns)))];
}

/** Runs that are remembered. */
const MOST_RUNS = 6;
/** Years between the levels that are kept of a run. */
const KEPT_EVERY = 0.25;

/**
 * Steps between levels that are kept: the most that divide the run.
 * @param {Clock} clock
 */
function stepsBetween({ steps, step }) {
  for (let every = Math.floor(KEPT_EVERY / step + 1e-9); every > 1; every -= 1)
    if (steps % every === 0) return every;
  return 1;
}

/**
 * Run a scenario and its ensemble; runs that were asked for before are remembered.
 * @param {string} id
 * @param {boolean} own
 * @returns {Run}
 */
function runScenario(id, own) {
  const system = systemOf(id, own);
  const keys = system.loop ? [] : drawnKeys();
  const key = `${keys.length} ${asked(id, own).key}`;
  if (runs.has(key)) return runs.get(key);
  const { start, end, step } = model.time;
  const clock = makeClock(start, end, step);
  /** @type {Run} */
  let run;
  if (system.loop) run = { problem: "loop", loop: system.loop };
  else if (clock.step > longestStep(system) * (1 + 1e-9)) run = { problem: "step" };
  else {
    const program = compileProgram(system, clock);
    const every = stepsBetween(clock);
    run = { system, program, clock, every, draws: runEnsemble(system, program, { keys, every }) };
  }
  if (runs.size > MOST_RUNS) runs.delete([...runs.keys()][0]);
  runs.set(key, run);
  return run;
}

/** @returns {Run} */
export function currentRun() {
  return runScenario(chosenScenario(), true);
}

/**
 * What the scenario comes to, in plain sentences.
 * @returns {Statement[]}
 */
export function currentConclusion() {
  const run = currentRun();
  return run.problem ? [] : concludeRun(run);
}

/**
 * Which of two scenarios comes first; nothing where only one is looked at.
 * @returns {Statement[]}
 */
export function currentComparison() {
  const [run, other] = [currentRun(), otherRun()];
  if (run.problem || !other || other.problem) return [];
  const titles = [chosenTitle(), scenarioTitle(state.compare)];
  const [title, otherTitle] =
    titles[0] === titles[1] ? titles.map((each, at) => `${each} (${"AB"[at]})`) : titles;
  return concludeComparison([
    { title, run },
    { title: otherTitle, run: other },
  ]);
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
 * The row of levels that is kept nearest to a year.
 * @param {CompleteRun} run
 * @param {number} year
 */
function stepOf(run, year) {
  const at = Math.round((year - run.clock.start) / (run.clock.step * run.every));
  return Math.min(Math.max(at, 0), run.clock.steps / run.every);
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
 * The rows of the variables that the scenario or the reader pushes or sets.
 * @returns {Set<number>}
 */
export function pushedRows() {
  const moves = [...movesOf(chosenScenario()), ...ownPushes()];
  return new Set(moves.map((move) => model.order.get(move.variable)));
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
