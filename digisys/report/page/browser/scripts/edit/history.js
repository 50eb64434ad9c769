// Where the editor stands: every moment is a whole plain model, whose unchanged parts all moments
// share, so that undoing is taking another one.

/**
 * @param {Plain} plain
 * @returns {EditHistory}
 */
export function beginHistory(plain) {
  return { past: [], now: plain, future: [] };
}

/**
 * Take what a verb gave; what it refused leaves everything as it is.
 * @param {EditHistory} history
 * @param {EditResult} result
 * @returns {EditHistory}
 */
export function did(history, result) {
  if (!result.step) return history;
  const moment = { plain: history.now, step: result.step };
  return { past: [...history.past, moment], now: result.plain, future: [] };
}

/**
 * Go back one step, if there is one.
 * @param {EditHistory} history
 * @returns {EditHistory}
 */
export function undo({ past, now, future }) {
  const last = past[past.length - 1];
  if (!last) return { past, now, future };
  const moment = { plain: now, step: last.step };
  return { past: past.slice(0, -1), now: last.plain, future: [moment, ...future] };
}

/**
 * Take back what was undone last, if there is such a thing.
 * @param {EditHistory} history
 * @returns {EditHistory}
 */
export function redo({ past, now, future }) {
  const [next, ...later] = future;
  if (!next) return { past, now, future };
  const moment = { plain: now, step: next.step };
  return { past: [...past, moment], now: next.plain, future: later };
}

/**
 * Go on from a model that someone else changed meanwhile, as one step that can be undone.
 * @param {EditHistory} history
 * @param {Plain} plain
 * @returns {EditHistory}
 */
export function merged(history, plain) {
  const step = { code: "merged", values: {}, token: "", also: [] };
  return did(history, { plain, step });
}

/**
 * The step that undoing takes back, and the one that redoing does again.
 * @param {EditHistory} history
 * @returns {{ undo: EditStep | null; redo: EditStep | null }}
 */
export function nextSteps({ past, future }) {
  return { undo: past[past.length - 1]?.step ?? null, redo: future[0]?.step ?? null };
}
