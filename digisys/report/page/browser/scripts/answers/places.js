// Where a claim stands in its sources, as digisys/answers/places.py tells it.

import { lookup } from "../lookup.js";
import { say, textOf } from "../words.js";
import { sourceLabel } from "./wording.js";

/**
 * Name the source of a piece of evidence, and the place in it.
 * @param {Model} model
 * @param {Evidence} evidence
 * @returns {[string, string]}
 */
export function placeText(model, evidence) {
  const source = model.source.get(evidence.source);
  const parts = [];
  if (evidence.part) parts.push(textOf(source.parts[evidence.part]));
  if (evidence.slides) parts.push(say("slide {numbers}", { numbers: evidence.slides.join(", ") }));
  if (evidence.pages) parts.push(say("page {numbers}", { numbers: evidence.pages.join(", ") }));
  return [sourceLabel(model, evidence.source), parts.join(", ")];
}

/**
 * Name the places of some evidence, source by source.
 * @param {Model} model
 * @param {Evidence[]} items
 */
export function placesText(model, items) {
  /** @type {Lookup<string, string[]>} */
  const places = lookup();
  for (const item of items) {
    const [source, place] = placeText(model, item);
    places.set(source, [...(places.get(source) ?? []), place].filter(Boolean));
  }
  return [...places]
    .map(([source, found]) => (found.length ? `${source}: ${found.join("; ")}` : source))
    .join(". ");
}

/**
 * Name what a source itself cites, with targets and pages.
 * @param {Model} model
 * @param {Citation[] | undefined} citations
 */
export function citesText(model, citations) {
  return (citations ?? [])
    .map((citation) => {
      let text = sourceLabel(model, citation.source);
      if (citation.targets) {
        const numbers = citation.targets.join(", ");
        const word = citation.keyResult
          ? say("key result of target {numbers}", { numbers })
          : say("target {numbers}", { numbers });
        text += `, ${word}`;
      }
      if (citation.pages) {
        text += `, ${say("page {numbers}", { numbers: citation.pages.join(", ") })}`;
      }
      return text;
    })
    .join("; ");
}
