// What is not known of a system: a twin of digisys/uncertainty/unknowns.py.

/**
 * List the numbers that a draw takes, by key: one for each unknown, which says where in its
 * range it lies; then one for each that may be absent, which says whether it exists.
 * @param {Unknown[]} unknowns
 */
export function drawKeys(unknowns) {
  const doubtful = unknowns.filter((item) => item.chance < 1);
  return [...unknowns, ...doubtful].map((item, at) =>
    at < unknowns.length ? item.key : `exists:${item.key}`,
  );
}

/**
 * Turn a share of a range, 0 to 1, into the value of an unknown.
 * @param {Unknown} unknown
 * @param {number} share
 */
export function unknownValue(unknown, share) {
  const width = unknown.high - unknown.low;
  if (unknown.sign) return unknown.sign * (unknown.low + width * share);
  const side = 2 * share - 1;
  return Math.sign(side) * (unknown.low + width * Math.abs(side));
}
