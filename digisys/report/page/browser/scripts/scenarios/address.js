// What of scenarios the address may name.

import { model, onModel } from "../base/model.js";
import { outcomesOf } from "../simulation/outcomes.js";
import { readPush } from "../simulation/system/interventions.js";

export const NO_SCENARIO = "none";
export const OWN_PUSHES_ONLY = "own";

/**
 * Read the part of the address that belongs to scenarios.
 * @param {string} name
 * @param {string[]} values
 * @returns {State[keyof State] | undefined}
 */
export function readScenarioValue(name, values) {
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
    case "strengths":
      return first === "independent" || first === "shares" ? first : undefined;
    case "push":
      return values.filter((item) => readPush(model, item) !== null);
    default:
      return undefined;
  }
}

/** @type {Outcome[] | null} */
let remembered = null;

onModel(() => {
  remembered = null;
});

/**
 * What levels are told for: targets and areas (the mean of their variables), variables.
 * @returns {Outcome[]}
 */
export function outcomes() {
  remembered = remembered ?? outcomesOf(model);
  return remembered;
}
