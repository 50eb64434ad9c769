// Draws of what is not known. Each unknown has a stream of its own, so that two scenarios
// meet the same draws; digisys/uncertainty/draws.py draws other numbers.

import { lookup } from "../lookup.js";

const DRAWS = 200;
const LEAST_DRAWS = 50;
const MOST_LEVELS = 9000;

/**
 * A small generator of numbers from 0 to 1, started from a text.
 * @param {string} text
 * @returns {() => number}
 */
function randomStream(text) {
  let seed = 2166136261;
  for (let at = 0; at < text.length; at += 1)
    seed = Math.imul(seed ^ text.charCodeAt(at), 16777619);
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @type {Lookup<string, Float64Array>} */
const streams = lookup();

/**
 * How many runs: fewer where there are many variables, so that sliders stay quick.
 * @param {StockFlow} system
 */
export function drawCount(system) {
  const fitting = Math.floor(MOST_LEVELS / system.model.variables.length);
  return Math.min(DRAWS, Math.max(LEAST_DRAWS, fitting));
}

/**
 * Draws for an unknown, one in each of equal parts of its range, in mixed order.
 * @param {string} key
 * @param {number} [count]
 */
export function drawsFor(key, count = DRAWS) {
  const known = `${count} ${key}`;
  if (streams.has(known)) return streams.get(known);
  const random = randomStream(key);
  const parts = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [parts[at], parts[other]] = [parts[other], parts[at]];
  }
  const draws = Float64Array.from(parts, (part) => (part + random()) / count);
  streams.set(known, draws);
  return draws;
}
