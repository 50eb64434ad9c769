// How a label is broken into lines, and how large its box is: roughly as
// digisys/render/parts/boxes.py does it, with widths that are estimated.

const SIZE = 16;
const LINE_HEIGHT = 1.22;
const CAP_HEIGHT = 0.728;
const PAD = { x: 13, y: 11 };
const LEAST_WIDTH = 84;
const AIM = 168;
const WIDEST = 328;
const MOST_LINES = 6;

/** Widths in ems of letters that are much narrower or wider than others. */
const NARROW = /[iljtfrI.,:;'|!()[\]\u0131-]/u;
const WIDE = /[mwMW@%\u2014]/u;
const FULL =
  /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]|\p{Extended_Pictographic}/u;
const MARK = /[\p{Mn}\p{Cf}]/u;

/**
 * About how wide a text is in the semibold letters of the map.
 * @param {string} text
 * @param {number} [size]
 */
export function widthOf(text, size = SIZE) {
  let ems = 0;
  for (const letter of text) {
    if (MARK.test(letter)) continue;
    if (letter === " ") ems += 0.26;
    else if (FULL.test(letter)) ems += 1.15;
    else if (NARROW.test(letter)) ems += 0.34;
    else if (WIDE.test(letter)) ems += 0.92;
    else ems += /\p{Lu}/u.test(letter) ? 0.68 : 0.59;
  }
  return ems * size;
}

/**
 * Break a label into lines and size its box to it.
 * @param {string} label
 */
export function fitLabel(label) {
  const words = label.split(/\s+/).filter(Boolean);
  let limit = AIM;
  let lines = filled(words, limit);
  while (lines.length > MOST_LINES && limit < WIDEST) {
    limit += 16;
    lines = filled(words, limit);
  }
  if (lines.length > MOST_LINES) {
    lines = lines.slice(0, MOST_LINES);
    lines[MOST_LINES - 1] = { ...lines[MOST_LINES - 1], words: `${lines[MOST_LINES - 1].words}…` };
  }
  const widest = Math.max(...lines.map((line) => widthOf(line.words)));
  const width = Math.round(Math.max(widest + 2 * PAD.x, LEAST_WIDTH));
  const high = (lines.length - 1) * SIZE * LINE_HEIGHT + SIZE * CAP_HEIGHT + 2 * PAD.y + 6;
  return { lines, width, height: Math.round(high) };
}

/**
 * @param {string[]} words
 * @param {number} limit
 */
function filled(words, limit) {
  /** @type {{ words: string; joint: number }[]} */
  const lines = [];
  let line = "";
  for (const word of words.length ? words : [""]) {
    const longer = line ? `${line} ${word}` : word;
    if (widthOf(longer) <= limit) {
      line = longer;
      continue;
    }
    if (line) lines.push({ words: line, joint: 0 });
    let rest = word;
    while (widthOf(rest) > limit && [...rest].length > 1) {
      const letters = [...rest];
      let count = letters.length - 1;
      while (count > 1 && widthOf(letters.slice(0, count).join("")) > limit) count -= 1;
      lines.push({ words: letters.slice(0, count).join(""), joint: 2 });
      rest = letters.slice(count).join("");
    }
    line = rest;
  }
  lines.push({ words: line, joint: 0 });
  return lines;
}

/**
 * Lines around the middle of a box, as the map has them.
 * @param {ReturnType<typeof fitLabel>["lines"]} lines
 * @param {[number, number]} middle
 * @param {number} look
 * @returns {PackedLine[]}
 */
export function placedLines(lines, [x, y], look) {
  const step = SIZE * LINE_HEIGHT;
  const first = y + (SIZE * CAP_HEIGHT) / 2 - (step * (lines.length - 1)) / 2;
  return lines.map(({ words, joint }, at) => {
    const tenth = (/** @type {number} */ value) => Math.round(value * 10) / 10;
    return [words, tenth(x), tenth(first + at * step), look, joint, 0];
  });
}
