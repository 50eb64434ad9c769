// Maps of which the keys are known.

/**
 * A map that is only asked for keys which it has.
 * @template Key, Value
 * @param {[Key, Value][]} [pairs]
 * @returns {Lookup<Key, Value>}
 */
export function lookup(pairs) {
  return /** @type {Lookup<Key, Value>} */ (new Map(pairs));
}
