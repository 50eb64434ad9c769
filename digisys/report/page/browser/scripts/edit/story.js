// Steps of the presentation made of what the page shows: a view, a loop, a scenario.

import { slidesOf } from "./slides.js";

/** What a step shows of each kind of subject. */
const KINDS = /** @type {const} */ (["variable", "target", "area", "loop"]);

/**
 * The step that shows what is shown now.
 * @param {Plain} plain
 * @param {StoryView} view
 * @returns {PlainSlide}
 */
export function slideOf(plain, view) {
  /** @type {PlainSlide} */
  const slide = {};
  const shown = subjectShown(plain, view.subject);
  if (view.scenario) {
    slide.scenario = view.scenario;
    if (view.compare) slide.compare = view.compare;
    if (view.time) slide.time = view.time;
    return shown?.kind === "loop" || !shown ? slide : { [shown.kind]: shown.key, ...slide };
  }
  if (!shown) return slide;
  const found = /** @type {PlainSlide} */ ({ [shown.kind]: shown.key });
  if (shown.kind === "loop" || shown.kind === "area") return found;
  if (view.direction === "causes") found.direction = "upstream";
  if (view.direction === "both") found.direction = "both";
  const steps = Number(view.steps);
  if (Number.isInteger(steps) && steps > 0) found.steps = steps;
  return found;
}

/**
 * What a subject of the page is in the model file; null of what no step can show, such as a link.
 * @param {Plain} plain
 * @param {string} token
 * @returns {{ kind: (typeof KINDS)[number]; key: string | number } | null}
 */
function subjectShown(plain, token) {
  const [kind, ...rest] = token.split("-");
  const key = rest.join("-");
  const loops = Object.entries(plain.loops ?? {});
  if (kind === "loop" || kind === "instance") {
    const known = loops.some(([name, loop]) => name === key || Object.hasOwn(loop.cycles, key));
    return known ? { kind: "loop", key } : null;
  }
  if (kind === "target") {
    return Object.hasOwn(plain.targets ?? {}, key) ? { kind, key: Number(key) } : null;
  }
  if (kind === "variable" && Object.hasOwn(plain.variables, key)) return { kind, key };
  if (kind === "area" && Object.hasOwn(plain.areas ?? {}, key)) return { kind, key };
  return null;
}

/**
 * What a step shows, as the page names it; empty for the whole map.
 * @param {PlainSlide} slide
 */
export function tokenOfSlide(slide) {
  const kind = KINDS.find((each) => slide[each] !== undefined && slide[each] !== null);
  return kind ? `${kind}-${slide[kind]}` : "";
}

/**
 * A step like one there is but for what it says: what is shown now, with the words kept.
 * @param {Plain} plain
 * @param {number} at
 * @param {StoryView} view
 * @returns {PlainSlide}
 */
export function slideShowing(plain, at, view) {
  const { title, description } = slidesOf(plain)[at] ?? {};
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...slideOf(plain, view),
  };
}
