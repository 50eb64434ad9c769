// Search with suggestions: a combobox with a list, after the ARIA pattern.

import { shortLabel } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { announce, byId, h, inputOf } from "../base/dom.js";
import { model } from "../base/model.js";
import { KIND_NAMES, subjectTitle } from "../base/naming.js";
import { findNames, fold, kindOf, nameIndex, ownSubject } from "../graph/names.js";
import { say, sayCount } from "../words.js";

/** @type {{ index: NameEntry[]; found: NameEntry[]; active: number }} */
const searching = { index: [], found: [], active: -1 };

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
    placeholder: say("For example {names}", { names: searchExamples().join(", ") }),
  });
  return h(
    "div",
    { class: "search", role: "search" },
    h("label", { for: "search" }, say("Find")),
    h(
      "div",
      { class: "search-field" },
      input,
      h("ul", {
        id: "search-list",
        role: "listbox",
        "aria-label": say("Suggestions"),
        hidden: true,
      }),
    ),
  );
}

/** What one may type: the number of a target, and the shortest other name or label. */
function searchExamples() {
  const target = model.targets[model.targets.length - 1];
  const aliases = model.variables.flatMap((item) => item.aliases);
  const labels = model.variables.map((item) => shortLabel(model, item.id));
  const [shortest] = (aliases.length ? aliases : labels).sort((a, b) => a.length - b.length);
  return [target && String(target.number), shortest].filter(Boolean);
}

/**
 * Show what the text in the box may mean.
 * @param {boolean} say_it
 */
function suggest(say_it) {
  const input = inputOf("search");
  const list = byId("search-list");
  searching.found = findNames(searching.index, input.value, 8);
  searching.active = searching.found.length ? 0 : -1;
  list.replaceChildren(...searching.found.map(suggestion));
  const open = input.value.trim() !== "";
  list.hidden = !open || !searching.found.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  markActive();
  if (!open || !say_it) return;
  announce(
    searching.found.length
      ? sayCount("{count} suggestion", "{count} suggestions", searching.found.length)
      : say("Nothing of this name was found"),
  );
}

/**
 * @param {NameEntry} item
 * @param {number} at
 */
function suggestion(item, at) {
  const subject = ownSubject(model, item.token);
  const shown = subjectTitle(subject);
  const also = fold(shown).includes(item.folded) ? "" : item.name;
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
    h(
      "span",
      { class: "suggestion-kind" },
      [KIND_NAMES[kindOf(item.token)](), also].filter(Boolean).join(" · "),
    ),
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
  } else if (event.key === "Enter") takeSuggestion(searching.active);
  else if (event.key === "Escape" && !byId("search-list").hidden) closeSearch();
  else return;
  event.preventDefault();
}

/** @param {number} at */
function takeSuggestion(at) {
  const item = searching.found[at];
  if (!item) return;
  inputOf("search").value = "";
  closeSearch();
  choose(item.token, { from: "search" });
}

function leaveSearch() {
  if (document.activeElement !== byId("search")) closeSearch();
}

function closeSearch() {
  const list = byId("search-list");
  if (!list) return;
  list.hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}
