// Sources, and evidence of variables, links, loops, areas and targets.

import { uniqueId } from "./ids.js";
import { linkAt, partOf, withKey } from "./plain.js";
import { done, refuse } from "./result.js";
import {
  cleanName,
  cleanText,
  endValues,
  isBlank,
  isTaken,
  LONGEST_QUOTE,
  languageOf,
  nameProblem,
  textIn,
  tokenOfLink,
} from "./texts.js";

/** @typedef {{ source?: string; part?: string | null; pages?: number[]; slides?: number[]; note?: string | null; quote?: string | null }} EvidenceFacts */

/**
 * Add a place that states something.
 * @param {Plain} plain
 * @param {EditOwner} owner
 * @param {EvidenceFacts & { source: string }} facts
 * @param {string} language Of the note.
 * @returns {EditResult}
 */
export function addEvidence(plain, owner, facts, language) {
  const made = evidenceOf(plain, { source: facts.source }, facts, language);
  if ("code" in made) return { plain, refused: made };
  return withEvidence(plain, owner, "evidence-added", made.source, (items) => [...items, made]);
}

/**
 * Change facts of a piece of evidence; those that are not given stay.
 * @param {Plain} plain
 * @param {EditOwner} owner
 * @param {number} at
 * @param {EvidenceFacts} facts
 * @param {string} language Of the note.
 * @returns {EditResult}
 */
export function changeEvidence(plain, owner, at, facts, language) {
  const item = evidenceAt(plain, owner)?.[at];
  if (!item) return refuse(plain, "no-evidence");
  const moved = facts.source !== undefined && facts.source !== item.source;
  const made = evidenceOf(plain, moved ? withKey(item, "part", undefined) : item, facts, language);
  if ("code" in made) return { plain, refused: made };
  if (JSON.stringify(made) === JSON.stringify(item)) return refuse(plain, "nothing-changed");
  return withEvidence(plain, owner, "evidence-changed", made.source, (items) =>
    items.map((other, place) => (place === at ? made : other)),
  );
}

/**
 * @param {Plain} plain
 * @param {EditOwner} owner
 * @param {number} at
 * @returns {EditResult}
 */
export function removeEvidence(plain, owner, at) {
  const item = evidenceAt(plain, owner)?.[at];
  if (!item) return refuse(plain, "no-evidence");
  return withEvidence(plain, owner, "evidence-removed", item.source, (items) =>
    items.filter((_, place) => place !== at),
  );
}

/**
 * A piece of evidence with other facts, or why it cannot be so.
 * @param {Plain} plain
 * @param {PlainEvidence} item
 * @param {EvidenceFacts} facts
 * @param {string} language
 * @returns {PlainEvidence | EditRefusal}
 */
function evidenceOf(plain, item, facts, language) {
  let next = facts.source === undefined ? item : { ...item, source: facts.source };
  const source = partOf(plain.sources, next.source);
  if (!source) return { code: "no-source", values: { name: next.source } };
  if (facts.part !== undefined) next = withKey(next, "part", facts.part ?? undefined);
  if (next.part !== undefined && !partOf(source.parts, next.part)) {
    return {
      code: "no-part",
      values: { name: next.part, source: source.short_label ?? source.title },
    };
  }
  for (const name of /** @type {const} */ (["pages", "slides"])) {
    const numbers = facts[name];
    if (numbers === undefined) continue;
    if (!numbers.every((number) => Number.isSafeInteger(number) && number > 0)) {
      return { code: "no-page", values: {} };
    }
    next = withKey(next, name, numbers);
  }
  if (facts.note !== undefined) {
    const words = cleanText(facts.note ?? "");
    next = withKey(next, "note", textIn(plain, next.note, languageOf(plain, language), words));
  }
  if (facts.quote !== undefined) {
    const quote = cleanText(facts.quote ?? "");
    if ([...quote].length > LONGEST_QUOTE) {
      return { code: "too-long", values: { most: LONGEST_QUOTE } };
    }
    next = withKey(next, "quote", isBlank(quote) ? undefined : quote);
    // What was made of other words no longer tells where they stand.
    if (quote !== (item.quote ?? "")) next = withKey(next, "fingerprint", undefined);
  }
  return next;
}

/**
 * @param {Plain} plain
 * @param {EditOwner} owner
 * @returns {PlainEvidence[] | undefined}
 */
function evidenceAt(plain, { kind, key }) {
  if (kind === "link") return plain.links?.[linkAt(plain, key)]?.evidence;
  return partOf(partsOf(plain, kind), key)?.evidence;
}

const SECTIONS = /** @type {const} */ ({
  variable: "variables",
  loop: "loops",
  area: "areas",
  target: "targets",
});

/**
 * @param {Plain} plain
 * @param {keyof typeof SECTIONS} kind
 * @returns {Record<string, PlainVariable | PlainTarget | PlainArea | PlainLoop> | undefined}
 */
function partsOf(plain, kind) {
  return plain[SECTIONS[kind]];
}

/**
 * @param {Plain} plain
 * @param {EditOwner} owner
 * @param {string} code
 * @param {string} source
 * @param {(items: PlainEvidence[]) => PlainEvidence[]} change
 * @returns {EditResult}
 */
function withEvidence(plain, { kind, key }, code, source, change) {
  const found = partOf(plain.sources, source);
  const cited = found ? (found.short_label ?? found.title) : source;
  if (kind === "link") {
    const at = linkAt(plain, key);
    const link = plain.links?.[at];
    if (!plain.links || !link) return refuse(plain, "no-link", { name: key });
    const next = withKey(link, "evidence", change(link.evidence ?? []));
    const links = plain.links.map((item, place) => (place === at ? next : item));
    const values = { ...endValues(plain, link), source: cited };
    return done(plain, { ...plain, links }, `link-${code}`, values, tokenOfLink(key));
  }
  const section = SECTIONS[kind];
  const parts = partsOf(plain, kind);
  const part = partOf(parts, key);
  if (!part) return refuse(plain, `no-${kind}`, { name: key });
  const next = withKey(part, "evidence", change(part.evidence ?? []));
  const after = { ...plain, [section]: { ...parts, [key]: next } };
  const label = part.short_label ?? ("title" in part ? part.title : part.label);
  return done(plain, after, code, { label, source: cited }, `${kind}-${key}`);
}

/**
 * Add a source that evidence may name.
 * @param {Plain} plain
 * @param {{ title: string; language: string; kind?: PlainSource["kind"]; year?: number | null; url?: string }} facts
 * @returns {EditResult}
 */
export function addSource(plain, { title, language, kind, year, url }) {
  const words = cleanName(title);
  const problem = nameProblem(words);
  if (problem) return { plain, refused: problem };
  const titled = Object.fromEntries(
    Object.entries(plain.sources ?? {}).map(([key, item]) => [key, { label: item.title }]),
  );
  if (isTaken(titled, words, null)) return refuse(plain, "label-taken", { label: words });
  if (
    year !== undefined &&
    year !== null &&
    !(Number.isInteger(year) && year > 999 && year < 3000)
  ) {
    return refuse(plain, "no-year");
  }
  // Parts of documents and sources are asked for by the same names.
  const parts = Object.values(plain.sources ?? {}).flatMap((item) => Object.keys(item.parts ?? {}));
  const id = uniqueId(
    words,
    (name) => Boolean(partOf(plain.sources, name)) || parts.includes(name),
  );
  const text = textIn(plain, undefined, languageOf(plain, language), words) ?? words;
  /** @type {PlainSource} */
  let source = { title: text };
  source = withKey(source, "kind", kind, "document");
  source = withKey(source, "year", year ?? undefined);
  const address = cleanName(url ?? "");
  source = withKey(source, "url", isBlank(address) ? undefined : address);
  const next = { ...plain, sources: { ...plain.sources, [id]: source } };
  return done(plain, next, "source-added", { label: text }, `source-${id}`);
}
