// The story: steps of the presentation, made of what is shown, told, put in order and looked at.

import { announce, button, find, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { subjectTitle } from "../base/naming.js";
import { change, state } from "../base/state.js";
import { slidesOf } from "../edit/slides.js";
import { slideOf, slideShowing, tokenOfSlide } from "../edit/story.js";
import { verbs } from "../edit/verbs.js";
import { subjectOf } from "../graph/names.js";
import { startPresenting } from "../present.js";
import { NO_SCENARIO } from "../scenarios/address.js";
import { scenarioTitle } from "../scenarios/view.js";
import { say, sayNumber, textOf } from "../words.js";
import { longField, textField } from "./fields.js";
import { wordsIn } from "./languages.js";
import { perform, plainNow } from "./session.js";

/** What the page shows now, and the scenario that was looked at last. */
function viewNow() {
  return { subject: state.subject, direction: state.dir, steps: state.steps };
}

/** The scenario that was looked at last; null if none was. */
function scenarioNow() {
  const known = model.scenarios.some(({ id }) => id === state.scenario);
  if (!known) return null;
  const { scenario, compare, year, of } = state;
  return { ...viewNow(), subject: of, scenario, compare, time: year };
}

export function drawStoryForm() {
  const slides = slidesOf(plainNow());
  const scenario = scenarioNow();
  return h(
    "details",
    { class: "edit-story", "data-focus": "story-details" },
    h("summary", { "data-focus": "story" }, `${say("Story")} (${sayNumber(slides.length)})`),
    h(
      "p",
      { class: "field-hint" },
      say("Choose something on the map, then add what you see as a step of the presentation."),
    ),
    h(
      "div",
      { class: "edit-row" },
      button(say("Add this view as a step"), () => add(slideOf(plainNow(), viewNow())), {
        class: "tool strong",
        "data-focus": "story-add",
      }),
      scenario
        ? button(
            say("Add the scenario “{name}” as a step", { name: scenarioTitle(state.scenario) }),
            () => add(slideOf(plainNow(), scenario)),
            { class: "tool", "data-focus": "story-add-scenario" },
          )
        : null,
      slides.length
        ? button(say("Preview"), () => preview(0), { class: "tool", "data-focus": "story-preview" })
        : null,
    ),
    h(
      "ol",
      { class: "plain story-steps" },
      slides.map((slide, at) => h("li", {}, drawStep(slide, at, slides.length))),
    ),
  );
}

/** What decides which fields the form has. */
export function storyKey() {
  return [
    slidesOf(plainNow()).map(({ title: _, description: __, ...rest }) => rest),
    state.scenario,
  ];
}

/** @param {PlainSlide} slide */
function add(slide) {
  const at = slidesOf(plainNow()).length;
  if (!perform(verbs.addSlide(plainNow(), slide))) focusOnStep(`edit-slide-title-${at}`);
}

/** @param {string} focus */
function focusOnStep(focus) {
  const field = find(`[data-focus="${focus}"]`);
  const part = field?.closest("details");
  if (part instanceof HTMLDetailsElement) part.open = true;
  find('[data-focus="story-details"]')?.setAttribute("open", "");
  field?.focus();
}

/** @param {number} at */
function preview(at) {
  change({ slide: at, mode: "present" });
  startPresenting({ from: "edit" });
}

/**
 * What a step shows, in words.
 * @param {PlainSlide} slide
 */
function shownText(slide) {
  const token = tokenOfSlide(slide);
  const subject = token ? subjectOf(model, token) : null;
  const name = subject ? subjectTitle(subject) : "";
  if (!slide.scenario) return name || say("the whole map");
  const other = slide.compare ? scenarioTitle(slide.compare) || slide.compare : "";
  return [
    scenarioTitle(slide.scenario) || slide.scenario,
    other && slide.compare !== NO_SCENARIO ? say("compared with {name}", { name: other }) : other,
    name,
    slide.time ? sayNumber(slide.time) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * @param {PlainSlide} slide
 * @param {number} at
 * @param {number} count
 */
function drawStep(slide, at, count) {
  const number = at + 1;
  const shown = shownText(slide);
  const step = () => slidesOf(plainNow())[at];
  const language = state.lang;
  const named = { number, name: slide.title ? textOf(slide.title) : shown };
  return h(
    "details",
    { class: "story-step", "data-focus": `story-step-${at}` },
    h(
      "summary",
      { "data-focus": `story-${at}` },
      `${number}. ${slide.title ? `${textOf(slide.title)} – ` : ""}${shown}`,
    ),
    textField({
      name: `slide-title-${at}`,
      label: say("Title"),
      value: () => wordsIn(step()?.title, language),
      act: (words) => perform(verbs.tellSlide(plainNow(), at, language, { title: words })),
    }),
    longField({
      name: `slide-text-${at}`,
      label: say("What is said of it"),
      value: () => wordsIn(step()?.description, language),
      act: (words) => perform(verbs.tellSlide(plainNow(), at, language, { description: words })),
    }),
    h(
      "div",
      { class: "edit-row" },
      button(say("Earlier"), () => move(at, at - 1), {
        class: "tool",
        "data-focus": `story-up-${at}`,
        "aria-label": say("Move step {number} earlier: {name}", named),
        "aria-disabled": at === 0 ? "true" : null,
      }),
      button(say("Later"), () => move(at, at + 1), {
        class: "tool",
        "data-focus": `story-down-${at}`,
        "aria-label": say("Move step {number} later: {name}", named),
        "aria-disabled": at === count - 1 ? "true" : null,
      }),
      button(say("Show what is seen now"), () => replace(at), {
        class: "tool",
        "data-focus": `story-replace-${at}`,
      }),
      button(say("Preview"), () => preview(at), {
        class: "tool",
        "data-focus": `story-preview-${at}`,
        "aria-label": say("Preview step {number}: {name}", named),
      }),
      button(say("Remove"), () => remove(at), {
        class: "tool",
        "data-focus": `story-remove-${at}`,
        "aria-label": say("Remove step {number}: {name}", named),
      }),
    ),
  );
}

/**
 * @param {number} from
 * @param {number} to
 */
function move(from, to) {
  if (to < 0 || to >= slidesOf(plainNow()).length) return;
  perform(verbs.moveSlide(plainNow(), from, to));
  focusOnStep(to < from ? `story-up-${to}` : `story-down-${to}`);
}

/** @param {number} at */
function replace(at) {
  const slides = slidesOf(plainNow());
  const slide = slideShowing(plainNow(), at, viewNow());
  const problem = perform(
    verbs.setPresentation(
      plainNow(),
      slides.map((item, place) => (place === at ? slide : item)),
    ),
  );
  if (!problem) announce(say("Step {number} shows what is seen now.", { number: at + 1 }));
  focusOnStep(`story-replace-${at}`);
}

/** @param {number} at */
function remove(at) {
  perform(verbs.removeSlide(plainNow(), at));
  const left = slidesOf(plainNow()).length;
  if (left) focusOnStep(`story-${Math.min(at, left - 1)}`);
  else focusOnStep("story-add");
}
