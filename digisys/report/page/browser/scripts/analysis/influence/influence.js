// What something influences, and what influences it: a twin of
// digisys/analysis/influence/influence.py; the tests hold the two together.

import { cyclicVariables } from "../../graph/components.js";
import { wholeCycles } from "../../graph/cycles.js";
import { bestChains, search } from "../../graph/reach.js";

/**
 * Answer what variables influence, or what influences them.
 * @param {Graph} graph
 * @param {Subject} subject
 * @param {boolean} upstream
 * @returns {Influence}
 */
export function influence(graph, subject, upstream) {
  const { model } = graph;
  const sources = subject.variables;
  const forward = search(graph, sources, upstream);
  const backward = new Set(search(graph, sources, !upstream).reached);
  const affected = forward.reached.map((name) => {
    const { chains, decided } = bestChains(forward, name);
    const signs = chains.map((chain) => chain.sign);
    const best = chains[0];
    const variable = model.variable.get(name);
    return {
      variable: name,
      area: variable.area,
      targets: variable.targets.map((item) => item.target),
      steps: best.steps,
      verdict: verdictOf(signs, decided),
      chain: best,
      other: chains.find((chain) => chain.sign !== best.sign) ?? null,
      evidence: best.evidence,
      feedsBack: backward.has(name),
    };
  });
  const reached = new Set(affected.flatMap((effect) => effect.targets));
  const asked = subject.kind === "target" ? subject.key : null;
  const own = new Set(
    sources.flatMap((name) => model.variable.get(name).targets.map((item) => item.target)),
  );
  const touched = new Set([...sources, ...forward.reached]);
  const areas = new Set(affected.map((effect) => effect.area));
  const cyclic = cyclicVariables(graph);
  const numbers = model.targets.map((target) => target.number);
  return {
    subject,
    upstream,
    view: graph.view,
    sources,
    affected,
    targetsReached: numbers.filter((number) => reached.has(number) && number !== asked),
    targetsNotReached: numbers.filter((number) => !reached.has(number) && !own.has(number)),
    areasReached: model.areas.map((area) => area.id).filter((area) => areas.has(area)),
    loopsEntered: loopsEntered(graph, touched),
    feedsBack: sources.filter((name) => cyclic.has(name)),
  };
}

/**
 * What chains of these signs come to: an effect is certain only where the search for chains
 * of the other sign came to its end.
 * @param {number[]} signs
 * @param {boolean} decided
 * @returns {Verdict}
 */
function verdictOf(signs, decided) {
  if (signs.includes(1) && signs.includes(-1)) return "ambiguous";
  if (!decided) return "undecided";
  if (signs.includes(0)) return "unknown";
  return signs.includes(1) ? "strengthens" : "weakens";
}

/**
 * @param {Graph} graph
 * @param {Set<string>} touched
 */
function loopsEntered(graph, touched) {
  return graph.model.loops
    .filter((loop) =>
      wholeCycles(graph, loop).some(([, cycle]) => cycle.some((name) => touched.has(name))),
    )
    .map((loop) => loop.id);
}
