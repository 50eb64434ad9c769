// Which links go the way that the source says, and which the way that we read it: a twin of
// digisys/graph/directions.py.

import { pairOf } from "./pairs.js";

/**
 * Whether no source states which way a link goes, so that its polarity is our reading.
 * @param {Link} link
 */
export function assumedDirection(link) {
  return link.direction === "assumed" && link.polarity !== "unknown";
}

/**
 * Whether arrows have signs, by the links that are drawn: a twin of signs_drawn in
 * digisys/render/compose/look.py.
 * @param {SignChoice} choice
 * @param {Link[]} links
 */
export function signsDrawn(choice, links) {
  return choice === "auto" ? links.some((link) => link.polarity !== "positive") : choice === "all";
}

/**
 * The pairs of variables between which a direction is read.
 * @param {Link[]} links
 * @returns {Set<string>}
 */
export function assumedPairs(links) {
  return new Set(links.filter(assumedDirection).map((link) => pairOf(link.from, link.to)));
}

/**
 * How many of some links have a direction, and which of these are our reading of the source.
 * @param {Link[]} links
 * @returns {{ links: number; assumed: string[] }}
 */
export function directionsOf(links) {
  const known = links.filter((link) => link.polarity !== "unknown");
  return { links: known.length, assumed: known.filter(assumedDirection).map((link) => link.id) };
}

/**
 * The links of a chain of variables, all of a pair where it has several.
 * @param {Link[]} links
 * @param {string[]} variables
 */
export function linksAlong(links, variables) {
  return variables
    .slice(1)
    .flatMap((name, at) => links.filter((link) => link.from === variables[at] && link.to === name));
}
