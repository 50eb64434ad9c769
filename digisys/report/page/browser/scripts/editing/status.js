// Whether what one sees is saved.

/** Words that are said anew in whatever language the page is in. @typedef {() => string} Said */

/** @type {{ kind: "idle" | "saving" | "saved" | "unsaved" | "problem"; text: Said; act: [Said, () => void] | null; told: () => void }} */
export const status = { kind: "idle", text: () => "", act: null, told: () => {} };

/**
 * @param {"idle" | "saving" | "saved" | "unsaved" | "problem"} kind
 * @param {Said} text
 * @param {[Said, () => void] | null} [act] What can be done about it.
 */
export function setStatus(kind, text, act = null) {
  Object.assign(status, { kind, text, act });
  status.told();
}
