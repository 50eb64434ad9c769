// What is run: a scenario with its sliders, own pushes, and another one to compare with.

const NO_SCENARIO = "none";
const OWN_PUSHES_ONLY = "own";

/** Read the part of the address that belongs to scenarios. */
function readScenarioValue(name, values) {
  const ids = [OWN_PUSHES_ONLY, ...model.scenarios.map((item) => item.id)];
  const first = values[0];
  switch (name) {
    case "scenario":
      return ids.includes(first) ? first : undefined;
    case "compare":
      return [NO_SCENARIO, ...ids.slice(1)].includes(first) ? first : undefined;
    case "year": {
      const year = Number(first);
      const { start, end } = model.time;
      return Number.isFinite(year) && year >= start && year <= end ? year : undefined;
    }
    case "of":
      return outcomes().some((item) => item.token === first) ? first : undefined;
    case "sizes":
      return values.filter((item) => /^\d{1,2}:-?[01](\.\d{1,2})?$/.test(item));
    case "push":
      return values.filter((item) => readPush(model, item) !== null);
    default:
      return undefined;
  }
}

function chosenScenario() {
  return state.scenario || (model.scenarios[0]?.id ?? OWN_PUSHES_ONLY);
}

function chosenYear() {
  return state.year || model.time.end;
}

/** Moves of a scenario, with the sizes that the sliders give them. */
function movesOf(id) {
  const scenario = model.scenarios.find((item) => item.id === id);
  const sizes = new Map(state.sizes.map((item) => item.split(":").map(Number)));
  return (scenario?.moves ?? []).map((move, at) => ({ ...move, size: sizes.get(at) ?? move.size }));
}

function planOf(id, moves) {
  return withMoves(model, model.scenarios.find((item) => item.id === id)?.plan, moves);
}

/** The pushes that the reader makes. */
function ownPushes() {
  return state.push.map((text) => readPush(model, text));
}

/** What levels are told for: targets and areas (the mean of their variables), variables. */
function outcomes() {
  if (cache.outcomes) return cache.outcomes;
  const rows = (variables) => variables.map((id) => model.order.get(id));
  const of = (token) => ({ token, rows: rows(subjectOf(model, token).variables) });
  cache.outcomes = [
    ...model.targets.map((target) => of(`target-${target.number}`)),
    ...model.areas.map((area) => of(`area-${area.id}`)),
    ...model.variables.map((variable) => of(`variable-${variable.id}`)),
  ].filter((item) => item.rows.length);
  return cache.outcomes;
}

const runs = new Map();

/** Run a scenario and its ensemble; runs that were asked for before are remembered. */
function runScenario(id, own) {
  const moves = [
    ...(own ? movesOf(id) : (model.scenarios.find((item) => item.id === id)?.moves ?? [])),
  ];
  if (own) moves.push(...ownPushes());
  const key = JSON.stringify([id, moves, state.evidence, state.certainty]);
  if (runs.has(key)) return runs.get(key);
  const system = buildSystem(model, currentGraph().view, planOf(id, moves));
  const { start, end, step } = model.time;
  const clock = makeClock(start, end, step);
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
  if (runs.size > 12) runs.delete(runs.keys().next().value);
  runs.set(key, run);
  return run;
}

function currentRun() {
  return runScenario(chosenScenario(), true);
}

/** The run to compare with, or null. */
function otherRun() {
  if (!state.compare) return null;
  return runScenario(state.compare, false);
}

function stepOf(run, year) {
  const at = Math.round((year - run.clock.start) / run.clock.step);
  return Math.min(Math.max(at, 0), run.clock.steps);
}

/** Median and band of an outcome at a year; with another run, of the difference to it. */
function bandAt(run, other, rows, year) {
  const step = stepOf(run, year);
  const { size } = run.program;
  const values = run.draws.map((levels, at) => {
    const level = meanLevel(levels, size, step, rows);
    return other ? level - meanLevel(other.draws[at], size, step, rows) : level;
  });
  return quantiles(values, BAND);
}

/** Median levels of the variables at the chosen year, for the heat on the map. */
function currentLevels() {
  const run = currentRun();
  if (run.problem) return null;
  const other = otherRun();
  return new Map(
    model.variables.map((variable) => [
      variable.id,
      bandAt(run, other?.problem ? null : other, [model.order.get(variable.id)], chosenYear())[1],
    ]),
  );
}

/** Write a level with its sign and two decimals. */
function signed(value, digits = 2) {
  const rounded = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
  const text = Math.abs(rounded).toLocaleString(state.lang, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${rounded > 0 ? "+" : rounded < 0 ? "\u2212" : ""}${text}`;
}
