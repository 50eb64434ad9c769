// Pushes over time, as the address writes them, and what they add to a plan.

/** @type {Shape[]} */
export const SHAPES = ["step", "ramp", "pulse"];

/** The least time, in years, that a ramp grows or a pulse lasts. */
const LEAST_SPAN = 0.25;

/**
 * @param {string} name
 * @returns {name is Shape}
 */
function isShape(name) {
  return SHAPES.includes(/** @type {Shape} */ (name));
}

/**
 * Read a push from the address: variable:size:start, then shape:end where it is no step.
 * @param {Model} model
 * @param {string} text
 * @returns {Push | null}
 */
export function readPush(model, text) {
  const [variable, size, from, shape = "step", until, ...rest] = text.split(":");
  if (!model.variable.has(variable) || rest.length || !isShape(shape)) return null;
  if (!/^-?[01](\.\d{1,2})?$/.test(size ?? "") || Math.abs(Number(size)) > 1) return null;
  const years = shape === "step" ? [from] : [from, until];
  if (!years.every((year) => /^-?\d{1,5}(\.\d{1,4})?$/.test(year ?? ""))) return null;
  if (shape === "step" && until !== undefined) return null;
  const [start, end = null] = years.map(Number);
  if (end !== null && end <= start) return null;
  return { variable, size: Number(size), start, shape, end };
}

/** @param {Push} push */
export function writePush({ variable, size, start, shape, end }) {
  const later = shape === "step" ? [] : [shape, end];
  return [variable, size, start, ...later].join(":");
}

/**
 * Change a push, and keep its years in order and within the years of the model.
 * @param {Push} push
 * @param {Partial<Push>} changes
 * @param {Times} time
 * @returns {Push}
 */
export function changePush(push, changes, { start: first, end: last }) {
  const next = { ...push, ...changes };
  /**
   * @param {number} year
   * @param {number} low
   * @param {number} high
   */
  const within = (year, low, high) => Math.min(Math.max(year, low), high);
  next.start = within(next.start, first, last - LEAST_SPAN);
  if (next.shape === "step") return { ...next, end: null };
  const usual = next.start + (last - first) / 4;
  next.end = within(next.end ?? Math.round(usual * 4) / 4, next.start + LEAST_SPAN, last);
  return next;
}

/**
 * A plan with pushes on variables; on an input, which nothing else moves, they are levels.
 * @param {Model} model
 * @param {Partial<Plan> | undefined} plan
 * @param {Move[]} moves
 * @returns {Plan}
 */
export function withMoves(model, plan, moves) {
  /** @type {Plan} */
  const whole = { ...emptyPlan(), ...plan, pushes: {}, levels: {} };
  for (const move of moves) {
    const input = model.variable.get(move.variable).role === "input";
    const into = input ? whole.levels : whole.pushes;
    into[move.variable] = [...(into[move.variable] ?? []), move];
  }
  return whole;
}

/**
 * The plan that does nothing.
 * @returns {Plan}
 */
export function emptyPlan() {
  return { pushes: {}, levels: {}, changes: {}, exchanges: {}, added: [], initial: {} };
}
