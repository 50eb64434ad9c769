// Variables: added, renamed, moved, removed, and what is told of them.

import { uniqueId } from "./ids.js";
import { partOf, withKey } from "./plain.js";
import { done, refuse } from "./result.js";
import {
  cleanName,
  cleanText,
  isBlank,
  isTaken,
  languageOf,
  nameProblem,
  relabelled,
  shortText,
  textIn,
} from "./texts.js";

/** @typedef {{ label: string; language: string; area?: string | null; role?: Role; at?: [number, number]; shown?: PlainLayout }} NewVariable */

/**
 * Add a variable. Where the model has no layout and it is put somewhere, what is shown is kept.
 * @param {Plain} plain
 * @param {NewVariable} facts `at` is the middle of its box; `shown` is where all else stands.
 * @returns {EditResult}
 */
export function addVariable(plain, { label, language, area, role, at, shown }) {
  const words = cleanName(label);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  if (isTaken(plain.variables, words, null)) return refuse(plain, "label-taken", { label: words });
  if (area && !partOf(plain.areas, area)) return refuse(plain, "no-area", { name: area });
  const id = uniqueId(words, (name) => Boolean(partOf(plain.variables, name)));
  const text = textIn(plain, undefined, languageOf(plain, language), words);
  /** @type {PlainVariable} */
  let variable = { label: text ?? words };
  variable = withKey(variable, "area", area ?? undefined);
  variable = withKey(variable, "role", role, "auxiliary");
  let next = { ...plain, variables: { ...plain.variables, [id]: variable } };
  if (at) next = withPlaces(next, { [id]: at }, shown);
  return done(plain, next, "variable-added", { label: variable.label }, `variable-${id}`);
}

/**
 * Name a variable in a language; its id stays.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} label
 * @returns {EditResult}
 */
export function renameVariable(plain, id, language, label) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const words = cleanName(label);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  if (isTaken(plain.variables, words, id)) return refuse(plain, "label-taken", { label: words });
  const next = relabelled(plain, variable, language, words);
  const values = { before: shortText(variable), label: words };
  return changed(plain, id, next, "variable-renamed", values);
}

/**
 * Give a variable a shorter name for drawings in a language; empty words take it away.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} label
 * @returns {EditResult}
 */
export function setShortLabel(plain, id, language, label) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const words = cleanName(label);
  if (!isBlank(words)) {
    const problem = nameProblem(words);
    if (problem) return { plain, refused: problem };
  }
  const chosen = languageOf(plain, language);
  const text = textIn(plain, variable.short_label ?? variable.label, chosen, words);
  const next = withKey(variable, "short_label", text);
  const values = { name: variable.label, label: words };
  return changed(plain, id, next, "short-label-set", values);
}

/**
 * Remove a variable with all that hangs on it.
 * @param {Plain} plain
 * @param {string} id
 * @returns {EditResult}
 */
export function removeVariable(plain, id) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const { [id]: _, ...variables } = plain.variables;
  if (!Object.keys(variables).length) return refuse(plain, "last-variable");
  return done(plain, { ...plain, variables }, "variable-removed", { label: shortText(variable) });
}

/**
 * Put variables somewhere: the middles of their boxes.
 * @param {Plain} plain
 * @param {Record<string, [number, number]>} places
 * @param {PlainLayout} [shown] Where all else stands, for a model without a layout.
 * @returns {EditResult}
 */
export function moveVariables(plain, places, shown) {
  const names = Object.keys(places);
  const missing = names.find((id) => !partOf(plain.variables, id));
  if (missing !== undefined) return refuse(plain, "no-variable", { name: missing });
  if (!names.length) return refuse(plain, "nothing-changed");
  if (!Object.values(places).flat().every(Number.isFinite)) return refuse(plain, "no-place");
  const next = withPlaces(plain, places, shown);
  const [first] = names;
  const label = shortText(plain.variables[first]);
  return names.length === 1
    ? done(plain, next, "variable-moved", { label }, `variable-${first}`)
    : done(plain, next, "variables-moved", { label, count: names.length });
}

/** No drawing reaches farther, in drawing units. */
const FARTHEST = 1_000_000;
/** Room between a box that is put at the edge and the edge of the map. */
const ROOM = 120;

/**
 * A model with places of some variables.
 * @param {Plain} plain
 * @param {Record<string, [number, number]>} places
 * @param {PlainLayout} [shown]
 * @returns {Plain}
 */
function withPlaces(plain, places, shown) {
  const base = plain.layout ?? shown ?? { width: 2 * ROOM, height: 2 * ROOM };
  const [variables, areas, loops] = [{ ...base.variables }, base.areas, base.loops];
  let { width, height } = base;
  for (const [id, [left, top]] of Object.entries(places)) {
    const [x, y] = [tenth(left), tenth(top)];
    variables[id] = { x, y };
    width = Math.min(Math.max(width, x + ROOM), FARTHEST);
    height = Math.min(Math.max(height, y + ROOM), FARTHEST);
  }
  /** @type {PlainLayout} */
  const placed = { width, height, variables };
  const layout = withKey(withKey(placed, "areas", areas), "loops", loops);
  return { ...plain, layout: plain.layout ? layout : onlyKnown(plain, layout) };
}

/** @param {number} length */
function tenth(length) {
  const near = Math.min(Math.max(length, -FARTHEST), FARTHEST);
  return Math.round(near * 10) / 10 + 0;
}

/**
 * A layout without places of what the model does not have, such as loops that only the page names.
 * @param {Plain} plain
 * @param {PlainLayout} layout
 * @returns {PlainLayout}
 */
function onlyKnown(plain, layout) {
  let kept = layout;
  for (const part of /** @type {const} */ (["areas", "variables", "loops"])) {
    const places = Object.entries(layout[part] ?? {});
    const left = Object.fromEntries(places.filter(([key]) => partOf(plain[part], key)));
    kept = withKey(kept, part, /** @type {any} */ (left));
  }
  return kept;
}

/**
 * Say which area a variable belongs to; null for none.
 * @param {Plain} plain
 * @param {string} id
 * @param {string | null} area
 * @returns {EditResult}
 */
export function setArea(plain, id, area) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const found = partOf(plain.areas, area);
  if (area && !found) return refuse(plain, "no-area", { name: area });
  const next = withKey(variable, "area", area ?? undefined);
  const label = shortText(variable);
  return found
    ? changed(plain, id, next, "area-set", { label, area: shortText(found) })
    : changed(plain, id, next, "area-unset", { label });
}

/**
 * Say whether a variable is moved from outside, is a stock, or follows its causes at once.
 * @param {Plain} plain
 * @param {string} id
 * @param {Role} role
 * @returns {EditResult}
 */
export function setRole(plain, id, role) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const label = shortText(variable);
  if (role === "input" && plain.links?.some((link) => link.to === id)) {
    return refuse(plain, "input-has-causes", { label });
  }
  let next = withKey(variable, "role", role, "auxiliary");
  // Only a stock has a level to start from.
  if (role !== "stock") next = withKey(next, "initial", undefined);
  return changed(plain, id, next, `role-${role}`, { label });
}

/**
 * Say how long a stock takes to change: a class, units of time, or the two ends of a range.
 * @param {Plain} plain
 * @param {string} id
 * @param {Inertia | number | [number, number]} inertia
 * @returns {EditResult}
 */
export function setInertia(plain, id, inertia) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  if (typeof inertia !== "string") {
    const ends = [inertia].flat();
    const right = ends.every((end) => Number.isFinite(end) && end > 0 && end <= 1000);
    if (!right || ends[0] > ends[ends.length - 1]) return refuse(plain, "no-number", {});
  }
  const next = withKey(variable, "inertia", inertia, "medium");
  return changed(plain, id, next, "inertia-set", { label: shortText(variable) });
}

/**
 * Say which way of a variable is better; null where nobody says.
 * @param {Plain} plain
 * @param {string} id
 * @param {"up" | "down" | "none" | null} desired
 * @returns {EditResult}
 */
export function setDesired(plain, id, desired) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const next = withKey(variable, "desired", desired ?? undefined);
  return changed(plain, id, next, `desired-${desired ?? "unset"}`, { label: shortText(variable) });
}

/**
 * Say in a language what a variable means; empty words take it away.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} description
 * @returns {EditResult}
 */
export function setDescription(plain, id, language, description) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const words = cleanText(description);
  const text = textIn(plain, variable.description, languageOf(plain, language), words);
  const next = withKey(variable, "description", text);
  return changed(plain, id, next, "description-set", { label: shortText(variable) });
}

/**
 * Say by which other names people call a variable.
 * @param {Plain} plain
 * @param {string} id
 * @param {string[]} aliases
 * @returns {EditResult}
 */
export function setAliases(plain, id, aliases) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const names = [...new Set(aliases.map(cleanName).filter((name) => !isBlank(name)))];
  for (const name of names) {
    const problem = nameProblem(name);
    if (problem) return { plain, refused: problem };
  }
  const next = withKey(variable, "aliases", names);
  return changed(plain, id, next, "aliases-set", {
    label: shortText(variable),
    names: names.join(", "),
  });
}

/**
 * Say which policy targets a variable stands for.
 * @param {Plain} plain
 * @param {string} id
 * @param {PlainTargetRef[]} targets
 * @returns {EditResult}
 */
export function setTargets(plain, id, targets) {
  const variable = partOf(plain.variables, id);
  if (!variable) return refuse(plain, "no-variable", { name: id });
  const missing = targets.find(({ target }) => !partOf(plain.targets, target));
  if (missing) return refuse(plain, "no-target", { name: missing.target });
  const once = [...new Map(targets.map((item) => [item.target, item])).values()].map((item) =>
    withKey({ ...item }, "stated_as", item.stated_as, "target"),
  );
  const next = withKey(variable, "targets", once);
  const numbers = once.map(({ target }) => target).join(", ");
  return changed(plain, id, next, "targets-set", { label: shortText(variable), numbers });
}

/**
 * @param {Plain} plain
 * @param {string} id
 * @param {PlainVariable} variable
 * @param {string} code
 * @param {EditValues} values
 * @returns {EditResult}
 */
function changed(plain, id, variable, code, values) {
  if (JSON.stringify(variable) === JSON.stringify(plain.variables[id])) {
    return refuse(plain, "nothing-changed");
  }
  const variables = { ...plain.variables, [id]: variable };
  return done(plain, { ...plain, variables }, code, values, `variable-${id}`);
}
