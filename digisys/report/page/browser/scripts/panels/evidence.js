// Evidence: which document, which part, which slide, and what it cites itself.

import { citesText, placeText } from "../answers/places.js";
import { subjectText } from "../answers/wording.js";
import { folded, h, table } from "../base/dom.js";
import { model } from "../base/model.js";
import { linkText, subjectTitle } from "../base/naming.js";
import { cyclePairs } from "../graph/cycles.js";
import { loopOf } from "../graph/names.js";
import { pairOf } from "../graph/pairs.js";
import { say, textOf } from "../words.js";

/**
 * @param {Subject} subject
 * @returns {[string, Evidence][]}
 */
function claimRows(subject) {
  /**
   * @param {Evidence[]} evidence
   * @param {string} claim
   * @returns {[string, Evidence][]}
   */
  const own = (evidence, claim) => evidence.map((item) => [claim, item]);
  /** @param {Link[]} links */
  const ofLinks = (links) => links.flatMap((link) => own(link.evidence, linkText(link)));
  if (subject.kind === "variable") {
    const variable = model.variable.get(subject.key);
    const links = model.links.filter(
      (link) => link.from === subject.key || link.to === subject.key,
    );
    return [...own(variable.evidence, textOf(variable.label)), ...ofLinks(links)];
  }
  if (subject.kind === "link") return own(subject.link.evidence, linkText(subject.link));
  if (subject.kind === "loop" || subject.kind === "instance") {
    const loop = loopOf(model, subject);
    const cycles = subject.kind === "loop" ? Object.values(loop.cycles) : [subject.variables];
    const pairs = new Set(cycles.flatMap(cyclePairs).map(([from, to]) => pairOf(from, to)));
    const links = model.links.filter((link) => pairs.has(pairOf(link.from, link.to)));
    return [...own(loop.evidence, subjectText(model, subject)), ...ofLinks(links)];
  }
  const owner =
    subject.kind === "target" ? model.target.get(subject.key) : model.area.get(subject.key);
  return [
    ...own(owner.evidence, subjectText(model, subject)),
    ...subject.variables.flatMap((id) => {
      const variable = model.variable.get(id);
      return own(variable.evidence, textOf(variable.label));
    }),
  ];
}

/**
 * @param {Subject} subject
 * @returns {{ heads: string[]; rows: string[][] }}
 */
export function evidenceTable(subject) {
  const heads = [say("Claim"), say("Source"), say("Place"), say("It cites")];
  const rows = claimRows(subject).map(([claim, item]) => [
    claim,
    ...placeText(model, item),
    citesText(model, item.cites),
  ]);
  return { heads, rows };
}

/** @param {Subject} subject */
export function drawEvidence(subject) {
  const { heads, rows } = evidenceTable(subject);
  if (!rows.length) return h("p", { class: "note" }, say("no evidence"));
  const caption = say("Sources of {name}", { name: subjectTitle(subject) });
  return folded(
    { class: "evidence", "data-focus": "evidence-details" },
    h("summary", { "data-focus": "evidence" }, `${say("Evidence")} (${rows.length})`),
    () => [evidencePanel(caption, heads, rows)],
  );
}

/**
 * The table as it fits beside the map: place with source, no column that tells nothing.
 * @param {string} caption
 * @param {string[]} heads
 * @param {string[][]} rows
 */
function evidencePanel(caption, heads, rows) {
  const alone = rows.every(([claim]) => claim === rows[0][0]);
  const citing = rows.some(([, , , cites]) => cites);
  /** @param {string[]} row */
  const narrow = ([claim, source, place, cites]) => [
    ...(alone ? [] : [claim]),
    [source, place].filter(Boolean).join(", "),
    ...(citing ? [cites] : []),
  ];
  const [claim, source, , cites] = heads;
  const shown = narrow([claim, source, "", cites]);
  return table(caption, shown, rows.map(narrow), { id: "evidence-table" });
}
