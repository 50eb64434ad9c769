// What a verb gives: a new plain model and what was done, or why nothing was.

import { settled } from "./settle.js";

/**
 * The result of a verb, with what hung on what is gone.
 * @param {Plain} before
 * @param {Plain} after
 * @param {string} code
 * @param {EditValues} values
 * @param {string} [token]
 * @returns {EditResult}
 */
export function done(before, after, code, values, token = "") {
  const { plain, also } = settled(before, after);
  return { plain, step: { code, values, token, also } };
}

/**
 * @param {Plain} plain
 * @param {string} code
 * @param {EditValues} [values]
 * @returns {EditResult}
 */
export function refuse(plain, code, values = {}) {
  return { plain, refused: { code, values } };
}
