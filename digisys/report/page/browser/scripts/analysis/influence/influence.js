// What something influences, and what influences it: a twin of
// digisys/analysis/influence/influence.py; the tests hold the two together.

import { cyclicVariables } from "../../graph/components.js";
import { wholeCycles } from "../../graph/cycles.js";
import { search } from "../../graph/reach.js";
import { makeTracer, trace } from "./verdict.js";

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
  const tracer = makeTracer(graph, sources, upstream);
  const forward = tracer.found;
  const backward = new Set(search(graph, sources, !upstream).reached);
  const affected = forward.reached.map((name) => {
    const { verdict, best, other } = trace(tracer, name);
    const variable = model.variable.get(name);
    return {
      variable: name,
      area: variable.area,
      targets: variable.targets.map((item) => item.target),
      steps: best.steps,
      verdict,
      chain: best,
      other,
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
