// Chains of links from one thing to another, the shortest first: the chains of
// digisys/graph/chain_search.py, as long as the budget of steps lasts.

import { lookup } from "../lookup.js";
import { makeChain } from "./chain.js";

const CHAIN_BUDGET = 400000;

/**
 * Find at most `limit` simple chains between two groups of variables.
 * @param {Graph} graph
 * @param {string[]} sources
 * @param {string[]} targets
 * @param {number} limit
 */
export function findChains(graph, sources, targets, limit) {
  const from = new Set(sources);
  const left = stepsTo(graph, targets, from);
  const longest = Math.min(graph.model.variables.length - 1, left.size);
  const distances = sources.filter((name) => left.has(name)).map((name) => left.get(name));
  const budget = { left: CHAIN_BUDGET };
  /** @type {Chain[]} */
  const chains = [];
  if (!distances.length) return { chains, truncated: false };
  for (let length = Math.min(...distances); length <= longest; length += 1) {
    const batch = [];
    for (const source of sources) {
      for (const arcs of chainsOfLength(graph, source, length, left, from, budget)) {
        batch.push(makeChain(graph, arcs));
      }
    }
    batch.sort((a, b) => a.rank - b.rank || compareLists(a.variables, b.variables));
    chains.push(...batch);
    if (chains.length > limit) return { chains: chains.slice(0, limit), truncated: true };
    if (budget.left < 0) return { chains, truncated: true };
  }
  return { chains, truncated: false };
}

/**
 * @param {string[]} one
 * @param {string[]} other
 */
function compareLists(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  }
  return one.length - other.length;
}

/**
 * Count the links from each variable to the nearest target, not through a source.
 * @param {Graph} graph
 * @param {string[]} targets
 * @param {Set<string>} sources
 * @returns {Lookup<string, number>}
 */
function stepsTo(graph, targets, sources) {
  /** @type {Lookup<string, number>} */
  const steps = lookup(targets.map((name) => [name, 0]));
  let level = [...targets];
  while (level.length) {
    const following = [];
    for (const name of level) {
      for (const arc of graph.into.get(name)) {
        if (steps.has(arc.from)) continue;
        steps.set(arc.from, steps.get(name) + 1);
        if (!sources.has(arc.from)) following.push(arc.from);
      }
    }
    level = following;
  }
  return steps;
}

/**
 * Every simple chain of exactly this length, as lists of arcs.
 * @param {Graph} graph
 * @param {string} source
 * @param {number} length
 * @param {Lookup<string, number>} left
 * @param {Set<string>} sources
 * @param {{ left: number }} budget
 * @returns {Arc[][]}
 */
function chainsOfLength(graph, source, length, left, sources, budget) {
  const found = [];
  /** @type {Arc[]} */
  const path = [];
  const onPath = new Set([source]);
  const stack = [{ arcs: graph.out.get(source), next: 0 }];
  while (stack.length) {
    const top = stack[stack.length - 1];
    if (top.next >= top.arcs.length) {
      stack.pop();
      if (path.length) onPath.delete(/** @type {Arc} */ (path.pop()).to);
      continue;
    }
    const arc = top.arcs[top.next++];
    budget.left -= 1;
    if (budget.left < 0) return found;
    const remaining = length - path.length - 1;
    if (onPath.has(arc.to) || sources.has(arc.to)) continue;
    if ((left.get(arc.to) ?? length) > remaining) continue;
    if (left.get(arc.to) === 0) {
      if (remaining === 0) found.push([...path, arc]);
      continue;
    }
    path.push(arc);
    onPath.add(arc.to);
    stack.push({ arcs: graph.out.get(arc.to), next: 0 });
  }
  return found;
}
