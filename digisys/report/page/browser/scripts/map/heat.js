// Heat on the map: levels of the variables as fills, always with the figure beside.

import { model } from "../base/model.js";
import { state } from "../base/state.js";
import { currentLevels, signed } from "../scenarios/view.js";

export const HEAT_STEPS = 7;

/**
 * The level of the strongest colour: inputs are set, so they do not stretch the scale.
 * @param {Lookup<string, number>} levels
 */
export function heatScale(levels) {
  const moved = [...levels].filter(([id]) => model.variable.get(id).role !== "input");
  return Math.max(0.02, ...moved.map(([, level]) => Math.abs(level)));
}

/**
 * @param {number} level
 * @param {number} scale
 */
function heatStep(level, scale) {
  const share = (Math.min(Math.max(level / scale, -1), 1) + 1) / 2;
  return Math.min(Math.floor(share * HEAT_STEPS), HEAT_STEPS - 1);
}

/**
 * The levels of the scenario as steps of heat and as figures; null when none are shown.
 * @returns {Heat | null}
 */
export function currentHeat() {
  const levels = state.mode === "scenarios" ? currentLevels() : null;
  if (!levels) return null;
  const scale = heatScale(levels);
  return {
    step: (id) => heatStep(levels.get(id), scale),
    text: (id) => signed(levels.get(id)),
  };
}
