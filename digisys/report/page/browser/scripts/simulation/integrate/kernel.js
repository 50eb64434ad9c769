// Integrating a program, Euler or Runge-Kutta of fourth order: a twin of
// digisys/simulation/integrate/kernel.py, equal to it to 1e-12.

import { effectOf } from "../../uncertainty/effects.js";
import { AT_ONCE, SMOOTHED } from "./program.js";

/**
 * Run a program once; levels of all variables at every step, row after row.
 * @param {Program} program
 * @param {Weights} parameters
 */
export function integrate(program, { weights, rates }) {
  const { clock, size } = program;
  const run = startRun(program, weights, rates);
  const stages = program.method === "rk4" ? 3 : 1;
  const out = new Float64Array((clock.steps + 1) * size);
  for (let step = 0; step <= clock.steps; step += 1) {
    evaluate(run, step * stages, step);
    out.set(run.levels, step * size);
    if (step < clock.steps) advance(run, step * stages, step);
  }
  return out;
}

/**
 * @param {Program} program
 * @param {Float64Array} weights
 * @param {Float64Array} rates
 * @returns {Integration}
 */
function startRun(program, weights, rates) {
  const count = program.targets.length;
  const run = {
    program,
    weights,
    rates,
    levels: Float64Array.from(program.initial),
    states: new Float64Array(program.states),
    stateSlopes: new Float64Array(program.states),
    slopes: new Float64Array(count - program.auxiliaries),
    shifted: new Float64Array(program.shifts.length),
    past: program.shifts.map(() => new Float64Array(program.clock.steps + 2)),
    factors: new Float64Array(program.products),
  };
  for (const chain of program.chains) {
    run.states.fill(run.levels[chain.row], chain.first, chain.first + chain.length);
  }
  return run;
}

/**
 * @param {Integration} run
 * @param {number} moment
 * @param {number} position
 */
function evaluate(run, moment, position) {
  const { program, levels } = run;
  const offset = moment * program.size;
  for (const row of program.inputs) levels[row] = program.signals[offset + row];
  shiftLevels(run, position);
  for (let target = 0; target < program.targets.length; target += 1) {
    const row = program.targets[target];
    let drive = 0;
    if (program.products) gatherFactors(run, moment, target);
    for (let arc = program.first[target]; arc < program.first[target + 1]; arc += 1) {
      if (program.factorOf[arc] >= 0) continue;
      let effect = arcEffect(run, moment, arc);
      for (const at of program.multiplied[arc]) effect *= run.factors[at];
      drive += effect;
    }
    drive += program.signals[offset + row];
    const stock = target - program.auxiliaries;
    const response = program.bounded ? Math.tanh(drive) : drive;
    if (stock < 0) levels[row] = response;
    else
      run.slopes[stock] = program.accumulating
        ? drive
        : (response - levels[row]) * run.rates[stock];
  }
  for (const chain of program.chains) {
    let incoming = levels[chain.row];
    for (let at = chain.first; at < chain.first + chain.length; at += 1) {
      run.stateSlopes[at] = (incoming - run.states[at]) * chain.rate;
      incoming = run.states[at];
    }
  }
}

/**
 * Add up what each modulating link of a target multiplies by.
 * @param {Integration} run
 * @param {number} moment
 * @param {number} target
 */
function gatherFactors(run, moment, target) {
  const { first, factorOf } = run.program;
  for (let arc = first[target]; arc < first[target + 1]; arc += 1) {
    if (factorOf[arc] >= 0) run.factors[factorOf[arc]] = 0;
  }
  for (let arc = first[target]; arc < first[target + 1]; arc += 1) {
    if (factorOf[arc] >= 0) run.factors[factorOf[arc]] += arcEffect(run, moment, arc);
  }
  for (let arc = first[target]; arc < first[target + 1]; arc += 1) {
    // Where a link does not exist, nothing is multiplied.
    if (factorOf[arc] >= 0 && run.program.doubtful[arc] && run.weights[arc] === 0)
      run.factors[factorOf[arc]] = 1;
  }
}

/**
 * Sign times strength times the effect of what arrives over an arc.
 * @param {Integration} run
 * @param {number} moment
 * @param {number} arc
 */
function arcEffect(run, moment, arc) {
  const { program } = run;
  const kind = program.kind[arc];
  const arriving =
    kind === AT_ONCE
      ? run.levels[program.source[arc]]
      : kind === SMOOTHED
        ? run.states[program.slot[arc]]
        : run.shifted[program.slot[arc]];
  const curve = program.curves[arc];
  const effect = run.weights[arc] * (curve ? effectOf(curve, arriving) : arriving);
  const multiplier = program.multipliers[arc];
  return multiplier ? effect * multiplier[moment] : effect;
}

/**
 * Look up what comes out of fixed delays; between steps, on a straight line.
 * @param {Integration} run
 * @param {number} position
 */
function shiftLevels(run, position) {
  const whole = Math.floor(position);
  for (const shift of run.program.shifts) {
    const late = shift.whole + shift.share - (position - whole);
    const steps = Math.floor(late);
    const share = late - steps;
    const near = pastLevel(run, shift, whole - steps);
    run.shifted[shift.at] = share
      ? near * (1 - share) + share * pastLevel(run, shift, whole - steps - 1)
      : near;
  }
}

/**
 * @param {Integration} run
 * @param {DelayShift} shift
 * @param {number} step
 */
function pastLevel(run, shift, step) {
  return step < 0 ? run.program.initial[shift.row] : run.past[shift.at][step];
}

/**
 * Move stocks and delay states on by one step.
 * @param {Integration} run
 * @param {number} moment
 * @param {number} step
 */
function advance(run, moment, step) {
  const { program, levels, states, slopes, stateSlopes } = run;
  const length = program.clock.step;
  const stocks = program.targets.subarray(program.auxiliaries);
  for (const shift of program.shifts) run.past[shift.at][step] = levels[shift.row];
  if (program.method === "euler") {
    stocks.forEach((row, at) => {
      levels[row] += slopes[at] * length;
    });
    for (let at = 0; at < states.length; at += 1) states[at] += stateSlopes[at] * length;
    return;
  }
  const start = Float64Array.from(stocks, (row) => levels[row]);
  const before = Float64Array.from(states);
  const total = Float64Array.from(slopes);
  const stateTotal = Float64Array.from(stateSlopes);
  for (const [stage, share, weight] of [
    [1, 0.5, 2],
    [1, 0.5, 2],
    [2, 1, 1],
  ]) {
    stocks.forEach((row, at) => {
      levels[row] = start[at] + share * length * slopes[at];
    });
    for (let at = 0; at < states.length; at += 1)
      states[at] = before[at] + share * length * stateSlopes[at];
    evaluate(run, moment + stage, step + share);
    for (let at = 0; at < total.length; at += 1) total[at] += weight * slopes[at];
    for (let at = 0; at < stateTotal.length; at += 1) stateTotal[at] += weight * stateSlopes[at];
  }
  stocks.forEach((row, at) => {
    levels[row] = start[at] + (length / 6) * total[at];
  });
  for (let at = 0; at < states.length; at += 1)
    states[at] = before[at] + (length / 6) * stateTotal[at];
}
