// Bands: many runs with strengths and inertias drawn from their ranges. They are computed
// here, in the page, so that they follow the sliders.

import { drawCount, drawsFor } from "../../uncertainty/draws.js";
import { integrate } from "../integrate/kernel.js";
import { parametersOf } from "../integrate/program.js";

/**
 * Run a system for every draw: a list of what `integrate` gives.
 * @param {StockFlow} system
 * @param {Program} program
 */
export function runEnsemble(system, program) {
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

/**
 * The single run at the middle of every range.
 * @param {StockFlow} system
 * @param {Program} program
 */
export function runMidpoint(system, program) {
  return integrate(
    program,
    parametersOf(
      system,
      system.unknowns.map(() => 0.5),
    ),
  );
}
