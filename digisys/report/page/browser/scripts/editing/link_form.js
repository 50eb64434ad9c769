// The form of a link.

import { button, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { linkIds } from "../edit/plain.js";
import { verbs } from "../edit/verbs.js";
import { variableButton } from "../panels/parts.js";
import { say, sayNumber } from "../words.js";
import { flipDelay, flipSign, removeChosen } from "./actions.js";
import { drawEvidenceForm } from "./evidence_form.js";
import { selectField, tell, textField } from "./fields.js";
import { languageField } from "./languages.js";
import { readNumber } from "./numbers.js";
import { perform, plainNow } from "./session.js";
import { keyButton } from "./variable_form.js";

/** @param {string} id */
export function drawLinkForm(id) {
  const link = () => plainLink(id);
  const { from, to } = model.link.get(id);
  return [
    h(
      "div",
      { class: "edit-tools", role: "group", "aria-label": say("What to do with it") },
      keyButton(say("Turn the sign"), "S", flipSign, "flip"),
      keyButton(say("Delay"), "D", flipDelay, "delay"),
      keyButton(say("Remove"), "Delete", () => void removeChosen(), "remove"),
    ),
    h(
      "p",
      { class: "edit-ends" },
      variableButton(from, { "data-focus": "edit-from" }),
      " → ",
      variableButton(to, { "data-focus": "edit-to" }),
    ),
    h(
      "div",
      { class: "edit-pair" },
      selectField(
        {
          name: "polarity",
          label: say("Sign"),
          value: () => link()?.polarity ?? "positive",
          act: (value) =>
            perform(verbs.setPolarity(plainNow(), id, /** @type {Polarity} */ (value))),
        },
        [
          ["positive", `+ ${say("strengthens")}`],
          ["negative", `\u2212 ${say("weakens")}`],
          ["unknown", `? ${say("direction unknown")}`],
        ],
      ),
      strengthField(id),
    ),
    h("div", { class: "edit-pair" }, delayFields(id), certaintyField(id)),
    languageField(
      "note",
      say("Note"),
      () => link()?.note,
      (language, words) => perform(verbs.setNote(plainNow(), id, language, words)),
      true,
    ),
    saidBy(id),
    drawEvidenceForm({ kind: "link", key: id }, () => link()?.evidence),
  ];
}

/** @param {string} id */
export function plainLink(id) {
  const plain = plainNow();
  return plain.links?.[linkIds(plain).indexOf(id)];
}

const CLASSES = ["weak", "moderate", "strong", "dominant", "unknown"];

/** @param {string} id */
function strengthField(id) {
  const own = plainLink(id)?.strength;
  /** @type {[string, string][]} */
  const options = [
    ["unknown", say("not known")],
    ["weak", say("weak")],
    ["moderate", say("moderate")],
    ["strong", say("strong")],
    ["dominant", say("outweighs others")],
  ];
  if (own !== undefined && !CLASSES.includes(String(own))) {
    options.push([
      String(own),
      [own]
        .flat()
        .map((end) => sayNumber(Number(end)))
        .join("\u2013"),
    ]);
  }
  return selectField(
    {
      name: "strength",
      label: say("Strength"),
      value: () => String(plainLink(id)?.strength ?? "unknown"),
      act: (value) =>
        CLASSES.includes(value)
          ? perform(verbs.setStrength(plainNow(), id, /** @type {Strength} */ (value)))
          : "",
    },
    options,
  );
}

/** @param {string} id */
function delayFields(id) {
  const delay = () => plainLink(id)?.delay ?? 0;
  const kind = () => (delay() === true ? "some" : delay() ? "time" : "none");
  const time = textField({
    name: "delay-time",
    label: timeLabel(),
    value: () => (typeof delay() === "number" && delay() ? sayNumber(Number(delay())) : ""),
    act: (value) => {
      const number = readNumber(value);
      if (number === null || number < 0 || number > 100)
        return say("Write a number from 0 to 100.");
      return perform(verbs.setDelay(plainNow(), id, number));
    },
    attributes: { inputmode: "decimal" },
  });
  return h(
    "div",
    {},
    selectField(
      {
        name: "delay",
        label: say("Delay"),
        value: kind,
        act: (value) => {
          const next = value === "none" ? 0 : value === "some" ? true : 1;
          return perform(verbs.setDelay(plainNow(), id, next));
        },
      },
      [
        ["none", say("no delay")],
        ["some", say("there is one, length unknown")],
        ["time", say("of known length")],
      ],
    ),
    kind() === "time" ? time : null,
  );
}

/** How long a delay is, in the unit of the model. */
function timeLabel() {
  return {
    years: say("Length in years"),
    months: say("Length in months"),
    weeks: say("Length in weeks"),
    days: say("Length in days"),
    hours: say("Length in hours"),
  }[model.time.unit ?? "years"];
}

/** @param {string} id */
function certaintyField(id) {
  return selectField(
    {
      name: "certainty",
      label: say("Certainty"),
      value: () => plainLink(id)?.certainty ?? "explicit",
      act: (value) => perform(verbs.setCertainty(plainNow(), id, /** @type {Certainty} */ (value))),
    },
    [
      ["explicit", say("a source states it")],
      ["ambiguous", say("open to reading")],
    ],
  );
}

/** Who said it. @param {string} id */
function saidBy(id) {
  const names = plainLink(id)?.said_by ?? [];
  const error = h("p", { id: "edit-voice-error", class: "field-error", hidden: true });
  const input = h("input", {
    id: "edit-voice",
    type: "text",
    autocomplete: "off",
    "data-focus": "edit-voice",
    "aria-describedby": "edit-voice-error",
    onkeydown: (event) => {
      if (event.key === "Enter") add();
    },
  });
  const add = () => {
    const name = input.value;
    input.value = "";
    tell(input, error, perform(verbs.addSaidBy(plainNow(), id, name)));
  };
  return h(
    "div",
    { class: "edit-field" },
    h("label", { for: "edit-voice" }, say("Who said it")),
    names.length
      ? h(
          "ul",
          { class: "starts" },
          names.map((name, at) =>
            h(
              "li",
              {},
              button([name, " \u00d7"], () => perform(verbs.removeSaidBy(plainNow(), id, name)), {
                class: "chip",
                "aria-label": say("Remove {name}", { name }),
                "data-focus": `edit-voice-${at}`,
              }),
            ),
          ),
        )
      : null,
    h(
      "div",
      { class: "edit-row" },
      input,
      button(say("Add"), add, { class: "tool", "data-focus": "edit-voice-add" }),
    ),
    error,
  );
}
