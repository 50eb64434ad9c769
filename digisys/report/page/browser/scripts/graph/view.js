// Which links a question looks at, and the graph that they make. The same rules as
// digisys.graph.view; the tests hold the two together.

import { lookup } from "../lookup.js";

export const SIGNS = { positive: 1, negative: -1, unknown: 0 };

/** @type {Record<CertaintyChoice, Certainty[]>} */
const CERTAINTIES = {
  explicit: ["explicit"],
  ambiguous: ["ambiguous"],
  all: ["explicit", "ambiguous"],
};

/**
 * Choose the links of a view. `evidence` is a list of kinds, or null for all.
 * @param {Model} model
 * @param {string[] | null} evidence
 * @param {CertaintyChoice} certainty
 * @returns {View}
 */
export function selectView(model, evidence, certainty) {
  const chosen = new Set(evidence ?? model.kinds);
  const kinds = model.kinds.filter((kind) => chosen.has(kind));
  const narrowed = evidence !== null && kinds.length < model.kinds.length;
  const wanted = CERTAINTIES[certainty];
  const links = model.links.filter(
    (link) =>
      wanted.includes(link.certainty) &&
      (!narrowed || link.evidence.some((item) => chosen.has(item.part ?? item.source))),
  );
  return { evidence: kinds, narrowed, certainty: wanted, links };
}

/**
 * Build the signed directed graph of a view.
 * @param {Model} model
 * @param {string[] | null} evidence
 * @param {CertaintyChoice} certainty
 * @returns {Graph}
 */
export function makeGraph(model, evidence, certainty) {
  const view = selectView(model, evidence, certainty);
  const ranks = new Map(view.evidence.map((kind, rank) => [kind, rank]));
  const last = view.evidence.length;
  /** @type {Graph["out"]} */
  const out = lookup();
  /** @type {Graph["into"]} */
  const into = lookup();
  for (const variable of model.variables) {
    out.set(variable.id, []);
    into.set(variable.id, []);
  }
  for (const link of view.links) {
    let rank = last;
    for (const item of link.evidence) {
      rank = Math.min(rank, ranks.get(item.part ?? item.source) ?? last);
    }
    const { from, to } = link;
    /** @type {[number, number]} */
    const ends = [model.order.get(from), model.order.get(to)];
    const arc = { link, from, to, sign: SIGNS[link.polarity], rank, ends };
    out.get(link.from).push(arc);
    into.get(link.to).push(arc);
  }
  const keys = new Set(view.links.map((link) => `${link.from}->${link.to}`));
  return { model, view, keys, out, into, leaving: [...out.values()], arriving: [...into.values()] };
}

/**
 * Name the kind of evidence that a rank stands for.
 * @param {Graph} graph
 * @param {number} rank
 */
export function evidenceName(graph, rank) {
  return graph.view.evidence[rank] ?? "none";
}
