// Steps of the presentation: what is shown, and what is said of it.

import { everyText } from "../words.js";
import { withKey } from "./plain.js";
import { done, refuse } from "./result.js";
import { lostSubject } from "./settle.js";
import { cleanName, cleanText, isBlank, languageOf, nameProblem, textIn } from "./texts.js";

const SUBJECTS = /** @type {const} */ (["variable", "target", "area", "loop"]);

/**
 * Take other steps for the presentation; none leaves it to the page, which makes its own.
 * @param {Plain} plain
 * @param {PlainSlide[]} slides
 * @returns {EditResult}
 */
export function setPresentation(plain, slides) {
  return withSlides(plain, slides, "slides-set", { count: slides.length });
}

/**
 * Add a step, at the end unless a place is given.
 * @param {Plain} plain
 * @param {PlainSlide} slide
 * @param {number} [at]
 * @returns {EditResult}
 */
export function addSlide(plain, slide, at) {
  const slides = [...slidesOf(plain)];
  const place = Math.min(Math.max(at ?? slides.length, 0), slides.length);
  slides.splice(place, 0, slide);
  return withSlides(plain, slides, "slide-added", { number: place + 1, title: slide.title ?? "" });
}

/**
 * Change facts of a step; those that are not given stay, and null takes one away.
 * @param {Plain} plain
 * @param {number} at
 * @param {Partial<Record<keyof PlainSlide, unknown>>} facts
 * @returns {EditResult}
 */
export function changeSlide(plain, at, facts) {
  const slides = slidesOf(plain);
  const slide = slides[at];
  if (!slide) return refuse(plain, "no-slide");
  let next = slide;
  for (const [name, value] of Object.entries(facts)) {
    next = withKey(next, name, value, name === "direction" ? "downstream" : undefined);
  }
  const every = slides.map((item, place) => (place === at ? next : item));
  return withSlides(plain, every, "slide-changed", { number: at + 1, title: next.title ?? "" });
}

/**
 * Say in a language what a step is called and what is said of it; empty words take it away.
 * @param {Plain} plain
 * @param {number} at
 * @param {string} language
 * @param {{ title?: string; description?: string }} words
 * @returns {EditResult}
 */
export function tellSlide(plain, at, language, { title, description }) {
  const slide = slidesOf(plain)[at];
  if (!slide) return refuse(plain, "no-slide");
  const chosen = languageOf(plain, language);
  /** @type {Partial<PlainSlide>} */
  const facts = {};
  if (title !== undefined) facts.title = textIn(plain, slide.title, chosen, cleanName(title));
  if (description !== undefined) {
    facts.description = textIn(plain, slide.description, chosen, cleanText(description));
  }
  return changeSlide(plain, at, facts);
}

/**
 * @param {Plain} plain
 * @param {number} at
 * @returns {EditResult}
 */
export function removeSlide(plain, at) {
  const slides = slidesOf(plain);
  const slide = slides[at];
  if (!slide) return refuse(plain, "no-slide");
  const left = slides.filter((_, place) => place !== at);
  return withSlides(plain, left, "slide-removed", { number: at + 1, title: slide.title ?? "" });
}

/**
 * Put a step somewhere else among the steps.
 * @param {Plain} plain
 * @param {number} from
 * @param {number} to
 * @returns {EditResult}
 */
export function moveSlide(plain, from, to) {
  const slides = [...slidesOf(plain)];
  if (!slides[from] || !slides[to]) return refuse(plain, "no-slide");
  const [slide] = slides.splice(from, 1);
  slides.splice(to, 0, slide);
  const values = { number: from + 1, place: to + 1, title: slide.title ?? "" };
  return withSlides(plain, slides, "slide-moved", values);
}

/**
 * The steps of a model's own presentation.
 * @param {Plain} plain
 * @returns {PlainSlide[]}
 */
export function slidesOf(plain) {
  return plain.presentation?.slides ?? [];
}

/**
 * @param {Plain} plain
 * @param {PlainSlide[]} slides
 * @param {string} code
 * @param {EditValues} values
 * @returns {EditResult}
 */
function withSlides(plain, slides, code, values) {
  if (JSON.stringify(slides) === JSON.stringify(slidesOf(plain))) {
    return refuse(plain, "nothing-changed");
  }
  const whole = slides.map((slide) => withTexts(plain, slide));
  for (const slide of whole) {
    for (const title of everyText(slide.title)) {
      const problem = nameProblem(title);
      if (problem) return { plain, refused: problem };
    }
    const shown = SUBJECTS.filter((kind) => slide[kind] !== undefined && slide[kind] !== null);
    if (shown.length > 1) return refuse(plain, "several-subjects");
    if (lostSubject(plain, slide)) return refuse(plain, "no-subject");
    const { steps } = slide;
    if (steps !== undefined && !(Number.isInteger(steps) && steps > 0)) {
      return refuse(plain, "no-number");
    }
  }
  const next = withKey(plain, "presentation", whole.length ? { slides: whole } : undefined);
  return done(plain, next, code, values);
}

/**
 * A step whose texts are there in each language of the model, and in no other.
 * @param {Plain} plain
 * @param {PlainSlide} slide
 * @returns {PlainSlide}
 */
function withTexts(plain, slide) {
  let next = slide;
  for (const name of /** @type {const} */ (["title", "description"])) {
    const text = slide[name];
    if (text === undefined) continue;
    const words = name === "title" ? cleanName : cleanText;
    if (typeof text === "string") {
      next = withKey(next, name, textIn(plain, undefined, plain.languages[0], words(text)));
      continue;
    }
    const given = Object.entries(text ?? {}).filter(([, own]) => !isBlank(words(own)));
    const some = given.find(([code]) => code === plain.languages[0]) ?? given[0];
    const told = plain.languages.map((code) => {
      const own = given.find(([language]) => language === code) ?? some;
      return [code, words(own?.[1] ?? "")];
    });
    next = withKey(next, name, some ? Object.fromEntries(told) : undefined);
  }
  return next;
}
