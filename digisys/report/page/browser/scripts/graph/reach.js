// Breadth-first search over pairs of variable and sign: a twin of digisys/graph/reach.py,
// which counts its budget in the same way; one list of fixtures holds the two together.

import { makeChain } from "./chain.js";

const SEARCH_BUDGET = 200000;

/** Search breadth first over pairs of variable and sign. */
export function search(graph, sources, upstream) {
  const follow = upstream ? graph.into : graph.out;
  const blocked = new Set(sources);
  const steps = new Map();
  const parents = new Map();
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
  const nearest = new Map();
  for (const { name, count } of steps.values()) if (!nearest.has(name)) nearest.set(name, count);
  const order = graph.model.order;
  const reached = [...nearest.keys()].sort(
    (a, b) => nearest.get(a) - nearest.get(b) || order.get(a) - order.get(b),
  );
  return { graph, sources, upstream, reached, steps, parents, budget: SEARCH_BUDGET };
}

/** The best simple chain to a variable for each sign, the shortest first. */
export function bestChains(found, name) {
  const length = (sign) => found.steps.get(`${name} ${sign}`).count;
  const signs = [1, -1, 0]
    .filter((sign) => found.steps.has(`${name} ${sign}`))
    .sort((a, b) => length(a) - length(b) || b - a);
  const chains = [];
  for (const sign of signs) {
    let arcs = walkBack(found, `${name} ${sign}`);
    const names = [nearEnd(found, arcs[0]), ...arcs.map((arc) => farEnd(found, arc))];
    if (new Set(names).size < names.length) {
      arcs = simpleChain(found, name, sign);
      if (!arcs) continue;
    }
    chains.push(makeChain(found.graph, found.upstream ? [...arcs].reverse() : arcs));
  }
  return chains.sort((a, b) => a.steps - b.steps || b.sign - a.sign);
}

function nearEnd(found, arc) {
  return found.upstream ? arc.to : arc.from;
}

function farEnd(found, arc) {
  return found.upstream ? arc.from : arc.to;
}

function walkBack(found, key) {
  const arcs = [];
  while (found.parents.has(key)) {
    const { before, arc } = found.parents.get(key);
    arcs.push(arc);
    key = before;
  }
  return arcs.reverse();
}

/**
 * Search depth first for a simple chain of a sign, within the budget of the search. By
 * number, not by name: this is where the answer of a large model spends its time.
 */
function simpleChain(found, goal, sign) {
  if (found.budget < 0) return null;
  const useful = ableToReach(found, goal);
  const { order } = found.graph.model;
  const follow = found.upstream ? found.graph.into : found.graph.out;
  const arcs = Array.from(order.keys(), (name) => follow.get(name));
  const end = found.upstream ? 0 : 1;
  const last = order.get(goal);
  const closed = Uint8Array.from(order.keys(), (name) => (useful.has(name) ? 0 : 1));
  for (const source of found.sources) closed[order.get(source)] = 1;
  for (const source of found.sources) {
    const onPath = closed.slice();
    const path = [order.get(source)];
    const chain = [];
    const next = [0];
    const signs = [1];
    while (path.length) {
      const top = path.length - 1;
      const ahead = arcs[path[top]];
      if (next[top] >= ahead.length) {
        next.pop();
        signs.pop();
        chain.pop();
        onPath[path.pop()] = 0;
        continue;
      }
      const arc = ahead[next[top]++];
      found.budget -= 1;
      if (found.budget < 0) return null;
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

function ableToReach(found, goal) {
  const into = found.upstream ? found.graph.out : found.graph.into;
  const sources = new Set(found.sources);
  const useful = new Set([goal]);
  const stack = [goal];
  while (stack.length) {
    for (const arc of into.get(stack.pop())) {
      found.budget -= 1;
      const near = nearEnd(found, arc);
      if (!useful.has(near) && !sources.has(near)) {
        useful.add(near);
        stack.push(near);
      }
    }
  }
  return useful;
}
