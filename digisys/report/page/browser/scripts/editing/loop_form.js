// Naming a loop that was found, and what is told of one that has a name.

import { courseText } from "../answers/wording.js";
import { button, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { state } from "../base/state.js";
import { verbs } from "../edit/verbs.js";
import { loopOf } from "../graph/names.js";
import { say } from "../words.js";
import { focusSymbol, pick, removeChosen } from "./actions.js";
import { drawEvidenceForm } from "./evidence_form.js";
import { tell } from "./fields.js";
import { languageField } from "./languages.js";
import { perform, plainNow } from "./session.js";
import { keyButton } from "./variable_form.js";

/**
 * @param {Subject} subject
 */
export function drawLoopForm(subject) {
  const loop = loopOf(model, subject);
  if (loop.unnamed || model.foundLoops) return drawNaming(loop);
  const plain = () => plainNow().loops?.[loop.id];
  return [
    h(
      "div",
      { class: "edit-tools", role: "group", "aria-label": say("What to do with it") },
      keyButton(say("Remove the name"), "Delete", () => void removeChosen(), "remove"),
    ),
    languageField(
      "label",
      say("Name"),
      () => plain()?.label,
      (language, words) => perform(verbs.renameLoop(plainNow(), loop.id, language, words)),
    ),
    languageField(
      "description",
      say("What goes round in it"),
      () => plain()?.description,
      (language, words) => perform(verbs.describeLoop(plainNow(), loop.id, language, words)),
      true,
    ),
    drawEvidenceForm({ kind: "loop", key: loop.id }, () => plain()?.evidence),
  ];
}

/** @param {Loop} loop */
function drawNaming(loop) {
  const cycles = Object.values(loop.cycles);
  const error = h("p", { id: "loop-name-error", class: "field-error", hidden: true });
  const input = h("input", {
    id: "loop-name",
    type: "text",
    autocomplete: "off",
    "data-focus": "loop-name",
    "data-name-field": true,
    "aria-describedby": "loop-name-error",
    onkeydown: (event) => {
      if (event.key === "Enter") add();
    },
  });
  const add = () => {
    const facts = { label: input.value, language: state.lang, cycles };
    const result = verbs.addLoop(plainNow(), facts);
    const problem = perform(result);
    tell(input, error, problem);
    if (problem || !result.step) return;
    pick(result.step.token);
    focusSymbol(result.step.token);
  };
  return [
    h("p", {}, courseText(model, loop)),
    h(
      "div",
      { class: "edit-field" },
      h("label", { for: "loop-name" }, say("Give this loop a name")),
      h(
        "div",
        { class: "edit-row" },
        input,
        button(say("Name it"), add, { class: "tool strong", "data-focus": "loop-name-add" }),
      ),
      error,
    ),
  ];
}
