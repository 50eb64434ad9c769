// Levels of targets, areas and variables as tables.

import { levelsCaption } from "../answers/times.js";
import { h, table } from "../base/dom.js";
import { model } from "../base/model.js";
import { KIND_NAMES, subjectTitle } from "../base/naming.js";
import { kindOf, ownSubject } from "../graph/names.js";
import { say } from "../words.js";
import { outcomes } from "./address.js";
import { bandAt, chosenYear, currentRun, otherRun, signed } from "./view.js";

/**
 * Rows of targets, areas and variables that a table of levels tells.
 * @param {SubjectKind} kind
 * @returns {{ heads: string[]; rows: string[][]; tokens: string[] }}
 */
export function levelTable(kind) {
  const run = currentRun();
  const found = otherRun();
  const other = found && !found.problem ? found : null;
  const listed = outcomes().filter((item) => kindOf(item.token) === kind);
  const shown = listed.length
    ? listed
    : outcomes().filter((item) => kindOf(item.token) === "variable");
  const heads = [
    shown[0] && kindOf(shown[0].token) === "target" ? say("Target") : say("Variable"),
    other ? say("Difference") : say("Level"),
    say("Range (90%)"),
    ...(other ? ["A", "B"] : []),
  ];
  if (run.problem) return { heads, rows: [], tokens: [] };
  const rows = shown.map((item) => {
    const [low, middle, high] = bandAt(run, other, item.rows, chosenYear());
    const own = other
      ? [
          signed(bandAt(run, null, item.rows, chosenYear())[1]),
          signed(bandAt(other, null, item.rows, chosenYear())[1]),
        ]
      : [];
    return [
      subjectTitle(ownSubject(model, item.token)),
      signed(middle),
      `${signed(low)} … ${signed(high)}`,
      ...own,
    ];
  });
  return { heads, rows, tokens: shown.map((item) => item.token) };
}

/**
 * The table twin of the heat on the map.
 * @returns {Child}
 */
export function drawLevelTable() {
  const { heads, rows } = levelTable("variable");
  const caption = levelsCaption(model.time, chosenYear());
  return [
    h("h2", { class: "visually-hidden" }, say("Table")),
    table(`${say("Variables")}: ${caption}`, heads, rows, { id: "all-levels", class: "levels" }),
  ];
}

/**
 * Targets, areas and variables in one table, to take along.
 * @returns {TextTable}
 */
export function allLevels() {
  /** @type {SubjectKind[]} */
  const kinds = ["target", "area", "variable"];
  const tables = kinds.map((kind) => ({ kind, ...levelTable(kind) }));
  return {
    heads: [say("Kind"), say("Name"), ...tables[2].heads.slice(1)],
    rows: tables.flatMap(({ kind, rows, tokens }) =>
      rows
        .filter((_, at) => kindOf(tokens[at]) === kind)
        .map((row) => [KIND_NAMES[kind](), ...row]),
    ),
  };
}
