// The model as plain data: looked up and copied with a difference, never changed in place.

import { SIGNS } from "../graph/view.js";

/**
 * A part by its key, also where the key is the name of something that every object has.
 * @template Item
 * @param {Record<string, Item> | undefined} parts
 * @param {string | number | null | undefined} key
 * @returns {Item | undefined}
 */
export function partOf(parts, key) {
  if (!parts || key === null || key === undefined) return undefined;
  return Object.hasOwn(parts, key) ? parts[key] : undefined;
}

/**
 * A copy with a value at a key; without the key where the value is nothing or goes without saying.
 * @template {object} Whole
 * @template {keyof Whole} Key
 * @param {Whole} whole
 * @param {Key} key
 * @param {Whole[Key] | null | undefined} value
 * @param {unknown} [usual]
 * @returns {Whole}
 */
export function withKey(whole, key, value, usual) {
  const empty =
    value === null || value === undefined || value === "" || value === usual || isEmpty(value);
  if (!empty) return { ...whole, [key]: value };
  if (!Object.hasOwn(whole, key)) return whole;
  const { [key]: _, ...rest } = whole;
  return /** @type {Whole} */ (/** @type {unknown} */ (rest));
}

/** @param {unknown} value */
function isEmpty(value) {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/**
 * Only those parts that pass.
 * @template Item
 * @param {Record<string, Item> | undefined} parts
 * @param {(key: string, item: Item) => boolean} test
 * @returns {Record<string, Item>}
 */
export function onlyParts(parts, test) {
  return Object.fromEntries(Object.entries(parts ?? {}).filter(([key, item]) => test(key, item)));
}

/** @type {WeakMap<PlainLink[], string[]>} */
const known = new WeakMap();

/**
 * The id of each link: its own, else its ends and, if taken, a number.
 * @param {Plain} plain
 * @returns {string[]}
 */
export function linkIds({ links = [] }) {
  const before = known.get(links);
  if (before) return before;
  const taken = new Set(links.flatMap((link) => link.id ?? []));
  const found = links.map((link) => {
    const pair = `${link.from}->${link.to}`;
    let name = link.id ?? pair;
    if (!link.id && taken.has(pair)) {
      for (let number = 2; taken.has(name); number += 1) name = `${pair}#${number}`;
    }
    taken.add(name);
    return name;
  });
  known.set(links, found);
  return found;
}

/**
 * The place of a link among the links; -1 if there is none.
 * @param {Plain} plain
 * @param {string} id
 */
export function linkAt(plain, id) {
  return linkIds(plain).indexOf(id);
}

/**
 * The sign of all links from one variable to another together, by `from->to`.
 * @param {Plain} plain
 * @returns {Map<string, Polarity>}
 */
export function jointPolarities({ links = [] }) {
  /** @type {Map<string, Polarity>} */
  const found = new Map();
  for (const { from, to, polarity } of links) {
    if (from === to) continue;
    const pair = `${from}->${to}`;
    const other = found.get(pair);
    found.set(pair, other === undefined || other === polarity ? polarity : "unknown");
  }
  return found;
}

/**
 * The kind of a cycle by the signs of its links; undefined where a link is missing.
 * @param {Map<string, Polarity>} polarities
 * @param {string[]} cycle
 * @returns {Loop["kind"] | undefined}
 */
export function kindOfCycle(polarities, cycle) {
  let sign = 1;
  for (const [at, from] of cycle.entries()) {
    const polarity = polarities.get(`${from}->${cycle[(at + 1) % cycle.length]}`);
    if (!polarity) return undefined;
    sign *= SIGNS[polarity];
  }
  return sign > 0 ? "reinforcing" : sign < 0 ? "balancing" : "unknown";
}

/**
 * The kind of a loop by the signs of its links: unknown where its cycles differ.
 * @param {Map<string, Polarity>} polarities
 * @param {PlainLoop} loop
 * @returns {Loop["kind"] | undefined}
 */
export function kindOfLoop(polarities, loop) {
  const kinds = new Set(Object.values(loop.cycles).map((cycle) => kindOfCycle(polarities, cycle)));
  return kinds.size === 1 ? [...kinds][0] : "unknown";
}

/**
 * A cycle from its smallest id on, so that the same one is always written alike.
 * @param {string[]} cycle
 */
export function rotated(cycle) {
  let first = 0;
  for (let at = 1; at < cycle.length; at += 1) if (cycle[at] < cycle[first]) first = at;
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
