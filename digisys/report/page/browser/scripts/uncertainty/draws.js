// Draws of what is not known: those of `digisys simulate`, so that both tell the same figures.

import { lookup } from "../lookup.js";
import { sobolPoints } from "./sobol/sequence.js";

/** As many draws as `digisys simulate` makes unless told. */
export const DRAWS = 1024;

/** @type {Lookup<string, Float64Array[]>} */
const tables = lookup();

/**
 * Draws from 0 to 1 for each of some unknowns, in their order.
 * @param {SobolStart} start
 * @param {number} unknowns
 */
export function drawTable(start, unknowns) {
  const known = `${start.state} ${unknowns}`;
  if (!tables.has(known)) tables.set(known, sobolPoints(start, unknowns, DRAWS));
  return tables.get(known);
}
