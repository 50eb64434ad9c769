// The effect of a link as a function of the level of its source: a twin of
// digisys/uncertainty/effects.py.

import { say, sayNumber } from "../words.js";

/**
 * The effect of a level, before sign and strength.
 * @param {Curve} curve
 * @param {number} level
 */
export function effectOf(curve, level) {
  switch (curve.kind) {
    case "saturating":
      return ((1 + curve.level) * level) / (curve.level + Math.abs(level));
    case "threshold":
      return curve.level >= 0 ? Math.max(level - curve.level, 0) : Math.min(level - curve.level, 0);
    default:
      return between(curve.points, level);
  }
}

/**
 * Say how the effect follows the level.
 * @param {Curve} curve
 */
export function curveText(curve) {
  if (curve.kind === "table") {
    const points = curve.points.map(([x, y]) => `(${sayNumber(x)}; ${sayNumber(y)})`).join(", ");
    return say("by points of level and effect: {points}", { points });
  }
  const level = sayNumber(curve.level);
  return curve.kind === "threshold"
    ? say("only beyond a level of {level}", { level })
    : say("levelling off, half of the largest effect at a level of {level}", { level });
}

/**
 * On straight lines between points, constant beyond the ends.
 * @param {[number, number][]} points
 * @param {number} level
 */
function between(points, level) {
  if (level <= points[0][0]) return points[0][1];
  for (let at = 1; at < points.length; at += 1) {
    const [x, y] = points[at - 1];
    const [later, above] = points[at];
    if (level < later) return ((above - y) / (later - x)) * (level - x) + y;
  }
  return points[points.length - 1][1];
}
