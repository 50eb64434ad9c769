// Feedback loops, the shortest first: partial ways wait in the order of the shortest loop that
// they may close into, so that each is looked at once and loops come by growing length.

/** @typedef {{ node: number; parent: Way | null; depth: number; root: number }} Way */

/**
 * The simple cycles of a graph, by length and then by the numbers along them; each begins at its
 * smallest number.
 * @param {number[][]} successors For each node, where its arcs lead to, each once.
 * @param {{ most: number; budget: number; counts?: (cycle: number[]) => boolean }} bounds
 *     After a length at which more than `most` cycles that count are known, or after so many arcs,
 *     the search ends.
 * @returns {{ cycles: number[][]; whole: number | null }} `whole` is the length up to which all
 *     cycles are there; null for any length.
 */
export function shortestCycles(successors, { most, budget, counts = () => true }) {
  const size = successors.length;
  /** @type {number[][]} */
  const before = Array.from({ length: size }, () => []);
  for (const [from, next] of successors.entries()) for (const to of next) before[to].push(from);
  /** @type {Way[][]} */
  const waiting = [];
  /** @param {Way} way @param {number} length */
  const wait = (way, length) => {
    waiting[length] ??= [];
    waiting[length].push(way);
  };
  /** @type {(Int32Array | null)[]} */
  const back = [];
  for (let root = 0; root < size; root += 1) {
    back[root] = stepsBack(before, root);
    const steps = back[root];
    const way = { node: root, parent: null, depth: 0, root };
    const [least] = successors[root]
      .map((next) => (next > root ? steps?.[next] : 0))
      .filter((length) => length)
      .sort((a, b) => Number(a) - Number(b));
    if (least) wait(way, least + 1);
  }
  /** @type {number[][]} */
  const cycles = [];
  let counted = 0;
  let left = budget;
  for (let length = 2; length < waiting.length; length += 1) {
    /** @type {number[][]} */
    const found = [];
    const ways = waiting[length] ?? [];
    for (let way = ways.pop(); way; way = ways.pop()) {
      const steps = /** @type {Int32Array} */ (back[way.root]);
      left -= successors[way.node].length;
      if (left < 0) return { cycles, whole: length - 1 };
      for (const next of successors[way.node]) {
        if (next === way.root) {
          if (way.depth + 1 === length) found.push(along(way));
        } else if (next > way.root && steps[next] && !passes(way, next)) {
          const after = { node: next, parent: way, depth: way.depth + 1, root: way.root };
          wait(after, Math.max(after.depth + steps[next], length));
        }
      }
    }
    waiting[length] = [];
    found.sort(byNumbers);
    for (const cycle of found) cycles.push(cycle);
    counted += found.filter(counts).length;
    if (counted > most) return { cycles, whole: length + 1 < waiting.length ? length : null };
  }
  return { cycles, whole: null };
}

/**
 * Links on the shortest way from each node back to a root, through nodes with larger numbers
 * only; 0 where there is none.
 * @param {number[][]} before
 * @param {number} root
 */
function stepsBack(before, root) {
  const steps = new Int32Array(before.length);
  const queue = [root];
  for (const node of queue) {
    for (const other of before[node]) {
      if (other <= root || steps[other]) continue;
      steps[other] = steps[node] + 1;
      queue.push(other);
    }
  }
  return steps;
}

/** @param {Way} way @param {number} node */
function passes(way, node) {
  /** @type {Way | null} */
  let at = way;
  for (; at; at = at.parent) if (at.node === node) return true;
  return false;
}

/** @param {Way} way */
function along(way) {
  const nodes = [];
  /** @type {Way | null} */
  let at = way;
  for (; at; at = at.parent) nodes.push(at.node);
  return nodes.reverse();
}

/** @param {number[]} one @param {number[]} other */
function byNumbers(one, other) {
  const at = one.findIndex((node, place) => node !== other[place]);
  return at < 0 ? 0 : one[at] - other[at];
}

/**
 * The loops of some links, as ids: those between two variables, of whatever certainty is given.
 * @param {string[]} names
 * @param {{ from: string; to: string; sign: number }[]} arcs At most one for a pair.
 * @param {{ most: number; budget: number; counts?: (variables: string[]) => boolean }} bounds
 * @returns {{ loops: { variables: string[]; kind: Loop["kind"] }[]; whole: number | null }}
 */
export function loopsAmong(names, arcs, bounds) {
  const sorted = [...names].sort();
  const number = new Map(sorted.map((name, at) => [name, at]));
  /** @type {number[][]} */
  const successors = sorted.map(() => []);
  /** @type {Map<number, number>[]} */
  const signs = sorted.map(() => new Map());
  for (const { from, to, sign } of arcs) {
    const [source, target] = [Number(number.get(from)), Number(number.get(to))];
    successors[source].push(target);
    signs[source].set(target, sign);
  }
  const { counts } = bounds;
  const named = (/** @type {number[]} */ cycle) => cycle.map((at) => sorted[at]);
  const { cycles, whole } = shortestCycles(successors, {
    ...bounds,
    counts: counts && ((cycle) => counts(named(cycle))),
  });
  const loops = cycles.map((cycle) => {
    let sign = 1;
    for (const [at, node] of cycle.entries()) {
      sign *= signs[node].get(cycle[(at + 1) % cycle.length]) ?? 0;
    }
    return { variables: named(cycle), kind: kindOf(sign) };
  });
  return { loops, whole };
}

/**
 * @param {number} sign
 * @returns {Loop["kind"]}
 */
function kindOf(sign) {
  return sign > 0 ? "reinforcing" : sign < 0 ? "balancing" : "unknown";
}
