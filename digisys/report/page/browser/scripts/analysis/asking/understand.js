// What a plain question asks. A twin of digisys/analysis/asking/understand.py.

import { grammarOf } from "./grammar.js";
import { askedNames, askedWords, isArticle, kindOf, namesAsked } from "./names.js";

/** Questions that are offered where none is understood. */
const MOST_OFFERED = 5;
/**
 * Kinds of words that say which way something is pushed.
 * @type {Record<string, "up" | "down">}
 */
const WAYS = { rises: "up", stronger: "up", raised: "up", falls: "down", weaker: "down" };

/**
 * Make the names of a model ready for questions in each language.
 * @param {Model} model
 * @returns {Record<string, AskedNames>}
 */
export function readyToAsk(model) {
  return Object.fromEntries(
    Object.entries(model.asking).map(([language, data]) => [
      language,
      askedNames(model, grammarOf(data)),
    ]),
  );
}

/**
 * Read a plain question: what it asks, or what it may mean.
 * @param {Record<string, AskedNames>} ready
 * @param {string} text
 * @param {string} language the language that is tried first
 * @returns {Understanding}
 */
export function understand(ready, text, language) {
  // A page knows the languages of its model.
  const known = ["en", "fi", "sv"].filter((each) => Object.hasOwn(ready, each));
  const first = known.find((each) => each === language) ?? known[0];
  const languages = known.filter((each) => each !== first);
  /** @type {Understanding[]} */
  const readings = [];
  for (const spoken of [first, ...languages]) {
    const reading = read(ready[spoken], text, spoken);
    if (reading.question) return reading;
    readings.push(reading);
  }
  return readings.reduce((best, other) => (lessDoubt(other, best) ? other : best));
}

/**
 * @param {Understanding} one
 * @param {Understanding} other
 */
function lessDoubt(one, other) {
  if (one.unknown.length !== other.unknown.length) return one.unknown.length < other.unknown.length;
  return one.offered.length > 0 && !other.offered.length;
}

/**
 * Read a question in one language.
 * @param {AskedNames} names
 * @param {string} text
 * @param {string} language
 * @returns {Understanding}
 */
function read(names, text, language) {
  const words = askedWords(text).filter((word) => !isArticle(names, word));
  const found = namesAsked(names, words);
  const { kinds, unknown } = kindsOf(names, words, found);
  const asked = askedBy(names, kinds, found);
  const sure = !unknown.length && found.every((item) => item.sure);
  if (asked?.length === 1 && sure) {
    return { text, language, question: asked[0], offered: [], unknown: [] };
  }
  const offered = asked?.length ? asked : about(found).slice(0, MOST_OFFERED);
  return { text, language, question: null, offered, unknown };
}

/**
 * Write the words as their kinds, names as their places, and list the words not known.
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 * @param {NameAsked[]} found
 */
function kindsOf(names, words, found) {
  /** @type {string[]} */
  const kinds = [];
  /** @type {string[]} */
  const unknown = [];
  for (let at = 0; at < words.length; at += 1) {
    const place = found.findIndex((item) => item.start === at);
    if (place >= 0) {
      const item = found[place];
      if (item.meanings.length) kinds.push(`${place}${item.case}`);
      else unknown.push(...words.slice(at, item.end).map((word) => word.typed));
      at = item.end - 1;
      continue;
    }
    const kind = kindOf(names, words[at]);
    if (!kind) unknown.push(words[at].typed);
    else if (kind !== "filler" && kind !== "change") kinds.push(kind);
  }
  return { kinds, unknown };
}

/**
 * The questions that an order of words is; null if it is none.
 * @param {AskedNames} names
 * @param {string[]} kinds
 * @param {NameAsked[]} found
 * @returns {PlainQuestion[] | null}
 */
function askedBy(names, kinds, found) {
  const line = kinds.map((kind) => `${kind} `).join("");
  const ways = new Set(kinds.filter((kind) => kind in WAYS).map((kind) => WAYS[kind]));
  for (const { kind, reverse, form } of names.grammar.patterns) {
    const fits = form.exec(line);
    if (!fits) continue;
    const places = fits.slice(1).filter((place) => place !== undefined);
    const slots = places.map((place) => found[Number(place)].meanings);
    if (reverse) slots.reverse();
    const chosen = everyChoice(slots).slice(0, MOST_OFFERED);
    if (kind === "back") {
      return chosen.flatMap((one) => [question("causes", one), question("influence", one)]);
    }
    if (kind === "push" && ways.size !== 1) return null;
    const [push] = kind === "push" ? ways : [null];
    return chosen.map((one) => question(kind, one, push));
  }
  return null;
}

/**
 * @param {string} kind
 * @param {string[]} names
 * @param {"up" | "down" | null} [push]
 * @returns {PlainQuestion}
 */
function question(kind, names, push = null) {
  return { kind: /** @type {PlainQuestion["kind"]} */ (kind), names, push };
}

/**
 * Every choice of one from each, the last changing first.
 * @param {string[][]} slots
 * @returns {string[][]}
 */
function everyChoice(slots) {
  return slots.reduce(
    (choices, slot) => choices.flatMap((choice) => slot.map((one) => [...choice, one])),
    /** @type {string[][]} */ ([[]]),
  );
}

/**
 * What may be asked of the names in a question that is not understood.
 * @param {NameAsked[]} found
 * @returns {PlainQuestion[]}
 */
function about(found) {
  const slots = found.map((item) => item.meanings).filter((meanings) => meanings.length);
  /** @type {PlainQuestion[]} */
  const questions = [];
  if (slots.length > 1) {
    const pairs = everyChoice(slots.slice(0, 2)).filter(([one, other]) => one !== other);
    for (const [one, other] of pairs.slice(0, 2)) {
      questions.push(question("chains", [one, other]), question("chains", [other, one]));
    }
  }
  const single = slots.length === 1 && slots[0].length === 1;
  const kinds = single ? ["influence", "causes", "show"] : ["influence"];
  for (const means of slots.flat())
    for (const kind of kinds) questions.push(question(kind, [means]));
  return questions;
}
