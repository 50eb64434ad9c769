// Breadth-first search over pairs of variable and sign: a twin of digisys/graph/reach.py, step
// by step. Both look at the same arcs in the same order and count them in the same way, so
// that they give up in the same place. Variables go by their places in the model: this is
// where the answer of a large model spends its time.

import { lookup } from "../lookup.js";
import { makeChain } from "./chain.js";

/** The search for a simple chain looked at as many arcs as it may. */
class OutOfBudget extends Error {}

/**
 * A variable and the sign of a way to it, as one number.
 * @param {number} place
 * @param {number} sign
 */
function stateOf(place, sign) {
  return 3 * place + sign + 1;
}

/** @param {number} state */
function placeOf(state) {
  return Math.floor(state / 3);
}

/** @param {number} state */
function signOf(state) {
  return (state % 3) - 1;
}

/**
 * Search a graph from some variables, keeping the sign of the way. A chain from one of them
 * may pass others: a push on all of them comes through each of its chains.
 * @param {Graph} graph
 * @param {string[]} sources
 * @param {boolean} upstream
 * @returns {Search}
 */
export function search(graph, sources, upstream) {
  const { order, variables } = graph.model;
  const starts = [...new Set(sources)].map((name) => order.get(name));
  const members = new Set(starts);
  const alone = starts.length === 1;
  const follow = upstream ? graph.arriving : graph.leaving;
  /** @type {Search["steps"]} */
  const steps = lookup();
  /** @type {Search["parents"]} */
  const parents = lookup();
  /** @type {Lookup<number, number>} */
  let level = lookup(starts.map((place) => [stateOf(place, 1), 0]));
  for (let distance = 1; level.size; distance += 1) {
    /** @type {Lookup<number, number>} */
    const following = lookup();
    for (const [state, worst] of level) {
      for (const arc of follow[placeOf(state)]) {
        const far = arc.ends[upstream ? 0 : 1];
        const sign = signOf(state) * arc.sign;
        const after = stateOf(far, sign);
        // A walk back to the only start is the start of no chain.
        if (steps.has(after) || (members.has(far) && (alone || sign === 1))) continue;
        const rank = Math.max(worst, arc.rank);
        if (following.has(after) && rank >= following.get(after)) continue;
        following.set(after, rank);
        parents.set(after, { before: state, arc });
      }
    }
    for (const state of following.keys()) steps.set(state, distance);
    level = following;
  }
  /** @type {Lookup<number, number>} */
  const nearest = lookup();
  for (const [state, count] of steps) {
    const place = placeOf(state);
    if (!members.has(place) && !nearest.has(place)) nearest.set(place, count);
  }
  const reached = [...nearest.keys()]
    .sort((a, b) => nearest.get(a) - nearest.get(b) || a - b)
    .map((place) => variables[place].id);
  return { graph, starts, members, upstream, reached, nearest, steps, parents, walks: lookup() };
}

/**
 * Whether some walk to a variable has a sign.
 * @param {Search} found
 * @param {string} name
 * @param {number} [sign]
 */
export function isFound({ graph, nearest, steps }, name, sign) {
  const place = graph.model.order.get(name);
  return sign === undefined ? nearest.has(place) : steps.has(stateOf(place, sign));
}

/**
 * The best simple chain to a variable for each sign, the shortest first; and whether that is
 * decided: not if the search for a chain of some sign had to be given up and chains of both
 * signs are not known. The shortest walk of a sign may run through a loop and pass a variable
 * twice; then a simple chain of that sign is searched for.
 * @param {Search} found
 * @param {string} name
 */
export function bestChains(found, name) {
  const goal = found.graph.model.order.get(name);
  const chains = [];
  const signs = new Set();
  let decided = true;
  for (const sign of [1, -1, 0]) {
    const state = stateOf(goal, sign);
    if (!found.steps.has(state)) continue;
    const known = walkTo(found, state).simple;
    if (!known && sign === 0 && signs.size === 2) continue;
    try {
      const arcs = known ? walkArcs(found, state) : simpleChain(found, goal, sign);
      if (!arcs) continue;
      chains.push(makeChain(found.graph, found.upstream ? arcs.reverse() : arcs));
      signs.add(sign);
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
      decided = false;
    }
  }
  chains.sort((a, b) => a.steps - b.steps || b.sign - a.sign);
  return { chains, decided };
}

/**
 * @param {Search} found
 * @param {Arc} arc
 */
function nearEnd(found, arc) {
  return arc.ends[found.upstream ? 1 : 0];
}

/**
 * @param {Search} found
 * @param {Arc} arc
 */
function farEnd(found, arc) {
  return arc.ends[found.upstream ? 0 : 1];
}

/** @param {Search} found */
function onward({ graph, upstream }) {
  return upstream ? graph.arriving : graph.leaving;
}

/** @param {Search} found */
function backward({ graph, upstream }) {
  return upstream ? graph.leaving : graph.arriving;
}

/**
 * The shortest walk to a state: the variables on it, and whether it passes each once.
 * @param {Search} found
 * @param {number} state
 * @returns {Walk}
 */
function walkTo(found, state) {
  const { parents, walks } = found;
  const ahead = [];
  let at = state;
  while (!walks.has(at)) {
    if (!parents.has(at)) {
      walks.set(at, { variables: [placeOf(at)], simple: true });
      break;
    }
    ahead.push(at);
    at = parents.get(at).before;
  }
  let walk = walks.get(at);
  for (const after of ahead.reverse()) {
    const place = placeOf(after);
    const simple = walk.simple && !walk.variables.includes(place);
    walk = { variables: [...walk.variables, place], simple };
    walks.set(after, walk);
  }
  return walk;
}

/**
 * @param {Search} found
 * @param {number} state
 */
function walkArcs({ parents }, state) {
  const arcs = [];
  let at = state;
  while (parents.has(at)) {
    const { before, arc } = parents.get(at);
    arcs.push(arc);
    at = before;
  }
  return arcs.reverse();
}

/**
 * Arcs that may be looked at for one variable and one sign.
 * @param {Search} found
 */
function budgetEach({ graph, reached }) {
  const { each, total } = graph.model.budgets.search;
  return Math.min(each, Math.floor(total / Math.max(reached.length, 1)));
}

/**
 * Search for a simple chain of a sign; null if there is none. First near the shortest walks,
 * with half of the budget: quick where there is a chain. Then with care, with the whole of
 * it: quick where there is none.
 * @param {Search} found
 * @param {number} goal
 * @param {number} sign
 */
function simpleChain(found, goal, sign) {
  const budget = budgetEach(found);
  try {
    return nearWalks(found, goal, sign, Math.floor(budget / 2));
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error;
    return carefulSearch(found, goal, sign, budget);
  }
}

/**
 * Search back from the goal, the shortest ways first, for a way to join a walk: the shortest
 * to a variable with the sign that is wanted there, if it is simple and the way back passes
 * none of it.
 * @param {Search} found
 * @param {number} goal
 * @param {number} sign
 * @param {number} budget
 */
function nearWalks(found, goal, sign, budget) {
  const back = backward(found);
  let left = budget;
  /** @type {Suffix[]} */
  const queue = [{ place: goal, sign: 1, arc: null, after: null }];
  for (const suffix of queue) {
    const passed = new Set(along(suffix).map((item) => item.place));
    for (const arc of back[suffix.place]) {
      left -= 1;
      if (left < 0) throw new OutOfBudget();
      const near = nearEnd(found, arc);
      if (passed.has(near)) continue;
      let joins = false;
      for (const first of [1, -1, 0]) {
        const state = stateOf(near, first);
        if (first * suffix.sign * arc.sign !== sign || !isReached(found, state)) continue;
        joins = true;
        const walk = walkTo(found, state);
        if (walk.simple && !walk.variables.some((place) => passed.has(place))) {
          return [...walkArcs(found, state), arc, ...arcsOf(suffix)];
        }
      }
      if (joins) queue.push({ place: near, sign: suffix.sign * arc.sign, arc, after: suffix });
    }
  }
  return null;
}

/**
 * @param {Search} found
 * @param {number} state
 */
function isReached({ steps, members }, state) {
  return steps.has(state) || (signOf(state) === 1 && members.has(placeOf(state)));
}

/**
 * A suffix and those after it, up to the goal.
 * @param {Suffix} suffix
 */
function along(suffix) {
  const items = [];
  for (let item = /** @type {Suffix | null} */ (suffix); item; item = item.after) items.push(item);
  return items;
}

/** @param {Suffix} suffix */
function arcsOf(suffix) {
  return along(suffix).flatMap((item) => item.arc ?? []);
}

/**
 * Search for a simple chain, looking ahead before each step: back from the goal, depth first.
 * At each variable it asks whether a walk of the sign that is wanted still leads here from a
 * source without what was passed. If none does, it turns round; if the shortest is simple,
 * the search is over.
 * @param {Search} found
 * @param {number} goal
 * @param {number} sign
 * @param {number} budget
 */
function carefulSearch(found, goal, sign, budget) {
  const back = backward(found);
  /** @type {Careful} */
  const task = { found, sign, left: budget };
  /** @type {{ suffix: Suffix; closed: Set<number> }[]} */
  const stack = [
    { suffix: { place: goal, sign: 1, arc: null, after: null }, closed: new Set([goal]) },
  ];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { suffix, closed } = top;
    const walk = lookAhead(task, suffix, closed);
    if (!walk) continue;
    if (!repeated(found, walk).length) return [...walk, ...arcsOf(suffix)];
    const following = [];
    for (const arc of back[suffix.place]) {
      look(task);
      const near = nearEnd(found, arc);
      if (closed.has(near)) continue;
      const after = { place: near, sign: suffix.sign * arc.sign, arc, after: suffix };
      following.push({ suffix: after, closed: new Set([...closed, near]) });
    }
    stack.push(...following.reverse());
  }
  return null;
}

/** @param {Careful} task */
function look(task) {
  task.left -= 1;
  if (task.left < 0) throw new OutOfBudget();
}

/**
 * The shortest walk to a variable, after closing what lies on no chain: a variable that can
 * only be come to by way of another, and left only by way of the same. The variables that the
 * walk passes twice are tried.
 * @param {Careful} task
 * @param {Suffix} suffix
 * @param {Set<number>} closed
 */
function lookAhead(task, suffix, closed) {
  for (;;) {
    const walk = shortestWalk(task, suffix, closed);
    if (!walk) return null;
    let useless = /** @type {number[]} */ ([]);
    for (const place of repeated(task.found, walk)) {
      useless = onlyThrough(task, place, suffix.place, closed);
      if (useless.length) break;
    }
    if (!useless.length) return walk;
    for (const place of useless) closed.add(place);
  }
}

/**
 * The variables that a walk passes twice, those nearest its start first.
 * @param {Search} found
 * @param {Arc[]} walk
 */
function repeated(found, walk) {
  if (!walk.length) return [];
  const places = [nearEnd(found, walk[0]), ...walk.map((arc) => farEnd(found, arc))];
  return places.filter((place, at) => places.indexOf(place) < at);
}

/**
 * The shortest walk from a source, back from the end; null if there is none.
 * @param {Careful} task
 * @param {Suffix} suffix
 * @param {Set<number>} closed
 */
function shortestWalk(task, suffix, closed) {
  const { found, sign } = task;
  const back = backward(found);
  if (found.members.has(suffix.place) && suffix.sign === sign) return [];
  const alone = found.starts.length === 1;
  const start = stateOf(suffix.place, suffix.sign);
  /** @type {Lookup<number, { state: number; arc: Arc } | null>} */
  const before = lookup([[start, null]]);
  const queue = [start];
  for (const state of queue) {
    const place = placeOf(state);
    if (alone && found.members.has(place)) continue;
    for (const arc of back[place]) {
      look(task);
      const near = nearEnd(found, arc);
      const now = signOf(state) * arc.sign;
      const after = stateOf(near, now);
      if (closed.has(near) || before.has(after)) continue;
      before.set(after, { state, arc });
      if (found.members.has(near) && now === sign) return unwound(before, after);
      queue.push(after);
    }
  }
  return null;
}

/**
 * @param {Lookup<number, { state: number; arc: Arc } | null>} before
 * @param {number} state
 */
function unwound(before, state) {
  const arcs = [];
  for (let step = before.get(state); step; step = before.get(step.state)) arcs.push(step.arc);
  return arcs;
}

/**
 * The variables that are come to and left by way of one only.
 * @param {Careful} task
 * @param {number} place
 * @param {number} end
 * @param {Set<number>} closed
 */
function onlyThrough(task, place, end, closed) {
  const { found } = task;
  const shut = new Set([...closed, place]);
  const starts = found.starts.filter((item) => !shut.has(item));
  const comeTo = reach(task, starts, shut, onward(found), (arc) => farEnd(found, arc));
  const left = reach(task, [end], shut, backward(found), (arc) => nearEnd(found, arc));
  return found.graph.leaving.flatMap((_, item) =>
    shut.has(item) || comeTo.has(item) || left.has(item) ? [] : item,
  );
}

/**
 * @param {Careful} task
 * @param {number[]} starts
 * @param {Set<number>} shut
 * @param {Arc[][]} follow
 * @param {(arc: Arc) => number} end
 */
function reach(task, starts, shut, follow, end) {
  const seen = new Set(starts);
  const stack = [...starts];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const arc of follow[at]) {
      look(task);
      const place = end(arc);
      if (seen.has(place) || shut.has(place)) continue;
      seen.add(place);
      stack.push(place);
    }
  }
  return seen;
}
