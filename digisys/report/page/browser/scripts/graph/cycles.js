// The cycles of a loop, and which of them are whole in a view.

/**
 * Pairs of neighbours round a cycle, the last one with the first.
 * @param {string[]} cycle
 * @returns {[string, string][]}
 */
export function cyclePairs(cycle) {
  return cycle.map((name, position) => [name, cycle[(position + 1) % cycle.length]]);
}

/**
 * The cycles of a declared loop that are whole in a view.
 * @param {Graph} graph
 * @param {Loop} loop
 * @returns {[string, string[]][]}
 */
export function wholeCycles(graph, loop) {
  return Object.entries(loop.cycles).filter(([, cycle]) =>
    cyclePairs(cycle).every(([from, to]) => graph.keys.has(`${from}->${to}`)),
  );
}

/**
 * Loops without a name that are whole in a view, the shortest first.
 * @param {Graph} graph
 */
export function unnamedLoops(graph) {
  return graph.model.unnamed.filter((loop) => wholeCycles(graph, loop).length);
}
