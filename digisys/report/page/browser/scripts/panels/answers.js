// The answer beside the map.

import { concludeChains } from "../analysis/chains/conclude.js";
import { conclude } from "../analysis/influence/conclude.js";
import { summaryPairs, VERDICT_MARKS, verdictWord } from "../analysis/influence/result.js";
import { concludeNamedLoop } from "../analysis/loops/conclude_named.js";
import {
  chainText,
  directionsText,
  questionText,
  subjectText,
  targetText,
  weakestLinkText,
} from "../answers/wording.js";
import { build, byId, folded, h, toggle } from "../base/dom.js";
import { model } from "../base/model.js";
import {
  currentAnswers,
  currentChains,
  currentGraph,
  currentSubject,
  passesFilters,
  withinSteps,
} from "../base/shown.js";
import { change, state } from "../base/state.js";
import { assumedPairs } from "../graph/directions.js";
import { loopOf } from "../graph/names.js";
import { linkMark, linkToken, pairOf } from "../graph/pairs.js";
import { lookup } from "../lookup.js";
import { toneOf } from "../map/draw.js";
import { say, sayCount, signMark, textOf } from "../words.js";
import { drawAround } from "./around.js";
import { drawAnswerTools } from "./download.js";
import { drawEvidence } from "./evidence.js";
import { drawLinkAnswer } from "./link.js";
import { drawLoopStory, otherLoops } from "./loops.js";
import {
  answerHead,
  drawConclusion,
  keepNumbers,
  paragraph,
  reading,
  subjectButton,
  targetBadge,
  variableButton,
} from "./parts.js";
import { drawWelcome } from "./welcome.js";

export function drawAnswer() {
  const subject = currentSubject();
  if (!subject) return drawWelcome();
  if (subject.kind === "link") return drawLinkAnswer(subject);
  const answers = currentAnswers();
  const looped = subject.kind === "loop" || subject.kind === "instance";
  const chains = subject.variables.length ? drawChainFinder(subject) : null;
  return [
    answerHead(subject),
    drawFacts(subject),
    looped ? drawLoopStory(subject) : null,
    // Where chains are asked for, they are the answer.
    state.to ? chains : null,
    subject.variables.length ? null : h("p", {}, say("No variable of the model belongs to this.")),
    answers.effects ? drawInfluence(answers.effects) : null,
    answers.causes ? drawInfluence(answers.causes) : null,
    state.to ? null : chains,
    drawAround(subject.variables),
    drawEvidence(subject),
    drawAnswerTools(),
  ];
}

/**
 * What the model says of the thing itself.
 * @param {Subject} subject
 */
function drawFacts(subject) {
  const parts = [];
  if (subject.kind === "variable") {
    const variable = model.variable.get(subject.key);
    parts.push(paragraph(variable.description), targetList(variable));
    parts.push(dampingLinks(subject.key));
    parts.push(
      loopsThrough(subject.key),
      otherLoops((cycle) => cycle.includes(subject.key)),
    );
    parts.push(reading(variable.reading));
  } else if (subject.kind === "target") {
    const target = model.target.get(subject.key);
    parts.push(paragraph(target.title), memberChips(subject));
  } else if (subject.kind === "area") {
    parts.push(paragraph(model.area.get(subject.key).description), memberList(subject));
  } else {
    const loop = loopOf(model, subject);
    if (subject.unnamed || model.foundLoops) {
      const why = say("The sources do not name this loop: it follows from the links.");
      parts.push(h("p", { class: "note" }, why));
    }
    parts.push(paragraph(loop.description));
    parts.push(drawConclusion(concludeNamedLoop(currentGraph(), subject)), reading(loop.reading));
  }
  return h("div", { class: "facts" }, parts);
}

/**
 * Links from a variable to itself, which the map does not draw.
 * @param {string} id
 */
function dampingLinks(id) {
  const own = currentGraph().view.damping.filter((link) => link.from === id);
  if (!own.length) return null;
  const buttons = own.map((link) => {
    const words = `${say("Damps itself.")}${linkMark(link)}`;
    return subjectButton(linkToken(link), words, { class: "chip" });
  });
  return h("p", { class: "chips" }, buttons);
}

/** @param {Variable} variable */
function targetList(variable) {
  if (!variable.targets.length) return null;
  return h(
    "p",
    { class: "chips" },
    h("span", { class: "chips-label" }, `${say("Targets")}: `),
    variable.targets.map((item) =>
      subjectButton(
        `target-${item.target}`,
        targetText(model, item.target) + (item.keyResult ? ` (${say("key result")})` : ""),
        { class: "chip" },
      ),
    ),
  );
}

/** @param {string} id */
function loopsThrough(id) {
  const loops = model.loops.filter((loop) =>
    Object.values(loop.cycles).some((cycle) => cycle.includes(id)),
  );
  if (!loops.length) return null;
  return h(
    "p",
    { class: "chips" },
    h("span", { class: "chips-label" }, `${say("Loops")}: `),
    loops.map((loop) =>
      subjectButton(`loop-${loop.id}`, `${loop.id} ${textOf(loop.label)}`, { class: "chip" }),
    ),
  );
}

/** @param {Subject} subject */
function memberChips(subject) {
  if (!subject.variables.length) return null;
  return h(
    "p",
    { class: "chips" },
    h("span", { class: "chips-label" }, `${say("Variables")}: `),
    subject.variables.map((id) => variableButton(id, { class: "chip" })),
  );
}

/** @param {Subject} subject */
function memberList(subject) {
  if (!subject.variables.length) return null;
  return [
    h("h3", {}, say("Variables")),
    h(
      "ul",
      { class: "plain" },
      subject.variables.map((id) => h("li", {}, variableButton(id))),
    ),
  ];
}

/**
 * One direction of the answer: what it comes to, then the variables by steps.
 * @param {Influence} answer
 */
function drawInfluence(answer) {
  const name = answer.upstream ? "causes" : "effects";
  const pairs = summaryPairs(model, answer);
  const shown = answer.affected.filter(
    (effect) => withinSteps(effect) && passesFilters(effect.variable),
  );
  /** @type {Lookup<number, Effect[]>} */
  const groups = lookup();
  for (const effect of shown) {
    groups.set(effect.steps, [...(groups.get(effect.steps) ?? []), effect]);
  }
  return h(
    "section",
    { class: "influence", "aria-labelledby": `question-${name}` },
    h("h3", { id: `question-${name}`, class: "question" }, questionText(model, answer)),
    drawConclusion(conclude(model, answer)),
    h(
      "dl",
      { class: "pairs" },
      pairs.map(([head, text]) => h("div", {}, h("dt", {}, head), h("dd", {}, keepNumbers(text)))),
    ),
    shown.length < answer.affected.length
      ? h(
          "p",
          { class: "note" },
          say("{shown} of {count} variables shown: steps and filters leave out the rest.", {
            shown: shown.length,
            count: answer.affected.length,
          }),
        )
      : null,
    drawGroups(groups, (effect) => drawEffect(answer, effect, name)),
  );
}

/** So many effects are drawn at once; of more, the rest after the page has been painted. */
const FIRST_EFFECTS = 60;

/**
 * Effects under their numbers of steps. One who is in the list gets all of it at once.
 * @param {Lookup<number, Effect[]>} groups
 * @param {(effect: Effect) => Child} draw
 * @returns {Child}
 */
function drawGroups(groups, draw) {
  const inside = byId("answer").contains(document.activeElement);
  let room = inside ? Infinity : FIRST_EFFECTS;
  /** @type {[HTMLElement, Effect[]][]} */
  const rest = [];
  const parts = [...groups].map(([steps, effects]) => {
    const first = effects.slice(0, Math.max(room, 0));
    const list = h("ul", { class: "effects" }, first.map(draw));
    room -= first.length;
    if (first.length < effects.length) rest.push([list, effects.slice(first.length)]);
    return [h("h4", {}, sayCount("{count} step", "{count} steps", steps)), list];
  });
  if (rest.length) {
    const complete = () => {
      for (const [list, effects] of rest) build(list, {}, effects.map(draw));
    };
    requestAnimationFrame(() => window.setTimeout(complete));
  }
  return parts;
}

/**
 * @param {Influence} answer
 * @param {Effect} effect
 * @param {string} name
 */
function drawEffect(answer, effect, name) {
  const token = `variable-${effect.variable}`;
  const variable = model.variable.get(effect.variable);
  return h(
    "li",
    { class: `effect ${toneOf(variable.area)}` },
    h(
      "div",
      { class: "effect-head" },
      h(
        "span",
        { class: `verdict ${effect.verdict}`, "aria-hidden": "true" },
        VERDICT_MARKS[effect.verdict],
      ),
      variableButton(effect.variable, { "data-focus": `${name}-${token}` }),
      h("span", { class: "badges" }, effect.targets.map(targetBadge)),
      h(
        "span",
        { class: "verdict-word" },
        verdictWord(effect.verdict) + (effect.feedsBack ? " ↩" : ""),
      ),
    ),
    folded(
      { "data-focus": `chain-${name}-${token}` },
      h(
        "summary",
        { "data-focus": `chain-head-${name}-${token}` },
        say("Chain and evidence"),
        h("span", { class: "visually-hidden" }, `: ${textOf(variable.label)}`),
      ),
      () => drawEffectChain(answer, effect, name),
    ),
  );
}

/**
 * How the effect comes about, and what the claim rests on.
 * @param {Influence} answer
 * @param {Effect} effect
 * @param {string} name
 */
function drawEffectChain(answer, effect, name) {
  const token = `variable-${effect.variable}`;
  const on = state.to === token;
  return [
    h("p", { class: "chain" }, chainText(model, effect.chain, assumedPairs(answer.view.links))),
    effect.other
      ? h(
          "p",
          { class: "chain" },
          `${say("The other way round")}: ${chainText(model, effect.other)}`,
        )
      : null,
    effect.verdict === "undecided"
      ? h(
          "p",
          { class: "note" },
          say("There are too many chains to look at all, so others may act in another direction."),
        )
      : null,
    h("p", {}, weakestLinkText(model, effect.evidence)),
    paragraph(directionsText(linksOf(effect.chain))),
    toggle(
      say("Chains on the map"),
      on,
      () => change({ to: on ? "" : token, dir: answer.upstream ? "causes" : "effects" }),
      { class: "tool", "data-focus": `to-${name}-${token}` },
    ),
  ];
}

/**
 * The links in view along a chain.
 * @param {Chain} chain
 */
function linksOf({ variables }) {
  return variables
    .slice(1)
    .flatMap((to, at) => currentGraph().between.get(pairOf(variables[at], to)) ?? []);
}

/**
 * Choose another thing, and see the strongest chains to it.
 * @param {Subject} subject
 */
function drawChainFinder(subject) {
  const found = currentChains();
  /**
   * @param {string} label
   * @param {string | null} area
   * @returns {[string, string[][]]}
   */
  const group = (label, area) => [
    label,
    model.variables
      .filter((item) => item.area === area)
      .map((item) => [`variable-${item.id}`, textOf(item.label)]),
  ];
  /** @type {[string, string[][]][]} */
  const options = [
    [
      say("Targets"),
      model.targets.map((item) => [`target-${item.number}`, targetText(model, item.number)]),
    ],
    ...model.areas.map((area) => group(textOf(area.label), area.id)),
    group(say("Variables"), null),
  ];
  const causes = state.dir === "causes";
  return h(
    "section",
    { class: "chains", "aria-labelledby": "chains-title" },
    h("h3", { id: "chains-title" }, say("Strongest chains")),
    h(
      "label",
      { class: "field" },
      h("span", {}, causes ? say("Chains from") : say("Chains to")),
      h(
        "select",
        { "data-focus": "to", onchange: (event) => change({ to: event.target.value }) },
        h("option", { value: "" }, say("choose")),
        options
          .filter(([, items]) => items.length)
          .map(([group, items]) =>
            h(
              "optgroup",
              { label: group },
              items
                .filter(([token]) => token !== subject.token)
                .map(([token, text]) =>
                  h("option", { value: token, selected: token === state.to }, text),
                ),
            ),
          ),
      ),
    ),
    found ? drawChains(found) : null,
  );
}

/** @param {FoundChains} found */
function drawChains(found) {
  if (found.overlap) return h("p", {}, say("The two ends of the chains are the same or overlap."));
  const conclusion = drawConclusion(concludeChains(model, currentGraph().view, found));
  if (!found.chains.length) return conclusion;
  const names = { source: subjectText(model, found.from), target: subjectText(model, found.to) };
  return [
    conclusion,
    h("p", {}, say("Chains from {source} to {target}", names)),
    h(
      "ol",
      { class: "chain-list" },
      found.chains.map((chain) =>
        h(
          "li",
          {},
          h(
            "p",
            { class: "chain" },
            chainText(model, chain, assumedPairs(currentGraph().view.links)),
          ),
          h(
            "p",
            { class: "note" },
            [
              sayCount("{count} step", "{count} steps", chain.steps),
              `${say("Sign")} ${signMark(chain.sign)}`,
              weakestLinkText(model, chain.evidence),
            ].join("; "),
          ),
        ),
      ),
    ),
    found.truncated
      ? h("p", { class: "note" }, say("There are more chains; these are the shortest."))
      : null,
  ];
}
