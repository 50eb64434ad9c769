// What a name or a deep link means: a variable, target, area, loop, cycle or link. A twin of
// digisys/graph/names.py.

import { lookup } from "../lookup.js";
import { everyText } from "../words.js";
import { linkId } from "./pairs.js";

/** @type {Record<string, (model: Model, key: string) => FoundSubject | null>} */
const KINDS = {
  variable: variableSubject,
  target: targetSubject,
  area: areaSubject,
  loop: loopSubject,
  link: linkSubject,
};

/**
 * Turn a token such as "target-14" into what it stands for; null if it means nothing.
 * @param {Model} model
 * @param {string | null | undefined} token
 * @returns {Subject | null}
 */
export function subjectOf(model, token) {
  if (!token) return null;
  const match = /^(variable|target|area|loop|link)-(.+)$/.exec(token);
  if (!match) return model.variable.has(token) ? subjectOf(model, `variable-${token}`) : null;
  const [, kind, key] = match;
  const subject = KINDS[kind](model, key);
  return subject && /** @type {Subject} */ ({ ...subject, token });
}

/**
 * What a token stands for that the page made itself.
 * @param {Model} model
 * @param {string} token
 */
export function ownSubject(model, token) {
  return /** @type {Subject} */ (subjectOf(model, token));
}

/**
 * @param {Model} model
 * @param {string} key
 * @returns {FoundSubject | null}
 */
function variableSubject(model, key) {
  const variable = model.variable.get(key);
  return variable ? { kind: "variable", key, label: variable.label, variables: [key] } : null;
}

/**
 * @param {Model} model
 * @param {string} key
 * @returns {FoundSubject | null}
 */
function targetSubject(model, key) {
  const target = model.target.get(Number(key));
  if (!target || String(target.number) !== key) return null;
  const variables = model.variables
    .filter((variable) => variable.targets.some((item) => item.target === target.number))
    .map((variable) => variable.id);
  const label = target.short ?? target.title;
  return { kind: "target", key: target.number, label, variables };
}

/**
 * @param {Model} model
 * @param {string} key
 * @returns {FoundSubject | null}
 */
function areaSubject(model, key) {
  const area = model.area.get(key);
  if (!area) return null;
  const members = model.variables.filter((variable) => variable.area === key);
  return { kind: "area", key, label: area.label, variables: members.map((item) => item.id) };
}

/**
 * @param {Model} model
 * @param {string} key
 * @returns {FoundSubject | null}
 */
function loopSubject(model, key) {
  const loop = model.loop.get(key);
  if (loop) {
    const members = new Set(Object.values(loop.cycles).flat());
    const variables = model.variables.map((item) => item.id).filter((id) => members.has(id));
    return { kind: "loop", key, label: loop.label, variables, unnamed: Boolean(loop.unnamed) };
  }
  const owner = model.loops.find((item) => key in item.cycles);
  if (!owner) return null;
  return {
    kind: "instance",
    key,
    label: owner.label,
    variables: owner.cycles[key],
    loop: owner.id,
  };
}

/**
 * @param {Model} model
 * @param {string} key
 * @returns {FoundSubject | null}
 */
function linkSubject(model, key) {
  const link = model.link.get(linkId(key));
  if (!link) return null;
  return { kind: "link", key: link.id, label: "", variables: [], link };
}

/**
 * The declared loop that a loop or a cycle of it belongs to.
 * @param {Model} model
 * @param {Subject} subject
 */
export function loopOf(model, subject) {
  return model.loop.get(subject.loop ?? String(subject.key));
}

/**
 * Bring a name to the form in which names are compared; accents do not matter.
 * @param {string} name
 */
export function fold(name) {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/\u00ad|\u061c|[\u200c-\u200f]/g, "") // needed, but not seen
    .toLowerCase()
    .replace(/[\s_\-–—.,;:()"'”“’/]+/g, " ")
    .trim();
}

/**
 * Every name that a search may use, with what it means.
 * @param {Model} model
 * @returns {NameEntry[]}
 */
export function nameIndex(model) {
  /** @type {NameEntry[]} */
  const entries = [];
  /**
   * @param {string} token
   * @param {string[]} names
   */
  const add = (token, names) => {
    for (const name of names) if (name) entries.push({ token, name, folded: fold(name) });
  };
  for (const variable of model.variables) {
    const labels = [...everyText(variable.label), ...everyText(variable.short)];
    add(`variable-${variable.id}`, [...labels, ...variable.aliases, variable.id]);
  }
  for (const target of model.targets) {
    const token = `target-${target.number}`;
    const numbers = ["", "target ", "tavoite ", "mål "].map((word) => word + target.number);
    add(token, [...numbers, ...everyText(target.short), ...everyText(target.title)]);
  }
  for (const area of model.areas) {
    add(`area-${area.id}`, [...everyText(area.label), ...everyText(area.short), area.id]);
  }
  for (const loop of model.loops) {
    add(`loop-${loop.id}`, [loop.id, ...everyText(loop.label), ...everyText(loop.short)]);
    for (const name of Object.keys(loop.cycles)) {
      if (!model.loop.has(name)) add(`loop-${name}`, [name]);
    }
  }
  return entries;
}

/** A number, alone or after a word for target, in the form in which names are compared. */
const TARGET_NUMBER = /^(target |tavoite |mal )?\d+$/;

const KIND_ORDER = ["variable", "target", "area", "loop", "link"];

/**
 * The kind of thing that a token such as "target-14" names.
 * @param {string} token
 */
export function kindOf(token) {
  return token.slice(0, token.indexOf("-"));
}

/**
 * Find what a search means, the best first; typing errors are forgiven. A number means the
 * target before anything else.
 * @param {NameEntry[]} index
 * @param {string} text
 * @param {number} limit
 * @returns {NameEntry[]}
 */
export function findNames(index, text, limit) {
  const query = fold(text);
  if (!query) return [];
  /** @type {Lookup<string, NameEntry & { score: number }>} */
  const best = lookup();
  for (const entry of index) {
    const numbered = kindOf(entry.token) === "target" && TARGET_NUMBER.test(query);
    const score = likeness(query, entry.folded) + (numbered && query === entry.folded ? 1 : 0);
    if (score <= 0) continue;
    const known = best.get(entry.token);
    if (!known || score > known.score) best.set(entry.token, { ...entry, score });
  }
  return [...best.values()]
    .sort(
      (a, b) =>
        b.score - a.score ||
        KIND_ORDER.indexOf(kindOf(a.token)) - KIND_ORDER.indexOf(kindOf(b.token)) ||
        a.folded.length - b.folded.length ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, limit);
}

/**
 * @param {string} query
 * @param {string} name
 */
function likeness(query, name) {
  if (name === query) return 100;
  if (name.startsWith(query)) return 80;
  if (name.includes(` ${query}`)) return 70;
  if (query.length >= 3 && name.includes(query)) return 60;
  const words = query.split(" ");
  if (words.length > 1 && words.every((word) => name.includes(word))) return 55;
  if (query.length < 4 || name.length > 60) return 0;
  const allowed = query.length < 8 ? 1 : 2;
  const whole = editDistance(query, name.slice(0, query.length + allowed), allowed);
  if (whole <= allowed) return 50 - 10 * whole;
  for (const word of name.split(" ")) {
    const distance = editDistance(query, word, allowed);
    if (distance <= allowed) return 45 - 10 * distance;
  }
  return 0;
}

/**
 * Letters to insert, leave out, change or swap, up to a limit.
 * @param {string} one
 * @param {string} other
 * @param {number} limit
 */
function editDistance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return last[other.length];
}
