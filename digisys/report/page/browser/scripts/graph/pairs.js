// Links by the two variables that they run between; there may be several.

import { lookup } from "../lookup.js";

/**
 * The two ends of a link, as one text.
 * @param {string} from
 * @param {string} to
 */
export function pairOf(from, to) {
  return `${from}->${to}`;
}

/**
 * Links by their ends.
 * @param {Link[]} links
 * @returns {Lookup<string, Link[]>}
 */
export function byPair(links) {
  /** @type {Lookup<string, Link[]>} */
  const found = lookup();
  for (const link of links) {
    const pair = pairOf(link.from, link.to);
    if (found.has(pair)) found.get(pair).push(link);
    else found.set(pair, [link]);
  }
  return found;
}

/**
 * The sign of some links together: 0 if it is unknown or if they differ.
 * @param {number[]} signs
 */
export function jointSign(signs) {
  return signs.every((sign) => sign === signs[0]) ? signs[0] : 0;
}

/**
 * How a link is called in addresses, where its id has signs that mean something else.
 * @param {Link} link
 */
export function linkToken(link) {
  return `link-${link.id.replace("->", "--").replace("#", "-")}`;
}

/**
 * What tells a link from others between the same two, to follow its name; mostly nothing.
 * @param {Link} link
 */
export function linkMark(link) {
  const at = link.id.indexOf("#");
  return at < 0 ? "" : ` ${link.id.slice(at)}`;
}

/**
 * The id of the link that a key of an address names.
 * @param {string} key
 */
export function linkId(key) {
  return key.replace("--", "->").replace(/-([a-z0-9_]+)$/, "#$1");
}
