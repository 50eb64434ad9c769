// Bands: many runs with strengths and inertias drawn from their ranges. They are computed
// here, in the page, so that they follow the sliders. Each unknown has a stream of draws
// of its own, so that two scenarios meet the same draws.

const DRAWS = 200;
const LEAST_DRAWS = 50;
const MOST_LEVELS = 9000;
const BAND = [0.05, 0.5, 0.95];

/** A small generator of numbers from 0 to 1, started from a text. */
function randomStream(text) {
  let seed = 2166136261;
  for (let at = 0; at < text.length; at += 1)
    seed = Math.imul(seed ^ text.charCodeAt(at), 16777619);
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const streams = new Map();

/** How many runs: fewer where there are many variables, so that sliders stay quick. */
function drawCount(system) {
  const fitting = Math.floor(MOST_LEVELS / system.model.variables.length);
  return Math.min(DRAWS, Math.max(LEAST_DRAWS, fitting));
}

/** Draws for an unknown, one in each of equal parts of its range, in mixed order. */
function drawsFor(key, count = DRAWS) {
  const known = `${count} ${key}`;
  if (streams.has(known)) return streams.get(known);
  const random = randomStream(key);
  const parts = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [parts[at], parts[other]] = [parts[other], parts[at]];
  }
  const draws = Float64Array.from(parts, (part) => (part + random()) / count);
  streams.set(known, draws);
  return draws;
}

/** Run a system for every draw: a list of what `integrate` gives. */
function runEnsemble(system, program) {
  const count = drawCount(system);
  const draws = system.unknowns.map((unknown) => drawsFor(unknown.key, count));
  return Array.from({ length: count }, (_, sample) =>
    integrate(
      program,
      parametersOf(
        system,
        draws.map((stream) => stream[sample]),
      ),
    ),
  );
}

/** The single run at the middle of every range. */
function runMidpoint(system, program) {
  return integrate(
    program,
    parametersOf(
      system,
      system.unknowns.map(() => 0.5),
    ),
  );
}

/** Quantiles of numbers, on straight lines between them. */
function quantiles(values, shares) {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => {
    const at = share * (sorted.length - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
  });
}

/** The mean level of some variables at a step of a run. */
function meanLevel(levels, size, step, rows) {
  let sum = 0;
  for (const row of rows) sum += levels[step * size + row];
  return sum / rows.length;
}
