// How big an effect is, in words: a twin of digisys/answers/size.py, whose thresholds these are.

import { say, sayCount, sayList, sayNumber } from "../words.js";
import { momentText } from "./times.js";

const SEEN = 0.02;
export const CLEAR = 0.05;
const LARGE = 0.1;

/** @type {Size[]} */
const ORDER = ["clear", "open", "small", "either", "unseen"];

/** So many variables are named in a model without targets, of each size. */
const NAMED = 3;

/**
 * Tell how big an effect is from the ends of nine tenths of its draws.
 * @param {{ low: number; high: number }} ends
 * @returns {Size}
 */
export function sizeOf({ low, high }) {
  if (low <= -SEEN && high >= SEEN) return "either";
  if (Math.max(low, -high) >= CLEAR) return "clear";
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (most < SEEN) return "unseen";
  return most < LARGE ? "small" : "open";
}

/**
 * Tell which effects are clear, from when on, and which are small or too small to see.
 * @param {Sized[]} effects At least one.
 * @param {Moment} end When the horizon ends.
 * @param {number} [pushed] How hard what was asked about is pushed, where no scenario says it.
 * @returns {Statement}
 */
export function sizeStatement(effects, end, pushed) {
  const clauses = ORDER.map((size) => ({
    size,
    group: effects
      .filter((item) => sizeOf(item) === size)
      .sort((a, b) => Math.abs(b.middle) - Math.abs(a.middle)),
  }))
    .filter(({ group }) => group.length)
    .map(({ size, group }) => clause(size, group, end));
  const values = {
    told: clauses.reduce((first, rest) => say("{first}; {rest}", { first, rest })),
    time: momentText(end),
  };
  const years = end.unit === "years";
  let text = "";
  if (pushed !== undefined) {
    const share = sayNumber(pushed);
    text = years
      ? say("Pushed by {share} permanently, its effect in {time} is {told}.", { ...values, share })
      : say("Pushed by {share} permanently, its effect at {time} is {told}.", { ...values, share });
  } else {
    text = years
      ? say("In {time} the effect is {told}.", values)
      : say("At {time} the effect is {told}.", values);
  }
  return { kind: "size", text };
}

/**
 * @param {Size} size
 * @param {Sized[]} group
 * @param {Moment} end
 */
function clause(size, group, end) {
  const named = group.map((item) => withTime(item, end));
  if (typeof group[0].name === "number") return onTargets(size, group.length, sayList(named));
  const rest = group.length - NAMED;
  const other =
    rest > 0 ? [sayCount("{count} other variable", "{count} other variables", rest)] : [];
  return onVariables(size, sayList([...named.slice(0, NAMED), ...other]));
}

/**
 * @param {Sized} item
 * @param {Moment} end
 */
function withTime(item, end) {
  const size = sizeOf(item);
  const name =
    typeof item.name === "number" ? String(item.name) : say("“{name}”", { name: item.name });
  const notes = [];
  if (item.partly) notes.push(say("pushed in part itself"));
  if (item.middle < 0 && ["clear", "open", "small"].includes(size)) notes.push(say("falls"));
  if (size === "clear" && item.by !== null) {
    const by = momentText({ time: item.by, unit: end.unit });
    notes.push(
      end.unit === "years" ? say("by {year}", { year: by }) : say("by {time}", { time: by }),
    );
  }
  if (!notes.length) return name;
  const told = notes.reduce((first, rest) => say("{first}, {rest}", { first, rest }));
  return say("{name} ({notes})", { name, notes: told });
}

/**
 * @param {Size} size
 * @param {number} count
 * @param {string} names
 */
function onTargets(size, count, names) {
  switch (size) {
    case "clear":
      return sayCount("clear on target {names}", "clear on targets {names}", count, { names });
    case "open":
      return sayCount(
        "anything from small to clear, by how strong links are, on target {names}",
        "anything from small to clear, by how strong links are, on targets {names}",
        count,
        { names },
      );
    case "small":
      return sayCount("small on target {names}", "small on targets {names}", count, { names });
    case "either":
      return sayCount(
        "either way, by how strong links are, on target {names}",
        "either way, by how strong links are, on targets {names}",
        count,
        { names },
      );
    default:
      return sayCount(
        "too small to see on target {names}",
        "too small to see on targets {names}",
        count,
        { names },
      );
  }
}

/**
 * @param {Size} size
 * @param {string} names
 */
function onVariables(size, names) {
  switch (size) {
    case "clear":
      return say("clear on {names}", { names });
    case "open":
      return say("anything from small to clear, by how strong links are, on {names}", { names });
    case "small":
      return say("small on {names}", { names });
    case "either":
      return say("either way, by how strong links are, on {names}", { names });
    default:
      return say("too small to see on {names}", { names });
  }
}
