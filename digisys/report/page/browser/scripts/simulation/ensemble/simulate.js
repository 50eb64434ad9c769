// Bands: many runs with strengths and inertias drawn from their ranges. They are computed
// here, in the page, so that they follow the sliders.

import { drawCount, drawsFor } from "../../uncertainty/draws.js";
import { drawKeys } from "../../uncertainty/unknowns.js";
import { integrate } from "../integrate/kernel.js";
import { parametersOf } from "../integrate/program.js";

/**
 * Run a system for every draw: a list of what `integrate` gives.
 * @param {StockFlow} system
 * @param {Program} program
 */
export function runEnsemble(system, program) {
  const count = drawCount(system);
  const draws = drawKeys(system.unknowns).map((key) => drawsFor(key, count));
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
