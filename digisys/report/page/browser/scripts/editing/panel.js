// The panel of the Edit mode: the form of what is chosen, then what follows from it. The form stays
// as it is while one types, however often the rest is drawn again.

import { byId, fill, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { currentSubject } from "../base/shown.js";
import { state } from "../base/state.js";
import { drawAnswer } from "../panels/answers.js";
import { answerHead } from "../panels/parts.js";
import { say } from "../words.js";
import { drawFactorsForm } from "./factors_form.js";
import { forgetFields, syncFields } from "./fields.js";
import { drawFigures } from "./figures.js";
import { drawLinkForm, plainLink } from "./link_form.js";
import { drawLoopForm } from "./loop_form.js";
import { drawModelForm } from "./model_form.js";
import { plainNow, session } from "./session.js";
import { drawStoryForm, storyKey } from "./story_form.js";
import { drawVariableForm } from "./variable_form.js";

/** @type {{ part: HTMLElement | null; key: string }} */
const formDrawn = { part: null, key: "" };

/** Bring the panel up to the model and to what is chosen. */
export function showPanel() {
  const answer = byId("answer");
  if (session.stage !== "open") {
    formDrawn.key = "";
    fill(answer, notOpen());
    return;
  }
  let form = document.getElementById("edit-panel");
  let rest = document.getElementById("edit-answer");
  if (!form || !rest) {
    form = h("div", { id: "edit-panel", class: "edit-panel" });
    rest = h("div", { id: "edit-answer", class: "edit-answer" });
    answer.replaceChildren(form, rest);
    formDrawn.key = "";
  }
  const key = formKey();
  if (formDrawn.part !== form || formDrawn.key !== key) {
    const moved = formDrawn.key.split("\n")[0] !== key.split("\n")[0];
    forgetFields();
    fill(form, drawForm());
    formDrawn.part = form;
    formDrawn.key = key;
    if (moved) answer.scrollTop = 0;
  } else refreshHead(form);
  syncFields();
  fill(rest, drawRest());
}

function notOpen() {
  const text =
    session.stage === "missing"
      ? say("This page was made without the model file in it, so it cannot be edited here.")
      : say("The model is being opened.");
  return [h("h2", { id: "answer-title", tabindex: "-1" }, say("Edit")), h("p", {}, text)];
}

/** @returns {Child[]} */
function drawForm() {
  const subject = currentSubject();
  if (!subject) return [...drawModelForm(), drawFactorsForm(), drawStoryForm()];
  const head = answerHead(subject);
  if (subject.kind === "variable") {
    const factors = drawFactorsForm(subject.key);
    return [head, drawVariableForm(subject.key), factors, drawStoryForm()];
  }
  if (subject.kind === "link") return [head, drawLinkForm(subject.key)];
  if (subject.kind === "loop") return [head, drawLoopForm(subject), drawStoryForm()];
  return [head, drawStoryForm()];
}

/**
 * The name and the kind of what is chosen, where only these have changed.
 * @param {HTMLElement} form
 */
function refreshHead(form) {
  const subject = currentSubject();
  const head = form.querySelector(".answer-head");
  if (!subject || !head) return;
  const next = answerHead(subject);
  if (next.textContent === head.textContent && next.className === head.className) return;
  head.setAttribute("class", next.className);
  for (const part of [".kind", "h2"]) {
    const [now, then] = [head.querySelector(part), next.querySelector(part)];
    if (now && then) now.textContent = then.textContent;
  }
}

/** What of the model decides which fields the form has; their values follow without it. */
function formKey() {
  const plain = plainNow();
  const subject = currentSubject();
  const shared = [
    state.lang,
    plain.languages,
    Object.entries(plain.sources ?? {}).map(([id, item]) => [
      id,
      item.title,
      Object.keys(item.parts ?? {}),
    ]),
    Object.entries(plain.areas ?? {}).map(([id, item]) => [id, item.label]),
    Object.keys(plain.targets ?? {}),
    storyKey(),
    subject ? null : Object.entries(plain.variables).map(([id, item]) => [id, item.label]),
  ];
  return `${state.subject}\n${JSON.stringify([shared, ownKey(subject)])}`;
}

/** @param {Subject | null} subject */
function ownKey(subject) {
  const plain = plainNow();
  if (!subject) return Object.keys(plain.variables).length > 0;
  if (subject.kind === "variable") {
    const item = plain.variables[subject.key];
    const links = model.links.filter(
      (link) => link.from === subject.key || link.to === subject.key,
    );
    const ends = links.map(({ id, from, to, polarity }) => [
      id,
      polarity,
      model.variable.get(from).label,
      model.variable.get(to).label,
    ]);
    return [evidenceKey(item?.evidence), ends, typeof item?.inertia];
  }
  if (subject.kind === "link") {
    const link = plainLink(subject.key);
    const delay = link?.delay === true ? "some" : link?.delay ? "time" : "none";
    const ends = [link?.from, link?.to].map((id) => id && model.variable.get(id).label);
    return [evidenceKey(link?.evidence), link?.said_by, delay, ends, typeof link?.strength];
  }
  if (subject.kind === "loop") {
    const loop = plain.loops?.[subject.key];
    return [evidenceKey(loop?.evidence), Boolean(loop), subject.variables];
  }
  return null;
}

/** @param {PlainEvidence[] | undefined} evidence */
function evidenceKey(evidence = []) {
  return evidence.map(({ source }) => source);
}

/** What follows from what is chosen, and what the server computed of the model. */
function drawRest() {
  if (!model.variables.length) return null;
  const [, ...answer] = drawAnswer();
  return [
    h(
      "h3",
      { class: "edit-divider" },
      currentSubject() ? say("What follows from it") : say("What the map says"),
    ),
    answer,
    drawFigures(),
  ];
}
