// The keys of the Edit mode, told in a dialog.

import { button, h } from "../base/dom.js";
import { say } from "../words.js";
import { openDialog } from "./dialogs.js";

/** @returns {[string[], string][]} */
function keyRows() {
  return [
    [["N"], say("New variable")],
    [["L"], say("Link from the variable that is chosen; then choose the other, Enter")],
    [["S"], say("Turn the sign of the link: +, −, ?")],
    [["D"], say("Mark a delay of the link, or take it away")],
    [["F2"], say("Rename what is chosen")],
    [["Delete"], say("Remove what is chosen")],
    [["Alt", "←↑↓→"], say("Move the box; with Shift farther")],
    [["Ctrl", "Z"], say("Undo")],
    [["Ctrl", "Shift", "Z"], say("Do again; also Ctrl + Y")],
    [["←↑↓→"], say("Go from symbol to symbol on the map, Enter chooses")],
    [["?"], say("These keys")],
  ];
}

/** @param {{ on: boolean }} shortcuts */
export function showHelp(shortcuts) {
  const check = h("input", {
    type: "checkbox",
    id: "letter-keys",
    checked: shortcuts.on,
    onchange: (event) => {
      shortcuts.on = event.target.checked;
    },
  });
  openDialog(
    say("Keys of the Edit mode"),
    [
      h(
        "dl",
        { class: "key-list" },
        keyRows().map(([keys, text]) =>
          h(
            "div",
            {},
            h(
              "dt",
              {},
              keys.map((key, at) => [at ? " + " : "", h("kbd", {}, key)]),
            ),
            h("dd", {}, text),
          ),
        ),
      ),
      h(
        "p",
        { class: "note" },
        say("Keys do nothing while you type in a field. Each has a button too."),
      ),
      h(
        "label",
        { class: "check", for: "letter-keys" },
        check,
        h("span", {}, say("Single letters are shortcuts")),
      ),
    ],
    (close) => [button(say("Close"), close, { class: "tool strong", "data-first": true })],
    { name: "help-dialog" },
  );
}
