// Texts measured, and broken into lines.

const measuring = /** @type {CanvasRenderingContext2D} */ (
  document.createElement("canvas").getContext("2d")
);

/**
 * How wide a text is, in pixels.
 * @param {string} text
 * @param {number} size
 * @param {number} weight
 */
export function widthOf(text, size, weight) {
  measuring.font = `${weight} ${size}px Inter`;
  return measuring.measureText(text).width;
}

/**
 * Break a text between its words into lines that fit a width.
 * @param {string} text
 * @param {number} size
 * @param {number} weight
 * @param {number} room
 */
export function brokenLines(text, size, weight, room) {
  /** @type {string[]} */
  const found = [];
  for (const word of text.split(" ")) {
    const last = found[found.length - 1];
    if (last !== undefined && widthOf(`${last} ${word}`, size, weight) <= room) {
      found[found.length - 1] = `${last} ${word}`;
    } else found.push(word);
  }
  return found;
}

/** Where a word may be divided when it must be: before a consonant and a vowel. */
const SYLLABLE = /(?<=\p{L})(?=[^\P{L}aeiouyåäöéèüøæ][aeiouyåäöéèüøæ])/giu;
/** Fewer letters than this never stand alone. */
const LEAST_PART = 3;

/**
 * Divide words that are wider than a line, at a syllable where there is one.
 * @param {string} text
 * @param {number} size
 * @param {number} weight
 * @param {number} room
 */
export function dividedWords(text, size, weight, room) {
  /** @param {string} word */
  const divided = (word) => {
    const parts = [];
    let rest = word;
    while (widthOf(rest, size, weight) > room) {
      const places = [...rest.matchAll(SYLLABLE)].map(({ index }) => index ?? 0);
      const fitting = places.filter(
        (at) =>
          at >= LEAST_PART &&
          rest.length - at >= LEAST_PART &&
          widthOf(`${rest.slice(0, at)}-`, size, weight) <= room,
      );
      const cut = fitting[fitting.length - 1];
      if (cut === undefined) break;
      parts.push(`${rest.slice(0, cut)}-`);
      rest = rest.slice(cut);
    }
    return [...parts, rest].join(" ");
  };
  return text.split(" ").map(divided).join(" ");
}
