// The panel of scenarios: what is done, what comes of it, and compared with what.

import { levelsCaption, unitName } from "../answers/times.js";
import { shortLabel } from "../answers/wording.js";
import { button, h, table } from "../base/dom.js";
import { model } from "../base/model.js";
import { subjectTitle } from "../base/naming.js";
import { change, state } from "../base/state.js";
import { subjectOf } from "../graph/names.js";
import { drawAround } from "../panels/around.js";
import { drawAnswerTools } from "../panels/download.js";
import { drawConclusion, paragraph } from "../panels/parts.js";
import { emptyPlan } from "../simulation/system/interventions.js";
import { say } from "../words.js";
import { NO_SCENARIO, OWN_PUSHES_ONLY } from "./address.js";
import { chartOutcome, drawChart } from "./chart.js";
import { later, moveLabel, slider } from "./controls.js";
import { levelTable } from "./levels.js";
import { drawOwnPushes } from "./push_panel.js";
import {
  chosenConvention,
  chosenScenario,
  chosenTitle,
  chosenYear,
  currentComparison,
  currentConclusion,
  currentRun,
  movesOf,
  otherRun,
  pushedRows,
  scenarioOf,
  scenarioTitle,
  usualConvention,
} from "./view.js";

export function drawScenarios() {
  const id = chosenScenario();
  const scenario = scenarioOf(id);
  const run = currentRun();
  const head = h(
    "div",
    { class: "answer-head" },
    h("p", { class: "kind" }, say("Scenario")),
    h("h2", { id: "answer-title", tabindex: "-1" }, chosenTitle()),
  );
  const choosers = [
    selectField(
      say("Scenario"),
      "scenario",
      id,
      [OWN_PUSHES_ONLY, ...model.scenarios.map((item) => item.id)],
      (value) => change({ scenario: value, sizes: [] }),
    ),
    selectField(
      say("Compare with"),
      "compare",
      state.compare,
      ["", NO_SCENARIO, ...model.scenarios.map((item) => item.id)],
      (value) => change({ compare: value }),
    ),
    drawConvention(),
  ];
  return [
    head,
    drawConclusion(currentComparison()),
    drawConclusion(currentConclusion(), state.compare ? chosenTitle() : ""),
    scenario ? paragraph(scenario.description) : null,
    scenario?.reasoning
      ? h(
          "details",
          { "data-focus": "why-details" },
          h("summary", { "data-focus": "why" }, say("Why this scenario")),
          paragraph(scenario.reasoning),
        )
      : null,
    choosers,
    drawMoves(id),
    drawOwnPushes(),
    run.problem ? drawRunProblem(run) : drawOutcomes(run),
    run.problem ? null : drawAroundOutcome(run),
    drawAnswerTools(),
  ];
}

/**
 * Actions that would push as the scenario does, and what would show the outcome that is chosen.
 * @param {CompleteRun} run
 */
function drawAroundOutcome(run) {
  const idOf = (/** @type {number} */ row) => model.variables[row].id;
  const pushed = [...pushedRows()].map(idOf);
  const { rows, token } = chartOutcome(run);
  const ids = rows.map(idOf);
  const outcome = subjectOf(model, token);
  const note = say("Actions push what the scenario pushes; indicators show “{name}”.", {
    name: outcome ? subjectTitle(outcome) : "",
  });
  if (!pushed.length) return drawAround(ids, { name: "around-scenario" });
  return drawAround(ids, { pushed, name: "around-scenario", note });
}

/** @param {Exclude<Run, CompleteRun>} run */
function drawRunProblem(run) {
  if (run.problem === "step")
    return h(
      "p",
      { class: "problem" },
      say("The model's time step is too long for its fastest stock or delay."),
    );
  const names = [...run.loop, run.loop[0]].map((id) => shortLabel(model, id)).join(" → ");
  return h(
    "p",
    { class: "problem" },
    say(
      "A loop holds no stock, so nothing in it takes time: {names}. Scenarios need a stock in every loop.",
      { names },
    ),
  );
}

/** What unknown strengths mean together; nothing where the model knows all strengths. */
function drawConvention() {
  if (!model.links.some((link) => typeof link.strength === "string")) return null;
  return selectField(
    say("Unknown strengths"),
    "strengths",
    chosenConvention(),
    ["independent", "shares"],
    (value) => {
      const convention = value === "shares" ? "shares" : "independent";
      change({ strengths: convention === usualConvention() ? "" : convention });
    },
    (value) => (value === "shares" ? say("causes share") : say("each link by itself")),
  );
}

/**
 * @param {string} label
 * @param {string} name
 * @param {string} chosen
 * @param {string[]} values
 * @param {(value: string) => void} act
 * @param {(value: string) => string} titleOf
 */
function selectField(label, name, chosen, values, act, titleOf = scenarioTitle) {
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h(
      "select",
      { "data-focus": name, onchange: (event) => act(event.target.value) },
      values.map((value) =>
        h(
          "option",
          { value, selected: value === chosen },
          value === "" ? say("nothing") : titleOf(value),
        ),
      ),
    ),
  );
}

/**
 * A slider for each push or level of the scenario.
 * @param {string} id
 */
function drawMoves(id) {
  const moves = movesOf(id);
  if (!moves.length) return null;
  const usual = scenarioOf(id)?.moves ?? [];
  return h(
    "section",
    { "aria-labelledby": "moves-title" },
    h("h3", { id: "moves-title" }, say("What is done")),
    moves.map((move, at) =>
      slider(`move-${at}`, moveLabel(move), move.size, (size) => {
        const rest = state.sizes.filter((item) => Number(item.split(":")[0]) !== at);
        const sizes = size === usual[at].size ? rest : [...rest, `${at}:${size}`];
        change({ sizes: sizes.sort() }, { quiet: true });
      }),
    ),
    state.sizes.length
      ? button(say("Back to the scenario's own sizes"), () => change({ sizes: [] }), {
          class: "tool",
          "data-focus": "reset-sizes",
        })
      : null,
    otherChanges(id),
  );
}

/**
 * Changes of links, which have no slider.
 * @param {string} id
 */
function otherChanges(id) {
  const plan = scenarioOf(id)?.plan ?? emptyPlan();
  const names = [...Object.keys(plan.changes), ...Object.keys(plan.exchanges)];
  if (!names.length) return null;
  const lines = [...new Set(names)].map((name) => {
    const [pair, mark] = name.split("#");
    const [from, to] = pair.split("->");
    const text = `${shortLabel(model, from)} → ${shortLabel(model, to)}`;
    return mark ? `${text} #${mark}` : text;
  });
  return h("p", { class: "note" }, `${say("Links that it changes")}: ${lines.join("; ")}`);
}

/**
 * The year, the course of one thing, and the table of what changed.
 * @param {CompleteRun} run
 */
function drawOutcomes(run) {
  const found = otherRun();
  const other = found && !found.problem ? found : null;
  const { heads, rows, tokens } = levelTable("target");
  const chosen = chartOutcome(run);
  return h(
    "section",
    { "aria-labelledby": "outcome-title" },
    h(
      "h3",
      { id: "outcome-title" },
      other
        ? say("Difference to: {title}", { title: scenarioTitle(state.compare) })
        : say("What changes"),
    ),
    yearSlider(),
    drawChart(run, other, chosen),
    table(
      levelsCaption(model.time, chosenYear()),
      other ? stacked(heads, withRange) : heads,
      (other ? rows.map((row) => stacked(row, withRange)) : rows).map(([name, ...cells], at) => ({
        attributes: { class: tokens[at] === chosen.token ? "current" : "" },
        cells: [
          button(name, () => change({ of: tokens[at] }), {
            class: "link-button",
            "data-focus": `of-${tokens[at]}`,
            "aria-pressed": String(tokens[at] === chosen.token),
          }),
          ...cells,
        ],
      })),
      { id: "level-table", class: "levels" },
    ),
    h(
      "p",
      { class: "note" },
      say(
        "0 is the reference path, +1 the largest upward move thought attainable within the horizon, −1 its mirror. Strengths are ranges, not measurements: read sizes as more or less, not as a forecast.",
      ),
    ),
    h(
      "p",
      { class: "note" },
      say(
        "Medians and ranges come from {count} runs in this page, with strengths and inertias drawn from their ranges: the same draws as those of “digisys simulate”.",
        { count: run.draws.length },
      ),
    ),
  );
}

/**
 * Set the range below the difference, so that a comparison fits into the panel.
 * @param {string[]} row
 * @param {(middle: string, range: string) => Child} join
 */
function stacked([name, middle, range, ...more], join) {
  return [name, join(middle, range), ...more];
}

/**
 * @param {string} middle
 * @param {string} range
 */
function withRange(middle, range) {
  return h("span", {}, middle, h("span", { class: "level-range" }, range));
}

function timeLabel() {
  const { unit = "years" } = model.time;
  return unit === "years" ? say("Year") : say("Time ({unit})", { unit: unitName(unit) });
}

function yearSlider() {
  const { start, end } = model.time;
  const shown = h("output", { for: "year", class: "slider-value" }, String(chosenYear()));
  const input = h("input", {
    id: "year",
    type: "range",
    min: start,
    max: end,
    step: 0.25,
    "data-focus": "year",
    oninput: (event) => {
      const year = Number(event.target.value);
      shown.textContent = String(year);
      later("year", () => change({ year: year === end ? 0 : year }, { quiet: true }));
    },
  });
  input.value = String(chosenYear());
  return h(
    "div",
    { class: "slider" },
    h("label", { for: "year" }, timeLabel()),
    h("div", { class: "slider-row" }, input, shown),
  );
}
