// The course of one target or variable over the years, with its band.

import { courseEnd } from "../answers/times.js";
import { h, s } from "../base/dom.js";
import { model } from "../base/model.js";
import { subjectTitle } from "../base/naming.js";
import { state } from "../base/state.js";
import { kindOf, ownSubject } from "../graph/names.js";
import { outcomes } from "./address.js";
import { bandAt, chosenTitle, chosenYear, pushedRows, scenarioTitle, signed } from "./view.js";

/**
 * What the chart shows: what was chosen, else the target that changes most.
 * @param {CompleteRun} run
 * @returns {Outcome}
 */
export function chartOutcome(run) {
  const chosen = outcomes().find((item) => item.token === state.of);
  if (chosen) return chosen;
  const targets = outcomes().filter((item) => kindOf(item.token) === "target");
  const pushed = pushedRows();
  const moved = targets.filter((item) => !item.rows.every((row) => pushed.has(row)));
  const listed = [moved, targets].find((items) => items.length) ?? outcomes();
  /** @param {Outcome} item */
  const size = (item) => Math.abs(bandAt(run, null, item.rows, model.time.end)[1]);
  return listed.reduce((best, item) => (size(item) > size(best) ? item : best), listed[0]);
}

const CHART = { width: 360, height: 190, left: 56, right: 22, top: 12, bottom: 30 };

/** Letters that are still of 12 pixels where the panel is narrow. */
const LETTERS = 15;

/**
 * Bands of a run at each quarter of a year.
 * @param {CompleteRun} run
 * @param {number[]} rows
 * @returns {Point[]}
 */
function courseOf(run, rows) {
  const { start, step, steps } = run.clock;
  const end = start + step * steps;
  const count = Math.min(4 * Math.round(end - start), 60) || 10;
  return Array.from({ length: count + 1 }, (_, at) => {
    const year = start + ((end - start) * at) / count;
    return [year, ...bandAt(run, null, rows, year)];
  });
}

/**
 * @param {CompleteRun} run
 * @param {CompleteRun | null} other
 * @param {Outcome} outcome
 */
export function drawChart(run, other, outcome) {
  /** @type {Course[]} */
  const courses = [[chosenTitle(), courseOf(run, outcome.rows), "a"]];
  if (other) courses.push([scenarioTitle(state.compare), courseOf(other, outcome.rows), "b"]);
  const values = courses.flatMap(([, points]) => points.flatMap(([, low, , high]) => [low, high]));
  const [least, most] = roundedEnds(Math.min(0, ...values), Math.max(0, ...values));
  const { start, end } = model.time;
  const x = (/** @type {number} */ year) =>
    CHART.left + ((year - start) / (end - start)) * (CHART.width - CHART.left - CHART.right);
  const y = (/** @type {number} */ level) =>
    CHART.top + ((most - level) / (most - least)) * (CHART.height - CHART.top - CHART.bottom);
  const name = subjectTitle(ownSubject(model, outcome.token));
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, name),
    s(
      "svg",
      {
        viewBox: `0 0 ${CHART.width} ${CHART.height}`,
        role: "img",
        "aria-label": chartWords(name, courses),
      },
      levelTicks(least, most).map((level) => [
        s("line", {
          class: level === 0 ? "axis zero" : "axis",
          x1: CHART.left,
          x2: CHART.width - CHART.right,
          y1: y(level),
          y2: y(level),
        }),
        s(
          "text",
          { x: CHART.left - 6, y: y(level) + 4, "text-anchor": "end", "font-size": LETTERS },
          signed(level),
        ),
      ]),
      yearTicks(start, end).map((year) =>
        s(
          "text",
          { x: x(year), y: CHART.height - 6, "text-anchor": "middle", "font-size": LETTERS },
          String(year),
        ),
      ),
      courses.map(([, points, side]) => [
        s("polygon", {
          class: `band ${side}`,
          points: [
            ...points.map(([year, low]) => `${x(year)},${y(low)}`),
            ...[...points].reverse().map(([year, , , high]) => `${x(year)},${y(high)}`),
          ].join(" "),
        }),
        s("polyline", {
          class: `course ${side}`,
          points: points.map(([year, , middle]) => `${x(year)},${y(middle)}`).join(" "),
        }),
      ]),
      s("line", {
        class: "now",
        x1: x(chosenYear()),
        x2: x(chosenYear()),
        y1: CHART.top,
        y2: CHART.height - CHART.bottom,
      }),
    ),
    other
      ? h(
          "p",
          { class: "note chart-key" },
          courses.map(([title, , side]) =>
            h(
              "span",
              {},
              s(
                "svg",
                { width: 30, height: 12, "aria-hidden": "true" },
                s("line", { class: `course ${side}`, x1: 1, x2: 29, y1: 6, y2: 6 }),
              ),
              ` ${side.toUpperCase()}: ${title}`,
            ),
          ),
        )
      : null,
  );
}

/**
 * The chart in words: where each course ends.
 * @param {string} name
 * @param {Course[]} courses
 */
function chartWords(name, courses) {
  const ends = courses.map(([title, points]) => {
    const [year, low, middle, high] = points[points.length - 1];
    const values = { title, level: signed(middle), low: signed(low), high: signed(high) };
    return courseEnd(model.time, year, values);
  });
  return `${name}. ${ends.join(". ")}`;
}

/** @param {number} span */
function tickStep(span) {
  const power = 10 ** Math.floor(Math.log10(span / 3));
  return [1, 2, 5, 10].map((item) => item * power).find((item) => span / item <= 4) ?? 10 * power;
}

/**
 * @param {number} least
 * @param {number} most
 * @returns {[number, number]}
 */
function roundedEnds(least, most) {
  const span = Math.max(most - least, 0.04);
  const step = tickStep(span);
  return [
    Math.floor(least / step + 1e-9) * step,
    Math.ceil(Math.max(most, least + span) / step - 1e-9) * step,
  ];
}

/**
 * @param {number} least
 * @param {number} most
 */
function levelTicks(least, most) {
  const step = tickStep(most - least);
  const ticks = [];
  for (let level = least; level <= most + step / 2; level += step)
    ticks.push(Math.round(level / step) * step + 0);
  return ticks;
}

/**
 * @param {number} start
 * @param {number} end
 */
function yearTicks(start, end) {
  const step = Math.max(1, Math.ceil((end - start) / 6));
  const ticks = [];
  for (let year = Math.floor(end); year >= start; year -= step) ticks.unshift(year);
  return ticks;
}
