// A loop told step by step.

import { gainsSentence, gainText } from "../analysis/loops/gain.js";
import { courseText } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { announce, button, byId, folded, foldedParts, h, unfold } from "../base/dom.js";
import { model } from "../base/model.js";
import { linkText, loopKind } from "../base/naming.js";
import { currentGraph, loopSteps } from "../base/shown.js";
import { change, state } from "../base/state.js";
import { unnamedLoops } from "../graph/cycles.js";
import { loopOf } from "../graph/names.js";
import { linkToken } from "../graph/pairs.js";
import { say, sayCount } from "../words.js";
import { subjectButton } from "./parts.js";

/** @param {Subject} subject */
export function drawLoopStory(subject) {
  const steps = loopSteps(subject);
  const loop = loopOf(model, subject);
  if (!steps.length) {
    return h(
      "p",
      { class: "note" },
      say("The loop is not whole in this view: one of its links is left out."),
    );
  }
  const many = Object.keys(loop.cycles).length > 1 && subject.kind === "loop";
  /** @param {number} step */
  const go = (step) => {
    change({ step });
    const item = steps[step - 1];
    if (item) announce(`${step}/${steps.length}: ${linkText(item.link)}`);
  };
  return h(
    "section",
    { class: "story", "aria-labelledby": "story-title" },
    h("h3", { id: "story-title" }, say("Step by step")),
    h(
      "div",
      { class: "story-tools" },
      button(say("Previous"), () => go(Math.max(state.step - 1, 0)), {
        class: "tool",
        "data-focus": "story-back",
        "aria-disabled": state.step <= 0 ? "true" : null,
      }),
      button(
        state.step ? say("Next") : say("Start from the first step"),
        () => go(state.step >= steps.length ? 1 : state.step + 1),
        {
          class: "tool strong",
          "data-focus": "story-next",
        },
      ),
      button(say("Whole loop"), () => go(0), { class: "tool", "data-focus": "story-all" }),
    ),
    h(
      "ol",
      { class: "story-steps" },
      steps.map((item, at) =>
        h(
          "li",
          {
            class: at + 1 === state.step ? "current" : "",
            "aria-current": at + 1 === state.step ? "step" : null,
          },
          many && (at === 0 || steps[at - 1].cycle !== item.cycle)
            ? h("span", { class: "cycle" }, item.cycle)
            : null,
          storyLine(item),
        ),
      ),
    ),
    many ? cycleButtons(loop) : null,
    loop.kind === "reinforcing" ? gainNote(loop, subject) : null,
  );
}

/**
 * What each route does by itself, in figures.
 * @param {Loop} loop
 * @param {Subject} subject
 */
function gainNote(loop, subject) {
  const routes = subject.kind === "loop" ? Object.keys(loop.cycles) : [String(subject.key)];
  const text = gainsSentence(model, loop, String(subject.key), routes);
  return h("p", { class: "note loop-gain" }, text);
}

/** @param {LoopStep} item */
function storyLine(item) {
  return subjectButton(linkToken(item.link), linkText(item.link), {
    "data-focus": `story-${item.cycle}-${item.link.id}`,
  });
}

/** @param {Loop} loop */
function cycleButtons(loop) {
  return h(
    "p",
    { class: "chips" },
    h("span", { class: "chips-label" }, `${say("Its routes")}: `),
    Object.keys(loop.cycles).map((name) => subjectButton(`loop-${name}`, name, { class: "chip" })),
  );
}

/**
 * Loops that nobody named, folded; `test` says which, by their courses.
 * @param {(cycle: string[]) => boolean} [test]
 */
export function otherLoops(test = () => true) {
  const loops = unnamedLoops(currentGraph()).filter((loop) => test(Object.values(loop.cycles)[0]));
  if (!loops.length) return null;
  const title = model.moreCycles
    ? sayCount(
        "{count} of the shortest unnamed loops",
        "{count} of the shortest unnamed loops",
        loops.length,
      )
    : sayCount("{count} unnamed loop", "{count} unnamed loops", loops.length);
  return folded(
    { class: "other-loops", "data-focus": "other-loops-details" },
    h("summary", { "data-focus": "other-loops" }, title),
    () => [
      h(
        "p",
        { class: "note" },
        say("The sources do not name these loops: they follow from the links."),
      ),
      model.moreCycles ? cappedNote() : null,
      h(
        "ul",
        { class: "plain courses" },
        loops.map((loop) =>
          h(
            "li",
            {},
            h("span", { class: "kind" }, loopFacts(loop)),
            subjectButton(`loop-${loop.id}`, courseText(model, loop)),
          ),
        ),
      ),
    ],
  );
}

/** @param {Loop} loop */
function loopFacts(loop) {
  const [cycle] = Object.values(loop.cycles);
  const facts = [loopKind(loop), sayCount("{count} link", "{count} links", cycle.length)];
  if (loop.gains) facts.push(...Object.values(loop.gains).map(gainText));
  return facts.join(" · ");
}

function cappedNote() {
  const text = say(
    "The model has more loops than can be listed; of all, the {count} shortest are.",
    {
      count: model.unnamed.length,
    },
  );
  return h("p", { class: "note" }, text);
}

/** Show the loops that nobody named, from wherever the reader is. */
export function showOtherLoops() {
  choose("", { from: "toolbar" });
  const list = foldedParts(byId("answer"), ".other-loops")[0];
  if (!list) return;
  unfold(list);
  list.querySelector("summary")?.focus();
}
