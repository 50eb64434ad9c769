// What is told of the model as a whole: its title, its languages, its areas.

import { everyText } from "../words.js";
import { uniqueId } from "./ids.js";
import { partOf, withKey } from "./plain.js";
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

/**
 * @param {Plain} plain
 * @param {string} language
 * @param {string} title
 * @returns {EditResult}
 */
export function setTitle(plain, language, title) {
  const words = cleanName(title);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  const text = textIn(plain, plain.title, languageOf(plain, language), words) ?? words;
  if (JSON.stringify(text) === JSON.stringify(plain.title)) return refuse(plain, "nothing-changed");
  return done(plain, { ...plain, title: text }, "title-set", { label: words });
}

/**
 * Say in a language what the model is about; empty words take it away.
 * @param {Plain} plain
 * @param {string} language
 * @param {string} description
 * @returns {EditResult}
 */
export function describeModel(plain, language, description) {
  const words = cleanText(description);
  const text = textIn(plain, plain.description, languageOf(plain, language), words);
  const next = withKey(plain, "description", text);
  if (JSON.stringify(next.description) === JSON.stringify(plain.description)) {
    return refuse(plain, "nothing-changed");
  }
  return done(plain, next, "model-described", {});
}

/**
 * Add an area.
 * @param {Plain} plain
 * @param {string} language
 * @param {string} label
 * @returns {EditResult}
 */
export function addArea(plain, language, label) {
  const words = cleanName(label);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  if (isTaken(plain.areas, words, null)) return refuse(plain, "label-taken", { label: words });
  const id = uniqueId(words, (name) => Boolean(partOf(plain.areas, name)));
  const text = textIn(plain, undefined, languageOf(plain, language), words) ?? words;
  const areas = { ...plain.areas, [id]: { label: text } };
  return done(plain, { ...plain, areas }, "area-added", { label: text }, `area-${id}`);
}

/**
 * Name an area in a language; its id stays.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} label
 * @returns {EditResult}
 */
export function renameArea(plain, id, language, label) {
  const area = partOf(plain.areas, id);
  if (!area) return refuse(plain, "no-area", { name: id });
  const words = cleanName(label);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  if (isTaken(plain.areas, words, id)) return refuse(plain, "label-taken", { label: words });
  const next = relabelled(plain, area, language, words);
  if (JSON.stringify(next) === JSON.stringify(area)) return refuse(plain, "nothing-changed");
  const areas = { ...plain.areas, [id]: next };
  const values = { before: shortText(area), label: words };
  return done(plain, { ...plain, areas }, "area-renamed", values, `area-${id}`);
}

/**
 * Remove an area; its variables and targets belong to none then.
 * @param {Plain} plain
 * @param {string} id
 * @returns {EditResult}
 */
export function removeArea(plain, id) {
  const area = partOf(plain.areas, id);
  if (!area) return refuse(plain, "no-area", { name: id });
  /**
   * @template {{ area?: string }} Item
   * @param {Record<string, Item> | undefined} items
   */
  const without = (items) =>
    Object.fromEntries(
      Object.entries(items ?? {}).map(([key, item]) => [
        key,
        item.area === id ? withKey(item, "area", undefined) : item,
      ]),
    );
  const { [id]: _, ...areas } = plain.areas ?? {};
  let next = withKey(plain, "areas", areas);
  next = { ...next, variables: without(plain.variables) };
  if (plain.targets) next = { ...next, targets: without(plain.targets) };
  return done(plain, next, "area-removed", { label: shortText(area) });
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;
const MOST_LANGUAGES = 100;
/** Keys that hold texts. */
const TEXTS = new Set([
  "title",
  "label",
  "short_label",
  "description",
  "publisher",
  "note",
  "reading",
  "reason",
  "unit",
]);
/** Keys that hold what has no texts of its own, or time, whose unit is a word of the format. */
const WITHOUT = new Set(["layout", "time", "cites", "cycles", "effect"]);

/**
 * Add a language: every text says in it what it says in the first, until it is translated.
 * @param {Plain} plain
 * @param {string} language
 * @returns {EditResult}
 */
export function addLanguage(plain, language) {
  if (!LANGUAGE.test(language)) return refuse(plain, "no-language", { name: language });
  if (plain.languages.includes(language)) return refuse(plain, "nothing-changed");
  if (plain.languages.length >= MOST_LANGUAGES)
    return refuse(plain, "no-language", { name: language });
  const languages = [...plain.languages, language];
  const [first] = languages;
  const next = eachText({ ...plain, languages }, (text) => {
    const words = typeof text === "string" ? text : (partOf(text, first) ?? everyText(text)[0]);
    return typeof text === "string"
      ? Object.fromEntries(languages.map((code) => [code, words]))
      : { ...text, [language]: words };
  });
  return done(plain, next, "language-added", { language });
}

/**
 * Take a language out of every text.
 * @param {Plain} plain
 * @param {string} language
 * @returns {EditResult}
 */
export function removeLanguage(plain, language) {
  if (!plain.languages.includes(language)) return refuse(plain, "no-language", { name: language });
  const languages = plain.languages.filter((code) => code !== language);
  if (!languages.length) return refuse(plain, "last-language");
  const next = eachText({ ...plain, languages }, (text) => {
    if (typeof text === "string") return text;
    const { [language]: own, ...others } = text;
    return Object.keys(others).length ? others : { [languages[0]]: own };
  });
  return done(plain, next, "language-removed", { language });
}

/**
 * A model with each of its texts made into another.
 * @param {Plain} plain
 * @param {(text: PlainText) => PlainText} change
 * @returns {Plain}
 */
function eachText(plain, change) {
  /**
   * @param {any} value
   * @param {boolean} keyed Whether the keys are ids, and none of them names a text.
   * @returns {any}
   */
  const walk = (value, keyed) => {
    if (Array.isArray(value)) return value.map((item) => walk(item, false));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (keyed) return [key, walk(item, false)];
        if (TEXTS.has(key) && item !== null) return [key, change(item)];
        return [key, WITHOUT.has(key) ? item : walk(item, KEYED.has(key))];
      }),
    );
  };
  return walk(plain, false);
}

const KEYED = new Set(["sources", "areas", "targets", "themes", "variables", "loops", "parts"]);
