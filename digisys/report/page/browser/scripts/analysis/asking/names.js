// Names of a model within a question, whatever their endings and slips of the keyboard. A twin
// of digisys/analysis/asking/names.py.

import { lookup } from "../../lookup.js";
import { everyText } from "../../words.js";
import { kindOfWord, plainLetters } from "./grammar.js";
import { beginsLike, FORM, MISSPELT, unlike } from "./likeness.js";

/** A question is read so far, in words. */
const MOST_WORDS = 60;
/** Longer names, such as official titles, are not looked for within a question. */
const LONGEST = 80;
/** Shorter words are not taken for a part of a name. */
const SHORTEST_PART = 4;
/** Where targets stand that have no name, behind all that have. */
const LAST = 1e6;

/**
 * Split a question into words; an arrow is a word too.
 * @param {string} text
 * @returns {AskedWord[]}
 */
export function askedWords(text) {
  const found = text.replaceAll("->", " → ").match(/→|[\p{L}\p{N}]+(?::[\p{L}\p{N}]+)?/gu) ?? [];
  return found.slice(0, MOST_WORDS).map((typed) => {
    const [plain, ending = ""] = plainLetters(typed).split(":");
    return { typed, plain, ending };
  });
}

/**
 * The names of a model as the words that they are of, for one language.
 * @param {Model} model
 * @param {Grammar} grammar
 * @returns {AskedNames}
 */
export function askedNames(model, grammar) {
  /** @type {AskedName[]} */
  const entries = [];
  /**
   * @param {string} means
   * @param {string[]} names
   * @param {boolean} [isKey]
   */
  const add = (means, names, isKey = false) => {
    for (const name of names) {
      if ([...name].length > LONGEST) continue;
      const every = askedWords(name.replaceAll("_", " ")).map((word) => word.plain);
      const words = every.filter((word) => !grammar.articles.includes(word));
      if (every.length) entries.push({ words: words.length ? words : every, means, isKey });
    }
  };
  for (const variable of model.variables) {
    const means = `variable:${variable.id}`;
    add(means, [variable.id], true);
    add(means, [...everyText(variable.label), ...everyText(variable.short), ...variable.aliases]);
  }
  for (const target of model.targets) {
    add(`target:${target.number}`, [...everyText(target.title), ...everyText(target.short)]);
  }
  for (const area of model.areas) {
    add(`area:${area.id}`, [area.id], true);
    add(`area:${area.id}`, [...everyText(area.label), ...everyText(area.short)]);
  }
  for (const loop of model.loops) {
    add(`loop:${loop.id}`, [loop.id], true);
    add(`loop:${loop.id}`, [...everyText(loop.label), ...everyText(loop.short)]);
    for (const cycle of Object.keys(loop.cycles)) {
      if (cycle !== loop.id || Object.keys(loop.cycles).length > 1) {
        add(`cycle:${cycle}`, [cycle], true);
      }
    }
  }
  /** @type {Lookup<string, number>} */
  const order = lookup();
  entries.forEach(({ means }, at) => {
    if (!order.has(means)) order.set(means, at);
  });
  for (const { number } of model.targets) order.set(`target:${number}`, LAST + number);
  return { model, grammar, entries, order };
}

/**
 * Whether a word is an article, and not the whole name of something.
 * @param {AskedNames} names
 * @param {AskedWord} word
 */
export function isArticle(names, word) {
  return (
    names.grammar.articles.includes(word.plain) &&
    !names.entries.some(({ words }) => words.length === 1 && words[0] === word.plain)
  );
}

/**
 * Find the names in a question, none over another, in the order of the question.
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 * @returns {NameAsked[]}
 */
export function namesAsked(names, words) {
  const spans = [...wholeNames(names, words), ...numberedTargets(names, words)];
  spans.sort(
    (a, b) =>
      b.found.end - b.found.start - (a.found.end - a.found.start) ||
      a.cost - b.cost ||
      a.found.start - b.found.start,
  );
  /** @type {Set<number>} */
  const taken = new Set();
  /** @type {NameAsked[]} */
  const kept = [];
  for (const { found } of spans) {
    const places = Array.from({ length: found.end - found.start }, (_, at) => found.start + at);
    if (places.some((place) => taken.has(place))) continue;
    for (const place of places) taken.add(place);
    kept.push(found);
  }
  kept.push(...partsOfNames(names, words, taken));
  kept.sort((a, b) => a.start - b.start);
  return kept.map((found) => withWords(names, words, found));
}

/**
 * Every whole name, with how far it is from what was typed.
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 */
function wholeNames(names, words) {
  /** @type {Lookup<string, { start: number; end: number; cost: number; named: Named[] }>} */
  const best = lookup();
  for (const entry of names.entries) {
    for (let start = 0; start + entry.words.length <= words.length; start += 1) {
      const cost = distance(names, words, start, entry.words);
      if (cost === null || (entry.isKey && cost)) continue;
      const end = start + entry.words.length;
      const span = `${start} ${end}`;
      const named = { ...entry, case: caseOfName(names, words, start, entry.words) };
      const known = best.get(span);
      if (!best.has(span) || cost < known.cost) best.set(span, { start, end, cost, named: [named] });
      else if (cost === known.cost) known.named.push(named);
    }
  }
  const spans = [];
  for (const { start, end, cost, named } of best.values()) {
    if (end - start === 1 && cost && kindOf(names, words[start], { near: false })) continue;
    let { meanings, sure } = meant(names, named);
    if (!sure) meanings = ordered(names, [...meanings, ...holding(names, words.slice(start, end))]);
    const marked = named.find((item) => item.case !== "=")?.case ?? "=";
    const found = { start, end, meanings, sure: sure && cost < MISSPELT * 2, case: marked };
    spans.push({ found, cost });
  }
  return spans;
}

/**
 * Leave the variable alone where others share its label; a loop's label is not sure.
 * @param {AskedNames} names
 * @param {Named[]} named
 */
function meant(names, named) {
  const keys = ordered(
    names,
    named.filter((item) => item.isKey).map((item) => item.means),
  );
  if (keys.length === 1) return { meanings: keys, sure: true };
  const meanings = ordered(
    names,
    named.map((item) => item.means),
  );
  const variables = meanings.filter((means) => means.startsWith("variable:"));
  if (variables.length === 1) return { meanings: variables, sure: true };
  return { meanings, sure: meanings.length === 1 && !meanings[0].startsWith("loop:") };
}

/**
 * @param {AskedNames} names
 * @param {string[]} meanings
 */
function ordered(names, meanings) {
  return [...new Set(meanings)].sort((a, b) => names.order.get(a) - names.order.get(b));
}

/**
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 * @param {number} start
 * @param {string[]} name
 * @returns {number | null}
 */
function distance(names, words, start, name) {
  let cost = 0;
  for (const [at, word] of name.entries()) {
    const far = unlike(words[start + at].plain, word, names.grammar);
    if (far === null) return null;
    cost += far;
  }
  return cost;
}

/**
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 * @param {number} start
 * @param {string[]} name
 */
function caseOfName(names, words, start, name) {
  const cases = name.map((word, at) => {
    const { plain, ending } = words[start + at];
    return caseOf(names, ending || (plain === word ? "" : plain));
  });
  return cases.find((item) => item !== "=") ?? "=";
}

/**
 * What the ending of a word says: ">" into, "<" out of, "=" neither.
 * @param {AskedNames} names
 * @param {string} word
 */
function caseOf({ grammar }, word) {
  if (grammar.neither.includes(word)) return "=";
  if (grammar.into.some((ending) => word.endsWith(ending))) return ">";
  return grammar.out.some((ending) => word.endsWith(ending)) ? "<" : "=";
}

/**
 * Targets by their number, after a word for target or alone, and as "t14".
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 */
function numberedTargets(names, words) {
  const spans = [];
  for (const [at, word] of words.entries()) {
    const number = /^t?([0-9]{1,4})$/.exec(word.plain);
    if (!number) continue;
    const key = Number(number[1]);
    const known = names.model.target.has(key);
    const before = at > 0 && kindOf(names, words[at - 1]) === "target";
    if (!known && !before) continue;
    const start = before ? at - 1 : at;
    let marked = caseOf(names, word.ending);
    if (before && marked === "=") marked = caseOf(names, words[start].plain);
    const meanings = known ? [`target:${key}`] : [];
    spans.push({ found: { start, end: at + 1, meanings, sure: known, case: marked }, cost: 0 });
  }
  return spans;
}

/**
 * Runs of other words that are part of names.
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 * @param {Set<number>} taken
 */
function partsOfNames(names, words, taken) {
  /** @type {NameAsked[]} */
  const parts = [];
  for (let start = 0; start < words.length; start += 1) {
    let end = start;
    while (end < words.length && isPart(names, words[end], end, taken)) end += 1;
    if (end > start) {
      const meanings = ordered(names, holding(names, words.slice(start, end)));
      const marked = caseOf(names, words[end - 1].plain);
      parts.push({ start, end, meanings, sure: false, case: marked });
    }
    start = end;
  }
  return parts;
}

/**
 * @param {AskedNames} names
 * @param {AskedWord} word
 * @param {number} at
 * @param {Set<number>} taken
 */
function isPart(names, word, at, taken) {
  if (taken.has(at) || word.plain.length < SHORTEST_PART || kindOf(names, word)) return false;
  return names.entries.some(({ words }) => holds(names, words, word));
}

/**
 * @param {AskedNames} names
 * @param {string[]} words
 * @param {AskedWord} word
 */
function holds(names, words, word) {
  return words.some((each) => (unlike(word.plain, each, names.grammar) ?? MISSPELT) <= FORM);
}

/**
 * What has most of the words in one of its names.
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 */
function holding(names, words) {
  /** @type {Lookup<string, number>} */
  const counts = lookup();
  for (const entry of names.entries) {
    const count = words.filter((word) => holds(names, entry.words, word)).length;
    counts.set(entry.means, Math.max(counts.get(entry.means) ?? 0, count));
  }
  const most = Math.max(0, ...counts.values());
  return [...counts.keys()].filter((means) => most && counts.get(means) === most);
}

/**
 * Take words into a name: "loop" R1, and change, as in "luottamuksen kasvuun".
 * @param {AskedNames} names
 * @param {AskedWord[]} words
 * @param {NameAsked} found
 * @returns {NameAsked}
 */
function withWords(names, words, found) {
  let { start, end, case: marked } = found;
  if (found.sure && /^(loop|cycle):/.test(found.meanings[0])) {
    if (start > 0 && kindOf(names, words[start - 1], { near: false }) === "loop") start -= 1;
  }
  while (end < words.length && kindOf(names, words[end], { near: false }) === "change") {
    marked = caseOf(names, words[end].plain);
    end += 1;
  }
  return { ...found, start, end, case: marked };
}

/**
 * The kind of a word of the language; empty if it is none.
 * @param {AskedNames} names
 * @param {AskedWord} word
 * @param {{ near?: boolean }} [options] `near`: whether a slip of the keyboard is forgiven.
 * @returns {string}
 */
export function kindOf({ grammar }, { plain }, { near = true } = {}) {
  const known = kindOfWord(grammar, plain);
  if (known !== undefined) return known;
  const stem = grammar.stems.find(([begins]) => plain.startsWith(begins));
  if (stem) return stem[1];
  if (!near) return "";
  for (const [word, kind] of Object.entries(grammar.words)) {
    if (
      Math.abs(plain.length - word.length) <= FORM &&
      unlike(plain, word, grammar) === MISSPELT
    ) {
      return kind;
    }
  }
  return grammar.stems.find(([begins]) => beginsLike(plain, begins))?.[1] ?? "";
}
