// Numbers as people write them.

/**
 * Pages or slides, such as "3, 5-7"; null where it says something else.
 * @param {string} text
 * @returns {number[] | null}
 */
export function readPages(text) {
  const found = [];
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const match = /^(\d{1,5})(?:[-\u2013](\d{1,5}))?$/.exec(part);
    if (!match) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (first < 1 || last < first || last - first > 500) return null;
    for (let page = first; page <= last; page += 1) found.push(page);
  }
  return [...new Set(found)];
}

/**
 * Pages in a row as "5–7".
 * @param {number[] | undefined} pages
 */
export function writePages(pages = []) {
  /** @type {number[][]} */
  const runs = [];
  for (const page of pages) {
    const run = runs[runs.length - 1];
    if (run && run[1] === page - 1) run[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([first, last]) => (first === last ? first : `${first}\u2013${last}`)).join(", ");
}

/**
 * A number with a point or a comma; null where it says something else.
 * @param {string} text
 * @returns {number | null}
 */
export function readNumber(text) {
  const plain = text.trim().replace(",", ".");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
