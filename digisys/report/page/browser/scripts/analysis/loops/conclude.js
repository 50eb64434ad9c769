// What the feedback loops in view come to, in plain sentences: a twin of
// digisys/analysis/loops/conclude.py, but for its sentence on the strongest of the first loops.

import { basis } from "../../answers/basis.js";
import { cyclePairs, unnamedLoops, wholeCycles } from "../../graph/cycles.js";
import { jointSign, pairOf } from "../../graph/pairs.js";
import { SIGNS } from "../../graph/view.js";
import { capital, say, sayCount, sayList } from "../../words.js";

/**
 * Tell how many loops there are, of which kind, and what they rest on.
 * @param {Graph} graph
 * @returns {Statement[]}
 */
export function concludeLoops(graph) {
  const { model, view } = graph;
  const named = coursesOf(graph, model.loops);
  // Loops that only the page names are none that the model names.
  const known = model.foundLoops ? 0 : named.length;
  const courses = [...named, ...coursesOf(graph, unnamedLoops(graph))];
  if (!courses.length) {
    const text = model.moreCycles
      ? say("No feedback loop was found before the search ended.")
      : say("There is no feedback loop here: nothing comes back to where it began.");
    return [{ kind: "reach", text }];
  }
  const pairs = new Set(courses.flat());
  const links = view.links.filter((link) => pairs.has(pairOf(link.from, link.to)));
  const statements = [
    { kind: "reach", text: countText(courses.length, known, !model.moreCycles) },
    { kind: "direction", text: kindsText(graph, courses) },
    basis(model, view, links),
  ];
  return statements.map(({ kind, text }) => ({ kind, text: capital(text) }));
}

/**
 * The courses of loops that are whole in view, each once however many loops name it, as pairs.
 * @param {Graph} graph
 * @param {Loop[]} loops
 */
function coursesOf(graph, loops) {
  const cycles = loops.flatMap((loop) => wholeCycles(graph, loop));
  const courses = cycles.map(([, cycle]) => cyclePairs(cycle).map((pair) => pairOf(...pair)));
  return [...new Map(courses.map((pairs) => [[...pairs].sort().join(), pairs])).values()];
}

/**
 * @param {number} count
 * @param {number} named
 * @param {boolean} whole
 */
function countText(count, named, whole) {
  if (whole && !named)
    return sayCount(
      "There is {count} feedback loop here; the model does not name it.",
      "There are {count} feedback loops here; the model names none of them.",
      count,
      {},
    );
  return whole
    ? sayCount(
        "There is {count} feedback loop here; the model names {named} of them.",
        "There are {count} feedback loops here; the model names {named} of them.",
        count,
        { named },
      )
    : sayCount(
        "{count} feedback loop was found, and there may be more; the model names {named} of them.",
        "{count} feedback loops were found, and there may be more; the model names {named} of them.",
        count,
        { named },
      );
}

/**
 * @param {Graph} graph
 * @param {string[][]} courses
 */
function kindsText({ between, view }, courses) {
  if (view.links.every((link) => link.polarity === "positive")) {
    if (courses.length === 1) {
      return say("It is reinforcing, because every link in view is positive.");
    }
    return say("All are reinforcing, because every link in view is positive.");
  }
  const signs = courses.map((pairs) =>
    pairs.reduce((product, pair) => {
      return product * jointSign(between.get(pair).map((link) => SIGNS[link.polarity]));
    }, 1),
  );
  const count = (/** @type {number} */ sign) => signs.filter((each) => each === sign).length;
  const [reinforcing, balancing, unknown] = [count(1), count(-1), signs.filter((x) => !x).length];
  const told = [
    reinforcing ? sayCount("{count} is reinforcing", "{count} are reinforcing", reinforcing) : "",
    balancing ? sayCount("{count} is balancing", "{count} are balancing", balancing) : "",
    unknown ? sayCount("{count} is of unknown kind", "{count} are of unknown kind", unknown) : "",
  ];
  return say("Of the loops, {parts}.", { parts: sayList(told.filter(Boolean)) });
}
