// What the answer panel holds before anything is chosen.

import { concludeLoops } from "../analysis/loops/conclude.js";
import { sourceLabel, targetText, viewText } from "../answers/wording.js";
import { button, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { currentGraph } from "../base/shown.js";
import { targetsWithVariables } from "../base/slides.js";
import { say, sayCount, textOf } from "../words.js";
import { plainQuestionText, showAnswer } from "./asking.js";
import { otherLoops } from "./loops.js";
import { drawConclusion, subjectButton } from "./parts.js";
import { exampleVariable } from "./search.js";

export function drawWelcome() {
  const graph = currentGraph();
  const counts = [
    sayCount("{count} variable", "{count} variables", model.variables.length),
    sayCount("{count} link", "{count} links", graph.view.links.length),
    model.targets.length
      ? sayCount("{count} target", "{count} targets", model.targets.length)
      : null,
    model.loops.length ? sayCount("{count} loop", "{count} loops", model.loops.length) : null,
  ];
  return [
    h(
      "div",
      { class: "answer-head" },
      h("h2", { id: "answer-title", tabindex: "-1" }, say("What do you want to know?")),
    ),
    model.description ? h("p", {}, textOf(model.description)) : null,
    h("p", { class: "note" }, counts.filter(Boolean).join(" · ")),
    h(
      "p",
      {},
      say(
        "Choose a variable, target, area or loop on the map or in the list, or write a name or a question in the search field. For example:",
      ),
    ),
    exampleQuestions(),
    starts(
      say("Targets"),
      targetsWithVariables().map((item) => [
        `target-${item.number}`,
        targetText(model, item.number),
      ]),
    ),
    starts(
      say("Areas"),
      model.areas.map((area) => [`area-${area.id}`, textOf(area.label)]),
    ),
    starts(
      say("Loops"),
      model.loops.map((loop) => [`loop-${loop.id}`, `${loop.id} ${textOf(loop.label)}`]),
      graph.view.links.length ? drawConclusion(concludeLoops(graph)) : null,
    ),
    otherLoops(),
    model.sources.length
      ? h(
          "p",
          { class: "note" },
          `${say("Sources")}: ${model.sources.map((source) => sourceLabel(model, source.id)).join("; ")}.`,
        )
      : null,
    h("p", { class: "note" }, `${say("View")}: ${viewText(model, graph.view)}`),
  ];
}

/** A question of each kind that the search understands, to press. */
function exampleQuestions() {
  const variable = exampleVariable();
  const target = targetsWithVariables().pop();
  const pushed = model.scenarios.flatMap((item) => item.moves)[0]?.variable ?? variable;
  /** @type {(PlainQuestion | false | undefined)[]} */
  const questions = [
    target && { kind: "influence", names: [`target:${target.number}`], push: null },
    Boolean(variable) && { kind: "causes", names: [`variable:${variable}`], push: null },
    Boolean(pushed) && { kind: "push", names: [`variable:${pushed}`], push: "up" },
  ];
  return h(
    "ul",
    { class: "starts" },
    questions.map((question, at) =>
      question
        ? h(
            "li",
            {},
            button(plainQuestionText(question), () => showAnswer(question), {
              class: "link-button chip",
              "data-focus": `ask-${at}`,
            }),
          )
        : null,
    ),
  );
}

/**
 * @param {string} title
 * @param {string[][]} items
 * @param {Child} [lead]
 */
function starts(title, items, lead = null) {
  if (!items.length) return lead ? [h("h3", {}, title), lead] : null;
  return [
    h("h3", {}, title),
    lead,
    h(
      "ul",
      { class: "starts" },
      items.map(([token, text]) => h("li", {}, subjectButton(token, text, { class: "chip" }))),
    ),
  ];
}
