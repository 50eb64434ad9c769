// Heat on the map: levels of the variables as fills, always with the figure beside.

import { showsScenario } from "../base/state.js";
import { currentLevels, signed } from "../scenarios/view.js";

export const HEAT_STEPS = 7;

/** Levels, up and down, from which on each next colour is used: those of every picture. */
const HEAT_EDGES = [0.02, 0.1, 0.3];

/** Levels below this are 0 in two decimals. */
const LEAST_SHOWN = 0.005;

/** The level of the strongest colour. */
export function heatScale() {
  return HEAT_EDGES[HEAT_EDGES.length - 1];
}

/** @param {number} level */
function heatStep(level) {
  const passed = HEAT_EDGES.filter((edge) => Math.abs(level) >= edge).length;
  return HEAT_EDGES.length + (level > 0 ? passed : -passed);
}

/**
 * The levels of the scenario as steps of heat and as figures; null when none are shown.
 * @returns {Heat | null}
 */
export function currentHeat() {
  const levels = showsScenario() ? currentLevels() : null;
  if (!levels) return null;
  return {
    step: (id) => heatStep(levels.get(id)),
    // A figure on what has not moved would only distract.
    text: (id) => (Math.abs(levels.get(id)) < LEAST_SHOWN ? "" : signed(levels.get(id))),
  };
}
