// What can be done in the Edit mode, by whatever means: each does its thing, says so, and sees to it
// that the focus is where one goes on.

import { choose, takeNextChoice } from "../base/choose.js";
import { announce, byId, find } from "../base/dom.js";
import { model } from "../base/model.js";
import { subjectTitle } from "../base/naming.js";
import { currentSubject } from "../base/shown.js";
import { change, state } from "../base/state.js";
import { verbs } from "../edit/verbs.js";
import { subjectOf } from "../graph/names.js";
import { linkToken } from "../graph/pairs.js";
import { drawn } from "../map/draw.js";
import { showPart, stopOf } from "../map/frame.js";
import { say, textOf } from "../words.js";
import { askWhether } from "./dialogs.js";
import { goBack, isOpen, perform, plainNow, together } from "./session.js";

/** The variable that a link is drawn from, until its other end is chosen. */
/** @type {{ from: string | null; told: () => void }} */
export const linking = { from: null, told: () => {} };

/** The variable that is chosen, if it is one. */
export function chosenVariable() {
  const subject = currentSubject();
  return subject?.kind === "variable" ? subject.key : null;
}

/** The link that is chosen, if it is one. */
export function chosenLink() {
  const subject = currentSubject();
  return subject?.kind === "link" ? subject.link : null;
}

/** The loop of the model that is chosen, if it is one. */
export function chosenLoop() {
  const subject = currentSubject();
  if (subject?.kind !== "loop" || subject.unnamed || model.foundLoops) return null;
  return subject.key;
}

/**
 * Choose something without leaving where the focus is.
 * @param {string} token
 */
export function pick(token) {
  change({ subject: subjectOf(model, token) ? token : "", to: "", step: 0 }, { quiet: true });
}

/**
 * Move the focus to a symbol of the map, or to what is said of it where no map is shown.
 * @param {string} token
 */
export function focusSymbol(token) {
  const stop = stopOf(token);
  if (stop && !byId("map-part").hidden) {
    for (const item of drawn.stops) item.group.setAttribute("tabindex", item === stop ? "0" : "-1");
    stop.group.focus({ preventScroll: true });
    showPart([stop.token]);
  } else find("#answer-title")?.focus();
}

/**
 * Add a variable; what is wrong with its name is given back.
 * @param {string} label
 * @param {[number, number] | null} at The middle of its box, if it is put somewhere.
 * @param {string | null} area
 * @param {PlainLayout} [shown]
 */
export function addVariable(label, at, area, shown) {
  const facts = { label, language: state.lang, area, at: at ?? undefined, shown };
  const result = verbs.addVariable(plainNow(), facts);
  const problem = perform(result);
  if (problem || !result.step) return problem;
  const { token } = result.step;
  pick(token);
  focusSymbol(token);
  return "";
}

/** Begin a link from what is chosen: the next variable that is chosen is its other end. */
export function beginLink() {
  const from = chosenVariable();
  if (!from) return announce(say("Choose the variable first that the link comes from."));
  const label = textOf(model.variable.get(from).label);
  linking.from = from;
  takeNextChoice(endLink);
  linking.told();
  if (!byId("map").contains(document.activeElement)) focusSymbol(`variable-${from}`);
  return announce(
    say(
      "A link from “{name}”: go to the variable that it acts on and press Enter, or find it by name. Escape cancels.",
      { name: label },
    ),
  );
}

/**
 * The other end of a link was chosen.
 * @param {Subject} subject
 */
function endLink(subject) {
  const { from } = linking;
  if (subject.kind !== "variable") {
    announce(say("A link ends at a variable: choose one."));
    return;
  }
  cancelLink();
  if (from) addLink(from, subject.key);
}

export function cancelLink() {
  if (!linking.from) return;
  linking.from = null;
  takeNextChoice(null);
  linking.told();
}

/**
 * @param {string} from
 * @param {string} to
 */
export function addLink(from, to) {
  // A variable can only damp itself.
  const polarity = from === to ? "negative" : "positive";
  const result = verbs.addLink(plainNow(), from, to, { polarity });
  const problem = perform(result);
  if (problem) {
    showProblem(problem);
    return;
  }
  if (result.step) pick(result.step.token);
}

/**
 * Say what was wrong, to those who see and those who do not.
 * @param {string} problem
 */
export function showProblem(problem) {
  if (!problem) return;
  const note = byId("flash");
  note.textContent = problem;
  note.hidden = false;
  window.setTimeout(() => {
    note.hidden = true;
  }, 6000);
  announce(problem);
}

export function flipSign() {
  const link = chosenLink();
  if (!link) return announce(say("Choose a link first."));
  return showProblem(perform(verbs.flipPolarity(plainNow(), link.id)));
}

/** Mark a delay, or take the mark away. */
export function flipDelay() {
  const link = chosenLink();
  if (!link) return announce(say("Choose a link first."));
  return showProblem(perform(verbs.setDelay(plainNow(), link.id, link.delay ? 0 : true)));
}

/** Remove what is chosen, and go on at its neighbour. */
export async function removeChosen() {
  const [variable, link, loop] = [chosenVariable(), chosenLink(), chosenLoop()];
  if (variable) {
    const next = neighbourOf(variable);
    goOn(verbs.removeVariable(plainNow(), variable), next ? `variable-${next}` : "");
  } else if (link) await removeLink(link);
  else if (loop) goOn(verbs.removeLoop(plainNow(), loop), "");
  else announce(say("Choose first what to remove."));
}

/** @param {Link} link */
async function removeLink(link) {
  let result = verbs.removeLink(plainNow(), link.id);
  if (result.refused?.code === "loop-needs-link") {
    const names = String(result.refused.values.names);
    const sure = await askWhether(
      say("Remove the link and the names of loops?"),
      say("A loop with a name runs along this link: {names}. Its name goes with the link.", {
        names,
      }),
      say("Remove both"),
    );
    if (!sure) return;
    result = verbs.removeLink(plainNow(), link.id, { withLoops: true });
  }
  goOn(result, `variable-${link.from}`);
}

/**
 * @param {EditResult} result
 * @param {string} token
 */
function goOn(result, token) {
  const problem = perform(result);
  if (problem) {
    showProblem(problem);
    return;
  }
  pick(token);
  if (token) focusSymbol(token);
  else find("#answer-title")?.focus();
}

/**
 * The variable whose box is nearest.
 * @param {string} id
 */
function neighbourOf(id) {
  const here = stopOf(`variable-${id}`);
  const others = drawn.stops.filter(
    (stop) => stop.token.startsWith("variable-") && stop.token !== here?.token,
  );
  if (!here) return others[0]?.token.slice("variable-".length);
  /** @param {Stop} stop */
  const far = (stop) => Math.hypot(stop.x - here.x, stop.y - here.y);
  return others.sort((a, b) => far(a) - far(b))[0]?.token.slice("variable-".length);
}

/**
 * Put the box of a variable elsewhere; into another area where it is dropped there.
 * @param {string} id
 * @param {[number, number]} at
 * @param {PlainLayout} shown
 * @param {{ area?: string | null; joins?: boolean }} [options]
 */
export function moveBox(id, at, shown, { area, joins = false } = {}) {
  const moved = verbs.moveVariables(plainNow(), { [id]: at }, shown);
  const whole =
    area === undefined ? moved : together(moved, (plain) => verbs.setArea(plain, id, area));
  showProblem(perform(whole, { joins }));
}

/** @param {"undo" | "redo"} way */
export function takeBack(way) {
  if (!isOpen()) return;
  const inMap = byId("map").contains(document.activeElement);
  const step = goBack(way);
  if (!step) {
    announce(
      way === "undo" ? say("There is nothing to undo.") : say("There is nothing to do again."),
    );
    return;
  }
  const token = subjectOf(model, step.token) ? step.token : "";
  pick(token);
  if (inMap && !byId("map").contains(document.activeElement)) {
    if (token && stopOf(token)) focusSymbol(token);
    else byId("map").focus();
  }
}

/** Go to the field with the name of what is chosen. */
export function renameChosen() {
  const field = find("#edit-panel [data-name-field]");
  if (!(field instanceof HTMLInputElement)) {
    announce(say("Choose first what to rename."));
    return;
  }
  field.focus();
  field.select();
}

/**
 * The name of what is chosen.
 */
export function chosenTitle() {
  const subject = currentSubject();
  return subject ? subjectTitle(subject) : "";
}

/** Choose a link from a list. @param {Link} link */
export function chooseLink(link) {
  choose(linkToken(link), { from: "answer" });
}
