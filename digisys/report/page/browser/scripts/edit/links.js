// Links: added and removed, their sign, delay, strength and what else is told of them.

import { jointPolarities, kindOfCycle, linkAt, linkIds, partOf, withKey } from "./plain.js";
import { done, refuse } from "./result.js";
import {
  cleanName,
  cleanText,
  endValues,
  isBlank,
  languageOf,
  textIn,
  tokenOfLink,
} from "./texts.js";

/** @typedef {{ polarity?: Polarity; strength?: PlainLink["strength"]; delay?: number | true; certainty?: Certainty; saidBy?: string; beside?: boolean }} NewLink */

/**
 * Add a link. `beside` lets it stand beside another one between the same two.
 * @param {Plain} plain
 * @param {string} from
 * @param {string} to
 * @param {NewLink} [facts]
 * @returns {EditResult}
 */
export function addLink(plain, from, to, facts = {}) {
  for (const name of [from, to]) {
    if (!partOf(plain.variables, name)) return refuse(plain, "no-variable", { name });
  }
  const polarity = facts.polarity ?? "positive";
  /** @type {PlainLink} */
  let link = { from, to, polarity };
  link = withKey(link, "strength", facts.strength, "unknown");
  link = withKey(link, "delay", facts.delay, 0);
  link = withKey(link, "certainty", facts.certainty, "explicit");
  const voice = cleanName(facts.saidBy ?? "");
  if (!isBlank(voice)) link = { ...link, said_by: [voice] };
  const ids = linkIds(plain);
  let id = `${from}->${to}`;
  if (plain.links?.some((item) => item.from === from && item.to === to)) {
    if (!facts.beside) return refuse(plain, "link-there", endValues(plain, link));
    for (let number = 2; ids.includes(id); number += 1) id = `${from}->${to}#${number}`;
    link = { ...link, id };
  }
  const next = { ...plain, links: [...(plain.links ?? []), link] };
  const problem = linkProblem(next, link);
  if (problem) return { plain, refused: problem };
  const values = endValues(plain, link);
  return done(plain, next, `link-added-${polarity}`, values, tokenOfLink(id));
}

/**
 * Remove a link. Named loops that need it are a reason not to, unless they may go too.
 * @param {Plain} plain
 * @param {string} id
 * @param {{ withLoops?: boolean }} [options]
 * @returns {EditResult}
 */
export function removeLink(plain, id, { withLoops = false } = {}) {
  const at = linkAt(plain, id);
  if (at < 0 || !plain.links) return refuse(plain, "no-link", { name: id });
  const link = plain.links[at];
  const ids = linkIds(plain);
  const links = plain.links
    .map((item, place) => (ids[place] === plainId(item) ? item : { ...item, id: ids[place] }))
    .filter((_, place) => place !== at);
  const next = withKey(plain, "links", links);
  const result = done(plain, next, "link-removed", endValues(plain, link));
  const lost = result.step?.also.filter((step) => ["loop-gone", "route-gone"].includes(step.code));
  if (lost?.length && !withLoops) {
    const names = lost.map(({ values }) => String(values.route ?? values.name)).join(", ");
    return refuse(plain, "loop-needs-link", { ...endValues(plain, link), names });
  }
  return result;
}

/** @param {PlainLink} link */
function plainId(link) {
  return link.id ?? `${link.from}->${link.to}`;
}

/**
 * Say which way a link acts; kinds of named loops follow.
 * @param {Plain} plain
 * @param {string} id
 * @param {Polarity} polarity
 * @returns {EditResult}
 */
export function setPolarity(plain, id, polarity) {
  return changed(plain, id, `polarity-${polarity}`, (link) => ({ ...link, polarity }));
}

/**
 * Turn the sign of a link round: + to −, − to ?, ? to +; a variable damps itself whatever is asked.
 * @param {Plain} plain
 * @param {string} id
 * @returns {EditResult}
 */
export function flipPolarity(plain, id) {
  const link = plain.links?.[linkAt(plain, id)];
  if (!link) return refuse(plain, "no-link", { name: id });
  /** @type {Record<Polarity, Polarity>} */
  const next = { positive: "negative", negative: "unknown", unknown: "positive" };
  return setPolarity(plain, id, next[link.polarity]);
}

/**
 * Say how long the effect of a link takes: units of time, or `true` where nobody knows.
 * @param {Plain} plain
 * @param {string} id
 * @param {number | true} delay
 * @param {Order} [order]
 * @returns {EditResult}
 */
export function setDelay(plain, id, delay, order) {
  if (delay !== true && !(Number.isFinite(delay) && delay >= 0 && delay <= 100)) {
    return refuse(plain, "no-number");
  }
  const code = delay === true ? "delay-some" : delay ? "delay-set" : "delay-unset";
  /** @type {EditValues} */
  const values = delay === true ? {} : { delay };
  return changed(
    plain,
    id,
    code,
    (link) => {
      const late = withKey(link, "delay", delay, 0);
      return withKey(late, "delay_order", delay ? (order ?? link.delay_order) : undefined, 1);
    },
    values,
  );
}

/**
 * Say how strong a link is: a class, a size from 0 to 10, or the two ends of a range.
 * @param {Plain} plain
 * @param {string} id
 * @param {Strength | number | [number, number]} strength
 * @returns {EditResult}
 */
export function setStrength(plain, id, strength) {
  if (typeof strength !== "string") {
    const ends = [strength].flat();
    const right = ends.every((end) => Number.isFinite(end) && end >= 0 && end <= 10);
    if (!right || ends[0] > ends[ends.length - 1]) return refuse(plain, "no-number");
  }
  const code = typeof strength === "string" ? `strength-${strength}` : "strength-size";
  /** @type {EditValues} */
  const values = typeof strength === "string" ? {} : { size: [strength].flat().join("\u2013") };
  return changed(plain, id, code, (link) => withKey(link, "strength", strength, "unknown"), values);
}

/**
 * Say whether a source states a link, or the place can be read without it.
 * @param {Plain} plain
 * @param {string} id
 * @param {Certainty} certainty
 * @param {number | null} [chance] Of an ambiguous one: how likely it is that it exists.
 * @returns {EditResult}
 */
export function setCertainty(plain, id, certainty, chance) {
  if (chance !== undefined && chance !== null && !(chance >= 0 && chance <= 1)) {
    return refuse(plain, "no-number");
  }
  return changed(plain, id, `certainty-${certainty}`, (link) => {
    const next = withKey(link, "certainty", certainty, "explicit");
    const told = chance === undefined ? link.chance : (chance ?? undefined);
    return withKey(next, "chance", certainty === "ambiguous" ? told : undefined);
  });
}

/**
 * Say whether a source tells the sign of a link, or we assume it.
 * @param {Plain} plain
 * @param {string} id
 * @param {"stated" | "assumed"} direction
 * @returns {EditResult}
 */
export function setDirection(plain, id, direction) {
  const code = `direction-${direction}`;
  return changed(plain, id, code, (link) => withKey(link, "direction", direction, "stated"));
}

/**
 * Note something of a link in a language; empty words take it away.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} language
 * @param {string} note
 * @returns {EditResult}
 */
export function setNote(plain, id, language, note) {
  const chosen = languageOf(plain, language);
  return changed(plain, id, "note-set", (link) =>
    withKey(link, "note", textIn(plain, link.note, chosen, cleanText(note))),
  );
}

/**
 * Say who says that a link is there.
 * @param {Plain} plain
 * @param {string} id
 * @param {string} who
 * @returns {EditResult}
 */
export function addSaidBy(plain, id, who) {
  const name = cleanName(who);
  if (isBlank(name)) return refuse(plain, "no-words");
  const add = (/** @type {PlainLink} */ link) =>
    link.said_by?.includes(name) ? link : { ...link, said_by: [...(link.said_by ?? []), name] };
  return changed(plain, id, "said-by-added", add, { who: name });
}

/**
 * @param {Plain} plain
 * @param {string} id
 * @param {string} who
 * @returns {EditResult}
 */
export function removeSaidBy(plain, id, who) {
  const without = (/** @type {PlainLink} */ link) =>
    withKey(
      link,
      "said_by",
      link.said_by?.filter((name) => name !== who),
    );
  return changed(plain, id, "said-by-removed", without, { who });
}

/**
 * @param {Plain} plain
 * @param {string} id
 * @param {string} code
 * @param {(link: PlainLink) => PlainLink} change
 * @param {EditValues} [values]
 * @returns {EditResult}
 */
function changed(plain, id, code, change, values = {}) {
  const at = linkAt(plain, id);
  const link = plain.links?.[at];
  if (!plain.links || !link) return refuse(plain, "no-link", { name: id });
  const next = change(link);
  if (JSON.stringify(next) === JSON.stringify(link)) return refuse(plain, "nothing-changed");
  const links = plain.links.map((item, place) => (place === at ? next : item));
  const after = { ...plain, links };
  const problem = linkProblem(after, next);
  if (problem) return { plain, refused: problem };
  return done(plain, after, code, { ...endValues(plain, link), ...values }, tokenOfLink(id));
}

/**
 * Why a link may not be as it is: to itself, into an input, or like another one. A twin of the
 * checks in digisys/schema/checks/consistency.py.
 * @param {Plain} plain The model with the link in it.
 * @param {PlainLink} link
 * @returns {EditRefusal | null}
 */
function linkProblem(plain, link) {
  const values = endValues(plain, link);
  if (link.from === link.to && link.polarity !== "negative") return { code: "self-link", values };
  if (partOf(plain.variables, link.to)?.role === "input") return { code: "into-input", values };
  const form = formOf(link);
  const alike = plain.links?.some(
    (other) =>
      other !== link &&
      other.from === link.from &&
      other.to === link.to &&
      (other.polarity === link.polarity
        ? formOf(other) === form
        : other.id === undefined && link.id === undefined),
  );
  return alike ? { code: "link-there", values } : null;
}

/**
 * What tells two links of one sign apart.
 * @param {PlainLink} link
 */
function formOf({ delay = 0, delay_order, effect = "linear", modulates }) {
  const length = typeof delay === "number" ? Number(delay.toPrecision(6)) : delay;
  return JSON.stringify([length, delay ? (delay_order ?? 1) : 1, effect, modulates ?? null]);
}

/**
 * The named loops, and routes of them, that run along a link, for a warning before it goes.
 * @param {Plain} plain
 * @param {string} id
 * @returns {string[]}
 */
export function loopsAlong(plain, id) {
  const link = plain.links?.[linkAt(plain, id)];
  if (!link) return [];
  const polarities = jointPolarities({
    ...plain,
    links: plain.links?.filter((item) => item !== link),
  });
  return Object.values(plain.loops ?? {}).flatMap((loop) =>
    Object.entries(loop.cycles).flatMap(([name, cycle]) =>
      kindOfCycle(polarities, cycle) ? [] : name,
    ),
  );
}
