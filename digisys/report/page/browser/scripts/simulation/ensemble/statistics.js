// Quantiles and means of runs.

export const BAND = [0.05, 0.5, 0.95];

/**
 * Quantiles of numbers, on straight lines between them.
 * @param {number[]} values
 * @param {number[]} shares
 */
export function quantiles(values, shares) {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => {
    const at = share * (sorted.length - 1);
    const low = Math.floor(at);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
  });
}

/**
 * The mean level of some variables at a step of a run.
 * @param {Float64Array} levels
 * @param {number} size
 * @param {number} step
 * @param {number[]} rows
 */
export function meanLevel(levels, size, step, rows) {
  let sum = 0;
  for (const row of rows) sum += levels[step * size + row];
  return sum / rows.length;
}
