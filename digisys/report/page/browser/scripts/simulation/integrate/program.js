// A system laid out as arrays: a twin of digisys/simulation/integrate/program.py.

import { lookup } from "../../lookup.js";
import { share } from "../../uncertainty/sharing.js";
import { unknownValue } from "../../uncertainty/unknowns.js";
import { multiplierAt, signalAt } from "../system/signals.js";

export const AT_ONCE = 0;
export const SMOOTHED = 1;
const SHIFTED = 2;

/**
 * The moments of a run.
 * @param {number} start
 * @param {number} end
 * @param {number} step
 * @returns {Clock}
 */
export function makeClock(start, end, step) {
  return { start, step, steps: Math.round((end - start) / step) };
}

/**
 * The longest step that the fastest stock or delay allows.
 * @param {StockFlow} system
 */
export function longestStep(system) {
  const times = Object.values(system.inertia).map((at) => system.unknowns[at].low);
  for (const arc of system.arcs) {
    if (arc.delay) times.push(arc.order === "pipeline" ? arc.delay : arc.delay / arc.order);
  }
  return Math.min(Infinity, ...times);
}

/**
 * Lay a system out as arrays.
 * @param {StockFlow} system
 * @param {Clock} clock
 * @param {Method} [method]
 * @returns {Program}
 */
export function compileProgram(system, clock, method = "euler") {
  const rows = system.model.order;
  const size = system.model.variables.length;
  const first = new Int32Array(system.targets.length + 1);
  for (const arc of system.arcs) first[system.targets.indexOf(arc.target) + 1] += 1;
  for (let at = 0; at < system.targets.length; at += 1) first[at + 1] += first[at];
  const { chains, shifts, kind, slot, states } = layDelays(system, clock);
  const moments = listMoments(clock, method);
  const program = {
    clock,
    method,
    size,
    accumulating: system.accumulating,
    bounded: system.bounded,
    inputs: Int32Array.from(system.inputs, (name) => rows.get(name)),
    targets: Int32Array.from(system.targets, (name) => rows.get(name)),
    auxiliaries: system.auxiliaries.length,
    first,
    source: Int32Array.from(system.arcs, (arc) => rows.get(arc.source)),
    kind,
    slot,
    states,
    chains: chains.map((item) => ({ ...item, row: rows.get(item.source) })),
    shifts: shifts.map((item) => ({ ...item, row: rows.get(item.source) })),
    initial: new Float64Array(size),
    signals: tableOfSignals(system, moments, rows, size),
    multipliers: system.arcs.map((arc) =>
      arc.changes.length
        ? Float64Array.from(moments, ([time, before]) => multiplierAt(arc.changes, time, before))
        : null,
    ),
    curves: system.arcs.map((arc) => arc.curve),
    ...layProducts(system),
  };
  for (const [name, level] of Object.entries(system.initial))
    program.initial[rows.get(name)] = level;
  return program;
}

/**
 * @param {Clock} clock
 * @param {Method} method
 * @returns {[number, boolean][]}
 */
function listMoments(clock, method) {
  const time = (/** @type {number} */ step) => clock.start + step * clock.step;
  /** @type {[number, boolean][]} */
  const moments = [];
  for (let step = 0; step < clock.steps; step += 1) {
    moments.push([time(step), false]);
    if (method === "rk4") moments.push([time(step + 0.5), false], [time(step + 1), true]);
  }
  moments.push([time(clock.steps), false]);
  return moments;
}

/**
 * @param {StockFlow} system
 * @param {[number, boolean][]} moments
 * @param {Lookup<string, number>} rows
 * @param {number} size
 */
function tableOfSignals(system, moments, rows, size) {
  const table = new Float64Array(moments.length * size);
  for (const name of rows.keys()) {
    const pushes = system.plan.pushes[name] ?? [];
    const signals = pushes.length ? pushes : (system.plan.levels[name] ?? []);
    if (!signals.length) continue;
    moments.forEach(([time, before], at) => {
      let sum = 0;
      for (const signal of signals) sum += signalAt(signal, time, before);
      table[at * size + rows.get(name)] = sum;
    });
  }
  return table;
}

/**
 * For each arc, the numbers of the products that multiply it; and the number of the product
 * that it is a part of, or -1.
 * @param {StockFlow} system
 */
function layProducts(system) {
  const links = [...new Set(system.arcs.filter((arc) => arc.modulates).map((arc) => arc.link))];
  return {
    products: links.length,
    doubtful: system.arcs.map((arc) => system.unknowns[arc.unknown].chance < 1),
    factorOf: Int32Array.from(system.arcs, (arc) => links.indexOf(arc.link)),
    multiplied: system.arcs.map((arc) =>
      links.flatMap((link, at) =>
        system.arcs.some((item) => item.link === link && item.modulates === arc.link) ? [at] : [],
      ),
    ),
  };
}

/**
 * @param {StockFlow} system
 * @param {Clock} clock
 */
function layDelays(system, clock) {
  /** @type {Lookup<string, Omit<DelayChain, "row">>} */
  const chains = lookup();
  /** @type {Lookup<string, Omit<DelayShift, "row">>} */
  const shifts = lookup();
  const kind = new Int32Array(system.arcs.length);
  const slot = new Int32Array(system.arcs.length);
  let states = 0;
  system.arcs.forEach(({ source, delay, order }, at) => {
    if (!delay) return;
    const key = `${source} ${delay} ${order}`;
    if (order === "pipeline") {
      if (!shifts.has(key)) {
        const count = delay / clock.step + 1e-9;
        const whole = Math.floor(count);
        const share = Math.max(count - whole - 1e-9, 0);
        shifts.set(key, { source, at: shifts.size, whole, share });
      }
      kind[at] = SHIFTED;
      slot[at] = shifts.get(key).at;
      return;
    }
    if (!chains.has(key)) {
      chains.set(key, { source, first: states, length: order, rate: order / delay });
      states += order;
    }
    kind[at] = SMOOTHED;
    slot[at] = chains.get(key).first + order - 1;
  });
  return { chains: [...chains.values()], shifts: [...shifts.values()], kind, slot, states };
}

/**
 * Strengths of arcs and rates of stocks, from draws between 0 and 1 by key (see `drawKeys`).
 * @param {StockFlow} system
 * @param {number[]} shares
 * @returns {Weights}
 */
export function parametersOf(system, shares) {
  const values = system.unknowns.map((unknown, at) => unknownValue(unknown, shares[at]));
  let next = values.length;
  system.unknowns.forEach(({ chance }, at) => {
    if (chance < 1 && shares[next++] >= chance) values[at] = 0;
  });
  share(values, system.sharings);
  return {
    weights: Float64Array.from(system.arcs, (arc) => values[arc.unknown]),
    rates: Float64Array.from(system.stocks, (name) =>
      system.accumulating ? 1 : 1 / values[system.inertia[name]],
    ),
  };
}
