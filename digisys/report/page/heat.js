// Heat on the map: levels of the variables as fills, always with the figure beside.

const HEAT_STEPS = 7;

/** The level of the strongest colour: inputs are set, so they do not stretch the scale. */
function heatScale(levels) {
  const moved = [...levels].filter(([id]) => model.variable.get(id).role !== "input");
  return Math.max(0.02, ...moved.map(([, level]) => Math.abs(level)));
}

function heatStep(level, scale) {
  const share = (Math.min(Math.max(level / scale, -1), 1) + 1) / 2;
  return Math.min(Math.floor(share * HEAT_STEPS), HEAT_STEPS - 1);
}

/** Show the levels of the scenario on the map, or take them away. */
function showHeat() {
  const levels = state.mode === "scenarios" ? currentLevels() : null;
  const scale = levels ? heatScale(levels) : 1;
  drawn.svg.classList.toggle("heated", Boolean(levels));
  for (const [id, group] of drawn.boxes) {
    for (let step = 0; step < HEAT_STEPS; step += 1) {
      group.classList.toggle(
        `heat-${step}`,
        Boolean(levels) && heatStep(levels.get(id), scale) === step,
      );
    }
    const { heat, name } = drawn.marks.get(id);
    heat.classList.toggle("shown", Boolean(levels) && passesFilters(id));
    heat.lastChild.textContent = levels ? signed(levels.get(id)) : "";
    if (levels) group.setAttribute("aria-label", `${name}; ${signed(levels.get(id))}`);
  }
}

function heatSamples() {
  const levels = currentLevels();
  if (!levels) return [];
  const scale = heatScale(levels);
  return [0, HEAT_STEPS >> 1, HEAT_STEPS - 1].map((step) => [
    sample(rect([1, 2, 30, 16, 4], "plate"), `box heat-${step} sample`, 32),
    signed((step / (HEAT_STEPS - 1)) * 2 * scale - scale),
  ]);
}
