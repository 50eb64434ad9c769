// What the chains to a variable come to: the meaning of a verdict, for one and for groups. A
// twin of digisys/analysis/influence/verdict.py.

import { bestChains, isFound, search } from "../../graph/reach.js";
import { lookup } from "../../lookup.js";

/**
 * What the signs of the chains to one variable come to: certain only where the search for
 * chains of another sign came to its end.
 * @param {number[]} signs
 * @param {boolean} decided
 * @returns {Verdict}
 */
function verdictOf(signs, decided) {
  if (signs.includes(1) && signs.includes(-1)) return "ambiguous";
  if (!decided) return "undecided";
  if (signs.includes(0)) return "unknown";
  return signs.includes(1) ? "strengthens" : "weakens";
}

/**
 * Join the verdicts on the members of a group into one on the group.
 * @param {Verdict[]} verdicts
 * @returns {Verdict}
 */
function joinVerdicts(verdicts) {
  if (verdicts.every((item) => item === verdicts[0])) return verdicts[0];
  if (verdicts.includes("undecided")) return "undecided";
  return verdicts.includes("unknown") ? "unknown" : "ambiguous";
}

/**
 * How a group influences variables or, upstream, how variables influence a group. Downstream,
 * a push on all members comes through every chain from any of them. Upstream the group is
 * what is acted on: the verdict of a cause joins its verdicts on the members.
 * @param {Graph} graph
 * @param {string[]} names
 * @param {boolean} upstream
 * @returns {Tracer}
 */
export function makeTracer(graph, names, upstream) {
  return { graph, names, found: search(graph, names, upstream), members: lookup() };
}

/**
 * Trace one of the variables that were reached: the verdict on it, the best chain and the
 * best of another sign.
 * @param {Tracer} tracer
 * @param {string} name
 */
export function trace({ graph, names, found, members }, name) {
  const { chains, decided } = bestChains(found, name);
  const signs = chains.map((chain) => chain.sign);
  // Without links of unknown sign, what all chains come to is what the members' verdicts
  // come to: one sign, or both.
  if (!found.upstream || found.starts.length === 1 || !isFound(found, name, 0)) {
    return traced(verdictOf(signs, decided), chains);
  }
  /** @type {Lookup<number, Chain>} */
  const best = lookup(chains.map((chain) => [chain.sign, chain]));
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const member of names) {
    if (!members.has(member)) members.set(member, search(graph, [member], true));
    const alone = members.get(member);
    if (!isFound(alone, name)) continue;
    const parts = bestChains(alone, name);
    const partSigns = parts.chains.map((chain) => chain.sign);
    verdicts.push(verdictOf(partSigns, parts.decided));
    for (const chain of parts.chains) if (!best.has(chain.sign)) best.set(chain.sign, chain);
  }
  const every = [...best.values()].sort((a, b) => a.steps - b.steps || b.sign - a.sign);
  return traced(joinVerdicts(verdicts), every);
}

/**
 * @param {Verdict} verdict
 * @param {Chain[]} chains
 */
function traced(verdict, chains) {
  const [best] = chains;
  const others = chains.filter((chain) => chain.sign !== best.sign);
  const opposite = others.find((chain) => chain.sign === -best.sign);
  const other = (verdict === "ambiguous" ? opposite : null) ?? others[0] ?? null;
  return { verdict, best, other };
}
