// What the answer to a question about influence comes to, in plain sentences: a twin of
// digisys/analysis/influence/conclude.py, but for its last sentence, which names commands.

import { basis } from "../../answers/basis.js";
import { quotedText } from "../../answers/wording.js";
import { capital, say, sayCount, sayList, textOf } from "../../words.js";
import { sizeOfEffects } from "./size.js";

/**
 * Tell how far an influence reaches, which way it goes, and what that rests on.
 * @param {Model} model
 * @param {Influence} answer
 * @returns {Statement[]}
 */
export function conclude(model, answer) {
  if (answer.subject.unnamed) return [];
  if (!answer.view.links.length) {
    const none = say("No links are in view, so nothing influences anything.");
    return [{ kind: "reach", text: none }];
  }
  const parts = reachParts(model, answer);
  const reach = answer.upstream
    ? influenced(model, answer, parts)
    : influences(model, answer, parts);
  const statements = [{ kind: "reach", text: reach }];
  if (answer.affected.length) {
    const links = linksOnTheWay(answer);
    const size = answer.upstream ? null : sizeOfEffects(model, answer);
    if (size) statements.push(size);
    statements.push(direction(answer.affected, links), basis(model, answer.view, links));
  }
  return statements.map(({ kind, text }) => ({ kind, text: capital(text) }));
}

/**
 * The links in view among what was asked about and what was reached.
 * @param {Influence} answer
 */
export function linksOnTheWay({ view, sources, affected, upstream }) {
  const reached = new Set(affected.map((effect) => effect.variable));
  const among = new Set([...reached, ...sources]);
  const [starts, ends] = upstream ? [reached, among] : [among, reached];
  return view.links.filter((link) => starts.has(link.from) && ends.has(link.to));
}

/**
 * @param {Model} model
 * @param {Influence} answer
 */
function reachParts(model, { affected, sources, targetsReached }) {
  /** @type {Map<number, number>} */
  const steps = new Map();
  for (const effect of affected) {
    for (const number of effect.targets) {
      steps.set(number, Math.min(steps.get(number) ?? effect.steps, effect.steps));
    }
  }
  const distances = targetsReached.map((number) => steps.get(number) ?? 0);
  const least = Math.min(...distances);
  const nearest = targetsReached.filter((_, at) => distances[at] === least);
  return {
    count: affected.length,
    targets: targetsReached.length,
    allTargets: model.targets.length,
    others: model.variables.length - sources.length,
    nearest: nearest.length,
    values: {
      names: sayList(nearest.map(String)),
      steps: targetsReached.length ? sayCount("{count} step", "{count} steps", least) : "",
    },
  };
}

/** @param {Influence} answer */
function subjectName({ subject }) {
  const labelled = subject.kind === "variable" || subject.kind === "area";
  return { name: labelled ? textOf(subject.label) : subject.key };
}

/**
 * @param {Model} model
 * @param {Influence} answer
 * @param {ReturnType<typeof reachParts>} parts
 */
function influences(model, answer, { count, targets, allTargets, others, nearest, values }) {
  const { kind } = answer.subject;
  if (!count) {
    return say("{subject}: no link leads on from here.", {
      subject: quotedText(model, answer.subject),
    });
  }
  const name = subjectName(answer);
  const subject =
    kind === "target"
      ? say("target {name} influences", name)
      : kind === "area"
        ? say("the area “{name}” influences", name)
        : kind === "variable"
          ? say("“{name}” influences", name)
          : say("loop {name} influences", name);
  if (!allTargets) {
    return say("{subject} {count} of the {total} other variables.", {
      subject,
      count,
      total: others,
    });
  }
  if (!targets) {
    return sayCount(
      "{subject} {count} variable, but none of the {total} targets.",
      "{subject} {count} variables, but none of the {total} targets.",
      count,
      { subject, total: allTargets },
    );
  }
  const most = sayCount(
    "most directly target {names} ({steps})",
    "most directly targets {names} ({steps})",
    nearest,
    values,
  );
  return sayCount(
    "{subject} {targets} of {total} targets, {nearest}, and {count} variable in all.",
    "{subject} {targets} of {total} targets, {nearest}, and {count} variables in all.",
    count,
    { subject, targets, total: allTargets, nearest: most },
  );
}

/**
 * @param {Model} model
 * @param {Influence} answer
 * @param {ReturnType<typeof reachParts>} parts
 */
function influenced(model, answer, { count, targets, allTargets, others, nearest, values }) {
  const { kind } = answer.subject;
  if (!count) {
    return say("{subject}: no link leads here from elsewhere.", {
      subject: quotedText(model, answer.subject),
    });
  }
  const name = subjectName(answer);
  const subject =
    kind === "target"
      ? say("target {name} is influenced", name)
      : kind === "area"
        ? say("the area “{name}” is influenced", name)
        : kind === "variable"
          ? say("“{name}” is influenced", name)
          : say("loop {name} is influenced", name);
  if (!allTargets) {
    return say("{subject} by {count} of the {total} other variables.", {
      subject,
      count,
      total: others,
    });
  }
  if (!targets) {
    return sayCount(
      "{subject} by {count} variable, but by none of the {total} targets.",
      "{subject} by {count} variables, but by none of the {total} targets.",
      count,
      { subject, total: allTargets },
    );
  }
  const most = sayCount(
    "most directly by target {names} ({steps})",
    "most directly by targets {names} ({steps})",
    nearest,
    values,
  );
  return sayCount(
    "{subject} by {targets} of {total} targets, {nearest}, and by {count} variable in all.",
    "{subject} by {targets} of {total} targets, {nearest}, and by {count} variables in all.",
    count,
    { subject, targets, total: allTargets, nearest: most },
  );
}

/** @type {Verdict[]} */
const ORDER = ["strengthens", "weakens", "ambiguous", "unknown", "undecided"];

/**
 * Tell which way the effects go, how many of them surely, and why.
 * @param {Effect[]} affected
 * @param {Link[]} links
 * @returns {Statement}
 */
function direction(affected, links) {
  const counts = ORDER.map((verdict) => affected.filter((item) => item.verdict === verdict).length);
  const found = ORDER.filter((_, at) => counts[at]);
  if (found.length === 1) {
    const other = links.filter((link) => link.polarity !== "positive").length;
    return { kind: "direction", text: allText(found[0], other) };
  }
  const parts = sayList(found.map((verdict) => someText(verdict, counts[ORDER.indexOf(verdict)])));
  const text = say("Of {total} effects, {parts}.", { total: affected.length, parts });
  return { kind: "direction", text };
}

/**
 * @param {Verdict} verdict
 * @param {number} notPositive
 * @returns {string}
 */
function allText(verdict, notPositive) {
  switch (verdict) {
    case "strengthens":
      return notPositive
        ? sayCount(
            "Every chain strengthens, though {count} link on the way is not positive.",
            "Every chain strengthens, though {count} links on the way are not positive.",
            notPositive,
          )
        : say("Every chain strengthens, because every link on the way is positive.");
    case "weakens":
      return say("Every chain weakens, as the signs of its links say when multiplied.");
    case "ambiguous":
      return say("Each effect goes both ways: some chains strengthen it and others weaken.");
    case "unknown":
      return say("No direction is known, as links on the way have an unknown sign.");
    default:
      return say("The search was given up before any direction was settled.");
  }
}

/**
 * @param {Verdict} verdict
 * @param {number} count
 * @returns {string}
 */
function someText(verdict, count) {
  switch (verdict) {
    case "strengthens":
      return sayCount(
        "{count} strengthens by every chain",
        "{count} strengthen by every chain",
        count,
      );
    case "weakens":
      return sayCount("{count} weakens by every chain", "{count} weaken by every chain", count);
    case "ambiguous":
      return sayCount(
        "{count} goes both ways, as its chains differ",
        "{count} go both ways, as their chains differ",
        count,
      );
    case "unknown":
      return sayCount("{count} is of unknown direction", "{count} are of unknown direction", count);
    default:
      return sayCount(
        "{count} was not settled by the search",
        "{count} were not settled by the search",
        count,
      );
  }
}
