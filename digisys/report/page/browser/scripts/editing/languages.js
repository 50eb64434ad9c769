// A text in each language of the model.

import { h } from "../base/dom.js";
import { state } from "../base/state.js";
import { nearestLanguage, say } from "../words.js";
import { longField, textField } from "./fields.js";
import { plainNow } from "./session.js";

/**
 * The words of a text in a language; nothing where it has none of its own.
 * @param {PlainText | undefined} text
 * @param {string} language
 */
export function wordsIn(text, language) {
  if (text === undefined) return "";
  if (typeof text === "string") return text;
  return Object.hasOwn(text, language) ? text[language] : "";
}

/**
 * A language by its name, in the language of the page.
 * @param {string} language
 */
function languageWord(language) {
  try {
    return new Intl.DisplayNames([state.lang], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}

/**
 * A field for each language of the model, that of the page first; the others folded.
 * @param {string} name
 * @param {string} label
 * @param {() => PlainText | undefined} value
 * @param {(language: string, words: string) => string} act
 * @param {boolean} [long]
 */
export function languageField(name, label, value, act, long = false) {
  const { languages } = plainNow();
  const own = nearestLanguage(state.lang, languages);
  const order = [own, ...languages.filter((language) => language !== own)];
  const fields = order.map((language) => {
    const text = languages.length > 1 ? `${label} (${languageWord(language)})` : label;
    const facts = {
      name: `${name}-${language}`,
      label: text,
      value: () => wordsIn(value(), language),
      act: (/** @type {string} */ words) => act(language, words),
      attributes: { lang: language, "data-name-field": name === "label" && language === own },
    };
    return long ? longField(facts) : textField(facts);
  });
  const [first, ...others] = fields;
  if (!others.length) return first;
  return h(
    "div",
    { class: "edit-languages" },
    first,
    h(
      "details",
      { "data-focus": `edit-${name}-languages-details` },
      h(
        "summary",
        { "data-focus": `edit-${name}-languages` },
        say("In other languages"),
        h("span", { class: "visually-hidden" }, `: ${label}`),
      ),
      others,
    ),
  );
}
