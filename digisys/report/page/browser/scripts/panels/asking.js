// A plain question in the search: what was understood, and where the page answers it.

import { readyToAsk, understand } from "../analysis/asking/understand.js";
import { questionText, quotedText } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { byId, focusOn } from "../base/dom.js";
import { model, onModel, packedData } from "../base/model.js";
import { change, state } from "../base/state.js";
import { ownSubject } from "../graph/names.js";
import { inflated } from "../io/unpack.js";
import { OWN_PUSHES_ONLY } from "../scenarios/address.js";
import { changePush, writePush } from "../simulation/system/interventions.js";
import { say } from "../words.js";
import { showOtherLoops } from "./loops.js";

/** @type {{ ready: Record<string, AskedNames> | null }} */
const asking = { ready: null };

onModel(() => {
  asking.ready = null;
});

/** How large a push is that a question makes. */
const PUSH_SIZE = 0.5;

/** @type {Record<Exclude<PlainQuestion["kind"], "influence" | "causes">, (name: string, other: string) => string>} */
const TEXTS = {
  chains: (source, target) => say("How does {source} influence {target}?", { source, target }),
  loops: (name) =>
    name
      ? say("Which feedback loops run through {name}?", { name })
      : say("Which feedback loops are there?"),
  push: (name) => say("What happens if {name} rises?", { name }),
  show: (name) => say("What is {name}?", { name }),
};

/** Make ready how people ask, which the page carries deflated, as it opens without it. */
export async function openAsking() {
  const { laterAsking } = packedData;
  if (!laterAsking) return;
  packedData.asking = JSON.parse(await inflated(laterAsking));
  delete packedData.laterAsking;
  model.asking = packedData.asking;
  asking.ready = null;
}

/**
 * Read what was typed as a question.
 * @param {string} text
 * @returns {Understanding}
 */
export function questionOf(text) {
  // A moment after the page has opened.
  if (!Object.keys(model.asking).length) {
    return { text, language: state.lang, question: null, offered: [], unknown: [] };
  }
  asking.ready ??= readyToAsk(model);
  return understand(asking.ready, text, state.lang.split("-")[0]);
}

/**
 * Say a question in the language of the page.
 * @param {PlainQuestion} question
 */
export function plainQuestionText(question) {
  const { kind } = question;
  const subjects = question.names.map((each) => ownSubject(model, tokenOf(each)));
  if (kind === "influence" || kind === "causes") {
    return questionText(model, { subject: subjects[0], upstream: kind === "causes" });
  }
  const [name = "", other = ""] = subjects.map((subject) => quotedText(model, subject));
  if (question.push === "down") return say("What happens if {name} falls?", { name });
  return TEXTS[kind](name, other);
}

/**
 * Show the answer to a question.
 * @param {PlainQuestion} question
 */
export function showAnswer(question) {
  const [token = "", to = ""] = question.names.map(tokenOf);
  if (question.push) {
    const size = question.push === "up" ? PUSH_SIZE : -PUSH_SIZE;
    pushAll(ownSubject(model, token).variables, size);
    return;
  }
  if (!token) {
    if (model.loops.length) choose("", { from: "clear" });
    else showOtherLoops();
    return;
  }
  const mode = "explore";
  if (state.mode !== mode) change({ mode }, { quiet: true });
  choose(token, { from: "search" });
  if (question.kind === "influence") change({ dir: "effects" });
  else if (question.kind === "causes") change({ dir: "causes" });
  else if (to) change({ to, dir: "effects" });
  focusOn(byId("answer-title"));
}

/**
 * Show what a push on some variables does, by itself.
 * @param {string[]} variables
 * @param {number} size
 */
function pushAll(variables, size) {
  const push = variables.map((variable) => {
    /** @type {Push} */
    const first = { variable, size, start: model.time.start + 1, shape: "step", end: null };
    return writePush(changePush(first, {}, model.time));
  });
  change({ mode: "scenarios", scenario: OWN_PUSHES_ONLY, push });
  focusOn(byId("answer-title"));
}

/**
 * What the page calls a thing that the library calls such as "target:14".
 * @param {string} name
 */
function tokenOf(name) {
  return name.replace(/^cycle:/, "loop:").replace(":", "-");
}
