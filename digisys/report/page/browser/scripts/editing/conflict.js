// The same thing was changed here and elsewhere: both values side by side, to choose.

import { button, h } from "../base/dom.js";
import { say } from "../words.js";
import { openDialog } from "./dialogs.js";

/**
 * @param {SaveConflict[]} conflicts
 * @param {(chosen: Record<string, "mine" | "theirs">) => void} act
 */
export function resolveConflicts(conflicts, act) {
  if (document.getElementById("conflict-dialog")) return;
  /** @type {Record<string, "mine" | "theirs">} */
  const chosen = Object.fromEntries(conflicts.map(({ key }) => [key, "mine"]));
  const take = (/** @type {() => void} */ close) => () => {
    close();
    act(chosen);
  };
  openDialog(
    say("The same was changed here and elsewhere"),
    [
      h(
        "p",
        {},
        say(
          "Nothing is lost: choose for each which one holds. The file stays as it is until then.",
        ),
      ),
      conflicts.map((conflict, at) => conflictPart(conflict, at, chosen)),
    ],
    (close) => [
      button(say("Save what is chosen"), take(close), { class: "tool strong" }),
      button(say("Later"), close, { class: "tool" }),
    ],
    { name: "conflict-dialog" },
  );
}

/**
 * @param {SaveConflict} conflict
 * @param {number} at
 * @param {Record<string, "mine" | "theirs">} chosen
 */
function conflictPart(conflict, at, chosen) {
  /** @type {["mine" | "theirs", string, unknown][]} */
  const sides = [
    ["mine", say("Here"), conflict.mine],
    ["theirs", say("Elsewhere"), conflict.theirs],
  ];
  return h(
    "fieldset",
    { class: "conflict" },
    h("legend", {}, [conflict.what, conflict.field].filter(Boolean).join(": ")),
    sides.map(([side, name, value]) =>
      h(
        "label",
        { class: "check", for: `conflict-${at}-${side}` },
        h("input", {
          type: "radio",
          id: `conflict-${at}-${side}`,
          name: `conflict-${at}`,
          checked: side === "mine",
          "data-first": at === 0 && side === "mine",
          onchange: () => {
            chosen[conflict.key] = side;
          },
        }),
        h("span", {}, h("strong", {}, `${name}: `), valueText(value)),
      ),
    ),
    conflict.base === null || conflict.base === undefined
      ? null
      : h("p", { class: "note" }, say("Before: {value}", { value: valueText(conflict.base) })),
  );
}

/** @param {unknown} value */
function valueText(value) {
  if (value === null || value === undefined || value === "") return say("removed or not told");
  return typeof value === "string" ? value : JSON.stringify(value);
}
