// Whether what one sees is saved.

/** @type {{ kind: "idle" | "saving" | "saved" | "unsaved" | "problem"; text: string; act: [string, () => void] | null; told: () => void }} */
export const status = { kind: "idle", text: "", act: null, told: () => {} };

/**
 * @param {"idle" | "saving" | "saved" | "unsaved" | "problem"} kind
 * @param {string} text
 * @param {[string, () => void] | null} [act] What can be done about it.
 */
export function setStatus(kind, text, act = null) {
  Object.assign(status, { kind, text, act });
  status.told();
}
