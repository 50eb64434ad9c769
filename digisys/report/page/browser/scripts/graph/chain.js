// A chain of links: a twin of digisys/graph/chain.py.

import { evidenceName } from "./view.js";

/**
 * Make a chain of the arcs along it, the cause first.
 * @param {Graph} graph
 * @param {Arc[]} arcs
 * @returns {Chain}
 */
export function makeChain(graph, arcs) {
  const variables = [arcs[0].from, ...arcs.map((arc) => arc.to)];
  const signs = arcs.map((arc) => arc.sign);
  const areas = variables.map((name) => graph.model.variable.get(name).area);
  return {
    variables,
    signs,
    steps: arcs.length,
    sign: signs.reduce((product, sign) => product * sign, 1) + 0,
    rank: Math.max(...arcs.map((arc) => arc.rank)),
    evidence: evidenceName(graph, Math.max(...arcs.map((arc) => arc.rank))),
    areas: [...new Set(areas.filter((area) => area !== null))],
  };
}
