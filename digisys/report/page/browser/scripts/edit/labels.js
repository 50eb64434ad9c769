// Labels told apart: where several are alike, each carries its id. A twin of
// digisys/graph/labels.py.

import { nearestLanguage } from "../words.js";

/** Needed, but not seen. */
const UNSEEN = /\u00ad|\u034f|\u061c|[\u200c-\u200f]|[\ufe00-\ufe0f]/g;
const BETWEEN = /[\s_\-\u2010-\u2015\u2212.,;:()"'\u201d\u201c\u2019]+/g;

/**
 * Bring a name to the form in which the library compares names.
 * @param {string} name
 */
export function compared(name) {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size > MOST_KNOWN) known.clear();
  const found = formOf(name);
  known.set(name, found);
  return found;
}

/** @type {Map<string, string>} */
const known = new Map();
/** Names whose form is remembered. */
const MOST_KNOWN = 20_000;

/** @param {string} name */
function formOf(name) {
  const lower = name.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  const text = lower.normalize("NFKC").replace(UNSEEN, "");
  return text.replace(BETWEEN, " ").trim() || text.replace(/\s+/g, " ").trim();
}

/**
 * Add their ids to texts that are alike, or that something of another kind has.
 * @param {Record<string, PlainText>} texts
 * @param {Record<string, PlainText>} others
 * @param {string[]} languages
 * @returns {Record<string, PlainText>}
 */
export function toldApart(texts, others, languages) {
  /** @type {Map<string, Map<string, number>>} */
  const alike = new Map();
  for (const language of languages) {
    const counts = new Map();
    for (const text of [...Object.values(texts), ...Object.values(others)]) {
      const name = compared(wordsOf(text, language));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    alike.set(language, counts);
  }
  const shared = (/** @type {string} */ words, /** @type {string} */ language) =>
    (alike.get(language)?.get(compared(words)) ?? 0) > 1;
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => {
      if (typeof text === "string") {
        return [key, languages.some((code) => shared(text, code)) ? `${text} (${key})` : text];
      }
      const told = Object.entries(text).map(([code, words]) => [
        code,
        shared(words, code) ? `${words} (${key})` : words,
      ]);
      return [key, Object.fromEntries(told)];
    }),
  );
}

/**
 * A text in a language, else in the nearest.
 * @param {PlainText} text
 * @param {string} language
 */
export function wordsOf(text, language) {
  if (typeof text === "string") return text;
  return text[language] ?? text[nearestLanguage(language, Object.keys(text))] ?? "";
}
