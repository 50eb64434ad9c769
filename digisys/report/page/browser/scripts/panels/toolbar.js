// The top of the page: title, modes, languages, search, direction, steps, filters.

import { evidenceLabel, targetText } from "../answers/wording.js";
import { choose } from "../base/choose.js";
import { button, byId, choice, fill, h, toggle } from "../base/dom.js";
import { model } from "../base/model.js";
import { extraModes } from "../base/modes.js";
import { filterCount } from "../base/shown.js";
import { change, state } from "../base/state.js";
import { startPresenting } from "../present.js";
import { say, sayCount, textOf } from "../words.js";
import { showOtherLoops } from "./loops.js";
import { searchBox } from "./search.js";

/** @type {Record<string, string>} */
const LANGUAGE_NAMES = { fi: "Suomi", sv: "Svenska", en: "English" };

export function drawHeader() {
  /** @type {[State["mode"], string][]} */
  const editing = model.voting ? [] : [["edit", say("Edit")]]; // who votes on a copy changes no model
  /** @type {[State["mode"], string][]} */
  const modes = [
    ...extraModes.map(
      ({ mode, title }) => /** @type {[State["mode"], string]} */ ([mode, title()]),
    ),
    ["explore", say("Explore")],
    ...editing,
    ["scenarios", say("Scenarios")],
    ["present", say("Present")],
  ];
  return [
    h("h1", { id: "title" }, textOf(model.title)),
    h(
      "nav",
      { "aria-label": say("Parts of the page"), class: "modes" },
      modes.map(([mode, text]) =>
        button(text, () => (mode === "present" ? startPresenting() : change({ mode })), {
          class: "mode",
          "aria-current": state.mode === mode ? "page" : null,
          "data-focus": `mode-${mode}`,
        }),
      ),
    ),
    model.languages.length > 1 ? languageChoice() : null,
  ];
}

function languageChoice() {
  return h(
    "div",
    { class: "languages", role: "group", "aria-label": say("Language") },
    model.languages.map((code) =>
      toggle(LANGUAGE_NAMES[code] ?? code, code === state.lang, () => change({ lang: code }), {
        class: "segment",
        lang: code,
        "data-focus": `lang-${code}`,
      }),
    ),
  );
}

export function drawControls() {
  if (state.mode === "scenarios") return [searchBox(), filterButton()];
  return [
    searchBox(),
    choice(
      say("Direction"),
      "dir",
      [
        ["effects", say("effects")],
        ["causes", say("causes")],
        ["both", say("both")],
      ],
      state.dir,
      (dir) => change({ dir, to: "", step: 0 }),
    ),
    choice(
      say("Steps"),
      "steps",
      [
        ["1", "1"],
        ["2", "2"],
        ["3", "3"],
        ["all", say("all")],
      ],
      state.steps,
      (steps) => change({ steps }),
    ),
    model.loops.length || model.unnamed.length ? loopChoice() : null,
    filterButton(),
  ];
}

function loopChoice() {
  return h(
    "div",
    { class: "choice", role: "group", "aria-labelledby": "label-loops" },
    h("span", { class: "choice-label", id: "label-loops" }, say("Loops")),
    h(
      "span",
      { class: "segments" },
      model.loops.map((loop) => {
        const token = `loop-${loop.id}`;
        const on = state.subject === token;
        return toggle(loop.id, on, () => choose(on ? "" : token, { from: "toolbar" }), {
          class: "segment",
          "aria-label": `${loop.id} ${textOf(loop.label)}`,
          title: textOf(loop.label),
          "data-focus": token,
        });
      }),
      model.unnamed.length
        ? button(model.loops.length ? say("others") : say("all"), showOtherLoops, {
            class: "segment",
            "data-focus": "loops-others",
          })
        : null,
    ),
  );
}

function filterButton() {
  const count = filterCount();
  const open = Boolean(byId("filters") && !byId("filters").hidden);
  return button(
    count
      ? sayCount("Filters ({count} in use)", "Filters ({count} in use)", count)
      : say("Filters"),
    () => toggleFilters(),
    {
      class: "tool filter-button",
      id: "filter-button",
      "aria-expanded": String(open),
      "aria-controls": "filters",
      "data-focus": "filters",
    },
  );
}

/** @param {boolean} [open] */
function toggleFilters(open = byId("filters").hidden) {
  byId("filters").hidden = !open;
  byId("filter-button").setAttribute("aria-expanded", String(open));
  if (open) fill(byId("filters"), drawFilters());
}

/** The filters: areas, targets, evidence and certainty. */
export function drawFilters() {
  const used = new Set(
    model.variables.flatMap((item) => item.targets.map((ref) => String(ref.target))),
  );
  const sets = [
    model.areas.length
      ? checks(
          say("Areas"),
          "areas",
          model.areas.map((area) => [area.id, textOf(area.label)]),
        )
      : null,
    used.size
      ? checks(
          say("Targets"),
          "targets",
          model.targets
            .filter((target) => used.has(String(target.number)))
            .map((target) => [String(target.number), targetText(model, target.number)]),
        )
      : null,
    h(
      "div",
      {},
      model.kinds.length
        ? checks(
            say("Evidence"),
            "evidence",
            model.kinds.map((kind) => [kind, evidenceLabel(model, kind)]),
          )
        : null,
      radios(say("Certainty"), "certainty", [
        ["explicit", say("explicit links")],
        ["all", say("explicit and ambiguous links")],
        ["ambiguous", say("ambiguous links only")],
      ]),
      radios(say("Signs on arrows"), "signs", [
        ["auto", say("where links differ")],
        ["all", say("on every arrow")],
        ["none", say("no signs")],
      ]),
    ),
  ];
  const clear = () => change({ areas: [], targets: [], evidence: [], certainty: "explicit" });
  return [
    h("h2", { class: "visually-hidden" }, say("Filters")),
    h("div", { class: "filter-sets" }, sets),
    h(
      "div",
      { class: "filter-end" },
      h("p", {}, say("No box ticked in a group: everything counts.")),
      button(say("Clear filters"), clear, { class: "tool", "data-focus": "clear-filters" }),
      button(say("Close"), () => closeFilters(), { class: "tool", "data-focus": "close-filters" }),
    ),
  ];
}

function closeFilters() {
  toggleFilters(false);
  byId("filter-button").focus();
}

/**
 * @param {string} legend
 * @param {"areas" | "targets" | "evidence"} name
 * @param {string[][]} options
 */
function checks(legend, name, options) {
  return h(
    "fieldset",
    { class: options.length > 8 ? "many" : null },
    h("legend", {}, legend),
    options.map(([value, text]) =>
      h(
        "label",
        { class: "check" },
        h("input", {
          type: "checkbox",
          checked: state[name].includes(value),
          "data-focus": `${name}-${value}`,
          onchange: (event) => {
            const rest = state[name].filter((item) => item !== value);
            const chosen = event.target.checked ? [...rest, value] : rest;
            change({
              [name]: options.map(([item]) => item).filter((item) => chosen.includes(item)),
            });
          },
        }),
        h("span", {}, text),
      ),
    ),
  );
}

/**
 * @param {string} legend
 * @param {"certainty" | "signs"} name
 * @param {string[][]} options
 */
function radios(legend, name, options) {
  return h(
    "fieldset",
    {},
    h("legend", {}, legend),
    options.map(([value, text]) =>
      h(
        "label",
        { class: "check" },
        h("input", {
          type: "radio",
          name,
          value,
          checked: state[name] === value,
          "data-focus": `${name}-${value}`,
          onchange: () => change({ [name]: value }),
        }),
        h("span", {}, text),
      ),
    ),
  );
}
