// The facts of the plain model as the page's data tells them: a twin of
// digisys/report/page/data.py, but for what only the library computes.

import { SIGNS } from "../graph/view.js";
import { lookup } from "../lookup.js";
import { loopsAmong } from "./cycles.js";
import { toldApart } from "./labels.js";
import { jointPolarities, linkIds, partOf, rotated } from "./plain.js";

/** Unnamed loops that a page lists: the shortest ones. */
const MOST_LOOPS = 100;
/** Arcs that the search for them looks at. */
const LOOP_BUDGET = 60_000;
/** Level of half effect of a saturating link that does not say. */
const HALF_LEVEL = 0.5;

/** Pieces of evidence, each once however many links and variables rest on it. */
class Claims {
  /** @type {Lookup<string, number>} */
  places = lookup();
  /** @type {Evidence[]} */
  found = [];

  /**
   * The place of each piece of evidence in `found`.
   * @param {PlainEvidence[] | undefined} items
   */
  of(items = []) {
    return items.map((item) => {
      const { data, key } = claimOf(item);
      if (!this.places.has(key)) {
        this.places.set(key, this.found.length);
        this.found.push(data);
      }
      return this.places.get(key);
    });
  }
}

/** @type {WeakMap<PlainEvidence, { data: Evidence; key: string }>} */
const claims = new WeakMap();

/**
 * A piece of evidence as the page has it, and what tells it from others; remembered, as pieces
 * are never changed in place.
 * @param {PlainEvidence} item
 */
function claimOf(item) {
  const before = claims.get(item);
  if (before) return before;
  const data = evidenceData(item);
  const claim = { data, key: JSON.stringify({ ...data, note: sorted(item.note) }) };
  claims.set(item, claim);
  return claim;
}

/** @param {PlainText | undefined} text */
function sorted(text) {
  return typeof text === "object" ? Object.entries(text).sort() : text;
}

/**
 * @param {PlainEvidence} item
 * @returns {Evidence}
 */
function evidenceData(item) {
  const cites = item.cites?.map((citation) =>
    filled({
      source: citation.source,
      targets: citation.targets,
      pages: citation.pages,
      keyResult: citation.key_result,
    }),
  );
  return filled({
    source: item.source,
    part: item.part,
    slides: item.slides,
    pages: item.pages,
    cites,
    note: item.note,
  });
}

/**
 * Leave out what is empty.
 * @template {object} Data
 * @param {Data} data
 * @returns {Data}
 */
function filled(data) {
  const entries = Object.entries(data).filter(
    ([, value]) => value && !(Array.isArray(value) && !value.length),
  );
  return /** @type {Data} */ (Object.fromEntries(entries));
}

/**
 * The texts that are there.
 * @param {Record<string, PlainText | null | undefined>} texts
 */
function texts(texts) {
  return Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text !== null),
  );
}

/**
 * The short label, told apart from others; nothing where the label does as well.
 * @param {PlainText} label
 * @param {PlainText} short
 * @param {PlainText | undefined} given
 */
function shortOf(label, short, given) {
  return given !== undefined || JSON.stringify(short) !== JSON.stringify(label) ? short : undefined;
}

/**
 * @template {{ label: PlainText; short_label?: PlainText }} Item
 * @param {Record<string, Item> | undefined} items
 */
function labelsIn(items = {}) {
  const entries = Object.entries(items);
  return {
    labels: Object.fromEntries(entries.map(([key, item]) => [key, item.label])),
    shorts: Object.fromEntries(entries.map(([key, item]) => [key, item.short_label ?? item.label])),
  };
}

/** @typedef {Pick<PageData, "id" | "title" | "description" | "languages" | "kinds" | "areas" | "targets" | "variables" | "links" | "loops" | "sources" | "dynamics" | "response" | "strengths" | "time" | "cycles" | "cycleGains" | "moreCycles" | "evidence" | "presentation">} PlainFacts */

/**
 * The facts of a plain model as the page's data tells them.
 * @param {Plain} plain
 * @param {PageData} data For the order of targets, and what goes without saying.
 * @returns {PlainFacts}
 */
export function factsOf(plain, data) {
  const claims = new Claims();
  const { languages } = plain;
  const variables = labelsIn(plain.variables);
  const areas = labelsIn(plain.areas);
  const [areaLabels, areaShorts] = [
    toldApart(areas.labels, variables.labels, languages),
    toldApart(areas.shorts, variables.shorts, languages),
  ];
  const facts = {
    id: plain.id,
    title: plain.title,
    description: plain.description ?? null,
    languages,
    kinds: kindsOf(plain),
    areas: Object.entries(plain.areas ?? {}).map(([id, area]) => ({
      id,
      ...texts({
        label: areaLabels[id],
        short: shortOf(areaLabels[id], areaShorts[id], area.short_label),
        description: area.description,
      }),
      evidence: claims.of(area.evidence),
    })),
    targets: targetNumbers(plain, data).map(([number, target]) => ({
      number,
      area: target.area ?? null,
      ...texts({ title: target.title, short: target.short_label }),
      evidence: claims.of(target.evidence),
    })),
    variables: variableRows(plain, data, variables, claims),
    links: linkRows(plain, data, claims),
    loops: Object.entries(plain.loops ?? {}).map(([id, loop]) => ({
      id,
      ...texts({
        label: loop.label,
        short: loop.short_label,
        description: loop.description,
        reading: loop.reading,
      }),
      kind: loop.kind,
      cycles: loop.cycles,
      evidence: claims.of(loop.evidence),
    })),
    sources: sourceRows(plain),
    ...(plain.dynamics ? { dynamics: plain.dynamics } : {}),
    ...(plain.response ? { response: plain.response } : {}),
    ...(plain.strengths ? { strengths: plain.strengths } : {}),
    time: timeOf(plain),
    ...cyclesOf(plain),
    evidence: claims.found,
    presentation: plain.presentation ? { slides: plain.presentation.slides.map(slideData) } : null,
  };
  return /** @type {PlainFacts} */ (/** @type {unknown} */ (facts));
}

/**
 * Targets in the order of the model file, which objects do not keep for numbers.
 * @param {Plain} plain
 * @param {PageData} data
 * @returns {[number, PlainTarget][]}
 */
function targetNumbers({ targets = {} }, data) {
  const before = data.targets.map((item) => Number(item.number));
  const places = new Map(before.map((number, at) => [number, at]));
  return Object.entries(targets)
    .map(([key, target]) => /** @type {[number, PlainTarget]} */ ([Number(key), target]))
    .sort(([a], [b]) => (places.get(a) ?? places.size) - (places.get(b) ?? places.size));
}

/**
 * Kinds of evidence that some link has, from the strongest to the weakest.
 * @param {Plain} plain
 */
function kindsOf({ links = [], sources = {} }) {
  const used = new Set(
    links.flatMap((link) => (link.evidence ?? []).map((item) => item.part ?? item.source)),
  );
  const ranked = Object.entries(sources).flatMap(([name, { parts }]) => {
    const names = Object.keys(parts ?? {});
    return (names.length ? names : [name]).map((kind, rank) => ({ kind, rank }));
  });
  // Sorting keeps the order of the sources.
  ranked.sort((a, b) => a.rank - b.rank);
  return [...new Set(ranked.map(({ kind }) => kind))].filter((kind) => used.has(kind));
}

/**
 * @param {Plain} plain
 * @param {PageData} data
 * @param {ReturnType<typeof labelsIn>} known
 * @param {Claims} claims
 */
function variableRows(plain, data, known, claims) {
  const labels = toldApart(known.labels, {}, plain.languages);
  const shorts = toldApart(known.shorts, {}, plain.languages);
  return Object.entries(plain.variables).map(([id, variable]) =>
    told(data.defaults.variable, {
      id,
      ...texts({
        label: labels[id],
        short: shortOf(labels[id], shorts[id], variable.short_label),
        description: variable.description,
        reading: variable.reading,
      }),
      area: variable.area ?? null,
      role: variable.role ?? "auxiliary",
      inertia: classOrRange(variable.inertia ?? "medium"),
      ...(variable.initial === undefined ? {} : { initial: variable.initial }),
      desired: variable.desired ?? null,
      targets: (variable.targets ?? []).map(({ target, stated_as }) => ({
        target,
        keyResult: stated_as === "key_result",
      })),
      aliases: variable.aliases ?? [],
      evidence: claims.of(variable.evidence),
    }),
  );
}

/**
 * @param {Plain} plain
 * @param {PageData} data
 * @param {Claims} claims
 */
function linkRows(plain, data, claims) {
  const ids = linkIds(plain);
  return (plain.links ?? []).map((link, at) => {
    const delay = link.delay ?? 0;
    return told(data.defaults.link, {
      ...(ids[at] === `${link.from}->${link.to}` ? {} : { id: ids[at] }),
      from: link.from,
      to: link.to,
      polarity: link.polarity,
      strength: classOrRange(link.strength ?? "unknown"),
      delay: Number(delay),
      ...(delay === true ? { assumed: true } : {}),
      order: link.delay_order ?? 1,
      certainty: link.certainty ?? "explicit",
      ...(link.chance === undefined ? {} : { chance: link.chance }),
      direction: link.direction ?? "stated",
      ...curveData(link),
      ...(link.modulates === undefined ? {} : { modulates: link.modulates }),
      ...texts({ reading: link.reading, note: link.note }),
      ...(link.said_by?.length ? { saidBy: link.said_by } : {}),
      evidence: claims.of(link.evidence),
    });
  });
}

/** @param {PlainLink} link */
function curveData({ effect = "linear" }) {
  if (effect === "linear") return {};
  if (effect === "saturating") return { curve: { kind: effect, level: HALF_LEVEL } };
  for (const kind of /** @type {const} */ (["saturating", "threshold"])) {
    const level = effect[kind];
    if (level !== undefined && level !== null) return { curve: { kind, level } };
  }
  return { curve: { kind: "table", points: effect.table ?? [] } };
}

/** @param {string | number | number[]} value */
function classOrRange(value) {
  return typeof value === "number" ? [value, value] : value;
}

/**
 * Leave out what goes without saying.
 * @param {object} usual
 * @param {object} data
 */
function told(usual, data) {
  const known = /** @type {Record<string, unknown>} */ (usual);
  return Object.fromEntries(
    Object.entries(data).filter(([key, value]) => !(key in known && isSame(known[key], value))),
  );
}

/**
 * Whether two values are the same, of which lists are the same only where they are empty.
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  if (Array.isArray(one)) return Array.isArray(other) && !one.length && !other.length;
  return one === other;
}

/** @param {Plain} plain */
function sourceRows({ sources = {}, languages }) {
  const entries = Object.entries(sources);
  const shorts = Object.fromEntries(
    entries.map(([key, item]) => [key, item.short_label ?? item.title]),
  );
  const labels = toldApart(shorts, {}, languages);
  /** @type {Record<string, Record<string, PlainText>>} */
  const own = Object.fromEntries(
    entries.map(([key, { parts = {} }]) => [
      key,
      Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.label])),
    ]),
  );
  const every = Object.assign({}, ...Object.values(own));
  return entries.map(([id, source]) => {
    const others = Object.fromEntries(
      Object.entries(every).filter(([name]) => !partOf(own[id], name)),
    );
    return {
      id,
      ...texts({
        title: source.title,
        short: shortOf(source.title, labels[id], source.short_label),
        publisher: source.publisher,
        note: source.note,
      }),
      year: source.year ?? null,
      url: source.url ?? null,
      parts: toldApart(own[id], others, languages),
    };
  });
}

/**
 * @param {Plain} plain
 * @returns {Times}
 */
function timeOf({ time = {} }) {
  const { start = 2023, end = 2030, step = 0.0625, unit = "years" } = time;
  return { start, end, step, ...(unit === "years" ? {} : { unit }) };
}

/** @param {PlainSlide} slide */
function slideData(slide) {
  let subject = "";
  for (const kind of ["variable", "target", "area", "loop"]) {
    if (slide[kind] !== undefined && slide[kind] !== null) subject = `${kind}-${slide[kind]}`;
  }
  return {
    ...texts({ title: slide.title, description: slide.description }),
    subject,
    direction: slide.direction ?? "downstream",
    steps: slide.steps ?? null,
  };
}

/**
 * The unnamed loops, the shortest first; what they do by themselves is for the library to say.
 * @param {Plain} plain
 * @returns {Pick<PageData, "cycles" | "cycleGains" | "moreCycles">}
 */
function cyclesOf(plain) {
  const { links, loops, variables } = plain;
  const last = found.last;
  if (last && last.links === links && last.loops === loops && last.variables === variables) {
    return last.cycles;
  }
  const cycles = soughtCycles(plain);
  found.last = { links, loops, variables, cycles };
  return cycles;
}

/** @type {{ last: (Pick<Plain, "links" | "loops" | "variables"> & { cycles: ReturnType<typeof soughtCycles> }) | null }} */
const found = { last: null };

/**
 * @param {Plain} plain
 * @returns {Pick<PageData, "cycles" | "cycleGains" | "moreCycles">}
 */
function soughtCycles(plain) {
  const names = Object.keys(plain.variables);
  const places = new Map(names.map((name, at) => [name, at]));
  const declared = new Set(
    Object.values(plain.loops ?? {}).flatMap((loop) =>
      Object.values(loop.cycles).map((cycle) => rotated(cycle).join()),
    ),
  );
  const arcs = [...jointPolarities(plain)].map(([pair, polarity]) => {
    const [from, to] = pair.split("->");
    return { from, to, sign: SIGNS[polarity] };
  });
  const counts = (/** @type {string[]} */ variables) => !declared.has(variables.join());
  const found = loopsAmong(names, arcs, { most: MOST_LOOPS, budget: LOOP_BUDGET, counts });
  const unnamed = found.loops.filter(({ variables }) => counts(variables));
  const cycles = unnamed.slice(0, MOST_LOOPS).map(({ variables, kind }) => {
    const along = variables.map((name) => Number(places.get(name)));
    return /** @type {PageData["cycles"][number]} */ ([kind, ...along]);
  });
  return {
    cycles,
    cycleGains: cycles.map(() => null),
    moreCycles: unnamed.length > MOST_LOOPS || found.whole !== null,
  };
}
