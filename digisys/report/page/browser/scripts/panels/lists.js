// The list and the table: all that the map shows, without a picture.

import { distanceWords } from "../analysis/influence/result.js";
import { placesText } from "../answers/places.js";
import { directionsText, targetText } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { button, h, table } from "../base/dom.js";
import { model } from "../base/model.js";
import { linkText, subjectTitle } from "../base/naming.js";
import {
  answered,
  currentAnswers,
  currentEmphasis,
  currentGraph,
  currentSubject,
  passesFilters,
  selectionSentence,
} from "../base/shown.js";
import { state } from "../base/state.js";
import { wholeCycles } from "../graph/cycles.js";
import { assumedDirection } from "../graph/directions.js";
import { linkMark, linkToken } from "../graph/pairs.js";
import { toneOf } from "../map/draw.js";
import { drawLevelTable } from "../scenarios/levels.js";
import { currentLevels, signed } from "../scenarios/view.js";
import { say, sayCount, textOf } from "../words.js";
import { otherLoops } from "./loops.js";
import { paragraph, subjectButton, variableButton } from "./parts.js";

export function drawTwin() {
  if (state.mode === "scenarios" && state.view === "table") return drawLevelTable();
  return state.view === "table" ? drawLinkTable() : drawList();
}

/**
 * The variables by area, each with how the selection meets it.
 * @returns {Child}
 */
function drawList() {
  const emphasis = currentEmphasis();
  /** @type {[string | null, string][]} */
  const areas = [
    ...model.areas.map((area) => /** @type {[string, string]} */ ([area.id, textOf(area.label)])),
    [null, say("Without an area")],
  ];
  const groups = areas.map(([id, label]) => {
    const members = model.variables.filter((item) => item.area === id && passesFilters(item.id));
    if (!members.length) return null;
    return h(
      "section",
      { class: `list-area ${toneOf(id)}`, "aria-labelledby": `list-${id}` },
      h(
        "h3",
        { id: `list-${id}` },
        id === null
          ? label
          : subjectButton(`area-${id}`, label, {
              "aria-pressed": String(state.subject === `area-${id}`),
            }),
      ),
      h(
        "ul",
        { class: "list" },
        members.map((item) => listItem(item, emphasis)),
      ),
    );
  });
  const loops = model.loops.filter((loop) => wholeCycles(currentGraph(), loop).length);
  return [
    h("h2", { class: "visually-hidden" }, say("List")),
    twinSentence(),
    groups,
    loops.length
      ? h(
          "section",
          { class: "list-area", "aria-labelledby": "list-loops" },
          h("h3", { id: "list-loops" }, say("Loops")),
          h(
            "ul",
            { class: "list" },
            loops.map((loop) =>
              h(
                "li",
                {},
                subjectButton(`loop-${loop.id}`, `${loop.id} ${textOf(loop.label)}`, {
                  "aria-pressed": String(state.subject === `loop-${loop.id}`),
                }),
              ),
            ),
          ),
        )
      : null,
    otherLoops(),
    assumedLinks(),
  ];
}

/** The links whose direction is our reading, apart from those that the source states. */
function assumedLinks() {
  const links = currentGraph().view.links.filter(assumedDirection);
  if (!links.length) return null;
  return h(
    "section",
    { class: "list-area", "aria-labelledby": "list-assumed" },
    h("h3", { id: "list-assumed" }, say("Directions that are our reading of the source")),
    h("p", { class: "note" }, directionsText(currentGraph().view.links)),
    h(
      "ul",
      { class: "list" },
      links.map((link) => {
        const text = linkText(link);
        const said = `${text}: ${effectWord(link.polarity)}`;
        return h("li", {}, subjectButton(linkToken(link), text, { "aria-label": said }));
      }),
    ),
  );
}

/** What is chosen, as a sentence: the list must not depend on the panel beside it. */
function twinSentence() {
  const subject = currentSubject();
  if (!subject) return null;
  const answers = currentAnswers();
  const parts = answered(answers).map(selectionSentence);
  return h("p", { class: "note" }, parts.join(" ") || subjectTitle(subject));
}

/**
 * @param {Variable} variable
 * @param {Emphasis | null} emphasis
 */
function listItem(variable, emphasis) {
  const token = `variable-${variable.id}`;
  const found = emphasis?.variables.get(variable.id);
  const origin = emphasis?.origins.has(variable.id);
  const levels = state.mode === "scenarios" ? currentLevels() : null;
  let role = "";
  if (levels) role = signed(levels.get(variable.id));
  else if (origin) role = say("chosen");
  else if (found && found.steps > 0) role = distanceWords(found);
  else if (found) role = say("in the loop");
  const paled = emphasis && !found && !origin && !levels;
  return h(
    "li",
    { class: paled ? "off" : origin ? "origin" : "" },
    button(textOf(variable.label), () => choose(token, { from: "list" }), {
      class: "link-button",
      "aria-pressed": String(state.subject === token),
      "data-focus": `list-${token}`,
    }),
    variable.targets.map((item) =>
      subjectButton(`target-${item.target}`, String(item.target), {
        class: "badge-chip",
        "aria-label": targetText(model, item.target),
        title: targetText(model, item.target),
        "data-focus": `list-${variable.id}-${item.target}`,
      }),
    ),
    role ? h("span", { class: "role" }, role) : null,
  );
}

/** Links of the view as rows; with a selection, those that it brings out. */
function linkRows() {
  const emphasis = currentEmphasis();
  const { links, damping } = currentGraph().view;
  const aboutLink = currentSubject()?.kind === "link";
  return [...links, ...damping].filter((link) => {
    if (!passesFilters(link.from) || !passesFilters(link.to)) return false;
    if (!emphasis || emphasis.links.has(link.id)) return true;
    return link.from === link.to && !aboutLink && emphasis.origins.has(link.from);
  });
}

/** @returns {{ heads: string[]; rows: { link: Link; cells: string[] }[] }} */
export function linkTable() {
  const heads = [
    say("Cause"),
    say("Effect"),
    say("What it acts on"),
    say("Certainty"),
    say("Direction"),
    say("Sources"),
  ];
  const rows = linkRows().map((link) => ({
    link,
    cells: [
      textOf(model.variable.get(link.from).label),
      polarityWord(link.polarity),
      textOf(model.variable.get(link.to).label),
      link.certainty === "explicit" ? say("explicit") : say("ambiguous"),
      assumedDirection(link) ? say("our reading") : say("stated in the source"),
      placesText(model, link.evidence),
    ],
  }));
  return { heads, rows };
}

/**
 * @param {Polarity} polarity
 * @returns {string}
 */
function polarityWord(polarity) {
  return `${{ positive: "+", negative: "\u2212", unknown: "?" }[polarity]} ${effectWord(polarity)}`;
}

/**
 * @param {Polarity} polarity
 * @returns {string}
 */
export function effectWord(polarity) {
  return {
    positive: say("strengthens"),
    negative: say("weakens"),
    unknown: say("direction unknown"),
  }[polarity];
}

function drawLinkTable() {
  const { heads, rows } = linkTable();
  const count = sayCount("{count} link", "{count} links", rows.length);
  const subject = currentSubject();
  const caption = subject ? `${subjectTitle(subject)}: ${count}` : count;
  return [
    h("h2", { class: "visually-hidden" }, say("Table")),
    twinSentence(),
    paragraph(directionsText(rows.map(({ link }) => link))),
    table(
      caption,
      heads,
      rows.map(({ link, cells }) => {
        const [from, effect, to, ...rest] = cells;
        return [
          variableButton(link.from, { "data-focus": `table-from-${link.id}` }),
          subjectButton(linkToken(link), effect, {
            "aria-label": `${from} ${effect} ${to}${linkMark(link)}`,
          }),
          variableButton(link.to, { "data-focus": `table-to-${link.id}` }),
          ...rest,
        ];
      }),
      { id: "link-table" },
    ),
  ];
}
