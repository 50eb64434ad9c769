// Which links a question looks at, and the graph that they make. The same rules as
// digisys.graph.view; the tests hold the two together.

import { lookup } from "../lookup.js";
import { byPair, jointSign } from "./pairs.js";

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
  const chosenLinks = model.links.filter(
    (link) =>
      wanted.includes(link.certainty) &&
      (!narrowed || link.evidence.some((item) => chosen.has(item.part ?? item.source))),
  );
  const links = chosenLinks.filter((link) => link.from !== link.to);
  const damping = chosenLinks.filter((link) => link.from === link.to);
  return { evidence: kinds, narrowed, certainty: wanted, links, damping };
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
  const between = byPair(view.links);
  for (const links of between.values()) {
    const [link] = links;
    const { from, to } = link;
    /** @type {[number, number]} */
    const ends = [model.order.get(from), model.order.get(to)];
    const signs = links.map((item) => SIGNS[item.polarity]);
    const standing = links.map((item) => rankOf(item, ranks, last));
    // Of several links of one sign the best counts; else all, as the sign rests on them.
    const alike = signs.every((sign) => sign === signs[0]);
    const rank = alike ? Math.min(...standing) : Math.max(...standing);
    const arc = { link, from, to, sign: jointSign(signs), rank, ends };
    out.get(from).push(arc);
    into.get(to).push(arc);
  }
  const keys = new Set(between.keys());
  const ids = new Set(view.links.map((link) => link.id));
  const [leaving, arriving] = [[...out.values()], [...into.values()]];
  return { model, view, keys, ids, between, out, into, leaving, arriving };
}

/**
 * Standing of the best evidence of a link.
 * @param {Link} link
 * @param {Map<string, number>} ranks
 * @param {number} last
 */
function rankOf(link, ranks, last) {
  let rank = last;
  for (const item of link.evidence) {
    rank = Math.min(rank, ranks.get(item.part ?? item.source) ?? last);
  }
  return rank;
}

/**
 * Name the kind of evidence that a rank stands for.
 * @param {Graph} graph
 * @param {number} rank
 */
export function evidenceName(graph, rank) {
  return graph.view.evidence[rank] ?? "none";
}
