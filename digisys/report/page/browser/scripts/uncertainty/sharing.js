// Causes that share the movement of a variable: a twin of digisys/uncertainty/sharing.py.

/**
 * Turn sizes of links into shares of what they pass on together, in place.
 * @param {number[]} values
 * @param {Sharing[]} sharings
 */
export function share(values, sharings) {
  for (const { total, members, others } of sharings) {
    let whole = 0;
    for (const row of members) whole += Math.abs(values[row]);
    const unit = whole > 0 ? values[total] / whole : 0;
    for (const row of [...members, ...others]) values[row] *= unit;
  }
}

/**
 * Lay out who shares, and put what is drawn for it behind the other unknowns. Arcs whose
 * link was there before the scenario come first of those of their link.
 * @param {SystemArc[]} arcs
 * @param {Unknown[]} unknowns
 * @param {Set<string>} standing
 * @param {[number, number]} range
 * @returns {Sharing[]}
 */
export function layOutSharings(arcs, unknowns, standing, range) {
  /** @type {Record<string, { members: number[]; others: number[] }>} */
  const groups = Object.create(null);
  const waiting = new Set(standing);
  for (const arc of arcs) {
    const first = waiting.delete(arc.link);
    if (!unknowns[arc.unknown].shares) continue;
    groups[arc.target] ??= { members: [], others: [] };
    groups[arc.target][first ? "members" : "others"].push(arc.unknown);
  }
  return Object.entries(groups).map(([target, { members, others }]) => {
    unknowns.push({ key: `total:${target}`, low: range[0], high: range[1], sign: 1, chance: 1 });
    const total = unknowns.length - 1;
    return members.length ? { total, members, others } : { total, members: others, others: [] };
  });
}
