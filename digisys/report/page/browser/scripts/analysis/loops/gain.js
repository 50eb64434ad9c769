// What reinforcing loops do by themselves, in words; the shares come with the data, from
// digisys/analysis/loops/gain.py.

import { say, sayShare } from "../../words.js";

const LEAST_TOLD = 0.005;

/**
 * Say it beside other facts, such as "grows 47%, amplifies 53%".
 * @param {LoopGain} gain
 */
export function gainText([grows, amplifies, fades]) {
  const parts = [];
  if (grows >= LEAST_TOLD) parts.push(say("grows {share}", { share: sayShare(grows) }));
  if (amplifies >= LEAST_TOLD) parts.push(say("amplifies {share}", { share: sayShare(amplifies) }));
  if (fades >= LEAST_TOLD) parts.push(say("fades {share}", { share: sayShare(fades) }));
  return parts.join(", ");
}

/** @param {LoopGain} gain */
function clause([grows, amplifies, fades]) {
  const parts = [];
  if (grows >= LEAST_TOLD)
    parts.push(say("grows by itself in {share} of the draws", { share: sayShare(grows) }));
  if (amplifies >= LEAST_TOLD)
    parts.push(
      say("only amplifies what is pushed in {share} of the draws", { share: sayShare(amplifies) }),
    );
  if (fades >= LEAST_TOLD)
    parts.push(say("fades in {share} of the draws", { share: sayShare(fades) }));
  return parts.join(", ");
}

/**
 * Say what a reinforcing loop does by itself, cycle by cycle where they differ.
 * @param {Model} model
 * @param {Loop} loop
 */
export function gainsSentence(model, loop) {
  if (loop.kind !== "reinforcing" || !loop.gains) return "";
  /** @type {Map<string, string[]>} */
  const told = new Map();
  for (const [name, gain] of Object.entries(loop.gains)) {
    const text = clause(gain);
    told.set(text, [...(told.get(text) ?? []), name]);
  }
  const whole = loop.unnamed ? say("the loop") : loop.id;
  return say("Over the unknown strengths ({convention}): {gains}.", {
    convention: model.strengths === "shares" ? say("causes share") : say("each link by itself"),
    gains: [...told]
      .map(([text, names]) => `${told.size === 1 ? whole : names.join(", ")} ${text}`)
      .join("; "),
  });
}
