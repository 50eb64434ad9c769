// Steps, refusals and changes of conclusions in words, for those who see the map and those who
// do not.

import { verdictWord } from "../analysis/influence/result.js";
import { shortLabel } from "../answers/wording.js";
import { subjectOf } from "../graph/names.js";
import { capital, say, sayCount, sayList, sayNumber, textOf } from "../words.js";

/** @typedef {Record<string, string> & { count?: string }} Said */

/** @type {Record<string, (values: Said, raw: EditValues) => string>} */
const STEPS = {
  merged: () => say("Took in what was changed elsewhere meanwhile."),
  "variable-added": (v) => say("Added the variable “{label}”.", v),
  "variable-renamed": (v) => say("Renamed “{before}” to “{label}”.", v),
  "short-label-set": (v) =>
    v.label
      ? say("Gave “{name}” the short name “{label}”.", v)
      : say("Took the short name of “{name}” away.", v),
  "variable-removed": (v) => say("Removed the variable “{label}”.", v),
  "variable-moved": (v) => say("Moved “{label}”.", v),
  "variables-moved": (_, raw) =>
    sayCount("Moved {count} variable.", "Moved {count} variables.", Number(raw.count)),
  "area-set": (v) => say("Put “{label}” into the area “{area}”.", v),
  "area-unset": (v) => say("“{label}” belongs to no area now.", v),
  "role-input": (v) => say("“{label}” is moved from outside only now.", v),
  "role-stock": (v) => say("“{label}” is a stock now, which takes time to change.", v),
  "role-auxiliary": (v) => say("“{label}” follows its causes at once now.", v),
  "inertia-set": (v) => say("Changed how long “{label}” takes to change.", v),
  "desired-up": (v) => say("More of “{label}” is better now.", v),
  "desired-down": (v) => say("Less of “{label}” is better now.", v),
  "desired-none": (v) => say("Neither more nor less of “{label}” is better now.", v),
  "desired-unset": (v) => say("Nobody says now which way of “{label}” is better.", v),
  "description-set": (v) => say("Changed the description of “{label}”.", v),
  "aliases-set": (v) =>
    v.names
      ? say("Other names of “{label}” now: {names}.", v)
      : say("“{label}” has no other names now.", v),
  "targets-set": (v) =>
    v.numbers
      ? say("“{label}” stands for these targets now: {numbers}.", v)
      : say("“{label}” stands for no target now.", v),
  "factors-added": (v, raw) =>
    say("Put the factors of “{label}” on the map: {variables} and {links}.", {
      label: v.label,
      variables: sayCount("{count} new variable", "{count} new variables", Number(raw.variables)),
      links: sayCount("{count} link", "{count} links", Number(raw.links)),
    }),
  "link-added-positive": (v) => say("Added a link from “{from}” to “{to}”: more leads to more.", v),
  "link-added-negative": (v) => say("Added a link from “{from}” to “{to}”: more leads to less.", v),
  "link-added-unknown": (v) => say("Added a link from “{from}” to “{to}”, direction unknown.", v),
  "link-removed": (v) => say("Removed the link from “{from}” to “{to}”.", v),
  "link-gone": (v) => say("The link from “{from}” to “{to}” went too.", v),
  "polarity-positive": (v) => say("More of “{from}” leads to more of “{to}” now.", v),
  "polarity-negative": (v) => say("More of “{from}” leads to less of “{to}” now.", v),
  "polarity-unknown": (v) => say("Which way “{from}” acts on “{to}” is not known now.", v),
  "delay-some": (v) => say("“{from}” acts on “{to}” with a delay now.", v),
  "delay-set": (v) => say("“{from}” acts on “{to}” with a delay of {delay} now.", v),
  "delay-unset": (v) => say("“{from}” acts on “{to}” without a delay now.", v),
  "strength-weak": (v) => say("The link from “{from}” to “{to}” is weak now.", v),
  "strength-moderate": (v) => say("The link from “{from}” to “{to}” is moderate now.", v),
  "strength-strong": (v) => say("The link from “{from}” to “{to}” is strong now.", v),
  "strength-dominant": (v) => say("The link from “{from}” to “{to}” is dominant now.", v),
  "strength-unknown": (v) =>
    say("How strong the link from “{from}” to “{to}” is is not known now.", v),
  "strength-size": (v) => say("The link from “{from}” to “{to}” has the strength {size} now.", v),
  "certainty-explicit": (v) => say("The link from “{from}” to “{to}” is explicit now.", v),
  "certainty-ambiguous": (v) => say("The link from “{from}” to “{to}” is ambiguous now.", v),
  "direction-stated": (v) => say("A source states now which way “{from}” acts on “{to}”.", v),
  "direction-assumed": (v) => say("Which way “{from}” acts on “{to}” is our reading now.", v),
  "note-set": (v) => say("Changed the note on the link from “{from}” to “{to}”.", v),
  "said-by-added": (v) => say("{who} says that “{from}” acts on “{to}”.", v),
  "said-by-removed": (v) => say("{who} no longer says that “{from}” acts on “{to}”.", v),
  "evidence-added": (v) => say("Added evidence for “{label}”: {source}.", v),
  "evidence-changed": (v) => say("Changed evidence for “{label}”: {source}.", v),
  "evidence-removed": (v) => say("Removed evidence for “{label}”: {source}.", v),
  "link-evidence-added": (v) =>
    say("Added evidence for the link from “{from}” to “{to}”: {source}.", v),
  "link-evidence-changed": (v) =>
    say("Changed evidence for the link from “{from}” to “{to}”: {source}.", v),
  "link-evidence-removed": (v) =>
    say("Removed evidence for the link from “{from}” to “{to}”: {source}.", v),
  "source-added": (v) => say("Added the source “{label}”.", v),
  "loop-named": (v) => say("Named the loop {name}: “{label}”.", v),
  "route-added": (v) => say("Loop {name}, “{label}”, runs along one more course now.", v),
  "loop-renamed": (v) => say("Renamed the loop {name} from “{before}” to “{label}”.", v),
  "loop-described": (v) => say("Changed the description of the loop {name}.", v),
  "loop-removed": (v) => say("Took the name of the loop {name}, “{label}”, away.", v),
  "loop-gone": (v) => say("The loop {name}, “{label}”, is closed no more.", v),
  "route-gone": (v) => say("The course {route} of the loop {name} is closed no more.", v),
  "loop-now-reinforcing": (v) => say("The loop {name}, “{label}”, is reinforcing now.", v),
  "loop-now-balancing": (v) => say("The loop {name}, “{label}”, is balancing now.", v),
  "loop-now-unknown": (v) =>
    say("Of which kind the loop {name}, “{label}”, is is not known now.", v),
  "slide-gone": (v) =>
    v.title
      ? say("Step {number} of the presentation, “{title}”, went too.", v)
      : say("Step {number} of the presentation went too.", v),
  "slides-set": (_, raw) =>
    sayCount(
      "The presentation has {count} step now.",
      "The presentation has {count} steps now.",
      Number(raw.count),
    ),
  "slide-added": (v) => say("Added step {number} of the presentation.", v),
  "slide-changed": (v) => say("Changed step {number} of the presentation.", v),
  "slide-removed": (v) => say("Removed step {number} of the presentation.", v),
  "slide-moved": (v) => say("Moved step {number} of the presentation to place {place}.", v),
  "title-set": (v) => say("The model is called “{label}” now.", v),
  "model-described": () => say("Changed the description of the model."),
  "area-added": (v) => say("Added the area “{label}”.", v),
  "area-renamed": (v) => say("Renamed the area “{before}” to “{label}”.", v),
  "area-removed": (v) => say("Removed the area “{label}”.", v),
  "language-added": (v) => say("Added the language {language}.", v),
  "language-removed": (v) => say("Removed the language {language}.", v),
};

/** @type {Record<string, (values: Said) => string>} */
const REFUSALS = {
  "label-taken": (v) => say("Something is called “{label}” already.", v),
  "no-words": () => say("Write at least one letter."),
  "too-long": (v) => say("Write at most {most} letters.", v),
  "no-variable": (v) => say("There is no variable “{name}”.", v),
  "no-area": (v) => say("There is no area “{name}”.", v),
  "no-target": (v) => say("There is no target {name}.", v),
  "no-link": (v) => say("There is no link {name}.", v),
  "no-loop": (v) => say("There is no loop “{name}”.", v),
  "no-evidence": () => say("This piece of evidence is not there."),
  "no-source": (v) => say("There is no source “{name}”.", v),
  "no-part": (v) => say("Source “{source}” has no part “{name}”.", v),
  "no-page": () => say("Pages are whole numbers from 1 up."),
  "no-year": () => say("Write a year, such as 2026."),
  "no-number": () => say("This number is out of range."),
  "no-place": () => say("There is no such place on the map."),
  "no-slide": () => say("The presentation has no such step."),
  "no-subject": () => say("The step shows something that the model does not have."),
  "several-subjects": () => say("A step shows one thing at most."),
  "no-language": (v) => say("“{name}” is no language of the model that can be taken.", v),
  "last-language": () => say("A model needs a language."),
  "last-variable": () => say("A model needs a variable; rename this one instead."),
  "nothing-changed": () => say("It is so already."),
  "input-has-causes": (v) =>
    say("Links lead to “{label}”, so it cannot be moved from outside only.", v),
  "into-input": (v) => say("“{to}” is moved from outside only, so nothing can act on it.", v),
  "link-there": (v) => say("A link from “{from}” to “{to}” is there already.", v),
  "self-link": (v) => say("“{from}” can only damp itself: a link to itself has the sign −.", v),
  "loop-needs-link": (v) =>
    say("The link from “{from}” to “{to}” is part of named loops: {names}.", v),
  "loop-named-already": (v) => say("This loop has a name already: {name}.", v),
  "no-loop-name": (v) => say("“{name}” is no short name of a loop, such as R1.", v),
  "factor-of-itself": (v) => say("“{label}” is the variable that the factors are about.", v),
  "no-cycle": () => say("These variables are no loop: a link is missing between two of them."),
};

/**
 * @param {EditValues} values
 * @returns {Said}
 */
function saidValues(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? sayNumber(value) : textOf(value),
    ]),
  );
}

/**
 * What a step did, in a sentence, without what came of it.
 * @param {EditStep} step
 * @returns {string}
 */
export function stepSentence({ code, values }) {
  return capital((STEPS[code] ?? (() => code))(saidValues(values), values));
}

/**
 * What a step did and what came of it, as sentences to be read aloud.
 * @param {EditStep} step
 * @returns {string}
 */
export function stepWords(step) {
  return [step, ...step.also].map(stepSentence).join(" ");
}

/**
 * What was undone, or done again.
 * @param {EditStep} step
 * @param {"undo" | "redo"} way
 * @returns {string}
 */
export function historyWords(step, way) {
  return way === "undo"
    ? say("Undone: {step}", { step: stepSentence(step) })
    : say("Done again: {step}", { step: stepSentence(step) });
}

/**
 * Why a verb did nothing.
 * @param {EditRefusal} refusal
 * @returns {string}
 */
export function refusalWords({ code, values }) {
  return capital((REFUSALS[code] ?? (() => code))(saidValues(values)));
}

/**
 * How a change of a conclusion reads.
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {ConclusionChange} change
 * @returns {string}
 */
export function changeWords(start, now, change) {
  return capital(changeText(start, now, change));
}

/**
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {ConclusionChange} change
 */
function changeText(start, now, change) {
  switch (change.code) {
    case "effect":
      return effectText(start, now, change);
    case "outcome": {
      const name = subjectName(now.graph.model, start.graph.model, change.token);
      const after = outcomingWord(change.after);
      const values = { name, before: outcomingWord(change.before), after };
      return say("In the scenario, {name} {after}; before: {before}.", values);
    }
    default:
      return loopText(start, now, change);
  }
}

/**
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Extract<ConclusionChange, { code: "effect" }>} change
 */
function effectText(start, now, { kind, source, outcome, before, after }) {
  const [one, other] = [source, outcome].map((key) =>
    subjectName(now.graph.model, start.graph.model, `${kind}-${key}`),
  );
  const values = { source: one, outcome: other };
  if (after === "none") return say("{source} no longer reaches {outcome}.", values);
  if (before === "none") {
    return say("{source} now reaches {outcome}: {verdict}.", {
      ...values,
      verdict: verdictWord(after),
    });
  }
  return say("{source} on {outcome}: {after}; before: {before}.", {
    ...values,
    after: verdictWord(after),
    before: verdictWord(before),
  });
}

/**
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Extract<ConclusionChange, { variables: string[] }>} change
 */
function loopText(start, now, { code, name, variables, before, after }) {
  const { model } = (code === "loop-destroyed" ? start : now).graph;
  const course = [...variables, variables[0]].map((id) => shortLabel(model, id)).join(" → ");
  const values = {
    name: name ? `${name}: ${course}` : course,
    kind: kindWord(after ?? before ?? "unknown"),
    before: kindWord(before ?? "unknown"),
  };
  if (code === "loop-created") return say("New loop ({kind}): {name}.", values);
  if (code === "loop-destroyed") return say("Loop gone ({kind}): {name}.", values);
  return say("Loop now {kind}; before: {before}: {name}.", values);
}

/** @param {Loop["kind"]} kind */
function kindWord(kind) {
  return {
    reinforcing: say("reinforcing"),
    balancing: say("balancing"),
    unknown: say("direction unknown"),
  }[kind];
}

/** @param {Outcoming} way */
function outcomingWord(way) {
  return {
    rises: say("rises"),
    falls: say("falls"),
    either: say("goes either way"),
    still: say("stays as it is"),
  }[way];
}

/**
 * What something is called now, else what it was called.
 * @param {Model} now
 * @param {Model} before
 * @param {string} token
 */
function subjectName(now, before, token) {
  const model = subjectOf(now, token) ? now : before;
  const subject = subjectOf(model, token);
  if (!subject) return token;
  if (subject.kind === "target") return say("target {number}", { number: subject.key });
  return subject.kind === "variable"
    ? shortLabel(model, String(subject.key))
    : textOf(subject.label);
}

/** @type {Record<ConclusionKind, () => string>} */
const COMPARED = {
  target: () => say("Compared: how targets influence each other, and loops."),
  area: () => say("Compared: how areas influence each other, and loops."),
  variable: () => say("Compared: how variables influence each other, and loops."),
};

/**
 * What of the conclusions is compared with the start, and what is not.
 * @param {ComparedPart} part
 * @returns {string[]}
 */
export function comparedWords({ kind, near, unsettled, longest, outcomes, draws }) {
  return [
    kind ? COMPARED[kind]() : say("Compared: loops."),
    near ? say("Of the variables, only those at changed links are compared.") : "",
    unsettled
      ? sayCount(
          "Of {count} effect it is not settled here whether it changed.",
          "Of {count} effects it is not settled here whether they changed.",
          unsettled,
        )
      : "",
    longest === null ? "" : say("Of the loops, those of up to {count} links.", { count: longest }),
    outcomes === "compared"
      ? say("Outcomes of the chosen scenario: which way they go in {count} draws.", {
          count: draws,
        })
      : "",
    outcomes === "lost"
      ? say("The chosen scenario cannot be run, so its outcomes are not compared.")
      : "",
  ].filter(Boolean);
}

/**
 * All changes of conclusions that were found in one sentence, to be read aloud after a step.
 * @param {ConclusionChange[]} changes
 * @returns {string}
 */
export function changesSummary(changes) {
  if (!changes.length) return say("No change found in the conclusions since the start.");
  const count = (/** @type {string} */ code) =>
    changes.filter((change) => change.code === code).length;
  const [effects, made] = [count("effect"), count("loop-created")];
  const [gone, turned] = [count("loop-destroyed"), count("loop-turned")];
  const outcomes = count("outcome");
  const parts = [
    effects ? sayCount("{count} effect", "{count} effects", effects) : "",
    made ? sayCount("{count} new loop", "{count} new loops", made) : "",
    gone ? sayCount("{count} loop gone", "{count} loops gone", gone) : "",
    turned ? sayCount("{count} loop of another kind", "{count} loops of another kind", turned) : "",
    outcomes ? sayCount("{count} outcome", "{count} outcomes", outcomes) : "",
  ];
  return say("Changed since the start: {parts}.", { parts: sayList(parts.filter(Boolean)) });
}
