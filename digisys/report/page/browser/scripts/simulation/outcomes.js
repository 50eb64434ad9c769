// What levels are told for: a twin of digisys/simulation/outcomes.py.

import { ownSubject } from "../graph/names.js";

/**
 * Targets and areas, each the mean of its variables, then the variables.
 * @param {Model} model
 * @returns {Outcome[]}
 */
export function outcomesOf(model) {
  const of = (/** @type {string} */ token) => ({
    token,
    rows: ownSubject(model, token).variables.map((id) => model.order.get(id)),
  });
  return [
    ...model.targets.map((target) => of(`target-${target.number}`)),
    ...model.areas.map((area) => of(`area-${area.id}`)),
    ...model.variables.map((variable) => of(`variable-${variable.id}`)),
  ].filter((item) => item.rows.length);
}
