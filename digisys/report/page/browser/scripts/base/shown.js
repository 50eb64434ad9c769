// What the state comes to: the graph, the answers, the chains and what is filtered out.

import { influence } from "../analysis/influence/influence.js";
import { questionText } from "../answers/wording.js";
import { findChains } from "../graph/chain_search.js";
import { cyclePairs, wholeCycles } from "../graph/cycles.js";
import { loopOf, subjectOf } from "../graph/names.js";
import { pairOf } from "../graph/pairs.js";
import { makeGraph } from "../graph/view.js";
import { say } from "../words.js";
import { model, onModel } from "./model.js";
import { state } from "./state.js";

/** @type {{ graph: Graph | null; graphKey: string; answerKey: string; answer: Answers }} */
const cache = {
  graph: null,
  graphKey: "",
  answerKey: "",
  answer: { effects: null, causes: null },
};

onModel(() => {
  cache.graph = null;
  cache.graphKey = "";
  cache.answerKey = "";
});

/** @returns {Subject | null} */
export function currentSubject() {
  return state.subject ? subjectOf(model, state.subject) : null;
}

/**
 * The graph of the view that is chosen.
 * @returns {Graph}
 */
export function currentGraph() {
  const evidence = state.evidence.length ? state.evidence : null;
  const key = `${state.evidence.join()} ${state.certainty}`;
  if (cache.graph && cache.graphKey === key) return cache.graph;
  cache.graph = makeGraph(model, evidence, state.certainty);
  cache.graphKey = key;
  cache.answerKey = "";
  return cache.graph;
}

/**
 * Effects and causes of what is chosen; null for what was not asked.
 * @returns {Answers}
 */
export function currentAnswers() {
  const graph = currentGraph();
  const subject = currentSubject();
  const key = `${cache.graphKey} ${state.subject} ${state.dir}`;
  if (cache.answerKey === key) return cache.answer;
  const asked = subject?.variables.length ? subject : null;
  const effects = asked && state.dir !== "causes" ? influence(graph, asked, false) : null;
  const causes = asked && state.dir !== "effects" ? influence(graph, asked, true) : null;
  cache.answerKey = key;
  cache.answer = { effects, causes };
  return cache.answer;
}

/**
 * The directions that were asked about.
 * @param {Answers} answers
 * @returns {Influence[]}
 */
export function answered({ effects, causes }) {
  return [effects, causes].flatMap((answer) => answer ?? []);
}

/** @param {Effect} effect */
export function withinSteps(effect) {
  return state.steps === "all" || effect.steps <= Number(state.steps);
}

/**
 * Whether the filters let a variable be shown.
 * @param {string} id
 */
export function passesFilters(id) {
  const variable = model.variable.get(id);
  if (state.areas.length && !state.areas.includes(variable.area ?? "")) return false;
  if (!state.targets.length) return true;
  return variable.targets.some((item) => state.targets.includes(String(item.target)));
}

export function filterCount() {
  const view = Number(state.certainty !== "explicit") + Number(state.evidence.length > 0);
  return Number(state.areas.length > 0) + Number(state.targets.length > 0) + view;
}

const SHOWN_CHAINS = 5;

/**
 * The strongest chains between what is chosen and `state.to`.
 * @returns {FoundChains | null}
 */
export function currentChains() {
  const subject = currentSubject();
  const goal = state.to ? subjectOf(model, state.to) : null;
  if (!subject || !goal || !subject.variables.length) return null;
  const causes = state.dir === "causes";
  const [from, to] = causes ? [goal, subject] : [subject, goal];
  if (from.variables.some((name) => to.variables.includes(name))) {
    return { from, to, chains: [], truncated: false, overlap: true };
  }
  const found = findChains(currentGraph(), from.variables, to.variables, SHOWN_CHAINS);
  return { from, to, overlap: false, ...found };
}

/**
 * The links of a loop in order of telling: each once, cycle by cycle.
 * @param {Subject} subject
 * @returns {LoopStep[]}
 */
export function loopSteps(subject) {
  const graph = currentGraph();
  const loop = loopOf(model, subject);
  const cycles = wholeCycles(graph, loop).filter(
    ([name]) => subject.kind === "loop" || name === subject.key,
  );
  return cycles.flatMap(([name, cycle]) =>
    cyclePairs(cycle).flatMap(([from, to]) =>
      graph.between.get(pairOf(from, to)).map((link) => ({ cycle: name, from, to, link })),
    ),
  );
}

/**
 * What the map and the lists bring out: for each variable its distance and verdict, for
 * each link its distance. Null when nothing is chosen.
 * @returns {Emphasis | null}
 */
export function currentEmphasis() {
  const subject = currentSubject();
  if (!subject) return null;
  /** @type {Emphasis} */
  const shown = { variables: new Map(), links: new Map(), origins: new Set(subject.variables) };
  if (subject.kind === "link") return linkEmphasis(subject, shown);
  const chains = currentChains();
  if (chains?.chains.length) return chainEmphasis(chains, shown);
  if (subject.kind === "loop" || subject.kind === "instance") {
    if (state.step > 0 || state.dir === "effects") return loopEmphasis(subject, shown);
  }
  const answers = currentAnswers();
  for (const answer of answered(answers)) {
    for (const effect of answer.affected.filter(withinSteps)) {
      const known = shown.variables.get(effect.variable);
      if (!known || effect.steps < known.steps) {
        shown.variables.set(effect.variable, { steps: effect.steps, verdict: effect.verdict });
      }
      addChain(shown, effect.chain, answer.upstream);
    }
  }
  addInner(shown, subject);
  return shown;
}

/**
 * @param {Emphasis} shown
 * @param {Chain} chain
 * @param {boolean} upstream
 */
function addChain(shown, chain, upstream) {
  const count = chain.signs.length;
  chain.signs.forEach((_, at) => {
    const steps = upstream ? count - at : at + 1;
    bringOut(shown, chain.variables[at], chain.variables[at + 1], steps);
  });
}

/**
 * Bring out every link between two variables.
 * @param {Emphasis} shown
 * @param {string} from
 * @param {string} to
 * @param {number} steps
 */
function bringOut(shown, from, to, steps) {
  for (const { id } of currentGraph().between.get(pairOf(from, to)) ?? []) {
    shown.links.set(id, Math.min(shown.links.get(id) ?? steps, steps));
  }
}

/**
 * Links among the variables that the question starts from count as near.
 * @param {Emphasis} shown
 * @param {Subject} subject
 */
function addInner(shown, subject) {
  for (const link of currentGraph().view.links) {
    const inside = shown.origins.has(link.from) && shown.origins.has(link.to);
    if (inside && subject.variables.length > 1) shown.links.set(link.id, 1);
  }
}

/**
 * @param {FoundChains} found
 * @param {Emphasis} shown
 */
function chainEmphasis(found, shown) {
  shown.origins = new Set(found.from.variables);
  for (const chain of found.chains) {
    addChain(shown, chain, false);
    chain.variables.slice(1).forEach((name, at) => {
      const verdict = chain.sign > 0 ? "strengthens" : chain.sign < 0 ? "weakens" : "unknown";
      if (!shown.variables.has(name)) shown.variables.set(name, { steps: at + 1, verdict: null });
      if (found.to.variables.includes(name)) shown.variables.get(name).verdict = verdict;
    });
  }
  const from = new Set(found.chains.map((chain) => chain.variables[0]));
  shown.origins = new Set([...shown.origins].filter((name) => from.has(name)));
  return shown;
}

/**
 * @param {Subject} subject
 * @param {Emphasis} shown
 */
function loopEmphasis(subject, shown) {
  const steps = loopSteps(subject);
  const told = state.step > 0 ? steps.slice(0, state.step) : steps;
  shown.origins = new Set();
  told.forEach((item, at) => {
    const current = state.step > 0 && at === told.length - 1;
    shown.links.set(item.link.id, current || !state.step ? 1 : 2);
    for (const name of [item.from, item.to]) {
      if (!shown.variables.has(name)) shown.variables.set(name, { steps: 0, verdict: null });
    }
  });
  if (state.step > 0 && told.length) shown.origins.add(told[told.length - 1].to);
  return shown;
}

/**
 * @param {LinkSubject} subject
 * @param {Emphasis} shown
 */
function linkEmphasis(subject, shown) {
  const { link } = subject;
  shown.origins = new Set([link.from, link.to]);
  shown.links.set(subject.key, 1);
  return shown;
}

/** @param {Influence} answer */
export function selectionSentence(answer) {
  const reached = answer.affected.filter(withinSteps).length;
  const head = answer.upstream ? say("Variables that influence it") : say("Variables reached");
  return `${questionText(model, answer)} ${head}: ${reached}.`;
}
