// What was changed meanwhile, put onto what is edited here.

/**
 * One side's changes since a base, put onto another side; where both changed the same thing, the
 * first one's stands.
 * @template Value
 * @param {Value} base
 * @param {Value} mine
 * @param {Value} theirs
 * @returns {Value}
 */
export function rebase(base, mine, theirs) {
  if (mine === base || same(mine, base)) return theirs;
  if (theirs === base || same(theirs, base) || same(mine, theirs)) return mine;
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs)) {
    return /** @type {any} */ (rebaseList(base, mine, theirs));
  }
  if (isRecord(base) && isRecord(mine) && isRecord(theirs)) {
    return /** @type {any} */ (rebaseRecord(base, mine, theirs));
  }
  return mine;
}

/**
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} mine
 * @param {Record<string, unknown>} theirs
 */
function rebaseRecord(base, mine, theirs) {
  /** @type {[string, unknown][]} */
  const found = [];
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [was, here, there] = [base, mine, theirs].map((item) =>
      Object.hasOwn(item, key) ? item[key] : undefined,
    );
    const value = rebase(was, here, there);
    if (value !== undefined) found.push([key, value]);
  }
  return Object.fromEntries(found);
}

/**
 * Lists of links are lists of things that have names; all other lists are whole values.
 * @param {unknown[]} base
 * @param {unknown[]} mine
 * @param {unknown[]} theirs
 */
function rebaseList(base, mine, theirs) {
  const named = [base, mine, theirs].map(byName);
  if (named.some((items) => items === null)) return mine;
  const [was, here, there] = /** @type {Record<string, unknown>[]} */ (named);
  return Object.values(rebaseRecord(was, here, there));
}

/**
 * @param {unknown[]} items
 * @returns {Record<string, unknown> | null}
 */
function byName(items) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const item of items) {
    if (!isRecord(item) || typeof item.from !== "string") return null;
    const pair = `${item.from}->${item.to}`;
    let name = String(item.id ?? pair);
    for (let number = 2; name in found; number += 1) name = `${pair}#${number}`;
    found[name] = item;
  }
  return found;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
