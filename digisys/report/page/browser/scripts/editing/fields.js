// Fields of the forms: a label, what is typed, and what is wrong with it. They stay in the page while
// one is in them, so that what is being typed and the focus survive whatever else is drawn again.

import { announce, h } from "../base/dom.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
/** @typedef {{ control: Control; value: () => string; last: string }} Binding */

/** @type {Set<Binding>} */
const bindings = new Set();

/** Forget the fields of a form that is drawn anew. */
export function forgetFields() {
  bindings.clear();
}

/** Bring every field up to the model, but for what is being typed. */
export function syncFields() {
  for (const binding of bindings) {
    const value = binding.value();
    const { control } = binding;
    const typing = control === document.activeElement && control.value !== binding.last;
    if (!typing && readControl(control) !== value) writeControl(control, value);
    binding.last = value;
  }
}

/** @param {Control} control */
function readControl(control) {
  return isCheck(control) ? String(control.checked) : control.value;
}

/**
 * @param {Control} control
 * @param {string} value
 */
function writeControl(control, value) {
  if (isCheck(control)) control.checked = value === "true";
  else control.value = value;
}

/**
 * @param {Control} control
 * @returns {control is HTMLInputElement}
 */
function isCheck(control) {
  return control instanceof HTMLInputElement && control.type === "checkbox";
}

/**
 * What a field needs: its name in the page, its label, its value, and what to do with a new one; the
 * words of what is wrong are given back, or nothing.
 * @typedef {object} FieldFacts
 * @property {string} name
 * @property {string} label
 * @property {() => string} value
 * @property {(value: string) => string} act
 * @property {string} [hint]
 * @property {Attributes} [attributes]
 */

/** @param {FieldFacts} facts */
export function textField(facts) {
  return labelled(facts, h("input", { type: "text", autocomplete: "off", ...facts.attributes }));
}

/** @param {FieldFacts} facts */
export function longField(facts) {
  return labelled(facts, h("textarea", { rows: 2, ...facts.attributes }));
}

/**
 * @param {FieldFacts} facts
 * @param {[string, string][]} options
 */
export function selectField(facts, options) {
  const items = options.map(([value, text]) => h("option", { value }, text));
  return labelled(facts, h("select", { ...facts.attributes }, items));
}

/**
 * @param {FieldFacts} facts
 * @param {Control} control
 */
function labelled({ name, label, value, act, hint }, control) {
  const id = `edit-${name}`;
  const error = h("p", { id: `${id}-error`, class: "field-error", hidden: true });
  const told = hint ? h("p", { id: `${id}-hint`, class: "field-hint" }, hint) : null;
  bind(control, id, value, [told?.id, error.id]);
  control.addEventListener("change", () => tell(control, error, act(control.value)));
  return h("div", { class: "edit-field" }, h("label", { for: id }, label), control, told, error);
}

/**
 * @param {FieldFacts} facts
 */
export function checkField({ name, label, value, act }) {
  const id = `edit-${name}`;
  const control = h("input", { type: "checkbox" });
  bind(control, id, value, []);
  control.addEventListener("change", () => {
    const problem = act(String(control.checked));
    if (problem) announce(problem);
  });
  return h("label", { class: "check", for: id }, control, h("span", {}, label));
}

/**
 * @param {Control} control
 * @param {string} id
 * @param {() => string} value
 * @param {(string | undefined)[]} described
 */
function bind(control, id, value, described) {
  control.id = id;
  control.dataset.focus = id;
  const parts = described.filter(Boolean).join(" ");
  if (parts) control.setAttribute("aria-describedby", parts);
  const binding = { control, value, last: value() };
  writeControl(control, binding.last);
  bindings.add(binding);
}

/**
 * Say beside a field and to screen readers what is wrong with it, or take that away.
 * @param {Control} control
 * @param {HTMLElement} error
 * @param {string} problem
 */
export function tell(control, error, problem) {
  error.textContent = problem;
  error.hidden = !problem;
  if (problem) {
    control.setAttribute("aria-invalid", "true");
    announce(problem);
  } else control.removeAttribute("aria-invalid");
}
