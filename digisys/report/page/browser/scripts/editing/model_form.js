// What the panel holds before anything is chosen: how to begin, and what is told of the model itself.

import { button, h } from "../base/dom.js";
import { state } from "../base/state.js";
import { verbs } from "../edit/verbs.js";
import { nearestLanguage, say, textOf } from "../words.js";
import { tell, textField } from "./fields.js";
import { languageField, wordsIn } from "./languages.js";
import { perform, plainNow } from "./session.js";

export function drawModelForm() {
  const empty = !Object.keys(plainNow().variables).length;
  return [
    h(
      "div",
      { class: "answer-head" },
      h(
        "h2",
        { id: "answer-title", tabindex: "-1" },
        empty ? say("Begin your map") : say("Change the map"),
      ),
    ),
    h(
      "ul",
      { class: "edit-hints" },
      h("li", {}, say("Double-click an empty place of the map, or press New variable.")),
      h("li", {}, say("Choose a box, and draw a link from the arrow at its edge.")),
      h("li", {}, say("Choose a box or a link to say more of it here.")),
    ),
    h(
      "details",
      { "data-focus": "edit-model-details" },
      h("summary", { "data-focus": "edit-model" }, say("The model itself")),
      languageField(
        "title",
        say("Title"),
        () => plainNow().title,
        (language, words) => perform(verbs.setTitle(plainNow(), language, words)),
      ),
      languageField(
        "model-description",
        say("What it is about"),
        () => plainNow().description,
        (language, words) => perform(verbs.describeModel(plainNow(), language, words)),
        true,
      ),
      areaFields(),
    ),
  ];
}

function areaFields() {
  const language = nearestLanguage(state.lang, plainNow().languages);
  const error = h("p", { id: "new-area-error", class: "field-error", hidden: true });
  const input = h("input", {
    id: "new-area",
    type: "text",
    autocomplete: "off",
    "data-focus": "new-area",
    "aria-describedby": "new-area-error",
    onkeydown: (event) => {
      if (event.key === "Enter") add();
    },
  });
  const add = () => {
    const problem = perform(verbs.addArea(plainNow(), state.lang, input.value));
    tell(input, error, problem);
    if (!problem) input.value = "";
  };
  return h(
    "fieldset",
    {},
    h("legend", {}, say("Areas")),
    Object.entries(plainNow().areas ?? {}).map(([id, area]) => {
      const name = textOf(area.label);
      return h(
        "div",
        { class: "edit-row" },
        textField({
          name: `area-${id}`,
          label: say("Name of the area {name}", { name }),
          value: () => wordsIn(plainNow().areas?.[id]?.label, language),
          act: (words) => perform(verbs.renameArea(plainNow(), id, state.lang, words)),
        }),
        button(say("Remove"), () => perform(verbs.removeArea(plainNow(), id)), {
          class: "tool",
          "aria-label": say("Remove {name}", { name }),
          "data-focus": `remove-area-${id}`,
        }),
      );
    }),
    h(
      "div",
      { class: "edit-field" },
      h("label", { for: "new-area" }, say("A new area")),
      h(
        "div",
        { class: "edit-row" },
        input,
        button(say("Add"), add, { class: "tool", "data-focus": "new-area-add" }),
      ),
      error,
    ),
  );
}
