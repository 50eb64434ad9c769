// What is not known of a system: a twin of digisys/uncertainty/unknowns.py.

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
