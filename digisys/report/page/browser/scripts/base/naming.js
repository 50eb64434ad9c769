// How the page names what can be chosen.

import { shortLabel, targetText, unnamedText } from "../answers/wording.js";
import { loopOf } from "../graph/names.js";
import { linkMark } from "../graph/pairs.js";
import { SIGNS } from "../graph/view.js";
import { capital, say, signMark, textOf } from "../words.js";
import { model } from "./model.js";

/** @param {Subject} subject */
export function kindText(subject) {
  const area = subject.kind === "variable" ? model.variable.get(subject.key).area : null;
  const loop =
    subject.kind === "loop" || subject.kind === "instance" ? loopOf(model, subject) : null;
  const words = {
    variable: say("Variable"),
    target: say("Target"),
    area: say("Area"),
    loop: say("Loop"),
    instance: say("Loop"),
    link: say("Link"),
  };
  const more = loop ? loopKind(loop) : area ? textOf(model.area.get(area).label) : "";
  return [words[subject.kind], more].filter(Boolean).join(" · ");
}

/**
 * @param {Loop} loop
 * @returns {string}
 */
export function loopKind(loop) {
  return {
    reinforcing: say("reinforcing"),
    balancing: say("balancing"),
    unknown: say("direction unknown"),
  }[loop.kind];
}

/**
 * Write a link with full labels.
 * @param {Link} link
 */
export function linkText(link) {
  const [from, to] = [link.from, link.to].map((id) => textOf(model.variable.get(id).label));
  return `${from} ${signMark(SIGNS[link.polarity])}→ ${to}${linkMark(link)}`;
}

/** @type {Record<string, () => string>} */
export const KIND_NAMES = {
  variable: () => say("variable"),
  target: () => say("target"),
  area: () => say("area"),
  loop: () => say("loop"),
};

/**
 * Name a subject in one line, as lists and buttons do.
 * @param {Subject} subject
 */
export function subjectTitle(subject) {
  if (subject.kind === "target") return targetText(model, subject.key);
  if (subject.unnamed) return capital(unnamedText(model, model.loop.get(subject.key)));
  if (subject.kind === "loop" || subject.kind === "instance") {
    return `${subject.key} ${textOf(subject.label)}`;
  }
  if (subject.kind === "link") {
    const { link } = subject;
    const mark = signMark(SIGNS[link.polarity]);
    const names = `${shortLabel(model, link.from)} ${mark}→ ${shortLabel(model, link.to)}`;
    return `${names}${linkMark(link)}`;
  }
  return textOf(subject.label);
}
