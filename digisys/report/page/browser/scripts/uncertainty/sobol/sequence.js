// A scrambled Sobol sequence: a twin of digisys/uncertainty/sobol/sequence.py, equal to the bit.

const BITS = 30;
const WORD = (1n << 64n) - 1n;
const WIDE = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/**
 * Random bits as NumPy draws them: the top bits of the halves of each number of PCG64
 * (O'Neill 2014), the lower half first.
 * @param {SobolStart} start
 * @returns {() => number}
 */
function randomBits({ state, increment }) {
  let at = BigInt(`0x${state}`);
  const step = BigInt(`0x${increment}`);
  let kept = -1;
  return () => {
    if (kept >= 0) {
      const bit = kept;
      kept = -1;
      return bit;
    }
    at = (at * MULTIPLIER + step) & WIDE;
    const mixed = (at >> 64n) ^ (at & WORD);
    const turn = at >> 122n;
    const number = (mixed >> turn) | (mixed << (64n - turn));
    kept = Number((number >> 63n) & 1n);
    return Number((number >> 31n) & 1n);
  };
}

/**
 * Direction numbers of one dimension, their binary points in line (Joe & Kuo 2008).
 * @param {number} polynomial
 * @param {number[]} first
 */
function directionNumbers(polynomial, first) {
  const degree = first.length;
  const numbers = [...first];
  for (let bit = degree; bit < BITS; bit += 1) {
    let number = degree ? numbers[bit - degree] : 0;
    for (let term = 0; term < degree; term += 1) {
      if ((polynomial >>> (degree - 1 - term)) & 1) number ^= numbers[bit - term - 1] << (term + 1);
    }
    numbers.push(number >>> 0);
  }
  return numbers.map((number, bit) => (number << (BITS - 1 - bit)) >>> 0);
}

/** @param {number} number */
function parity(number) {
  let folded = number ^ (number >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >>> (folded & 15)) & 1;
}

/**
 * Map the bits of direction numbers by a random lower triangular matrix.
 * @param {number[]} numbers
 * @param {() => number} random
 */
function scrambled(numbers, random) {
  /** @type {number[]} */
  const rows = [];
  for (let row = 0; row < BITS; row += 1) {
    let bits = 0;
    for (let column = 0; column < BITS; column += 1) {
      const bit = random();
      if (column === row || (column < row && bit)) bits |= 1 << (BITS - 1 - column);
    }
    rows.push(bits);
  }
  return numbers.map((number) => {
    let out = 0;
    for (let row = 0; row < BITS; row += 1) {
      out |= parity(number & rows[row]) << (BITS - 1 - row);
    }
    return out;
  });
}

/**
 * The first points of the sequence, from 0 to 1, by dimension.
 * @param {SobolStart} start
 * @param {number} dimensions
 * @param {number} count
 * @returns {Float64Array[]}
 */
export function sobolPoints(start, dimensions, count) {
  const random = randomBits(start);
  const shifts = Array.from({ length: dimensions }, () => {
    let shift = 0;
    for (let bit = 0; bit < BITS; bit += 1) shift |= random() << bit;
    return shift;
  });
  return shifts.map((shift, dimension) => {
    // The first dimension has no polynomial: all its numbers are 1.
    // A model that grew in the editor may have more unknowns than polynomials came with the page.
    const known = start.polynomials.length;
    const at = dimension < known ? dimension : 1 + ((dimension - 1) % (known - 1));
    const numbers = dimension
      ? directionNumbers(start.polynomials[at], start.first[at])
      : Array.from({ length: BITS }, (_, bit) => (1 << (BITS - 1 - bit)) >>> 0);
    const directions = scrambled(numbers, random);
    return Float64Array.from({ length: count }, (_, point) => {
      const gray = point ^ (point >>> 1);
      let out = shift;
      for (let bit = 0; gray >> bit; bit += 1) {
        if ((gray >> bit) & 1) out ^= directions[bit];
      }
      return (out >>> 0) / 2 ** BITS;
    });
  });
}
