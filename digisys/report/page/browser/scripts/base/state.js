// What is shown: one flat object, mirrored in the address, so that every view has a link.

import { subjectOf } from "../graph/names.js";
import { readScenarioValue } from "../scenarios/address.js";
import { model } from "./model.js";
import { slideScenario, slideState, slides } from "./slides.js";

/** @type {State} */
const DEFAULTS = {
  subject: "",
  lang: "",
  dir: "effects",
  steps: "all",
  to: "",
  step: 0,
  view: "",
  areas: [],
  targets: [],
  evidence: [],
  certainty: "explicit",
  signs: "auto",
  mode: model.voting ? "vote" : "explore",
  scenario: "",
  compare: "",
  year: 0,
  of: "",
  sizes: [],
  push: [],
  strengths: "",
  slide: 0,
};

/** @type {Record<string, string[]>} */
const CHOICES = {
  dir: ["effects", "causes", "both"],
  steps: ["1", "2", "3", "all"],
  view: ["map", "list", "table"],
  certainty: ["explicit", "ambiguous", "all"],
  signs: ["auto", "all", "none"],
  mode: ["explore", "edit", "scenarios", "present", ...(model.voting ? ["vote"] : [])],
};

/** @type {State} */
export const state = { ...DEFAULTS };

/** Whether levels of a run are shown rather than influences: with a scenario, and on its slide. */
export function showsScenario() {
  if (state.mode === "present") return slideScenario(slides()[state.slide]) !== "";
  return state.mode === "scenarios";
}

/** @type {((changed: Set<string>) => void)[]} */
const listeners = [];

/**
 * Call a function with the names of what changed, after each change.
 * @param {(changed: Set<string>) => void} listener
 */
export function onChange(listener) {
  listeners.push(listener);
}

/**
 * Change what is shown. `quiet` changes are not steps of the back button.
 * @param {Partial<State>} changes
 * @param {{ quiet?: boolean }} [options]
 */
export function change(changes, { quiet = false } = {}) {
  const changed = differences(changes);
  if (!changed.length) return;
  Object.assign(state, changes);
  writeAddress(quiet);
  for (const listener of listeners) listener(new Set(changed));
}

/**
 * The names of what would change.
 * @param {Partial<State>} changes
 */
function differences(changes) {
  const names = /** @type {(keyof State)[]} */ (Object.keys(changes));
  return names.filter((name) => !same(state[name], changes[name] ?? ""));
}

/**
 * @param {string | number | string[]} one
 * @param {string | number | string[]} other
 */
function same(one, other) {
  return String(one) === String(other);
}

/**
 * Write the state as the part of an address after #.
 * @param {State} current
 */
function stateToHash(current) {
  const parts = [];
  const presenting = current.mode === "present";
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const value = current[/** @type {keyof State} */ (name)];
    if (presenting && !["mode", "slide", "step", "lang"].includes(name)) continue;
    if (name === "subject" || same(value, usual)) continue;
    if (name === "lang" && value === usualLanguage()) continue;
    if (name === "view" && value === usualView()) continue;
    const text = Array.isArray(value) ? value.map(encodePart).join(",") : encodePart(String(value));
    parts.push(`${name}=${text}`);
  }
  const subject = presenting ? "" : encodePart(current.subject);
  return [subject, ...parts].filter((part) => part).join("&");
}

/** @param {string} text */
function encodePart(text) {
  return encodeURIComponent(text).replace(/%3A/g, ":").replace(/%2B/g, "+");
}

/**
 * Read the state from the part of an address after #; what is not known is left out.
 * @param {string} hash
 * @returns {State}
 */
export function hashToState(hash) {
  /** @type {State} */
  const read = { ...DEFAULTS, lang: usualLanguage(), view: usualView() };
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 0) {
      const token = decodePart(part);
      read.subject = subjectOf(model, token)?.token ?? read.subject;
      continue;
    }
    const name = part.slice(0, at);
    const values = part
      .slice(at + 1)
      .split(",")
      .map(decodePart);
    const value = readValue(name, values);
    if (value !== undefined) Object.assign(read, { [name]: value });
  }
  if (read.mode !== "present") return read;
  return { ...read, ...slideState(read.slide), step: read.step };
}

/** @param {string} text */
function decodePart(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/**
 * @param {string} name
 * @param {string[]} values
 * @returns {State[keyof State] | undefined}
 */
function readValue(name, values) {
  /** @param {string[]} known */
  const only = (known) => values.filter((value) => known.includes(value));
  const first = values[0];
  if (name in CHOICES) return CHOICES[name].includes(first) ? first : undefined;
  switch (name) {
    case "lang":
      return model.languages.includes(first) ? first : undefined;
    case "areas":
      return only(model.areas.map((area) => area.id));
    case "targets":
      return only(model.targets.map((target) => String(target.number)));
    case "evidence":
      return only(model.kinds);
    case "to": {
      const subject = subjectOf(model, first);
      return subject && subject.kind !== "link" ? subject.token : undefined;
    }
    case "step":
    case "slide":
      return /^\d{1,3}$/.test(first) ? Number(first) : undefined;
    default:
      return readScenarioValue(name, values);
  }
}

function usualLanguage() {
  return model.language;
}

export const narrowPage = window.matchMedia("(max-width: 50rem)");

/**
 * The list comes first on narrow pages.
 * @returns {"map" | "list"}
 */
export function usualView() {
  return narrowPage.matches ? "list" : "map";
}

let remembered = "";

/** @param {boolean} quiet */
function writeAddress(quiet) {
  const hash = stateToHash(state);
  if (hash === remembered) return;
  remembered = hash;
  try {
    const address = `#${hash}`;
    if (quiet) window.history.replaceState(null, "", address);
    else window.history.pushState(null, "", address);
  } catch {
    // A page inside a notebook has no address of its own; it works without.
  }
}

/**
 * Take the state from the address: at the start, and when one goes back or forward.
 * @returns {Set<string>}
 */
export function readAddress() {
  const hash = decodeHash(window.location.hash);
  const read = hashToState(hash);
  remembered = stateToHash(read);
  const changed = differences(read);
  Object.assign(state, read);
  return new Set(changed);
}

/** @param {string} hash */
function decodeHash(hash) {
  return hash.startsWith("#") ? hash.slice(1) : hash;
}

/** The address of what is shown now, to share. */
export function shareAddress() {
  const hash = stateToHash({ ...state });
  const language = `lang=${state.lang}`;
  const whole = hash.split("&").includes(language)
    ? hash
    : [hash, language].filter(Boolean).join("&");
  return `${window.location.href.split("#")[0]}#${whole}`;
}
