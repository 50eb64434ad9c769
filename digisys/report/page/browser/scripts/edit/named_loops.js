// Named loops: loops that were found and get a name.

import { jointPolarities, kindOfCycle, kindOfLoop, partOf, rotated, withKey } from "./plain.js";
import { done, refuse } from "./result.js";
import {
  cleanName,
  cleanText,
  isTaken,
  languageOf,
  nameProblem,
  relabelled,
  shortText,
  textIn,
} from "./texts.js";

const LETTERS = { reinforcing: "R", balancing: "B", unknown: "L" };

/** @typedef {{ label: string; language: string; cycles: string[][]; id?: string }} NewLoop */

/**
 * Name a loop, which may run along several cycles.
 * @param {Plain} plain
 * @param {NewLoop} facts Each cycle is a list of variables in causal order.
 * @returns {EditResult}
 */
export function addLoop(plain, { label, language, cycles, id }) {
  const words = cleanName(label);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  if (isTaken(plain.loops, words, null)) return refuse(plain, "label-taken", { label: words });
  const wrong = cyclesProblem(plain, cycles);
  if (wrong) return { plain, refused: wrong };
  const polarities = jointPolarities(plain);
  const kinds = new Set(cycles.map((cycle) => kindOfCycle(polarities, cycle)));
  const kind = (kinds.size === 1 ? [...kinds][0] : "unknown") ?? "unknown";
  const name = id ?? freeName(plain, LETTERS[kind]);
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return refuse(plain, "no-loop-name", { name });
  if (isNameTaken(plain, name)) return refuse(plain, "label-taken", { label: name });
  /** @type {Record<string, string[]>} */
  const routes = {};
  for (const cycle of cycles) {
    routes[cycles.length === 1 ? name : freeRoute(plain, name, routes)] = rotated(cycle);
  }
  const text = textIn(plain, undefined, languageOf(plain, language), words) ?? words;
  const loop = { label: text, kind, cycles: routes };
  const next = { ...plain, loops: { ...plain.loops, [name]: loop } };
  return done(plain, next, "loop-named", { name, label: text }, `loop-${name}`);
}

/**
 * Let a named loop run along one more cycle.
 * @param {Plain} plain
 * @param {string} id
 * @param {string[]} cycle
 * @returns {EditResult}
 */
export function addRoute(plain, id, cycle) {
  const loop = partOf(plain.loops, id);
  if (!loop) return refuse(plain, "no-loop", { name: id });
  const wrong = cyclesProblem(plain, [cycle]);
  if (wrong) return { plain, refused: wrong };
  const cycles = { ...loop.cycles, [freeRoute(plain, id, loop.cycles)]: rotated(cycle) };
  const kind = kindOfLoop(jointPolarities(plain), { ...loop, cycles }) ?? "unknown";
  const next = { ...plain.loops, [id]: { ...loop, cycles, kind } };
  const values = { name: id, label: shortText(loop) };
  return done(plain, { ...plain, loops: next }, "route-added", values, `loop-${id}`);
}

/**
 * Name a loop otherwise in a language; its short name, such as R1, stays.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} label
 * @returns {EditResult}
 */
export function renameLoop(plain, id, language, label) {
  const loop = partOf(plain.loops, id);
  if (!loop) return refuse(plain, "no-loop", { name: id });
  const words = cleanName(label);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  if (isTaken(plain.loops, words, id)) return refuse(plain, "label-taken", { label: words });
  const next = relabelled(plain, loop, language, words);
  if (JSON.stringify(next) === JSON.stringify(loop)) return refuse(plain, "nothing-changed");
  const loops = { ...plain.loops, [id]: next };
  const values = { name: id, before: shortText(loop), label: words };
  return done(plain, { ...plain, loops }, "loop-renamed", values, `loop-${id}`);
}

/**
 * Say in a language what goes round in a named loop; empty words take it away.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} description
 * @returns {EditResult}
 */
export function describeLoop(plain, id, language, description) {
  const loop = partOf(plain.loops, id);
  if (!loop) return refuse(plain, "no-loop", { name: id });
  const words = cleanText(description);
  const text = textIn(plain, loop.description, languageOf(plain, language), words);
  const next = withKey(loop, "description", text);
  if (JSON.stringify(next) === JSON.stringify(loop)) return refuse(plain, "nothing-changed");
  const loops = { ...plain.loops, [id]: next };
  return done(plain, { ...plain, loops }, "loop-described", { name: id }, `loop-${id}`);
}

/**
 * Take the name of a loop away; its links stay.
 * @param {Plain} plain
 * @param {string} id
 * @returns {EditResult}
 */
export function removeLoop(plain, id) {
  const loop = partOf(plain.loops, id);
  if (!loop) return refuse(plain, "no-loop", { name: id });
  const { [id]: _, ...loops } = plain.loops ?? {};
  const next = withKey(plain, "loops", loops);
  return done(plain, next, "loop-removed", { name: id, label: shortText(loop) });
}

/**
 * Why cycles are none of a loop to be named; null if they may be.
 * @param {Plain} plain
 * @param {string[][]} cycles
 * @returns {EditRefusal | null}
 */
function cyclesProblem(plain, cycles) {
  const polarities = jointPolarities(plain);
  const named = new Map(
    Object.values(plain.loops ?? {}).flatMap((loop) =>
      Object.entries(loop.cycles).map(([name, cycle]) => [rotated(cycle).join(), name]),
    ),
  );
  if (!cycles.length) return { code: "no-cycle", values: {} };
  for (const cycle of cycles) {
    const simple = cycle.length > 1 && new Set(cycle).size === cycle.length;
    if (!simple || !kindOfCycle(polarities, cycle)) return { code: "no-cycle", values: {} };
    const key = rotated(cycle).join();
    const other = named.get(key);
    if (other !== undefined) return { code: "loop-named-already", values: { name: other } };
    named.set(key, "");
  }
  return null;
}

/**
 * Whether a loop, or a cycle of one, is called so.
 * @param {Plain} plain
 * @param {string} name
 */
function isNameTaken(plain, name) {
  return Object.entries(plain.loops ?? {}).some(
    ([id, loop]) => id === name || partOf(loop.cycles, name) !== undefined,
  );
}

/**
 * The first name of a loop that nothing has: R1, R2 and so on.
 * @param {Plain} plain
 * @param {string} letter
 */
function freeName(plain, letter) {
  let number = 1;
  while (isNameTaken(plain, `${letter}${number}`)) number += 1;
  return `${letter}${number}`;
}

/**
 * The first name of a cycle that nothing has: R1a, R1b and so on.
 * @param {Plain} plain
 * @param {string} name
 * @param {Record<string, string[]>} own
 */
function freeRoute(plain, name, own) {
  for (let number = 0; ; number += 1) {
    const letter = number < 26 ? String.fromCharCode(97 + number) : `_${number + 1}`;
    const route = `${name}${letter}`;
    if (!isNameTaken(plain, route) && !partOf(own, route)) return route;
  }
}
