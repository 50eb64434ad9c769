// Which variable of one model is which of another: by id, by label, by neighbourhood. A twin of
// digisys/workshop/matching.py.

import { everyText } from "../words.js";
import { compared } from "./labels.js";
import { partOf } from "./plain.js";

/** A variable is taken for another by its neighbourhood alone only where both have so many links
 * to variables that are known, and share so large a part of all of them. */
const LEAST_LINKS = 2;
const LEAST_SHARED = 0.8;

/**
 * Find the variables that two models share.
 * @param {Plain} old
 * @param {Plain} now
 * @returns {Map<string, string>} The id in the new model by that in the old one.
 */
export function matchVariables(old, now) {
  const olds = Object.keys(old.variables);
  const pairs = new Map(olds.filter((id) => partOf(now.variables, id)).map((id) => [id, id]));
  const gone = olds.filter((id) => !pairs.has(id));
  const come = Object.keys(now.variables).filter((id) => !pairs.has(id));
  if (!gone.length || !come.length) return pairs;
  for (const [id, other] of byLabel(old, gone, now, come)) pairs.set(id, other);
  for (;;) {
    const taken = new Set(pairs.values());
    const left = gone.filter((id) => !pairs.has(id));
    const free = come.filter((id) => !taken.has(id));
    const found = left.length && free.length ? byNeighbours(old, left, now, free, pairs) : [];
    if (!found.length) break;
    for (const [id, other] of found) pairs.set(id, other);
  }
  const ordered = olds.filter((id) => pairs.has(id));
  return new Map(ordered.map((id) => [id, String(pairs.get(id))]));
}

/**
 * @param {Plain} plain
 * @param {string[]} ids
 */
function namedIn({ variables }, ids) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const id of ids) {
    const { label, aliases = [] } = variables[id];
    for (const text of [id, ...everyText(label), ...aliases]) {
      const word = compared(text);
      found.set(word, (found.get(word) ?? new Set()).add(id));
    }
  }
  return found;
}

/**
 * Pair what one name, in whatever language, names once on each side.
 * @param {Plain} old
 * @param {string[]} gone
 * @param {Plain} now
 * @param {string[]} come
 * @returns {[string, string][]}
 */
function byLabel(old, gone, now, come) {
  const [before, after] = [namedIn(old, gone), namedIn(now, come)];
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const [word, names] of before) {
    const others = after.get(word);
    if (names.size !== 1 || others?.size !== 1) continue;
    const [name] = names;
    const [other] = others;
    found.set(name, (found.get(name) ?? new Set()).add(other));
  }
  const sure = [...found]
    .filter(([, others]) => others.size === 1)
    .map(([name, others]) => /** @type {[string, string]} */ ([name, [...others][0]]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return sure.filter(([, other]) => sure.filter((pair) => pair[1] === other).length === 1);
}

/**
 * @param {Plain} old
 * @param {string[]} left
 * @param {Plain} now
 * @param {string[]} free
 * @param {Map<string, string>} pairs
 * @returns {[string, string][]}
 */
function byNeighbours(old, left, now, free, pairs) {
  const before = tiesOf(old, left, pairs);
  const own = new Map([...pairs.values()].map((id) => [id, id]));
  const after = tiesOf(now, free, own);
  /** @type {{ name: string; other: string; share: number }[]} */
  const alike = [];
  for (const [name, ties] of before) {
    for (const [other, others] of after) {
      const shared = [...ties].filter((tie) => others.has(tie)).length;
      const every = new Set([...ties, ...others]).size;
      if (shared >= LEAST_LINKS) alike.push({ name, other, share: shared / every });
    }
  }
  alike.sort(
    (a, b) =>
      b.share - a.share ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : a.other < b.other ? -1 : 1),
  );
  return alike
    .filter(
      (item) =>
        item.share >= LEAST_SHARED &&
        alike.every(
          (rival) =>
            rival === item ||
            (rival.name !== item.name && rival.other !== item.other) ||
            rival.share < item.share,
        ),
    )
    .map(({ name, other }) => [name, other]);
}

/**
 * The links of some variables to those that are known, in the ids of the new model.
 * @param {Plain} plain
 * @param {string[]} ids
 * @param {Map<string, string>} known
 */
function tiesOf({ links = [] }, ids, known) {
  const found = new Map(ids.map((id) => [id, new Set()]));
  for (const { from, to, polarity } of links) {
    if (known.has(to)) found.get(from)?.add(`out ${known.get(to)} ${polarity}`);
    if (known.has(from)) found.get(to)?.add(`in ${known.get(from)} ${polarity}`);
  }
  return found;
}
