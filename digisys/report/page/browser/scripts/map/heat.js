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

/** The levels of the scenario as steps of heat and as figures; null when none are shown. */
function currentHeat() {
  const levels = state.mode === "scenarios" ? currentLevels() : null;
  if (!levels) return null;
  const scale = heatScale(levels);
  return {
    step: (id) => heatStep(levels.get(id), scale),
    text: (id) => signed(levels.get(id)),
  };
}

function heatSamples() {
  const levels = currentLevels();
  if (!levels) return [];
  const scale = heatScale(levels);
  const other = otherRun();
  const year = chosenYear();
  const what =
    other && !other.problem ? say("Difference in {year}", { year }) : say("Level in {year}", { year });
  return [0, HEAT_STEPS >> 1, HEAT_STEPS - 1].map((step) => [
    step === 0 ? [`${what}:`, heatSample(step)] : heatSample(step),
    signed((step / (HEAT_STEPS - 1)) * 2 * scale - scale),
  ]);
}

function heatSample(step) {
  return sample(rect([1, 2, 30, 16, 4], "plate"), `box heat-${step} sample`, 32);
}
