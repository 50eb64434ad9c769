// The tools of the Edit mode, above the map.

import { build, button, h } from "../base/dom.js";
import { nextSteps } from "../edit/history.js";
import { stepSentence } from "../edit/told.js";
import { say } from "../words.js";
import { takeBack } from "./actions.js";
import { known } from "./figures.js";
import { saveAsFile } from "./file.js";
import { showHelp } from "./help.js";
import { shortcuts } from "./keys.js";
import { askName } from "./naming.js";
import { isUnsaved, session } from "./session.js";
import { status } from "./status.js";
import { keyButton } from "./variable_form.js";

/** The buttons stay the same elements, so that none is taken away while it is pressed. */
/** @type {{ undo: HTMLButtonElement | null; redo: HTMLButtonElement | null; save: HTMLButtonElement | null; line: HTMLElement | null }} */
const parts = { undo: null, redo: null, save: null, line: null };

/** @returns {Child[]} */
export function drawBar() {
  parts.undo = keyButton(say("Undo"), "Control+Z", () => takeBack("undo"), "undo");
  parts.redo = keyButton(say("Redo"), "Control+Y", () => takeBack("redo"), "redo");
  parts.save = known.served
    ? null
    : button(say("Save"), () => void saveAsFile(), {
        class: "tool strong",
        "data-focus": "edit-save",
      });
  parts.line = h("div", { class: "edit-status", id: "edit-status", role: "status" });
  status.told = showBar;
  const bar = [
    h(
      "div",
      { class: "edit-bar", role: "toolbar", "aria-label": say("Editing") },
      keyButton(say("New variable"), "N", () => askName(), "new"),
      parts.undo,
      parts.redo,
      button(say("Keys"), () => showHelp(shortcuts), { class: "tool", "data-focus": "edit-keys" }),
    ),
    h("div", { class: "edit-saving" }, parts.line, parts.save),
  ];
  showBar();
  return bar;
}

/** Bring the buttons and the status up to date. */
export function showBar() {
  const next = nextSteps(session.history);
  mark(parts.undo, say("Undo"), next.undo);
  mark(parts.redo, say("Redo"), next.redo);
  if (parts.save) {
    const idle = !isUnsaved();
    if (idle) parts.save.setAttribute("aria-disabled", "true");
    else parts.save.removeAttribute("aria-disabled");
  }
  const { line } = parts;
  if (!line) return;
  line.dataset.kind = status.kind;
  const text = status.text();
  const key = JSON.stringify([text, status.act?.[0]()]);
  if (line.dataset.told === key) return;
  line.dataset.told = key;
  line.replaceChildren();
  build(line, {}, [
    text ? h("span", {}, text) : null,
    status.act
      ? button(status.act[0](), status.act[1], { class: "tool", "data-focus": "edit-status-act" })
      : null,
  ]);
}

/**
 * @param {HTMLButtonElement | null} part
 * @param {string} label
 * @param {EditStep | null} step
 */
function mark(part, label, step) {
  if (!part) return;
  part.setAttribute("title", step ? `${label}: ${stepSentence(step)}` : label);
  if (step) part.removeAttribute("aria-disabled");
  else part.setAttribute("aria-disabled", "true");
}
