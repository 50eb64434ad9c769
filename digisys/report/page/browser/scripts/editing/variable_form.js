// The form of a variable.

import { targetText } from "../answers/wording.js";
import { button, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { verbs } from "../edit/verbs.js";
import { linkToken } from "../graph/pairs.js";
import { SIGNS } from "../graph/view.js";
import { subjectButton } from "../panels/parts.js";
import { say, signMark, textOf } from "../words.js";
import { beginLink, removeChosen, renameChosen } from "./actions.js";
import { drawEvidenceForm } from "./evidence_form.js";
import { checkField, longField, selectField } from "./fields.js";
import { nudge } from "./keys.js";
import { languageField } from "./languages.js";
import { perform, plainNow } from "./session.js";

/** @param {string} id */
export function drawVariableForm(id) {
  const variable = () => plainNow().variables[id];
  return [
    h(
      "div",
      { class: "edit-tools", role: "group", "aria-label": say("What to do with it") },
      keyButton(say("Link from here"), "L", beginLink, "link"),
      keyButton(say("Rename"), "F2", renameChosen, "rename"),
      keyButton(say("Remove"), "Delete", () => void removeChosen(), "remove"),
    ),
    languageField(
      "label",
      say("Name"),
      () => variable()?.label,
      (language, words) => perform(verbs.renameVariable(plainNow(), id, language, words)),
    ),
    h(
      "div",
      { class: "edit-pair" },
      areaField(id),
      selectField(
        {
          name: "desired",
          label: say("Which way is better"),
          value: () => variable()?.desired ?? "",
          act: (value) =>
            perform(verbs.setDesired(plainNow(), id, /** @type {any} */ (value || null))),
        },
        [
          ["", say("not told")],
          ["up", say("up")],
          ["down", say("down")],
          ["none", say("neither")],
        ],
      ),
    ),
    linksOf(id),
    h(
      "details",
      { "data-focus": "edit-more-details" },
      h("summary", { "data-focus": "edit-more" }, say("More of it")),
      moveButtons(id),
      languageField(
        "short",
        say("Short name on the map"),
        () => variable()?.short_label,
        (language, words) => perform(verbs.setShortLabel(plainNow(), id, language, words)),
      ),
      h(
        "div",
        { class: "edit-pair" },
        selectField(
          {
            name: "role",
            label: say("Role"),
            value: () => variable()?.role ?? "auxiliary",
            act: (value) => perform(verbs.setRole(plainNow(), id, /** @type {Role} */ (value))),
          },
          [
            ["auxiliary", say("follows its causes at once")],
            ["stock", say("stock: takes time to change")],
            ["input", say("moved from outside only")],
          ],
        ),
        inertiaField(id),
      ),
      targetFields(id),
      languageField(
        "description",
        say("What it means"),
        () => variable()?.description,
        (language, words) => perform(verbs.setDescription(plainNow(), id, language, words)),
        true,
      ),
      longField({
        name: "aliases",
        label: say("Other names"),
        hint: say("One on a line; questions may use them."),
        value: () => (variable()?.aliases ?? []).join("\n"),
        act: (value) => perform(verbs.setAliases(plainNow(), id, value.split("\n"))),
      }),
    ),
    drawEvidenceForm({ kind: "variable", key: id }, () => variable()?.evidence),
  ];
}

/**
 * A button with the key that does the same.
 * @param {string} label
 * @param {string} key
 * @param {() => void} act
 * @param {string} name
 */
export function keyButton(label, key, act, name) {
  return button([label, h("kbd", { "aria-hidden": "true" }, keyName(key))], act, {
    class: "tool",
    "aria-keyshortcuts": key,
    "data-focus": `edit-${name}`,
  });
}

/** @param {string} key */
function keyName(key) {
  return key.replace("Delete", "Del").replace("Control", "Ctrl");
}

/** @param {string} id */
function moveButtons(id) {
  /** @type {[string, [number, number], string][]} */
  const ways = [
    ["←", [-1, 0], say("Move left")],
    ["↑", [0, -1], say("Move up")],
    ["↓", [0, 1], say("Move down")],
    ["→", [1, 0], say("Move right")],
  ];
  return h(
    "span",
    { class: "edit-move", role: "group", "aria-labelledby": "edit-move-label" },
    h("span", { id: "edit-move-label", class: "choice-label" }, say("Move the box")),
    ways.map(([mark, way, label], at) =>
      button(mark, () => nudge(id, way), {
        class: "tool",
        "aria-label": label,
        title: label,
        "data-focus": `edit-move-${at}`,
      }),
    ),
  );
}

/** @param {string} id */
function areaField(id) {
  const areas = Object.entries(plainNow().areas ?? {});
  if (!areas.length) return null;
  return selectField(
    {
      name: "area",
      label: say("Area"),
      value: () => plainNow().variables[id]?.area ?? "",
      act: (value) => perform(verbs.setArea(plainNow(), id, value || null)),
    },
    [["", say("Without an area")], ...areas.map(([key, area]) => [key, textOf(area.label)])].map(
      ([key, text]) => /** @type {[string, string]} */ ([key, text]),
    ),
  );
}

/** @param {string} id */
function inertiaField(id) {
  const own = plainNow().variables[id]?.inertia;
  /** @type {[string, string][]} */
  const options = [
    ["fast", say("fast")],
    ["medium", say("medium")],
    ["slow", say("slow")],
  ];
  if (own !== undefined && typeof own !== "string")
    options.push([String(own), [own].flat().join("\u2013")]);
  return selectField(
    {
      name: "inertia",
      label: say("How soon a stock changes"),
      value: () => String(plainNow().variables[id]?.inertia ?? "medium"),
      act: (value) =>
        ["fast", "medium", "slow"].includes(value)
          ? perform(verbs.setInertia(plainNow(), id, /** @type {Inertia} */ (value)))
          : "",
    },
    options,
  );
}

/** @param {string} id */
function targetFields(id) {
  if (!model.targets.length) return null;
  const own = () => plainNow().variables[id]?.targets ?? [];
  return h(
    "fieldset",
    { class: "edit-targets" },
    h("legend", {}, say("Targets")),
    model.targets.map(({ number }) =>
      checkField({
        name: `target-${number}`,
        label: targetText(model, number),
        value: () => String(own().some((item) => item.target === number)),
        act: (value) => {
          const rest = own().filter((item) => item.target !== number);
          const next = value === "true" ? [...rest, { target: number }] : rest;
          return perform(
            verbs.setTargets(
              plainNow(),
              id,
              next.sort((a, b) => a.target - b.target),
            ),
          );
        },
      }),
    ),
  );
}

/**
 * The links of a variable, to choose.
 * @param {string} id
 */
function linksOf(id) {
  const links = model.links.filter((link) => link.from === id || link.to === id);
  if (!links.length) return null;
  return h(
    "details",
    { "data-focus": "edit-links-details", open: true },
    h("summary", { "data-focus": "edit-links" }, `${say("Its links")} (${links.length})`),
    h(
      "ul",
      { class: "plain edit-links" },
      links.map((link) => {
        const out = link.from === id;
        const name = textOf(model.variable.get(out ? link.to : link.from).label);
        const sign = signMark(SIGNS[link.polarity]);
        const text = out ? `${sign}→ ${name}` : `${name} ${sign}→`;
        return h("li", {}, subjectButton(linkToken(link), text, {}));
      }),
    ),
  );
}
