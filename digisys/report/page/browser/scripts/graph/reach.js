// Breadth-first search over pairs of variable and sign: a twin of digisys/graph/reach.py,
// which counts its budget in the same way; one list of fixtures holds the two together.

import { lookup } from "../lookup.js";
import { makeChain } from "./chain.js";

/** The search for a simple chain looked at as many links as it may. */
const GIVEN_UP = "given up";

/**
 * Search a graph from some variables, keeping the sign of the way.
 * @param {Graph} graph
 * @param {string[]} sources
 * @param {boolean} upstream
 * @returns {Search}
 */
export function search(graph, sources, upstream) {
  const follow = upstream ? graph.into : graph.out;
  const blocked = new Set(sources);
  /** @type {Search["steps"]} */
  const steps = lookup();
  /** @type {Search["parents"]} */
  const parents = lookup();
  let level = sources.map((name) => ({ name, sign: 1, worst: 0, key: `${name} 1` }));
  let distance = 0;
  while (level.length) {
    distance += 1;
    const following = new Map();
    for (const state of level) {
      for (const arc of follow.get(state.name)) {
        const far = upstream ? arc.from : arc.to;
        const sign = state.sign * arc.sign + 0;
        const key = `${far} ${sign}`;
        if (blocked.has(far) || steps.has(key)) continue;
        const rank = Math.max(state.worst, arc.rank);
        const known = following.get(key);
        if (known && rank >= known.worst) continue;
        if (known) known.worst = rank;
        else following.set(key, { name: far, sign, worst: rank, key });
        parents.set(key, { before: state.key, arc });
      }
    }
    level = [...following.values()];
    for (const state of level) steps.set(state.key, { name: state.name, count: distance });
  }
  /** @type {Lookup<string, number>} */
  const nearest = lookup();
  for (const { name, count } of steps.values()) if (!nearest.has(name)) nearest.set(name, count);
  const order = graph.model.order;
  const reached = [...nearest.keys()].sort(
    (a, b) => nearest.get(a) - nearest.get(b) || order.get(a) - order.get(b),
  );
  return { graph, sources, upstream, reached, steps, parents };
}

/**
 * The best simple chain to a variable for each sign, the shortest first; and whether the
 * search for those of other signs came to its end.
 * @param {Search} found
 * @param {string} name
 */
export function bestChains(found, name) {
  /** @param {number} sign */
  const length = (sign) => found.steps.get(`${name} ${sign}`).count;
  const signs = [1, -1, 0]
    .filter((sign) => found.steps.has(`${name} ${sign}`))
    .sort((a, b) => length(a) - length(b) || b - a);
  const chains = [];
  let decided = true;
  for (const sign of signs) {
    const walk = walkBack(found, `${name} ${sign}`);
    const names = [nearEnd(found, walk[0]), ...walk.map((arc) => farEnd(found, arc))];
    const simple = new Set(names).size === names.length;
    const arcs = simple ? walk : simpleChain(found, name, sign);
    if (arcs === GIVEN_UP) decided = false;
    else if (arcs) chains.push(makeChain(found.graph, found.upstream ? [...arcs].reverse() : arcs));
  }
  chains.sort((a, b) => a.steps - b.steps || b.sign - a.sign);
  return { chains, decided };
}

/**
 * @param {Search} found
 * @param {Arc} arc
 */
function nearEnd(found, arc) {
  return found.upstream ? arc.to : arc.from;
}

/**
 * @param {Search} found
 * @param {Arc} arc
 */
function farEnd(found, arc) {
  return found.upstream ? arc.from : arc.to;
}

/**
 * @param {Search} found
 * @param {string} key
 */
function walkBack(found, key) {
  const arcs = [];
  let at = key;
  while (found.parents.has(at)) {
    const { before, arc } = found.parents.get(at);
    arcs.push(arc);
    at = before;
  }
  return arcs.reverse();
}

/**
 * Search depth first for a simple chain of a sign: null if there is none, GIVEN_UP when the
 * budget of the variable is used up. By number, not by name: this is where the answer of a
 * large model spends its time.
 * @param {Search} found
 * @param {string} goal
 * @param {number} sign
 * @returns {Arc[] | null | typeof GIVEN_UP}
 */
function simpleChain(found, goal, sign) {
  const { order, budgets } = found.graph.model;
  const { useful, left: rest } = ableToReach(found, goal, budgets.search);
  let left = rest;
  if (left < 0) return GIVEN_UP;
  const follow = found.upstream ? found.graph.into : found.graph.out;
  const arcs = Array.from(order.keys(), (name) => follow.get(name));
  const end = found.upstream ? 0 : 1;
  const last = order.get(goal);
  const closed = Uint8Array.from(order.keys(), (name) => (useful.has(name) ? 0 : 1));
  for (const source of found.sources) closed[order.get(source)] = 1;
  for (const source of found.sources) {
    const onPath = closed.slice();
    const path = [order.get(source)];
    /** @type {Arc[]} */
    const chain = [];
    const next = [0];
    const signs = [1];
    while (path.length) {
      const top = path.length - 1;
      const ahead = arcs[path[top]];
      if (next[top] >= ahead.length) {
        onPath[path[top]] = 0;
        path.pop();
        next.pop();
        signs.pop();
        chain.pop();
        continue;
      }
      const arc = ahead[next[top]];
      next[top] += 1;
      left -= 1;
      if (left < 0) return GIVEN_UP;
      const far = arc.ends[end];
      if (onPath[far]) continue;
      const after = signs[top] * arc.sign + 0;
      if (far === last) {
        if (after === sign) return [...chain, arc];
        continue;
      }
      onPath[far] = 1;
      path.push(far);
      next.push(0);
      chain.push(arc);
      signs.push(after);
    }
  }
  return null;
}

/**
 * The variables from which a goal can be reached, and what is left of a budget of links.
 * @param {Search} found
 * @param {string} goal
 * @param {number} budget
 */
function ableToReach(found, goal, budget) {
  const into = found.upstream ? found.graph.out : found.graph.into;
  const sources = new Set(found.sources);
  const useful = new Set([goal]);
  const stack = [goal];
  let left = budget;
  for (let name = stack.pop(); name !== undefined && left >= 0; name = stack.pop()) {
    const arcs = into.get(name);
    left -= arcs.length;
    for (const arc of arcs) {
      const near = nearEnd(found, arc);
      if (!useful.has(near) && !sources.has(near)) {
        useful.add(near);
        stack.push(near);
      }
    }
  }
  return { useful, left };
}
