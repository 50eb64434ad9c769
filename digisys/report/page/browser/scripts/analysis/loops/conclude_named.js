// What a single loop comes to, in plain sentences: a twin of
// digisys/analysis/loops/conclude_named.py, for loops without a name too.

import { basis } from "../../answers/basis.js";
import { cyclePairs, wholeCycles } from "../../graph/cycles.js";
import { loopOf } from "../../graph/names.js";
import { jointSign, pairOf } from "../../graph/pairs.js";
import { SIGNS } from "../../graph/view.js";
import { capital, say, sayCount, sayShare } from "../../words.js";

/** A share short of all draws is not rounded up to all of them. */
const MOST_TOLD = 0.994;

/**
 * Tell of which kind a loop is and why, what it does by itself, and what it rests on.
 * @param {Graph} graph
 * @param {Subject} subject A loop, or one of its routes.
 * @returns {Statement[]}
 */
export function concludeNamedLoop(graph, subject) {
  const { model, view } = graph;
  const loop = loopOf(model, subject);
  const whole = wholeCycles(graph, loop).filter(
    ([name]) => subject.kind === "loop" || name === subject.key,
  );
  if (!whole.length) {
    const text = say("The loop is not whole in this view: one of its links is left out.");
    return [{ kind: "reach", text }];
  }
  const routes = routesOf(whole);
  const pairs = new Set(routes.flatMap(([, of]) => of));
  const links = view.links.filter((link) => pairs.has(pairOf(link.from, link.to)));
  const kinds = routes.map(([, of]) => kindOfRoute(graph, of));
  const positive = links.every((link) => link.polarity === "positive");
  const name = loop.unnamed ? say("the loop") : say("loop {name}", { name: subject.key });
  const statements = [{ kind: "direction", text: kindText(name, kinds, positive) }];
  if (kinds.includes("reinforcing")) {
    const gains = routes.flatMap(([route]) => {
      const gain = loop.gains?.[route];
      return gain ? [gain] : [];
    });
    const own = loop.unnamed ? say("the loop") : String(subject.key);
    statements.push({ kind: "strength", text: strengthText(own, gains) });
  }
  statements.push(basis(model, view, links));
  return statements.map(({ kind, text }) => ({ kind, text: capital(text) }));
}

/**
 * The routes of a loop as pairs, each once however many names it has.
 * @param {[string, string[]][]} cycles
 * @returns {[string, string[]][]}
 */
function routesOf(cycles) {
  /** @type {Map<string, [string, string[]]>} */
  const found = new Map();
  for (const [name, cycle] of cycles) {
    const pairs = cyclePairs(cycle).map((pair) => pairOf(...pair));
    const key = [...pairs].sort().join();
    if (!found.has(key)) found.set(key, [name, pairs]);
  }
  return [...found.values()];
}

/**
 * @param {Graph} graph
 * @param {string[]} pairs
 * @returns {Loop["kind"]}
 */
function kindOfRoute({ between }, pairs) {
  const sign = pairs.reduce((product, pair) => {
    return product * jointSign(between.get(pair).map((link) => SIGNS[link.polarity]));
  }, 1);
  return sign > 0 ? "reinforcing" : sign < 0 ? "balancing" : "unknown";
}

/**
 * @param {string} loop
 * @param {Loop["kind"][]} kinds
 * @param {boolean} positive
 */
function kindText(loop, kinds, positive) {
  const values = { loop };
  const count = kinds.length;
  const kind = kinds.every((each) => each === kinds[0]) ? kinds[0] : "";
  if (kind === "reinforcing" && positive) {
    return sayCount(
      "{loop} is reinforcing, as each of its links strengthens: a change in it comes back in the same direction.",
      "{loop} runs along {count} routes, all reinforcing, as each of their links strengthens: a change in it comes back in the same direction.",
      count,
      values,
    );
  }
  if (kind === "reinforcing") {
    return sayCount(
      "{loop} is reinforcing, as an even number of its links weaken: a change in it comes back in the same direction.",
      "{loop} runs along {count} routes, all reinforcing, as an even number of links weaken on each: a change in it comes back in the same direction.",
      count,
      values,
    );
  }
  if (kind === "balancing") {
    return sayCount(
      "{loop} is balancing, as an odd number of its links weaken: a change in it comes back in the opposite direction.",
      "{loop} runs along {count} routes, all balancing, as an odd number of links weaken on each: a change in it comes back in the opposite direction.",
      count,
      values,
    );
  }
  if (kind === "unknown") {
    return sayCount(
      "{loop} may be reinforcing or balancing, as not every direction on it is known.",
      "{loop} runs along {count} routes, which may be reinforcing or balancing, as not every direction on them is known.",
      count,
      values,
    );
  }
  return sayCount(
    "{loop} runs along {count} route of several kinds.",
    "{loop} runs along {count} routes of several kinds.",
    count,
    values,
  );
}

/**
 * Tell what a loop mostly does by itself, in how many draws at least.
 * @param {string} name
 * @param {LoopGain[]} gains Of its routes.
 */
function strengthText(name, gains) {
  if (!gains.length)
    return say("What {name} does hangs on levels: near rest it does nothing.", { name });
  const mostly = gains.map((gain) => gain.indexOf(Math.max(...gain)));
  if (mostly.some((doing) => doing !== mostly[0]))
    return say("By itself it does more on some routes.");
  const lowest = Math.min(...gains.map((gain) => gain[mostly[0]]));
  const least = sayShare(lowest >= 1 ? 1 : Math.min(lowest, MOST_TOLD));
  const share = gains.length > 1 ? say("at least {share}", { share: least }) : least;
  return [
    say(
      "By itself it grows: in {share} of the draws of strengths even a small change gets larger.",
      { share },
    ),
    say(
      "By itself it settles: in {share} of the draws of strengths it amplifies a lasting push and goes no further.",
      { share },
    ),
    say(
      "By itself it fades: in {share} of the draws of strengths less than a tenth of a change comes back.",
      { share },
    ),
  ][mostly[0]];
}
