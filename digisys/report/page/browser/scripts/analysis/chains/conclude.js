// What the chains from one thing to another come to, in plain sentences: a twin of
// digisys/analysis/chains/conclude.py for chains of any length.

import { basis } from "../../answers/basis.js";
import { briefText } from "../../answers/wording.js";
import { pairOf } from "../../graph/pairs.js";
import { capital, say, sayCount, sayList } from "../../words.js";

/**
 * Tell how many chains there are, which way they go, and what they rest on.
 * @param {Model} model
 * @param {View} view
 * @param {FoundChains} found
 * @returns {Statement[]}
 */
export function concludeChains(model, view, found) {
  const { chains, truncated } = found;
  const statements = [{ kind: "reach", text: countText(model, found) }];
  if (chains.length) {
    const pairs = new Set(
      chains.flatMap(({ variables }) =>
        variables.slice(1).map((to, at) => pairOf(variables[at], to)),
      ),
    );
    const links = view.links.filter((link) => pairs.has(pairOf(link.from, link.to)));
    const text = directionText(view, chains, truncated);
    statements.push({ kind: "direction", text }, basis(model, view, links));
  }
  return statements.map(({ kind, text }) => ({ kind, text: capital(text) }));
}

/**
 * @param {Model} model
 * @param {FoundChains} found
 */
function countText(model, { from, to, chains, truncated }) {
  const ends = { source: briefText(model, from), target: briefText(model, to) };
  if (!chains.length) {
    return say(
      "No chain leads from {source} to {target} in this view, so there is no influence.",
      ends,
    );
  }
  const least = Math.min(...chains.map((chain) => chain.steps));
  const values = { ...ends, steps: sayCount("{count} step", "{count} steps", least) };
  if (truncated) {
    return sayCount(
      "The first {count} chain from {source} to {target} is told ({steps}); there may be more.",
      "The first {count} chains from {source} to {target} are told (the shortest: {steps}); there may be more.",
      chains.length,
      values,
    );
  }
  return sayCount(
    "{count} chain leads from {source} to {target} ({steps}).",
    "{count} chains lead from {source} to {target} (the shortest: {steps}).",
    chains.length,
    values,
  );
}

/**
 * @param {View} view
 * @param {Chain[]} chains
 * @param {boolean} truncated
 */
function directionText(view, chains, truncated) {
  if (view.links.every((link) => link.polarity === "positive")) {
    return say("Every chain strengthens, because every link in view is positive.");
  }
  const count = (/** @type {number} */ sign) => chains.filter((each) => each.sign === sign).length;
  const [up, down, unknown] = [count(1), count(-1), count(0)];
  if (!truncated && up === chains.length) return say("Every chain strengthens.");
  if (!truncated && down === chains.length) return say("Every chain weakens.");
  if (!truncated && unknown === chains.length) {
    return say("No direction is known, as a link of each chain has an unknown sign.");
  }
  const told = [
    up ? sayCount("{count} strengthens", "{count} strengthen", up) : "",
    down ? sayCount("{count} weakens", "{count} weaken", down) : "",
    unknown
      ? sayCount("{count} is of unknown direction", "{count} are of unknown direction", unknown)
      : "",
  ];
  const parts = sayList(told.filter(Boolean));
  return truncated
    ? say("Of those told, {parts}; others may go another way.", { parts })
    : say("Of the chains, {parts}.", { parts });
}
