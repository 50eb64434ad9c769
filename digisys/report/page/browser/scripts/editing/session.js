// The model that is edited here: its moments, and what the page shows of the one now.

import { announce } from "../base/dom.js";
import { model, packedData, replaceModel } from "../base/model.js";
import { state } from "../base/state.js";
import { concludeMap, conclusionChanges } from "../edit/changes.js";
import { beginHistory, did, merged, nextSteps, redo, undo } from "../edit/history.js";
import { pageData } from "../edit/shown.js";
import { changesSummary, historyWords, refusalWords, stepWords } from "../edit/told.js";
import { plainOf } from "../io/unpack.js";
import { chosenConvention, chosenPlan } from "../scenarios/view.js";
import { say } from "../words.js";
import { rebase } from "./rebase.js";

/**
 * @typedef {object} Session
 * @property {"closed" | "opening" | "open" | "missing"} stage
 * @property {EditHistory} history
 * @property {Plain | null} saved The model of the last save.
 * @property {PageData} data What the page drew last with care: its map is the start of all others.
 * @property {Plain | null} base The model that those data are of.
 * @property {Conclusions | null} first What was concluded when the session began.
 * @property {Model | null} began The model that the page showed then.
 * @property {string} scenario The scenario whose outcomes are among what is concluded.
 * @property {Conclusions | null} last What was concluded a step ago.
 * @property {ConclusionChange[]} changes What is concluded otherwise by now.
 * @property {number} joined When the last step was made that another of its kind may join.
 */

/** @type {Session} */
export const session = {
  stage: "closed",
  history: beginHistory(/** @type {any} */ ({ variables: {}, languages: [] })),
  saved: null,
  data: packedData,
  base: null,
  first: null,
  began: null,
  scenario: "",
  last: null,
  changes: [],
  joined: 0,
};

/** @type {((changed: boolean) => void)[]} */
const listeners = [];

/**
 * Call a function when the session opens, and after each change of the model.
 * @param {(changed: boolean) => void} listener
 */
export function onEdit(listener) {
  listeners.push(listener);
}

/** @param {boolean} changed */
function tellListeners(changed) {
  for (const listener of listeners) listener(changed);
}

export function plainNow() {
  return session.history.now;
}

export function isOpen() {
  return session.stage === "open";
}

/** Whether something was changed that is not saved. */
export function isUnsaved() {
  return isOpen() && session.history.now !== session.saved;
}

/** Begin to edit; the model is unpacked only now. */
export async function openSession() {
  if (session.stage !== "closed") return;
  session.stage = "opening";
  try {
    startFrom(await plainOfPage());
  } catch {
    session.stage = "missing";
    tellListeners(false);
  }
}

/** The model that the page was made from. */
export async function plainOfPage() {
  const { plain } = packedData;
  if (!plain) throw new Error("no model");
  return plainOf(plain);
}

/**
 * Begin with a model.
 * @param {Plain} plain
 * @param {Plain} [base] The one that the page was made from, where it is another by now.
 */
export function startFrom(plain, base = plain) {
  session.history = beginHistory(plain);
  session.saved = plain;
  session.base = base;
  if (plain !== base) replaceModel(pageData(plain, session.data, base));
  session.scenario = scenarioKey();
  session.began = { ...model };
  session.first = concluded(null);
  session.last = session.first;
  session.changes = [];
  session.stage = "open";
  tellListeners(plain !== base);
}

/**
 * What the model concludes now. It keeps the model of this moment, which the page replaces.
 * @param {Conclusions | null} before
 */
function concluded(before) {
  const [plan, convention] = [chosenPlan(), chosenConvention()];
  return concludeMap(plainNow(), { ...model }, { before, plan, convention });
}

function scenarioKey() {
  return JSON.stringify([state.scenario, state.sizes, state.push, state.strengths]);
}

/** Conclude about the outcomes of another scenario, if another was chosen. */
export function followScenario() {
  const key = scenarioKey();
  const { first, began } = session;
  if (!isOpen() || session.scenario === key || !first || !began) return;
  session.scenario = key;
  const [plan, convention] = [chosenPlan(), chosenConvention()];
  session.first = concludeMap(first.plain, began, { before: first, plan, convention });
  session.last = concluded(session.last);
  session.changes = conclusionChanges(session.first, session.last);
}

/**
 * Go on from edits that were kept.
 * @param {Plain} plain
 */
export function takeKept(plain) {
  session.history = merged(session.history, plain);
  refresh();
}

/**
 * Take a map that was drawn with care.
 * @param {PageData["maps"]} maps
 */
export function takeMaps(maps) {
  const data = pageData(plainNow(), session.data, /** @type {Plain} */ (session.base));
  session.data = { ...data, maps };
  session.base = plainNow();
  replaceModel(session.data);
}

/** Show the model as it is now, and what it concludes otherwise than before. */
function refresh() {
  replaceModel(pageData(plainNow(), session.data, /** @type {Plain} */ (session.base)));
  session.last = concluded(session.last);
  session.changes = session.first ? conclusionChanges(session.first, session.last) : [];
  tellListeners(true);
}

/** Steps of one kind on one thing that follow each other within this time are one, in milliseconds. */
const JOINED_WITHIN = 1500;

/**
 * Take what a verb gave. What was wrong with it is given back in words, or nothing.
 * @param {EditResult} result
 * @param {{ joins?: boolean; quiet?: boolean }} [options] Whether it may join a step like it; whether
 * somebody else tells of it.
 * @returns {string}
 */
export function perform(result, { joins = false, quiet = false } = {}) {
  if (!result.step) {
    return result.refused.code === "nothing-changed" ? "" : refusalWords(result.refused);
  }
  const last = session.history.past[session.history.past.length - 1];
  const now = performance.now();
  const same = last?.step.code === result.step.code && last.step.token === result.step.token;
  if (joins && same && now - session.joined < JOINED_WITHIN && plainNow() !== session.saved) {
    const past = [...session.history.past.slice(0, -1), { ...last, step: result.step }];
    session.history = { past, now: result.plain, future: [] };
  } else session.history = did(session.history, result);
  session.joined = joins ? now : 0;
  const before = session.changes;
  refresh();
  if (!quiet) announce([stepWords(result.step), changedWords(before)].filter(Boolean).join(" "));
  return "";
}

/**
 * Whether conclusions have changed with a step.
 * @param {ConclusionChange[]} before
 */
function changedWords(before) {
  return JSON.stringify(before) === JSON.stringify(session.changes)
    ? ""
    : changesSummary(session.changes);
}

/**
 * Several verbs as one step; the first tells what was done.
 * @param {EditResult} first
 * @param {((plain: Plain) => EditResult)[]} others
 * @returns {EditResult}
 */
export function together(first, ...others) {
  let whole = first;
  for (const verb of others) {
    if (!whole.step) return whole;
    const next = verb(whole.plain);
    if (!next.step) continue;
    const step = { ...whole.step, also: [...whole.step.also, next.step, ...next.step.also] };
    whole = { plain: next.plain, step };
  }
  return whole;
}

/**
 * Take a step back, or do it again.
 * @param {"undo" | "redo"} way
 * @returns {EditStep | null} The step.
 */
export function goBack(way) {
  const step = nextSteps(session.history)[way];
  if (!step) return null;
  session.history = way === "undo" ? undo(session.history) : redo(session.history);
  session.joined = 0;
  refresh();
  announce(historyWords(step, way));
  return step;
}

/**
 * Go to the moment after so many steps.
 * @param {number} count
 */
export function goToMoment(count) {
  const { history } = session;
  while (session.history.past.length > count) session.history = undo(session.history);
  while (session.history.past.length < count && session.history.future.length) {
    session.history = redo(session.history);
  }
  if (session.history === history) return;
  session.joined = 0;
  refresh();
  announce(say("The model is as it was after step {number}.", { number: count }));
}

/**
 * What was changed elsewhere is put into every moment, so that undoing never takes it away.
 * @param {Plain} base What both sides began with.
 * @param {Plain} theirs
 */
export function takeFromElsewhere(base, theirs) {
  const { past, now, future } = session.history;
  /** @param {EditMoment} moment */
  const moved = (moment) => ({ ...moment, plain: rebase(base, moment.plain, theirs) });
  const next = now === base ? theirs : rebase(base, now, theirs);
  session.history = { past: past.map(moved), now: next, future: future.map(moved) };
  session.joined = 0;
  refresh();
}

/**
 * A model was saved.
 * @param {Plain} plain
 */
export function markSaved(plain) {
  session.saved = plain;
}
