// The slides that presenter mode shows.

import { ownSubject } from "../graph/names.js";
import { search } from "../graph/reach.js";
import { makeGraph } from "../graph/view.js";
import { model, onModel } from "./model.js";

/** @type {Slide[] | null} */
let remembered = null;

onModel(() => {
  remembered = null;
});

export function targetsWithVariables() {
  return model.targets.filter((target) =>
    model.variables.some((variable) =>
      variable.targets.some((item) => item.target === target.number),
    ),
  );
}

/**
 * The slides of the model's own presentation, or of one made from its parts.
 * @returns {Slide[]}
 */
export function slides() {
  if (remembered) return remembered;
  const given = model.presentation?.slides;
  remembered = given ?? [
    { title: model.title, description: model.description, subject: "" },
    ...model.areas.map((area) => ({ description: area.description, subject: `area-${area.id}` })),
    ...model.loops.map((loop) => ({ description: loop.description, subject: `loop-${loop.id}` })),
    ...farthestTarget(),
  ];
  return remembered;
}

/**
 * The target that reaches most: the end of a presentation that nobody wrote.
 * @returns {Slide[]}
 */
function farthestTarget() {
  const graph = makeGraph(model, null, "explicit");
  const reach = targetsWithVariables().map((target) => {
    const subject = ownSubject(model, `target-${target.number}`);
    return { subject, count: search(graph, subject.variables, false).reached.length };
  });
  const best = reach.sort((a, b) => b.count - a.count)[0];
  return best ? [{ subject: best.subject.token }] : [];
}

/**
 * The scenario that a slide shows; empty for none, and for one that the page does not have.
 * @param {Slide | undefined} slide
 */
export function slideScenario(slide) {
  const id = slide?.scenario ?? "";
  return model.scenarios.some((item) => item.id === id) ? id : "";
}

/**
 * Enter a slide: what it shows becomes the selection.
 * @param {number} number
 * @returns {Partial<State>}
 */
export function slideState(number) {
  const at = Math.min(number, slides().length - 1);
  const slide = slides()[at];
  const scenario = slideScenario(slide);
  return {
    mode: "present",
    slide: at,
    subject: scenario ? "" : (slide.subject ?? ""),
    ...(scenario
      ? {
          scenario,
          compare: slide.compare ?? "",
          year: slide.time ?? 0,
          of: slide.subject ?? "",
          sizes: [],
          push: [],
        }
      : {}),
    dir:
      slide.direction === "upstream" ? "causes" : slide.direction === "both" ? "both" : "effects",
    steps: slide.steps && slide.steps <= 3 ? String(slide.steps) : "all",
    to: "",
    step: 0,
    view: "map",
  };
}
