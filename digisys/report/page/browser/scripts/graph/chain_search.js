// The search for simple chains between two groups of variables, the shortest first: a twin of
// digisys/graph/chain_search.py, which never gives up, and counts its budget in the same way.

import { lookup } from "../lookup.js";
import { makeChain } from "./chain.js";

/**
 * Where chains start and end. They may also pass a source or a target on their way.
 * @typedef {object} Ends
 * @property {string[]} sources In alphabetical order.
 * @property {boolean} several Whether there is more than one target.
 * @property {Lookup<string, Arc[]>} out For each variable on some way to a target, its arcs
 *   there by the id they lead to.
 * @property {Lookup<string, number>} left Links to the nearest target; 0 for the targets.
 * @property {number} longest Longest chain.
 * @property {number} budget Arcs that the search of one length may look at.
 */

/**
 * A chain that was found by leaving an earlier one.
 * @typedef {object} Deviation
 * @property {number} rank
 * @property {string[]} names
 * @property {number} branch Links that it shares with the one that it leaves.
 * @property {Set<string>} banned Where it must not go on from there.
 * @property {Arc[]} arcs
 */

/**
 * Find at most `limit` simple chains between two groups of variables, the shortest first and
 * the best evidenced among those.
 * @param {Graph} graph
 * @param {string[]} sources
 * @param {string[]} targets
 * @param {number} limit
 */
export function findChains(graph, sources, targets, limit) {
  const chains = [];
  for (const arcs of orderedChains(graph, sources, targets)) {
    if (chains.length === limit) return { chains, truncated: true };
    chains.push(makeChain(graph, arcs));
  }
  return { chains, truncated: false };
}

/**
 * Give the simple chains between two groups of variables, one by one. First length by length;
 * where that meets too many dead ends, by leaving chains that were found before.
 * @param {Graph} graph
 * @param {string[]} sources
 * @param {string[]} targets
 * @returns {Generator<Arc[]>}
 */
function* orderedChains(graph, sources, targets) {
  const ends = makeEnds(graph, sources, targets);
  const least = Math.min(...ends.sources.map((name) => ends.left.get(name)));
  let done = 0;
  for (let length = least; length <= ends.longest; length += 1) {
    const batch = chainsOfLength(ends, length);
    if (batch === null) {
      for (const arcs of byDeviation(ends)) if (arcs.length > done) yield arcs;
      return;
    }
    yield* batch.sort((a, b) => highestRank(a) - highestRank(b) || compareNames(a, b));
    done = length;
  }
}

/**
 * @param {Graph} graph
 * @param {string[]} sources
 * @param {string[]} targets
 * @returns {Ends}
 */
function makeEnds(graph, sources, targets) {
  const left = stepsTo(graph, targets);
  /** @type {Ends["out"]} */
  const out = lookup();
  for (const name of left.keys()) {
    const onward = graph.out.get(name).filter((arc) => left.has(arc.to));
    out.set(
      name,
      onward.sort((a, b) => compare(a.to, b.to)),
    );
  }
  const starts = [...new Set(sources)].filter((name) => left.has(name)).sort(compare);
  const { chains } = graph.model.budgets;
  const several = new Set(targets).size > 1;
  return { sources: starts, several, out, left, longest: left.size - 1, budget: chains };
}

/**
 * Count the links from each variable to the nearest target.
 * @param {Graph} graph
 * @param {string[]} targets
 */
function stepsTo(graph, targets) {
  /** @type {Lookup<string, number>} */
  const steps = lookup(targets.map((name) => [name, 0]));
  let level = [...targets];
  while (level.length) {
    const following = [];
    for (const name of level) {
      for (const arc of graph.into.get(name)) {
        if (steps.has(arc.from)) continue;
        steps.set(arc.from, steps.get(name) + 1);
        following.push(arc.from);
      }
    }
    level = following;
  }
  return steps;
}

/**
 * Every simple chain of exactly this length; null when that takes more than the budget.
 * @param {Ends} ends
 * @param {number} length
 */
function chainsOfLength({ sources, out, left, budget }, length) {
  const found = [];
  let looked = 0;
  for (const source of sources) {
    /** @type {Arc[]} */
    const path = [];
    const onPath = new Set([source]);
    const stack = [{ arcs: out.get(source), next: 0 }];
    while (stack.length) {
      const top = stack[stack.length - 1];
      if (top.next >= top.arcs.length) {
        stack.pop();
        const last = path.pop();
        if (last) onPath.delete(last.to);
        continue;
      }
      const arc = top.arcs[top.next];
      top.next += 1;
      looked += 1;
      if (looked > budget) return null;
      const remaining = length - path.length - 1;
      if (onPath.has(arc.to) || left.get(arc.to) > remaining) continue;
      if (remaining === 0) {
        found.push([...path, arc]);
        continue;
      }
      path.push(arc);
      onPath.add(arc.to);
      stack.push({ arcs: out.get(arc.to), next: 0 });
    }
  }
  return found;
}

/**
 * Every simple chain in order, each found as the best that leaves earlier ones.
 * @param {Ends} ends
 * @returns {Generator<Arc[]>}
 */
function* byDeviation(ends) {
  /** @type {Deviation[]} */
  const waiting = [];
  /**
   * @param {Arc[]} prefix
   * @param {string} start
   * @param {Set<string>} banned
   */
  const push = (prefix, start, banned) => {
    const arcs = bestFrom(ends, prefix, start, banned);
    if (!arcs) return;
    const [rank, names] = [highestRank(arcs), namesOf(arcs)];
    waiting.push({ rank, names, branch: prefix.length, banned, arcs });
  };
  for (const source of ends.sources) push([], source, new Set());
  while (waiting.length) {
    const { names, branch, banned, arcs } = takeBest(waiting);
    yield arcs;
    for (let at = branch; at < arcs.length; at += 1) {
      const earlier = at === branch ? banned : [];
      push(arcs.slice(0, at), names[at], new Set([names[at + 1], ...earlier]));
    }
    // On to another target.
    if (ends.several) push(arcs, names[arcs.length], new Set());
  }
}

/** @param {Deviation[]} waiting */
function takeBest(waiting) {
  let best = 0;
  for (let at = 1; at < waiting.length; at += 1) {
    const [one, other] = [waiting[at], waiting[best]];
    const order =
      one.arcs.length - other.arcs.length ||
      one.rank - other.rank ||
      compareNames(one.arcs, other.arcs);
    if (order < 0) best = at;
  }
  return waiting.splice(best, 1)[0];
}

/**
 * The best chain that begins with a prefix and does not go on to the banned.
 * @param {Ends} ends
 * @param {Arc[]} prefix
 * @param {string} start
 * @param {Set<string>} banned
 */
function bestFrom(ends, prefix, start, banned) {
  const passed = new Set([...prefix.map((arc) => arc.from), start]);
  const room = ends.longest - prefix.length;
  const found = levelSearch(ends, start, passed, banned, room, Infinity);
  if (!found) return null;
  const least = prefix.length ? highestRank(prefix) : 0;
  for (let rank = least; rank < highestRank(found); rank += 1) {
    const other = levelSearch(ends, start, passed, banned, room, rank);
    if (other && other.length === found.length) return [...prefix, ...other];
  }
  return [...prefix, ...found];
}

/**
 * The shortest way to a target by arcs up to a rank; first in the order of ids, as each level
 * keeps the order of the best ways to it, and arcs are sorted.
 * @param {Ends} ends
 * @param {string} start
 * @param {Set<string>} passed
 * @param {Set<string>} banned
 * @param {number} room
 * @param {number} rank
 */
function levelSearch({ out, left }, start, passed, banned, room, rank) {
  /** @type {Lookup<string, Arc>} */
  const before = lookup();
  let level = [start];
  for (let step = 1; step <= room && level.length; step += 1) {
    const following = [];
    for (const name of level) {
      for (const arc of out.get(name)) {
        const far = arc.to;
        if (passed.has(far) || before.has(far) || arc.rank > rank) continue;
        if ((step === 1 && banned.has(far)) || step + left.get(far) > room) continue;
        before.set(far, arc);
        if (left.get(far) === 0) return wayBack(before, far, start);
        following.push(far);
      }
    }
    level = following;
  }
  return null;
}

/**
 * @param {Lookup<string, Arc>} before
 * @param {string} end
 * @param {string} start
 */
function wayBack(before, end, start) {
  const arcs = [];
  for (let far = end; far !== start; far = before.get(far).from) arcs.push(before.get(far));
  return arcs.reverse();
}

/** @param {Arc[]} arcs */
function highestRank(arcs) {
  return Math.max(...arcs.map((arc) => arc.rank));
}

/** @param {Arc[]} arcs */
function namesOf(arcs) {
  return [arcs[0].from, ...arcs.map((arc) => arc.to)];
}

/**
 * @param {Arc[]} one
 * @param {Arc[]} other
 */
function compareNames(one, other) {
  const [names, others] = [namesOf(one), namesOf(other)];
  for (let at = 0; at < Math.min(names.length, others.length); at += 1) {
    if (names[at] !== others[at]) return compare(names[at], others[at]);
  }
  return names.length - others.length;
}

/**
 * @param {string} one
 * @param {string} other
 */
function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
