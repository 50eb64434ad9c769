// Texts of the plain model: one language of several changed, and what no text may hold.

import { fold } from "../graph/names.js";
import { linkToken } from "../graph/pairs.js";
import { everyText, nearestLanguage } from "../words.js";
import { partOf, withKey } from "./plain.js";

/** What no text of a model file may hold: see `HIDDEN` in digisys/words.py. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Cs}/gu;
/** What a text may hold, but not alone, as nobody would see it. */
const BLANK =
  /\s|\u00ad|\u034f|\u061c|[\u115f\u1160\u2800\u3164\uffa0]|[\u200c-\u200f]|[\ufe00-\ufe0f]/g;

/** Letters that a label or a title may have. */
const LONGEST_NAME = 1000;
/** Letters that a quotation may have. */
export const LONGEST_QUOTE = 400;

/**
 * What someone typed, as a text of the model may be: without what cannot be seen.
 * @param {string} text
 */
export function cleanText(text) {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(HIDDEN, "")
    .trim();
}

/**
 * What someone typed, as a name: in one line.
 * @param {string} text
 */
export function cleanName(text) {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

/**
 * Whether nothing of a text can be seen.
 * @param {string} text
 */
export function isBlank(text) {
  return !text.replace(BLANK, "");
}

/**
 * Why a text is no name; null if it is one.
 * @param {string} text
 * @returns {EditRefusal | null}
 */
export function nameProblem(text) {
  if (isBlank(text)) return { code: "no-words", values: {} };
  if ([...text].length > LONGEST_NAME) {
    return { code: "too-long", values: { most: LONGEST_NAME } };
  }
  return null;
}

/**
 * A text with other words in one language; languages that say the same as it did follow, and so
 * do all where there was no text. Nothing where the words are empty.
 * @param {Plain} plain
 * @param {PlainText | undefined} text
 * @param {string} language
 * @param {string} words
 * @returns {PlainText | undefined}
 */
export function textIn({ languages }, text, language, words) {
  if (isBlank(words)) return undefined;
  if (languages.length === 1 && (text === undefined || typeof text === "string")) return words;
  if (text === undefined) return Object.fromEntries(languages.map((code) => [code, words]));
  if (typeof text === "string") {
    return Object.fromEntries(languages.map((code) => [code, words]));
  }
  const was = partOf(text, language);
  return Object.fromEntries(
    Object.entries(text).map(([code, own]) => [
      code,
      code === language || own === was ? words : own,
    ]),
  );
}

/**
 * Something under another name in one language. A short label of the old name would go on being
 * shown instead of the new one, so it becomes the new one too; those of other languages stay.
 * @template {{ label: PlainText; short_label?: PlainText }} Part
 * @param {Plain} plain
 * @param {Part} part
 * @param {string} language
 * @param {string} words
 * @returns {Part}
 */
export function relabelled(plain, part, language, words) {
  const chosen = languageOf(plain, language);
  const label = textIn(plain, part.label, chosen, words) ?? part.label;
  const next = { ...part, label };
  if (part.short_label === undefined) return next;
  const was = typeof part.label === "string" ? part.label : partOf(part.label, chosen);
  const short = was === words ? part.short_label : textIn(plain, part.short_label, chosen, words);
  const same = JSON.stringify(short) === JSON.stringify(label);
  return withKey(next, "short_label", same ? undefined : (short ?? part.short_label));
}

/**
 * The language of the model that someone means who writes in another.
 * @param {Plain} plain
 * @param {string} language
 */
export function languageOf({ languages }, language) {
  return languages.includes(language) ? language : nearestLanguage(language, languages);
}

/**
 * The short label of something, else its label.
 * @param {{ label: PlainText; short_label?: PlainText } | undefined} item
 * @returns {PlainText}
 */
export function shortText(item) {
  return item?.short_label ?? item?.label ?? "";
}

/**
 * The labels of the ends of a link, for the words of a step.
 * @param {Plain} plain
 * @param {{ from: string; to: string }} link
 * @returns {{ from: PlainText; to: PlainText }}
 */
export function endValues({ variables }, { from, to }) {
  return {
    from: shortText(partOf(variables, from)) || from,
    to: shortText(partOf(variables, to)) || to,
  };
}

/**
 * How the page names a link.
 * @param {string} id
 */
export function tokenOfLink(id) {
  return linkToken(/** @type {Link} */ ({ id }));
}

/**
 * Whether another thing than one is called so already, in any language.
 * @param {Record<string, { label: PlainText }> | undefined} items
 * @param {string} words
 * @param {string | null} own
 */
export function isTaken(items, words, own) {
  const wanted = fold(words);
  return Object.entries(items ?? {}).some(
    ([key, item]) => key !== own && everyText(item.label).some((text) => fold(text) === wanted),
  );
}
