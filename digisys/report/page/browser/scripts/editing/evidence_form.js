// Where something is stated: rows of a form, and a new source.

import { button, h } from "../base/dom.js";
import { state } from "../base/state.js";
import { partOf } from "../edit/plain.js";
import { verbs } from "../edit/verbs.js";
import { nearestLanguage, say, textOf } from "../words.js";
import { longField, selectField, tell, textField } from "./fields.js";
import { wordsIn } from "./languages.js";
import { readNumber, readPages, writePages } from "./numbers.js";
import { perform, plainNow } from "./session.js";

/** The source that was named last, to begin the next row with. */
const last = { source: "" };

/**
 * @param {EditOwner} owner
 * @param {() => PlainEvidence[] | undefined} evidence
 */
export function drawEvidenceForm(owner, evidence) {
  const rows = evidence() ?? [];
  return h(
    "details",
    { class: "edit-evidence", "data-focus": "edit-evidence-details" },
    h("summary", { "data-focus": "edit-evidence" }, `${say("Evidence")} (${rows.length})`),
    rows.map((_, at) => evidenceRow(owner, at, () => evidence()?.[at])),
    sourceNames().length
      ? button(say("Add evidence"), () => addRow(owner), {
          class: "tool",
          "data-focus": "edit-evidence-add",
        })
      : h("p", { class: "note" }, say("The model has no source yet: add one first.")),
    newSource(owner),
  );
}

/** @returns {[string, string][]} */
function sourceNames() {
  return Object.entries(plainNow().sources ?? {}).map(([id, source]) => [
    id,
    textOf(source.short_label ?? source.title),
  ]);
}

/** @param {EditOwner} owner */
function addRow(owner) {
  const names = sourceNames().map(([id]) => id);
  const source = names.includes(last.source) ? last.source : names[names.length - 1];
  perform(verbs.addEvidence(plainNow(), owner, { source }, state.lang));
}

/**
 * @param {EditOwner} owner
 * @param {number} at
 * @param {() => PlainEvidence | undefined} item
 */
function evidenceRow(owner, at, item) {
  const language = nearestLanguage(state.lang, plainNow().languages);
  /** @param {import("../edit/evidence.js").EvidenceFacts} facts */
  const set = (facts) => perform(verbs.changeEvidence(plainNow(), owner, at, facts, state.lang));
  /** @param {"pages" | "slides"} key */
  const pages = (key) => (/** @type {string} */ value) => {
    const numbers = readPages(value);
    return numbers ? set({ [key]: numbers }) : say("Write page numbers, such as 3 or 5–7.");
  };
  const parts = Object.entries(partOf(plainNow().sources, item()?.source ?? "")?.parts ?? {});
  return h(
    "fieldset",
    { class: "edit-evidence-row" },
    h("legend", {}, say("Place {number}", { number: at + 1 })),
    selectField(
      {
        name: `source-${at}`,
        label: say("Source"),
        value: () => item()?.source ?? "",
        act: (source) => {
          last.source = source;
          return set({ source });
        },
      },
      sourceNames(),
    ),
    parts.length
      ? selectField(
          {
            name: `part-${at}`,
            label: say("Part"),
            value: () => item()?.part ?? "",
            act: (part) => set({ part: part || null }),
          },
          [["", say("all of it")], ...partNames(parts)],
        )
      : null,
    h(
      "div",
      { class: "edit-pair" },
      textField({
        name: `pages-${at}`,
        label: say("Pages"),
        value: () => writePages(item()?.pages),
        act: pages("pages"),
      }),
      textField({
        name: `slides-${at}`,
        label: say("Slides"),
        value: () => writePages(item()?.slides),
        act: pages("slides"),
      }),
    ),
    longField({
      name: `evidence-note-${at}`,
      label: say("Note"),
      value: () => wordsIn(item()?.note, language),
      act: (note) => set({ note }),
    }),
    button(
      say("Remove this evidence"),
      () => perform(verbs.removeEvidence(plainNow(), owner, at)),
      {
        class: "tool",
        "data-focus": `edit-evidence-remove-${at}`,
      },
    ),
  );
}

/**
 * @param {[string, { label: PlainText }][]} parts
 * @returns {[string, string][]}
 */
function partNames(parts) {
  return parts.map(([id, part]) => [id, textOf(part.label)]);
}

/**
 * A source that the model does not name yet, and a row of evidence of it.
 * @param {EditOwner} owner
 */
function newSource(owner) {
  const error = h("p", { id: "new-source-error", class: "field-error", hidden: true });
  const title = h("input", {
    id: "new-source",
    type: "text",
    autocomplete: "off",
    "data-focus": "new-source",
    "aria-describedby": "new-source-error",
  });
  const kind = h(
    "select",
    { id: "new-source-kind", "data-focus": "new-source-kind" },
    [
      ["document", say("document")],
      ["interview", say("interview")],
      ["workshop", say("workshop")],
      ["dataset", say("data set")],
      ["model", say("model")],
      ["assumption", say("assumption")],
    ].map(([value, text]) => h("option", { value }, text)),
  );
  const year = h("input", {
    id: "new-source-year",
    type: "text",
    inputmode: "numeric",
    "data-focus": "new-source-year",
  });
  const add = () => {
    const number = year.value.trim() ? readNumber(year.value) : null;
    if (year.value.trim() && (number === null || number < 1000 || number > 2999)) {
      tell(year, error, say("Write a year, such as 2026."));
      return;
    }
    const facts = {
      title: title.value,
      language: state.lang,
      kind: /** @type {PlainSource["kind"]} */ (kind.value),
      year: number,
    };
    const made = verbs.addSource(plainNow(), facts);
    const before = new Set(Object.keys(plainNow().sources ?? {}));
    const problem = perform(made);
    tell(title, error, problem);
    if (problem) return;
    last.source = Object.keys(plainNow().sources ?? {}).find((id) => !before.has(id)) ?? "";
    addRow(owner);
  };
  const part = [
    h("label", { for: "new-source" }, say("Title of the source")),
    title,
    h(
      "div",
      { class: "edit-pair" },
      h("div", { class: "edit-field" }, h("label", { for: "new-source-kind" }, say("Kind")), kind),
      h("div", { class: "edit-field" }, h("label", { for: "new-source-year" }, say("Year")), year),
    ),
    error,
    button(say("Add the source"), add, { class: "tool", "data-focus": "new-source-add" }),
  ];
  return h(
    "details",
    { "data-focus": "new-source-details" },
    h("summary", { "data-focus": "new-source-head" }, say("A new source")),
    h("div", { class: "edit-field" }, part),
  );
}
