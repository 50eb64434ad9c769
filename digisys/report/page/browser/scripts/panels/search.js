// Search with suggestions: a combobox with a list, after the ARIA pattern.

import { shortLabel } from "../answers/wording.js";
import { awaitsVariable, choose } from "../base/choose.js";
import { announce, byId, h, inputOf } from "../base/dom.js";
import { model, onModel } from "../base/model.js";
import { KIND_NAMES, subjectTitle } from "../base/naming.js";
import { findNames, fold, kindOf, nameIndex, ownSubject } from "../graph/names.js";
import { say, sayCount } from "../words.js";
import { plainQuestionText, questionOf, showAnswer } from "./asking.js";

/** Names and questions that are suggested at once. */
const MOST_SUGGESTED = 8;

/** @type {{ index: NameEntry[]; found: Suggested[]; active: number }} */
const searching = { index: [], found: [], active: -1 };

onModel(() => {
  searching.index = [];
});

export function searchBox() {
  if (!searching.index.length) searching.index = nameIndex(model);
  const input = h("input", {
    id: "search",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-controls": "search-list",
    "aria-autocomplete": "list",
    "data-focus": "search",
    oninput: () => suggest(true),
    onkeydown: onSearchKey,
    onblur: () => window.setTimeout(leaveSearch, 150),
    placeholder: searchHint(),
  });
  return h(
    "div",
    { class: "search", role: "search" },
    h("label", { for: "search" }, say("Find")),
    h(
      "div",
      { class: "search-field" },
      input,
      h("p", { id: "search-note", class: "search-note", hidden: true }),
      h("ul", {
        id: "search-list",
        role: "listbox",
        "aria-label": say("Suggestions"),
        hidden: true,
      }),
    ),
  );
}

/** What one may type: the number of a target, and a short label in the language of the page. */
function searchHint() {
  const target = model.targets[model.targets.length - 1];
  const variable = exampleVariable();
  const label = variable ? shortLabel(model, variable) : "";
  return target && label
    ? say("For example {first} or {second}", { first: target.number, second: label })
    : say("For example {names}", { names: target ? target.number : label });
}

/** The variable that is named shortest in words: its short label is no abbreviation. */
export function exampleVariable() {
  const named = model.variables.map(({ id }) => ({ id, label: shortLabel(model, id) }));
  const words = named.filter(({ label }) => !/\p{Lu}{2}/u.test(label));
  const [first] = (words.length ? words : named).sort((a, b) => a.label.length - b.label.length);
  return first?.id;
}

/**
 * Show what the text in the box may mean.
 * @param {boolean} say_it
 */
function suggest(say_it) {
  const input = inputOf("search");
  const list = byId("search-list");
  searching.found = suggested(input.value);
  // What is only guessed is not taken before the reader has seen and chosen it.
  const guessed = searching.found.some(({ question, sure }) => question && !sure);
  searching.active = searching.found.length && !guessed ? 0 : -1;
  list.replaceChildren(...searching.found.map(suggestion));
  const open = input.value.trim() !== "";
  list.hidden = !open || !searching.found.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  markActive();
  const nothing = open && !searching.found.length ? nothingText(input.value) : "";
  const note = byId("search-note");
  note.textContent = nothing;
  note.hidden = !nothing;
  if (!open || !say_it) return;
  announce(
    nothing || sayCount("{count} suggestion", "{count} suggestions", searching.found.length),
  );
}

/**
 * What is said where nothing fits: of a question, what may be asked.
 * @param {string} text
 */
function nothingText(text) {
  return text.trim().includes(" ")
    ? say(
        "This was not understood. You can ask what something influences, what influences it, how one thing influences another, which loops there are, what happens if something rises, and what something is.",
      )
    : say("Nothing of this name was found");
}

/**
 * The question that was typed, and names that look like the text; where a question is not
 * sure, those that may be meant.
 * @param {string} text
 * @returns {Suggested[]}
 */
function suggested(text) {
  if (!searching.index.length) searching.index = nameIndex(model);
  const index = awaitsVariable()
    ? searching.index.filter(({ token }) => kindOf(token) === "variable")
    : searching.index;
  /** @type {Suggested[]} */
  const named = findNames(index, text, MOST_SUGGESTED).map((entry) => ({ entry }));
  if (awaitsVariable()) return named;
  if (!text.trim().includes(" ")) return named;
  const { question, offered } = questionOf(text);
  if (question) return [{ question, sure: true }, ...named].slice(0, MOST_SUGGESTED);
  if (named.length) return named;
  return offered.map((item) => ({ question: item, sure: false }));
}

/**
 * @param {Suggested} item
 * @returns {[string, string]}
 */
function suggestionTexts({ entry, question, sure }) {
  if (question) {
    const kind = sure ? say("Answer this question") : say("Did you mean this?");
    return [plainQuestionText(question), kind];
  }
  const shown = subjectTitle(ownSubject(model, entry.token));
  const also = fold(shown).includes(entry.folded) ? "" : entry.name;
  return [shown, [KIND_NAMES[kindOf(entry.token)](), also].filter(Boolean).join(" · ")];
}

/**
 * @param {Suggested} item
 * @param {number} at
 */
function suggestion(item, at) {
  const [shown, kind] = suggestionTexts(item);
  return h(
    "li",
    {
      id: `suggestion-${at}`,
      role: "option",
      "aria-selected": "false",
      class: "suggestion",
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => takeSuggestion(at),
    },
    h("span", { class: "suggestion-name" }, shown),
    h("span", { class: "suggestion-kind" }, kind),
  );
}

function markActive() {
  const input = inputOf("search");
  [...byId("search-list").children].forEach((option, at) => {
    option.setAttribute("aria-selected", String(at === searching.active));
    if (at === searching.active) option.scrollIntoView({ block: "nearest" });
  });
  if (searching.active >= 0)
    input.setAttribute("aria-activedescendant", `suggestion-${searching.active}`);
  else input.removeAttribute("aria-activedescendant");
}

/** @param {KeyboardEvent} event */
function onSearchKey(event) {
  const count = searching.found.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (byId("search-list").hidden) suggest(false);
    else if (count) {
      searching.active = (searching.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    }
    markActive();
  } else if (event.key === "Enter") takeOrShow();
  else if (event.key === "Escape" && !(byId("search-list").hidden && byId("search-note").hidden))
    closeSearch();
  else return;
  event.preventDefault();
}

/** Take what is marked; where nothing is, mark the first for the reader to see. */
function takeOrShow() {
  if (searching.active >= 0) return takeSuggestion(searching.active);
  if (!searching.found.length) return undefined;
  searching.active = 0;
  markActive();
  return announce(suggestionTexts(searching.found[0]).reverse().join(" "));
}

/** @param {number} at */
function takeSuggestion(at) {
  const item = searching.found[at];
  if (!item) return;
  inputOf("search").value = "";
  closeSearch();
  if (item.question) showAnswer(item.question);
  else choose(item.entry.token, { from: "search" });
}

function leaveSearch() {
  if (document.activeElement !== byId("search")) closeSearch();
}

function closeSearch() {
  const list = byId("search-list");
  if (!list) return;
  list.hidden = true;
  byId("search-note").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}
