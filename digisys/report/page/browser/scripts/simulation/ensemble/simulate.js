// Bands: many runs with strengths and inertias drawn from their ranges. They are computed
// here, in the page, so that they follow the sliders.

import { DRAWS, drawTable } from "../../uncertainty/draws.js";
import { drawKeys } from "../../uncertainty/unknowns.js";
import { integrate } from "../integrate/kernel.js";
import { parametersOf } from "../integrate/program.js";

/**
 * Run a system for every draw: a list of what `integrate` gives, at every so many steps.
 * @param {StockFlow} system
 * @param {Program} program
 * @param {{ keys?: string[]; every?: number }} [options] What is drawn, with what only another
 *     scenario draws; the steps between those that are kept.
 */
export function runEnsemble(system, program, options = {}) {
  const own = drawKeys(system.unknowns);
  const keys = options.keys ?? own;
  const table = drawTable(system.model.sobol, keys.length);
  const draws = own.map((key) => table[keys.indexOf(key)]);
  return Array.from({ length: DRAWS }, (_, sample) =>
    everyStep(
      integrate(
        program,
        parametersOf(
          system,
          draws.map((stream) => stream[sample]),
        ),
      ),
      program.size,
      options.every ?? 1,
    ),
  );
}

/**
 * Keep every so many rows of levels.
 * @param {Float64Array} levels
 * @param {number} size
 * @param {number} every
 */
function everyStep(levels, size, every) {
  if (every === 1) return levels;
  const kept = new Float64Array(size * (Math.floor((levels.length / size - 1) / every) + 1));
  for (let row = 0; row * size < kept.length; row += 1)
    kept.set(levels.subarray(row * every * size, (row * every + 1) * size), row * size);
  return kept;
}

/**
 * The single run at the middle of every range; a link that may be absent is there.
 * @param {StockFlow} system
 * @param {Program} program
 */
export function runMidpoint(system, program) {
  return integrate(
    program,
    parametersOf(
      system,
      drawKeys(system.unknowns).map((_, at) => (at < system.unknowns.length ? 0.5 : 0)),
    ),
  );
}
