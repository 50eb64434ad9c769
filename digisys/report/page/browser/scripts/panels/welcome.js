// What the answer panel holds before anything is chosen.

import { concludeLoops } from "../analysis/loops/conclude.js";
import { sourceLabel, targetText, viewText } from "../answers/wording.js";
import { h } from "../base/dom.js";
import { model } from "../base/model.js";
import { currentGraph } from "../base/shown.js";
import { targetsWithVariables } from "../base/slides.js";
import { say, sayCount, textOf } from "../words.js";
import { otherLoops } from "./loops.js";
import { drawConclusion, subjectButton } from "./parts.js";

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
      say("Choose a variable, target, area or loop: on the map, in the list, or by its name."),
    ),
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
