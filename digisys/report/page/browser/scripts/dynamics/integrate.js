// Integrating a system, Euler or Runge-Kutta of fourth order: a port of
// digisys.simulation.program and kernel, equal to them to 1e-12.

const AT_ONCE = 0;
const SMOOTHED = 1;
const SHIFTED = 2;

/** The moments of a run. */
function makeClock(start, end, step) {
  return { start, step, steps: Math.round((end - start) / step) };
}

/** The longest step that the fastest stock or delay allows. */
function longestStep(system) {
  const times = Object.values(system.inertia).map((at) => system.unknowns[at].low);
  for (const arc of system.arcs) {
    if (arc.delay) times.push(arc.order === "pipeline" ? arc.delay : arc.delay / arc.order);
  }
  return Math.min(Infinity, ...times);
}

/** Lay a system out as arrays. */
function compileProgram(system, clock, method = "euler") {
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
function parametersOf(system, shares) {
  const values = system.unknowns.map((unknown, at) => valueOf(unknown, shares[at]));
  return {
    weights: Float64Array.from(system.arcs, (arc) => values[arc.unknown]),
    rates: Float64Array.from(system.stocks, (name) =>
      system.accumulating ? 1 : 1 / values[system.inertia[name]],
    ),
  };
}

/** Run a program once; levels of all variables at every step, row after row. */
function integrate(program, { weights, rates }) {
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
  };
  for (const chain of program.chains) {
    run.states.fill(run.levels[chain.row], chain.first, chain.first + chain.length);
  }
  return run;
}

function evaluate(run, moment, position) {
  const { program, levels, weights } = run;
  const offset = moment * program.size;
  for (const row of program.inputs) levels[row] = program.signals[offset + row];
  shiftLevels(run, position);
  for (let target = 0; target < program.targets.length; target += 1) {
    const row = program.targets[target];
    let drive = 0;
    for (let arc = program.first[target]; arc < program.first[target + 1]; arc += 1) {
      const kind = program.kind[arc];
      const arriving =
        kind === AT_ONCE
          ? levels[program.source[arc]]
          : kind === SMOOTHED
            ? run.states[program.slot[arc]]
            : run.shifted[program.slot[arc]];
      const multiplier = program.multipliers[arc];
      const effect = weights[arc] * arriving;
      drive += multiplier ? effect * multiplier[moment] : effect;
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

/** Look up what comes out of fixed delays; between steps, on a straight line. */
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

function pastLevel(run, shift, step) {
  return step < 0 ? run.program.initial[shift.row] : run.past[shift.at][step];
}

/** Move stocks and delay states on by one step. */
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
