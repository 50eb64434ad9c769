// Strongly connected components: the parts of a graph where feedback lives. A twin of
// digisys/graph/components.py.

import { lookup } from "../lookup.js";

/**
 * Ids in a strongly connected component of more than one variable.
 * @param {Graph} graph
 */
export function cyclicVariables(graph) {
  /** @type {Lookup<string, number>} */
  const found = lookup();
  /** @type {Lookup<string, number>} */
  const low = lookup();
  /** @type {string[]} */
  const waiting = [];
  /** @type {Set<string>} */
  const inWaiting = new Set();
  /** @type {Set<string>} */
  const cyclic = new Set();
  for (const root of graph.out.keys()) {
    if (found.has(root)) continue;
    /** @param {string} node */
    const enter = (node) => {
      found.set(node, found.size);
      low.set(node, found.get(node));
      waiting.push(node);
      inWaiting.add(node);
      return { node, next: 0 };
    };
    const stack = [enter(root)];
    while (stack.length) {
      const top = stack[stack.length - 1];
      const arcs = graph.out.get(top.node);
      if (top.next < arcs.length) {
        const target = arcs[top.next++].to;
        if (!found.has(target)) stack.push(enter(target));
        else if (inWaiting.has(target)) {
          low.set(top.node, Math.min(low.get(top.node), found.get(target)));
        }
        continue;
      }
      stack.pop();
      if (stack.length) {
        const above = stack[stack.length - 1].node;
        low.set(above, Math.min(low.get(above), low.get(top.node)));
      }
      if (low.get(top.node) !== found.get(top.node)) continue;
      const component = waiting.splice(waiting.lastIndexOf(top.node));
      for (const name of component) inWaiting.delete(name);
      if (component.length > 1) for (const name of component) cyclic.add(name);
    }
  }
  return cyclic;
}
