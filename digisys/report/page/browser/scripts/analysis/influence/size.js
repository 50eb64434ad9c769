// How strong and how soon effects are, from what is kept with the model: a twin of
// digisys/analysis/influence/size.py.

import { sizeStatement } from "../../answers/size.js";
import { shortLabel } from "../../answers/wording.js";

/**
 * Tell how strong and how soon effects are, where that is kept with the model for this view.
 * @param {Model} model
 * @param {Influence} answer
 * @returns {Statement | null}
 */
export function sizeOfEffects(model, { subject, view, affected, targetsReached }) {
  const usual = !view.narrowed && view.certainty.join() === "explicit";
  const { sizes } = model;
  if (!usual || !sizes || !Object.hasOwn(sizes.effects, subject.token)) return null;
  const found = new Map(sizes.effects[subject.token].map(([key, ...rest]) => [key, rest]));
  /**
   * @param {string} key
   * @param {number | string} name
   * @returns {Sized}
   */
  const sized = (key, name) => {
    const [low, middle, high, by = null, partly = 0] = found.get(key) ?? [0, 0, 0];
    return { name, low, middle, high, by, partly: Boolean(partly) };
  };
  const effects = model.targets.length
    ? targetsReached.map((number) => sized(String(number), number))
    : affected.map(({ variable }) => sized(variable, shortLabel(model, variable)));
  if (!effects.length) return null;
  const { unit = "years" } = model.time;
  return sizeStatement(effects, { time: sizes.end, unit }, sizes.push);
}
