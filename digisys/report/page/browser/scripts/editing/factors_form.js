// Factors first: what enables, what blocks and what follows, a line each, and put on the map at once.

import { announce, button, fill, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { state } from "../base/state.js";
import { addFactors, nearVariables, turnedRound, variableNamed } from "../edit/factors.js";
import { say, textOf } from "../words.js";
import { tell } from "./fields.js";
import { perform, plainNow } from "./session.js";

/** @typedef {{ name: string; question: FactorQuestion; sign?: Polarity; label: () => string }} FactorBox */

/** @type {FactorBox[]} */
const BOXES = [
  { name: "enables", question: "enables", label: () => say("What enables it") },
  { name: "blocks", question: "blocks", label: () => say("What blocks it") },
  {
    name: "rises",
    question: "follows",
    sign: "positive",
    label: () => say("What rises when it rises"),
  },
  {
    name: "falls",
    question: "follows",
    sign: "negative",
    label: () => say("What falls when it rises"),
  },
];

/** What was typed and is not on the map yet; kept while the form is drawn anew. */
const typed = { about: "", group: "", lines: /** @type {Record<string, string>} */ ({}) };

/**
 * The form, about a variable or about one that is chosen in it.
 * @param {string} chosen
 */
export function drawFactorsForm(chosen = "") {
  const choices = subjects();
  if (!choices.length) return null;
  if (chosen) typed.about = chosen;
  if (!choices.some(([value]) => value === typed.about)) typed.about = choices[0][0];
  const error = h("p", { id: "factors-error", class: "field-error", hidden: true });
  const about = h(
    "select",
    {
      id: "factors-about",
      "data-focus": "factors-about",
      onchange: () => {
        typed.about = about.value;
      },
    },
    choices.map(([value, text]) => h("option", { value, selected: value === typed.about }, text)),
  );
  const group = h("input", {
    id: "factors-group",
    type: "text",
    autocomplete: "off",
    "data-focus": "factors-group",
    "aria-describedby": "factors-group-hint",
    onchange: () => {
      typed.group = group.value;
    },
  });
  group.value = typed.group;
  const areas = BOXES.map((box) => drawBox(box));
  const put = () => {
    typed.group = group.value;
    const problem = putOnMap();
    tell(areas[0].area, error, problem);
    if (problem) {
      areas[0].area.focus();
      return;
    }
    // The form may have been drawn anew for what is on the map now.
    for (const { name } of BOXES) {
      const area = document.getElementById(`factors-${name}`);
      if (!(area instanceof HTMLTextAreaElement)) continue;
      area.value = "";
      area.dispatchEvent(new Event("input"));
    }
    document.getElementById("factors-enables")?.focus();
  };
  return h(
    "details",
    { class: "edit-factors", "data-focus": "factors-details" },
    h("summary", { "data-focus": "factors" }, say("Factors: what enables, blocks and follows")),
    h("div", { class: "edit-field" }, h("label", { for: "factors-about" }, say("About")), about),
    h(
      "div",
      { class: "edit-field" },
      h("label", { for: "factors-group" }, say("Who says it")),
      group,
      h(
        "p",
        { id: "factors-group-hint", class: "field-hint" },
        say("A group and how many they are, such as Group 2 (5); no names of people."),
      ),
    ),
    areas.map(({ part }) => part),
    error,
    button(say("Put on the map"), put, { class: "tool strong", "data-focus": "factors-put" }),
  );
}

/**
 * Variables, and targets that no variable stands for yet.
 * @returns {[string, string][]}
 */
function subjects() {
  const plain = plainNow();
  const covered = new Set(
    Object.values(plain.variables).flatMap((item) =>
      (item.targets ?? []).map(({ target }) => String(target)),
    ),
  );
  return [
    ...Object.entries(plain.targets ?? {}).flatMap(([number, target]) =>
      covered.has(number)
        ? []
        : [
            /** @type {[string, string]} */ ([
              `target ${number}`,
              `${say("Target {number}", { number })}: ${textOf(target.short_label ?? target.title)}`,
            ]),
          ],
    ),
    ...Object.entries(plain.variables).map(
      ([id, item]) => /** @type {[string, string]} */ ([id, textOf(item.label)]),
    ),
  ];
}

/** @param {FactorBox} box */
function drawBox({ name, label }) {
  const id = `factors-${name}`;
  const near = h("div", { id: `${id}-near`, class: "factor-near", "aria-live": "polite" });
  const area = h("textarea", {
    id,
    rows: 3,
    "data-focus": id,
    "aria-describedby": `${id}-hint ${id}-near`,
    oninput: () => show(),
  });
  area.value = typed.lines[name] ?? "";
  let before = "";
  const show = () => {
    typed.lines[name] = area.value;
    const hints = hintsFor(name, area.value);
    const key = JSON.stringify([state.lang, hints]);
    if (key === before) return;
    before = key;
    fill(
      near,
      hints.length
        ? h(
            "ul",
            { class: "plain" },
            hints.map((hint, at) => h("li", {}, drawHint(hint, `${id}-${at}`, area, show))),
          )
        : null,
    );
  };
  show();
  const part = h(
    "div",
    { class: "edit-field" },
    h("label", { for: id }, label()),
    area,
    h("p", { id: `${id}-hint`, class: "field-hint" }, say("One thing a line.")),
    near,
  );
  return { part, area, show };
}

/**
 * What is to be said of the lines of a box: names that are much alike, and names of a lack.
 * @param {string} name
 * @param {string} text
 * @returns {FactorHint[]}
 */
function hintsFor(name, text) {
  const plain = plainNow();
  const grammars = Object.values(model.asking);
  return text.split("\n").flatMap((line, at) => {
    const words = line.trim();
    if (words.length < 3 || variableNamed(plain, words)) return [];
    const [near] = nearVariables(plain, words, grammars);
    if (near) return [{ at, words, same: textOf(plain.variables[near.id].label), turned: "" }];
    const turned = name === "blocks" ? turnedRound(words) : "";
    return turned ? [{ at, words, same: "", turned }] : [];
  });
}

/**
 * @param {FactorHint} hint
 * @param {string} focus
 * @param {HTMLTextAreaElement} area
 * @param {() => void} show
 */
function drawHint({ at, words, same, turned }, focus, area, show) {
  if (same) {
    return [
      say("Is “{words}” the same as “{name}”?", { words, name: same }),
      " ",
      button(
        say("Use this one"),
        () => {
          replaceLine(area, at, same);
          show();
          area.focus();
          announce(say("The line is “{name}” now.", { name: same }));
        },
        {
          class: "tool",
          "data-focus": focus,
          "aria-label": say("Use this one: {name}", { name: same }),
        },
      ),
    ];
  }
  return [
    say("“{words}” says what is lacking. It may be clearer as “{name} …” among what enables.", {
      words,
      name: turned,
    }),
    " ",
    button(
      say("Move it there"),
      () => {
        replaceLine(area, at, "");
        show();
        const other = document.getElementById("factors-enables");
        if (!(other instanceof HTMLTextAreaElement)) return;
        other.value = [other.value.trimEnd(), turned].filter(Boolean).join("\n");
        other.dispatchEvent(new Event("input"));
        other.focus();
      },
      { class: "tool", "data-focus": focus },
    ),
  ];
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {number} at
 * @param {string} words
 */
function replaceLine(area, at, words) {
  const lines = area.value.split("\n");
  lines.splice(at, 1, ...(words ? [words] : []));
  area.value = lines.join("\n");
}

/** Put all lines on the map, as one step; what was wrong is given back. */
function putOnMap() {
  const lines = BOXES.flatMap(({ name, question, sign }) =>
    (typed.lines[name] ?? "").split("\n").map((text) => ({ text, question, sign })),
  );
  const target = /^target (\d+)$/.exec(typed.about);
  const about = target ? { target: Number(target[1]) } : typed.about;
  const result = addFactors(plainNow(), about, lines, {
    language: state.lang,
    saidBy: typed.group,
  });
  const kept = { ...typed.lines };
  if (result.step) {
    typed.lines = {};
    typed.about = result.step.token.replace(/^variable-/, "");
  }
  const problem = perform(result);
  if (problem) typed.lines = kept;
  return problem;
}
