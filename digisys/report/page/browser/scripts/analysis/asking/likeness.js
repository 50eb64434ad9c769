// Which words may be forms of one word, or a misspelling of it. A twin of
// digisys/analysis/asking/likeness.py.

export const SAME_WORD = 0;
export const FORM = 1;
export const MISSPELT = 2;
/** Shorter words are compared letter by letter only. */
const SHORTEST = 4;
/** Shorter words are not taken for misspellings. */
const SHORTEST_MISSPELT = 5;

/**
 * How far a typed word is from a word of a name; null if it is another word.
 * @param {string} typed
 * @param {string} word
 * @param {Grammar} grammar
 * @returns {number | null}
 */
export function unlike(typed, word, grammar) {
  if (typed === word) return SAME_WORD;
  const shorter = Math.min(typed.length, word.length);
  if (shorter < SHORTEST || typed[0] !== word[0]) return null;
  const same = sameFrom(typed, word, 0, 0);
  if (same >= SHORTEST && restIsEnding(typed, word, same, same, grammar)) return FORM;
  if (shorter < SHORTEST_MISSPELT) return null;
  for (const [byTyped, byWord] of slips(typed, word, same)) {
    const further = sameFrom(typed, word, same + byTyped, same + byWord);
    const at = same + byTyped + further;
    const to = same + byWord + further;
    const whole = at === typed.length && to === word.length;
    if ((further >= 2 || whole) && restIsEnding(typed, word, at, to, grammar)) return MISSPELT;
  }
  return null;
}

/**
 * Whether a word begins with a stem in which one letter was mistyped.
 * @param {string} typed
 * @param {string} stem
 */
export function beginsLike(typed, stem) {
  if (Math.min(stem.length, typed.length) < SHORTEST_MISSPELT || typed[0] !== stem[0]) return false;
  const same = sameFrom(typed, stem, 0, 0);
  return slips(typed, stem, same).some(
    ([byTyped, byStem]) =>
      same + byStem + sameFrom(typed, stem, same + byTyped, same + byStem) === stem.length,
  );
}

/**
 * Count the letters that are the same from two places on.
 * @param {string} one
 * @param {string} other
 * @param {number} start
 * @param {number} begin
 */
function sameFrom(one, other, start, begin) {
  const most = Math.min(one.length - start, other.length - begin);
  let count = 0;
  while (count < most && one[start + count] === other[begin + count]) count += 1;
  return count;
}

/**
 * How one slip goes on: a letter changed, one too many, one left out, two swapped.
 * @param {string} typed
 * @param {string} word
 * @param {number} same
 * @returns {[number, number][]}
 */
function slips(typed, word, same) {
  const swapped =
    [...typed.slice(same, same + 2)].reverse().join("") === word.slice(same, same + 2);
  return [[1, 1], [1, 0], [0, 1], ...(swapped ? [/** @type {[number, number]} */ ([2, 2])] : [])];
}

/**
 * @param {string} typed
 * @param {string} word
 * @param {number} at
 * @param {number} to
 * @param {Grammar} grammar
 */
function restIsEnding(typed, word, at, to, grammar) {
  const alike = Math.min(at, to);
  const most = Math.min(grammar.tail, alike);
  return (
    alike >= grammar.share * Math.min(typed.length, word.length) &&
    typed.length - at <= most &&
    word.length - to <= most
  );
}
