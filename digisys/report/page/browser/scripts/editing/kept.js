// Edits that are not saved, kept in the window: they outlive the page, but not the window.

import { model } from "../base/model.js";

/** @typedef {{ base: string; plain: Plain }} Kept */

function keyOf() {
  return `digisys-edit ${model.id} ${window.location.pathname}`;
}

/**
 * @param {string} base What they are changes of.
 * @param {Plain} plain
 */
export function keepUnsaved(base, plain) {
  try {
    window.sessionStorage.setItem(keyOf(), JSON.stringify({ base, plain }));
  } catch {
    // Where a page may keep nothing, it works without.
  }
}

export function forgetUnsaved() {
  try {
    window.sessionStorage.removeItem(keyOf());
  } catch {
    // There is nothing then.
  }
}

/** @returns {Kept | null} */
export function keptEdits() {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(keyOf()) ?? "null");
    return kept && typeof kept.base === "string" && kept.plain?.variables ? kept : null;
  } catch {
    return null;
  }
}
