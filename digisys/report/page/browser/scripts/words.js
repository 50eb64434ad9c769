// The program's own words and the model's texts, in the language that the page speaks.

/** @type {Catalogue & { language: string }} */
const words = { language: "en", texts: {}, plurals: {} };

/**
 * Speak a language from now on; the catalogues come with the page.
 * @param {string} language
 * @param {Catalogue | undefined} catalogue
 */
export function useLanguage(language, catalogue) {
  words.language = language;
  words.texts = catalogue?.texts ?? {};
  words.plurals = catalogue?.plurals ?? {};
}

/**
 * Translate one of the program's own texts and fill in its {named} values.
 * @param {string} text
 * @param {Record<string, unknown>} [values]
 */
export function say(text, values = {}) {
  return fillIn(words.texts[text] ?? text, values);
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toLocaleUpperCase(words.language) + text.slice(1);
}

/**
 * Translate a text that depends on a count.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, unknown>} [values]
 */
export function sayCount(one, many, count, values = {}) {
  const forms = words.plurals[one] ?? [one, many];
  return fillIn(forms[count === 1 ? 0 : 1], { count, ...values });
}

/**
 * Things in a row, with "and" before the last.
 * @param {string[]} items
 */
export function sayList(items) {
  if (items.length < 2) return items.join("");
  const last = items[items.length - 1];
  return say("{first} and {last}", { first: items.slice(0, -1).join(", "), last });
}

/**
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}

/**
 * Write a share in per cent: Finnish and Swedish put a space before the sign.
 * @param {number} share
 * @param {number} [digits]
 */
export function sayShare(share, digits = 0) {
  const spaced = /^(fi|sv)\b/.test(words.language);
  const text = digits ? (100 * share).toFixed(digits) : String(Math.round(100 * share));
  return spaced ? `${text.replace(".", ",")}\u00a0%` : `${text}%`;
}

/**
 * Write a number with up to six digits: Finnish and Swedish have a decimal comma.
 * @param {number} value
 */
export function sayNumber(value) {
  const text = String(Number(value.toPrecision(6))).replace("-", "\u2212");
  return /^(fi|sv)\b/.test(words.language) ? text.replace(".", ",") : text;
}

/**
 * Write a day: 26 November 2026.
 * @param {Date} day
 */
export function sayDate(day) {
  const language = words.language === "en" ? "en-GB" : words.language;
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(day);
}

/**
 * Choose a model's text: in the language, else in the nearest, English or its first.
 * @param {Wording} text
 */
export function textOf(text) {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return text[nearestLanguage(words.language, Object.keys(text))] ?? "";
}

/**
 * Choose the language that a reader of another understands best.
 * @param {string} wanted
 * @param {string[]} given
 */
export function nearestLanguage(wanted, given) {
  const parts = wanted.split("-");
  for (let size = parts.length; size > 0; size -= 1) {
    const tag = parts.slice(0, size).join("-");
    if (given.includes(tag)) return tag;
  }
  for (const language of [parts[0], "en"]) {
    const tag = given.find((each) => each.split("-")[0] === language);
    if (tag !== undefined) return tag;
  }
  return given[0];
}

/**
 * Every language's version of a text of the model.
 * @param {Wording} text
 */
export function everyText(text) {
  if (text === null || text === undefined) return [];
  return typeof text === "string" ? [text] : Object.values(text);
}

/** @type {Record<string, string>} */
const SIGN_MARKS = { 1: "+", "-1": "\u2212", 0: "?" };

/**
 * Write a sign as +, − or ?.
 * @param {number | undefined} sign
 * @returns {string}
 */
export function signMark(sign) {
  return SIGN_MARKS[String(sign)];
}
