// What reinforcing loops do by themselves, in words; the shares come with the data, from
// digisys/analysis/loops/gain.py.

import { say, sayShare } from "../../words.js";

const LEAST_TOLD = 0.005;
// A share short of all draws is not rounded up to all of them.
const MOST_TOLD = 0.994;

/** @param {number} share */
const told = (share) => ({ share: sayShare(Math.min(share, MOST_TOLD)) });

/**
 * Say it beside other facts, such as "grows 47%, amplifies 53%".
 * @param {LoopGain} gain
 */
export function gainText([grows, amplifies, fades]) {
  if (grows >= 1) return say("grows in every draw");
  if (amplifies >= 1) return say("amplifies in every draw");
  if (fades >= 1) return say("fades in every draw");
  const parts = [];
  if (grows >= LEAST_TOLD) parts.push(say("grows {share}", told(grows)));
  if (amplifies >= LEAST_TOLD) parts.push(say("amplifies {share}", told(amplifies)));
  if (fades >= LEAST_TOLD) parts.push(say("fades {share}", told(fades)));
  return parts.join(", ");
}

/** @param {LoopGain} gain */
function clause([grows, amplifies, fades]) {
  if (grows >= 1) return say("grows by itself in every draw");
  if (amplifies >= 1) return say("only amplifies what is pushed in every draw");
  if (fades >= 1) return say("fades in every draw");
  const parts = [];
  if (grows >= LEAST_TOLD) parts.push(say("grows by itself in {share} of the draws", told(grows)));
  if (amplifies >= LEAST_TOLD)
    parts.push(say("only amplifies what is pushed in {share} of the draws", told(amplifies)));
  if (fades >= LEAST_TOLD) parts.push(say("fades in {share} of the draws", told(fades)));
  return parts.join(", ");
}

/**
 * Say what a reinforcing loop does by itself, route by route where they differ.
 * @param {Model} model
 * @param {Loop} loop
 * @param {string} name The loop, or the one of its routes that is told of.
 * @param {string[]} routes Those that are told of.
 */
export function gainsSentence(model, loop, name, routes) {
  const whole = loop.unnamed ? say("the loop") : name;
  const gains = Object.entries(loop.gains ?? {}).filter(([route]) => routes.includes(route));
  if (!gains.length)
    return say("What {name} does hangs on levels: near rest it does nothing.", { name: whole });
  /** @type {Map<string, string[]>} */
  const sayings = new Map();
  for (const [route, gain] of gains) {
    const text = clause(gain);
    sayings.set(text, [...(sayings.get(text) ?? []), route]);
  }
  return say("Over the unknown strengths ({convention}): {gains}.", {
    convention: model.strengths === "shares" ? say("causes share") : say("each link by itself"),
    gains: [...sayings]
      .map(([text, names]) => `${sayings.size === 1 ? whole : names.join(", ")} ${text}`)
      .join("; "),
  });
}
