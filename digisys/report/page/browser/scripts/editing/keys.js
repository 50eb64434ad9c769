// The keys of the Edit mode. None is heard while one types, and the single letters can be turned off.

import { closest } from "../base/dom.js";
import { state } from "../base/state.js";
import { drawn } from "../map/draw.js";
import {
  beginLink,
  cancelLink,
  chosenVariable,
  flipDelay,
  flipSign,
  linking,
  moveBox,
  removeChosen,
  renameChosen,
  takeBack,
} from "./actions.js";
import { showHelp } from "./help.js";
import { askName } from "./naming.js";
import { boxCentre, shownLayout } from "./places.js";
import { isOpen } from "./session.js";

/** Whether single letters do something; who uses speech may turn them off. */
export const shortcuts = { on: true };

/** How far an arrow key moves a box, in units of the map. */
const NEAR = 10;
const FAR = 50;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {Record<string, () => void>} */
const LETTERS = {
  n: () => askName(),
  l: beginLink,
  s: flipSign,
  d: flipDelay,
  "?": () => showHelp(shortcuts),
};

/** @type {Record<string, () => void>} */
const NAMED = { F2: renameChosen, Delete: () => void removeChosen() };

/**
 * Listens before the map does, as Escape first ends a link that is being drawn.
 * @param {KeyboardEvent} event
 */
export function onEditKey(event) {
  if (state.mode !== "edit" || !isOpen() || document.querySelector("dialog[open]")) return;
  const act = actionOf(event);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/**
 * What a key does here; nothing while one types.
 * @param {KeyboardEvent} event
 * @returns {(() => void) | null}
 */
function actionOf(event) {
  const typing = Boolean(
    closest(event, "input:not([type='checkbox'], [type='radio']), textarea, select"),
  );
  if (event.key === "Escape" && linking.from) return cancelLink;
  if (typing) return null;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey) return undoOf(event);
  if (event.altKey && !command) return moveOf(event);
  if (command || event.altKey) return null;
  if (Object.hasOwn(NAMED, event.key)) return NAMED[event.key];
  const letter = event.key.toLowerCase();
  return shortcuts.on && Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : null;
}

/** @param {KeyboardEvent} event */
function undoOf(event) {
  const key = event.key.toLowerCase();
  if (key === "z") return () => takeBack(event.shiftKey ? "redo" : "undo");
  return key === "y" ? () => takeBack("redo") : null;
}

/** @param {KeyboardEvent} event */
function moveOf(event) {
  const id = chosenVariable();
  const way = Object.hasOwn(ARROWS, event.key) ? ARROWS[event.key] : null;
  // Elsewhere these keys are the browser's own.
  if (!id || !way || !(closest(event, "#map") || closest(event, ".edit-move"))) return null;
  return () => nudge(id, way, event.shiftKey ? FAR : NEAR);
}

/**
 * Move a box a little.
 * @param {string} id
 * @param {[number, number]} way
 * @param {number} [length]
 */
export function nudge(id, [right, down], length = NEAR) {
  const centre = boxCentre(drawn.boxes.get(id));
  if (!centre) return;
  const at = /** @type {[number, number]} */ ([
    centre[0] + right * length,
    centre[1] + down * length,
  ]);
  moveBox(id, at, shownLayout(), { joins: true });
}
