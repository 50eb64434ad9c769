// A system laid out as arrays: a twin of digisys/simulation/integrate/program.py.

import { unknownValue } from "../../uncertainty/unknowns.js";
import { multiplierAt, signalAt } from "../system/signals.js";

export const AT_ONCE = 0;
export const SMOOTHED = 1;
const SHIFTED = 2;

/** The moments of a run. */
export function makeClock(start, end, step) {
  return { start, step, steps: Math.round((end - start) / step) };
}

/** The longest step that the fastest stock or delay allows. */
export function longestStep(system) {
  const times = Object.values(system.inertia).map((at) => system.unknowns[at].low);
  for (const arc of system.arcs) {
    if (arc.delay) times.push(arc.order === "pipeline" ? arc.delay : arc.delay / arc.order);
  }
  return Math.min(Infinity, ...times);
}

/** Lay a system out as arrays. */
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
  };
  for (const [name, level] of Object.entries(system.plan.initial))
    program.initial[rows.get(name)] = level;
  return program;
}

function listMoments(clock, method) {
  const time = (step) => clock.start + step * clock.step;
  const moments = [];
  for (let step = 0; step < clock.steps; step += 1) {
    moments.push([time(step), false]);
    if (method === "rk4") moments.push([time(step + 0.5), false], [time(step + 1), true]);
  }
  moments.push([time(clock.steps), false]);
  return moments;
}

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

function layDelays(system, clock) {
  const chains = new Map();
  const shifts = new Map();
  const kind = new Int32Array(system.arcs.length);
  const slot = new Int32Array(system.arcs.length);
  let states = 0;
  system.arcs.forEach((arc, at) => {
    if (!arc.delay) return;
    const pipeline = arc.order === "pipeline";
    const key = `${arc.source} ${arc.delay} ${arc.order}`;
    const known = pipeline ? shifts : chains;
    if (!known.has(key) && pipeline) {
      const count = arc.delay / clock.step + 1e-9;
      const whole = Math.floor(count);
      known.set(key, {
        source: arc.source,
        at: shifts.size,
        whole,
        share: Math.max(count - whole - 1e-9, 0),
      });
    } else if (!known.has(key)) {
      known.set(key, {
        source: arc.source,
        first: states,
        length: arc.order,
        rate: arc.order / arc.delay,
      });
      states += arc.order;
    }
    const found = known.get(key);
    kind[at] = pipeline ? SHIFTED : SMOOTHED;
    slot[at] = pipeline ? found.at : found.first + found.length - 1;
  });
  return { chains: [...chains.values()], shifts: [...shifts.values()], kind, slot, states };
}

/** Strengths of arcs and rates of stocks, from draws between 0 and 1 by unknown. */
export function parametersOf(system, shares) {
  const values = system.unknowns.map((unknown, at) => unknownValue(unknown, shares[at]));
  return {
    weights: Float64Array.from(system.arcs, (arc) => values[arc.unknown]),
    rates: Float64Array.from(system.stocks, (name) =>
      system.accumulating ? 1 : 1 / values[system.inertia[name]],
    ),
  };
}
