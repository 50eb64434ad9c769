// Dialogs: a question, and the keys that can be pressed.

import { build, button, h } from "../base/dom.js";
import { say } from "../words.js";

/**
 * Open a dialog over the page; the focus goes back where it was when it closes.
 * @param {string} title
 * @param {Child[]} parts
 * @param {(close: () => void) => Child[]} ends
 * @param {{ name: string; onclose?: () => void }} options
 */
export function openDialog(title, parts, ends, { name, onclose }) {
  const before = document.activeElement;
  const dialog = h("dialog", { class: "edit-dialog", "aria-labelledby": "dialog-title", id: name });
  const close = () => dialog.close();
  build(dialog, {}, [
    h("h2", { id: "dialog-title", tabindex: "-1" }, title),
    h("div", { class: "dialog-body" }, parts),
    h("div", { class: "dialog-end" }, ends(close)),
  ]);
  dialog.addEventListener("close", () => {
    dialog.remove();
    onclose?.();
    if (before instanceof HTMLElement || before instanceof SVGElement) {
      if (before.isConnected) before.focus();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector("[data-first]");
  if (first instanceof HTMLElement) first.focus();
  return dialog;
}

/**
 * Ask before something is done.
 * @param {string} title
 * @param {string} text
 * @param {string} yes
 * @param {string} [no]
 * @returns {Promise<boolean>}
 */
export function askWhether(title, text, yes, no = say("Cancel")) {
  return new Promise((resolve) => {
    let sure = false;
    const take = (/** @type {() => void} */ close) => () => {
      sure = true;
      close();
    };
    openDialog(
      title,
      [h("p", {}, text)],
      (close) => [
        button(yes, take(close), { class: "tool strong", "data-first": true }),
        button(no, close, { class: "tool" }),
      ],
      { name: "ask-dialog", onclose: () => resolve(sure) },
    );
  });
}
