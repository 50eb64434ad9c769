// How answers name things: the same words as digisys/answers/wording.py.

import { cyclePairs } from "../graph/cycles.js";
import { assumedDirection, directionsOf } from "../graph/directions.js";
import { jointSign, linkMark, pairOf } from "../graph/pairs.js";
import { SIGNS } from "../graph/view.js";
import { say, sayCount, signMark, textOf } from "../words.js";

/**
 * @param {Model} model
 * @param {string} name
 */
export function shortLabel(model, name) {
  const variable = model.variable.get(name);
  return textOf(variable.short ?? variable.label);
}

/**
 * Name a variable with its area and its targets, as pictures do.
 * @param {Model} model
 * @param {Variable} variable
 */
export function variableName(model, variable) {
  const area = variable.area === null ? "" : textOf(model.area.get(variable.area).label);
  const targets = variable.targets.map((item) => say("target {number}", { number: item.target }));
  return [textOf(variable.label), area, ...targets].filter(Boolean).join("; ");
}

/**
 * Say what a link does, as pictures do.
 * @param {Model} model
 * @param {Link} link
 */
export function linkName(model, link) {
  const ends = {
    source: textOf(model.variable.get(link.from).label),
    target: textOf(model.variable.get(link.to).label) + linkMark(link),
  };
  const sentence = {
    positive: say("{source} → {target}: strengthens", ends),
    negative: say("{source} → {target}: weakens", ends),
    unknown: say("{source} → {target}: direction unknown", ends),
  }[link.polarity];
  const read = assumedDirection(link) ? say("the direction is our reading") : "";
  const known = link.assumed
    ? say("acts with a delay of unknown length")
    : say("acts with a delay");
  const delayed = link.delay > 0 ? known : "";
  const unsure = link.certainty === "ambiguous" ? say("ambiguous in the source") : "";
  return [sentence, read, delayed, unsure].filter(Boolean).join("; ");
}

/** Beside a sign: the direction of the link is read, not stated. */
const READ = "*";

/**
 * Write a chain with short labels and a sign on each arrow, marked where its direction is read.
 * @param {Model} model
 * @param {Way} chain
 * @param {Set<string>} [assumed]
 */
export function chainText(model, chain, assumed = new Set()) {
  return chain.variables
    .map((name, at) => {
      const label = shortLabel(model, name);
      if (!at) return label;
      const mark = assumed.has(pairOf(chain.variables[at - 1], name)) ? READ : "";
      return `${signMark(chain.signs[at - 1])}${mark}→ ${label}`;
    })
    .join(" ");
}

/**
 * Explain the mark of a direction that is read.
 * @returns {[string, string]}
 */
export function readNote() {
  return [READ, say("the direction of this link is our reading of the source")];
}

/**
 * Tell how many of some directions are our reading; nothing where every one is stated.
 * @param {Link[]} links
 */
export function directionsText(links) {
  const found = directionsOf(links);
  const count = found.assumed.length;
  if (!count) return "";
  if (found.links === 1) return say("The direction is our reading of the source.");
  if (count === found.links) return say("All directions are our reading of the source.");
  const values = { count, total: found.links };
  if (count === 1) return say("1 of {total} directions is our reading of the source.", values);
  return say("{count} of {total} directions are our reading of the source.", values);
}

/**
 * Name a kind of evidence.
 * @param {Model} model
 * @param {string} kind
 */
export function evidenceLabel(model, kind) {
  for (const source of model.sources) {
    if (kind in source.parts) return textOf(source.parts[kind]);
    if (kind === source.id) return sourceLabel(model, source.id);
  }
  return say("no evidence");
}

/**
 * Say where the least well stated link of a chain is stated.
 * @param {Model} model
 * @param {string} kind
 */
export function weakestLinkText(model, kind) {
  const stated = model.sources.some((source) => kind in source.parts || kind === source.id);
  return stated
    ? say("The weakest link of the chain is stated in: {part}", {
        part: evidenceLabel(model, kind),
      })
    : say("A link of the chain has no evidence");
}

/**
 * @param {Model} model
 * @param {string} id
 */
export function sourceLabel(model, id) {
  const source = model.source.get(id);
  return textOf(source.short ?? source.title);
}

/**
 * Say in words which links an answer rests on.
 * @param {Model} model
 * @param {View} view
 */
export function viewText(model, view) {
  const count = sayCount("{count} link", "{count} links", view.links.length);
  const parts = [
    {
      explicit: say("explicit links"),
      ambiguous: say("ambiguous links only"),
      "explicit ambiguous": say("explicit and ambiguous links"),
    }[view.certainty.join(" ")],
  ];
  if (view.narrowed) {
    const kinds = view.evidence.map((kind) => evidenceLabel(model, kind)).join(", ");
    parts.push(say("evidence: {kinds}", { kinds }));
  }
  const text = `${parts.join("; ")} (${count})`;
  const factors = view.links.filter((link) => link.modulates).length;
  if (!factors) return text;
  const signs = sayCount(
    "{count} of them multiplies the effect of another, and its sign holds while that is positive",
    "{count} of them multiply the effect of another, and their signs hold while that is positive",
    factors,
  );
  return `${text}; ${signs}`;
}

/**
 * Name what a question is about, such as “target 14 (Leadership)”.
 * @param {Model} model
 * @param {Subject} subject
 */
export function subjectText(model, subject) {
  const label = textOf(subject.label);
  if (subject.kind === "target") {
    return say("target {number} ({label})", { number: subject.key, label });
  }
  if (subject.unnamed) return unnamedText(model, model.loop.get(subject.key));
  if (subject.kind === "loop" || subject.kind === "instance") {
    return say("loop {name} ({label})", { name: subject.key, label });
  }
  return label;
}

/**
 * Name a loop that has no name: by its length and where it begins.
 * @param {Model} model
 * @param {Loop} loop
 */
export function unnamedText(model, loop) {
  const [cycle] = Object.values(loop.cycles);
  const course = cycle.slice(0, 2).map((name) => shortLabel(model, name));
  const names = [...course, cycle.length > 2 ? "…" : course[0]].join(" → ");
  return sayCount("loop of {count} link: {names}", "loop of {count} links: {names}", cycle.length, {
    names,
  });
}

/**
 * The whole course of a loop, with a sign on each arrow.
 * @param {Model} model
 * @param {Loop} loop
 */
export function courseText(model, loop) {
  const [cycle] = Object.values(loop.cycles);
  const signs = cyclePairs(cycle).map(([from, to]) => {
    return jointSign(model.between.get(pairOf(from, to)).map((link) => SIGNS[link.polarity]));
  });
  return chainText(model, { variables: [...cycle, cycle[0]], signs });
}

/**
 * Name the subject within a sentence: a label in quotes needs no verb to agree with it.
 * @param {Model} model
 * @param {Subject} subject
 */
export function quotedText(model, subject) {
  const name = subjectText(model, subject);
  return ["variable", "area"].includes(subject.kind) ? say("“{name}”", { name }) : name;
}

/**
 * Name the subject as a conclusion does: a target or loop without its label.
 * @param {Model} model
 * @param {Subject} subject
 */
export function briefText(model, subject) {
  if (subject.kind === "target") return say("target {number}", { number: subject.key });
  const named = !subject.unnamed && (subject.kind === "loop" || subject.kind === "instance");
  return named ? say("loop {name}", { name: subject.key }) : quotedText(model, subject);
}

/**
 * @param {Model} model
 * @param {Pick<Influence, "subject" | "upstream">} answer
 */
export function questionText(model, answer) {
  const { subject } = answer;
  const name = quotedText(model, subject);
  if (!answer.upstream) return say("What does {name} influence?", { name });
  const label = textOf(subject.label);
  if (subject.kind === "target") {
    return say("What influences target {number} ({label})?", { number: subject.key, label });
  }
  if (subject.kind === "area") return say("What influences the area “{name}”?", { name: label });
  if (subject.kind === "variable") return say("What influences “{name}”?", { name: label });
  if (!subject.unnamed && (subject.kind === "loop" || subject.kind === "instance")) {
    return say("What influences loop {name} ({label})?", { name: subject.key, label });
  }
  return say("What influences {name}?", { name });
}

/**
 * Name a target by its number and its short label.
 * @param {Model} model
 * @param {number} number
 */
export function targetText(model, number) {
  const target = model.target.get(number);
  return target.short ? `${number} ${textOf(target.short)}` : String(number);
}

/**
 * Say for readers how the links of a chain are known, and whose reading their directions are.
 * @param {Link[]} links
 */
export function linksBasis(links) {
  if (links.length === 1) return linkBasis(links[0]);
  const known = links.some((link) => link.certainty === "ambiguous")
    ? say("the source can be read without some of it")
    : links.every((link) => link.evidence.length)
      ? say("the source says so directly")
      : say("no source given for some of it");
  const { links: total, assumed } = directionsOf(links);
  if (!assumed.length) return known;
  if (assumed.length === total) return say("{known}; all directions are our reading", { known });
  const read = sayCount(
    "{count} of {total} directions is our reading",
    "{count} of {total} directions are our reading",
    assumed.length,
    { total },
  );
  return `${known}; ${read}`;
}

/** @param {Link} link */
function linkBasis(link) {
  const known =
    link.certainty === "ambiguous"
      ? say("the source can be read without it")
      : link.evidence.length
        ? say("the source says so directly")
        : say("no source given");
  return assumedDirection(link) ? say("{known}; the direction is our reading", { known }) : known;
}
