// Presenter mode: one thing after another, large, with the keyboard.

import { conclude } from "./analysis/influence/conclude.js";
import { concludeNamedLoop } from "./analysis/loops/conclude_named.js";
import { levelsCaption } from "./answers/times.js";
import { shortLabel } from "./answers/wording.js";
import { announce, button, byId, closest, fill, find, focusOn, h } from "./base/dom.js";
import { model } from "./base/model.js";
import { kindText, subjectTitle } from "./base/naming.js";
import { answered, currentAnswers, currentGraph, loopSteps } from "./base/shown.js";
import { slideScenario, slideState, slides } from "./base/slides.js";
import { change, showsScenario, state } from "./base/state.js";
import { loopOf, ownSubject, subjectOf } from "./graph/names.js";
import { findingText } from "./panels/finding.js";
import { linkSentence } from "./panels/link.js";
import { chartOutcome, drawChart } from "./scenarios/chart.js";
import {
  chosenYear,
  currentComparison,
  currentConclusion,
  currentRun,
  otherRun,
  scenarioOf,
  scenarioTitle,
} from "./scenarios/view.js";
import { say, sayDate, textOf } from "./words.js";

/** @param {Slide} slide */
function slideTitle(slide) {
  if (slide.title) return textOf(slide.title);
  const scenario = slideScenario(slide);
  if (scenario) return scenarioTitle(scenario);
  const subject = subjectOf(model, slide.subject);
  const asked = subject && ["variable", "target", "loop"].includes(subject.kind);
  if (asked && slide === slides()[state.slide]) return findingText();
  return slide.subject ? subjectTitle(ownSubject(model, slide.subject)) : textOf(model.title);
}

/**
 * Text of a slide: its own, or the model's description of what it shows.
 * @param {Slide} slide
 */
function slideText(slide) {
  if (slide.description) return textOf(slide.description);
  const scenario = slideScenario(slide);
  if (scenario) return textOf(scenarioOf(scenario)?.description);
  const subject = subjectOf(model, slide.subject);
  if (!subject) return textOf(model.description);
  if (subject.kind === "variable") return textOf(model.variable.get(subject.key).description);
  if (subject.kind === "target") return textOf(model.target.get(subject.key).title);
  if (subject.kind === "area") return textOf(model.area.get(subject.key).description);
  return textOf(loopOf(model, subject).description);
}

/** The steps of the loop that the slide is about; none of another slide. */
function slideSteps() {
  if (showsScenario()) return [];
  const subject = subjectOf(model, slides()[Math.min(state.slide, slides().length - 1)].subject);
  const looped = subject?.kind === "loop" || subject?.kind === "instance";
  return looped ? loopSteps(subject) : [];
}

/**
 * Go on or back along a loop; before its first step and after its last to the next slide.
 * @param {number} way
 */
function goAlong(way) {
  const steps = slideSteps();
  const next = state.step + way;
  if (!steps.length || next < 0 || next > steps.length) return goToSlide(state.slide + way);
  change({ step: next });
  if (next) announce(`${next}/${steps.length}: ${linkSentence(steps[next - 1].link)}`);
  return undefined;
}

/** @param {number} at */
function goToSlide(at) {
  const next = Math.min(Math.max(at, 0), slides().length - 1);
  change(slideState(next));
  announce(
    `${next + 1}/${slides().length}: ${slideTitle(slides()[next])}. ${slideText(slides()[next])}`,
  );
}

/** Where one was before, and comes back to. @type {State["mode"]} */
let returnTo = "explore";

/** @param {{ from?: State["mode"] }} [options] */
export function startPresenting({ from = "explore" } = {}) {
  returnTo = from;
  goToSlide(state.slide);
  fillScreen();
  focusOn(byId("slide-title"));
}

let filled = false;

/** Take the whole screen, where the browser lets a page do so. */
async function fillScreen() {
  try {
    await document.documentElement.requestFullscreen();
    filled = true;
  } catch {
    // A page inside another one may not; it presents all the same.
  }
}

/** Escape leaves the full screen before the page hears of it, and ends the presentation. */
export function onFullscreen() {
  if (document.fullscreenElement || !filled) return;
  filled = false;
  if (state.mode === "present") stopPresenting();
}

function stopPresenting() {
  if (document.fullscreenElement) document.exitFullscreen();
  change({ mode: returnTo });
  const back = returnTo === "edit" ? `story-preview-${state.slide}` : "mode-present";
  const place = find(`[data-focus="${back}"]`) ?? find('[data-focus="mode-present"]');
  for (let part = place?.closest("details"); part; part = part.parentElement?.closest("details")) {
    part.open = true;
  }
  place?.focus();
}

/** Draw the text of the slide beside the map. */
export function showPresentation() {
  const part = byId("present");
  const on = state.mode === "present";
  part.hidden = !on;
  byId("answer").hidden = on;
  if (!on) return;
  if (part.parentNode !== byId("main")) byId("main").append(part);
  const at = Math.min(state.slide, slides().length - 1);
  const slide = slides()[at];
  const subject = subjectOf(model, slide.subject);
  const steps = slideSteps();
  fill(
    part,
    h(
      "p",
      { class: "kind" },
      [
        `${at + 1}/${slides().length}`,
        showsScenario() ? say("Scenario") : subject ? kindText(subject) : "",
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    h("h1", { id: "slide-title", tabindex: "-1" }, slideTitle(slide)),
    steps.length ? drawSteps(steps) : null,
    ...(state.step && steps.length
      ? []
      : [
          h("p", { class: "slide-text" }, slideText(slide)),
          showsScenario() ? runFigures() : slideFigures(subject),
          slide.scenario && !slideScenario(slide) ? scenarioMissing(slide.scenario) : null,
        ]),
    h("p", { class: "note" }, `${textOf(model.title)} · ${sayDate(new Date())}`),
    h(
      "div",
      { class: "slide-tools" },
      button(say("Previous"), () => goToSlide(at - 1), {
        class: "tool",
        "data-focus": "slide-back",
        "aria-disabled": at === 0 ? "true" : null,
      }),
      button(say("Next"), () => goToSlide(at + 1), {
        class: "tool strong",
        "data-focus": "slide-next",
        "aria-disabled": at === slides().length - 1 ? "true" : null,
      }),
      button(say("End the presentation"), stopPresenting, {
        class: "tool",
        "data-focus": "slide-end",
      }),
    ),
    h(
      "p",
      { class: "note slide-keys" },
      steps.length
        ? say("Left and right arrow turn the slides, up and down go along the loop; Escape ends.")
        : say("Arrow keys or Page Up and Page Down turn the slides; Escape ends."),
    ),
  );
}

/**
 * The step that the map shows, and how to go on.
 * @param {LoopStep[]} steps
 */
function drawSteps(steps) {
  const at = Math.min(state.step, steps.length);
  return h(
    "div",
    { class: "slide-step" },
    at
      ? h("p", {}, h("strong", {}, `${at}/${steps.length} `), linkSentence(steps[at - 1].link))
      : null,
    at < steps.length
      ? button(at ? say("Next step") : say("Step by step"), () => goAlong(1), {
          class: "tool",
          "data-focus": "slide-step",
        })
      : button(say("Whole loop"), () => change({ step: 0 }), {
          class: "tool",
          "data-focus": "slide-step",
        }),
  );
}

/** Where the scenario leads: its conclusion, and the course of what the slide names. */
function runFigures() {
  const run = currentRun();
  if (run.problem) return null;
  const found = otherRun();
  const other = found && !found.problem ? found : null;
  return [
    ...[...currentComparison(), ...currentConclusion()].map(({ text }) =>
      h("p", { class: "slide-finding" }, text),
    ),
    state.of ? drawChart(run, other, chartOutcome(run)) : null,
    h("p", { class: "note" }, levelsCaption(model.time, chosenYear())),
  ];
}

/** @param {string} name */
function scenarioMissing(name) {
  return h(
    "p",
    { class: "note" },
    say("The scenario “{name}” is not in this page: the map shows the slide without it.", { name }),
  );
}

/**
 * What the slide shows, in a few figures: chain of a loop, or reach of a question.
 * @param {Subject | null} subject
 */
function slideFigures(subject) {
  if (!subject) return null;
  if (subject.kind === "loop" || subject.kind === "instance") {
    const loop = loopOf(model, subject);
    const [kind] = concludeNamedLoop(currentGraph(), subject);
    return [
      ...Object.entries(loop.cycles).map(([name, cycle]) =>
        h(
          "p",
          { class: "slide-chain" },
          `${name}: ${[...cycle, cycle[0]].map((id) => shortLabel(model, id)).join(" → ")}`,
        ),
      ),
      h("p", { class: "slide-finding" }, kind.text),
    ];
  }
  if (subject.kind === "area") return null;
  const answers = currentAnswers();
  return answered(answers).map((answer) =>
    h(
      "p",
      { class: "slide-finding" },
      conclude(model, answer)
        .map(({ text }) => text)
        .join(" "),
    ),
  );
}

/** @type {Record<string, number>} */
const SLIDE_KEYS = {
  ArrowRight: 1,
  PageDown: 1,
  ArrowLeft: -1,
  PageUp: -1,
};

/** Along a loop; from slide to slide where there is none. @type {Record<string, number>} */
const STEP_KEYS = { ArrowDown: 1, ArrowUp: -1 };

/** @param {KeyboardEvent} event */
export function onPageKey(event) {
  if (state.mode !== "present" || event.altKey || event.ctrlKey || event.metaKey) return;
  if (closest(event, "input, select, [data-token]")) return;
  if (event.key in SLIDE_KEYS) goToSlide(state.slide + SLIDE_KEYS[event.key]);
  else if (event.key in STEP_KEYS) goAlong(STEP_KEYS[event.key]);
  else if (event.key === "Home") goToSlide(0);
  else if (event.key === "End") goToSlide(slides().length - 1);
  else if (event.key === "Escape") stopPresenting();
  else return;
  event.preventDefault();
}
