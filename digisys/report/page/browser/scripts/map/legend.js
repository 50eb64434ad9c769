// What the marks on the map mean.

import { heatCaption } from "../answers/times.js";
import { h, s } from "../base/dom.js";
import { model } from "../base/model.js";
import { currentEmphasis, currentGraph } from "../base/shown.js";
import { showsScenario, state } from "../base/state.js";
import { directionsOf, signsDrawn } from "../graph/directions.js";
import { chosenYear, currentLevels, otherRun, signed } from "../scenarios/view.js";
import { say } from "../words.js";
import { rect } from "./draw.js";
import { HEAT_STEPS, heatScale } from "./heat.js";
import { toldText } from "./letters.js";
import { zoom } from "./move.js";

/** @returns {[Child, Child][]} */
function heatSamples() {
  const levels = currentLevels();
  if (!levels) return [];
  const scale = heatScale();
  const other = otherRun();
  const what = heatCaption(model.time, chosenYear(), Boolean(other && !other.problem));
  return [0, HEAT_STEPS >> 1, HEAT_STEPS - 1].map((step) => [
    step === 0 ? [`${what}:`, heatSample(step)] : heatSample(step),
    signed((step / (HEAT_STEPS - 1)) * 2 * scale - scale),
  ]);
}

/**
 * @param {number} step
 * @returns {Child}
 */
function heatSample(step) {
  return sample(rect([1, 2, 30, 16, 4], "plate"), `box heat-${step} sample`, 32);
}

/** What of the map can be seen, where it is not all. */
export function mapNote() {
  return h("p", { id: "map-note", class: "map-note" }, toldText(zoom.told));
}

/** Whether figures beside boxes tell how far away they are. */
function hasSteps() {
  return [...(currentEmphasis()?.variables.values() ?? [])].some(({ steps }) => steps > 0);
}

export function drawLegend() {
  /** @param {(link: Link) => boolean} test */
  const has = (test) => currentGraph().view.links.some(test);
  const { links } = currentGraph().view;
  const signed = signsDrawn(state.signs, links);
  const every = links.every((link) => link.polarity === "positive");
  const read = directionsOf(links);
  /** @type {([Child, Child] | null)[]} */
  const items = [
    has((link) => link.polarity === "positive")
      ? [
          linkSample("positive explicit", signed ? "+" : ""),
          every && !signed ? say("every arrow strengthens") : say("strengthens"),
        ]
      : null,
    has((link) => link.polarity === "negative")
      ? [linkSample("negative explicit", signed ? "\u2212" : ""), say("weakens")]
      : null,
    has((link) => link.polarity === "unknown")
      ? [linkSample("unknown explicit", signed ? "?" : ""), say("direction unknown")]
      : null,
    read.assumed.length
      ? [
          linkSample("positive explicit assumed", ""),
          say("the direction is our reading ({count} of {total})", {
            count: read.assumed.length,
            total: read.links,
          }),
        ]
      : null,
    has((link) => link.certainty === "ambiguous")
      ? [linkSample("positive ambiguous", signed ? "+" : ""), say("ambiguous in the source")]
      : null,
    has((link) => link.delay > 0) ? [delaySample(), say("with a delay")] : null,
    model.targets.length && !showsScenario()
      ? [
          sample(s("circle", { class: "plate", cx: 12, cy: 10, r: 9 }), "badge tone-x"),
          say("target and its number"),
        ]
      : null,
    !showsScenario() && state.mode !== "edit" && hasSteps()
      ? [stepSample(), say("steps away, and direction of the effect")]
      : null,
  ];
  if (showsScenario()) items.push(...heatSamples());
  return [
    h(
      "ul",
      { class: "legend-items" },
      items.map((item) => item && h("li", {}, item[0], h("span", {}, item[1]))),
    ),
    state.mode === "present" ? mapNote() : null,
  ];
}

/**
 * @param {Child} shapes
 * @param {string} className
 * @param {number} [width]
 */
function sample(shapes, className, width = 24) {
  return s(
    "svg",
    { width, height: 20, viewBox: `0 0 ${width} 20`, "aria-hidden": "true", focusable: "false" },
    s("g", { class: className }, shapes),
  );
}

/**
 * @param {string} className
 * @param {string} mark
 */
function linkSample(className, mark) {
  return sample(
    [
      s("path", { class: "line", d: "M2 10H38" }),
      s("polygon", { class: "arrowhead", points: "38,5 48,10 38,15" }),
      mark ? s("circle", { class: "sign", cx: 24, cy: 10, r: 8 }) : null,
      s(
        "text",
        {
          class: "sign-text",
          x: 24,
          y: 14.5,
          "font-size": 13,
          "font-weight": 600,
          "text-anchor": "middle",
        },
        mark,
      ),
    ],
    `link tone-x ${className}`,
    50,
  );
}

function delaySample() {
  return sample(
    [
      s("path", { class: "line", d: "M2 10H38" }),
      s("polyline", { class: "delay", points: "16,4 16,16" }),
      s("polyline", { class: "delay", points: "21,4 21,16" }),
    ],
    "link tone-x positive explicit",
    40,
  );
}

function stepSample() {
  return sample(
    [
      rect([1, 1, 30, 18, 9], "step-plate"),
      s(
        "text",
        {
          class: "step-text",
          x: 16,
          y: 14.5,
          "font-size": 13,
          "font-weight": 600,
          "text-anchor": "middle",
        },
        "2+",
      ),
    ],
    "box tone-x sample",
    32,
  );
}
