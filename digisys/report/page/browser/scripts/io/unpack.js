// The data of the page, which is written short, made whole: what goes without saying is
// filled in, evidence is put where it belongs, and everything is found by its key.

import { byPair, pairOf } from "../graph/pairs.js";
import { lookup } from "../lookup.js";

/**
 * Index the data of the page, so that everything is found by its key.
 * @param {PageData} data
 * @returns {Model}
 */
export function indexModel(data) {
  /**
   * @template Item
   * @param {Packed<Item>} item
   * @param {Partial<Item>} [usual]
   */
  const whole = (item, usual) => {
    const evidence = (item.evidence ?? []).map((at) => data.evidence[at]);
    return /** @type {Item} */ ({ ...usual, ...item, evidence });
  };
  /** @type {Pick<Model, "areas" | "targets" | "loops" | "variables" | "links">} */
  const parts = {
    areas: data.areas.map((item) => whole(item)),
    targets: data.targets.map((item) => whole(item)),
    loops: data.loops.map((item) => whole(item)),
    variables: data.variables.map((item) => whole(item, data.defaults.variable)),
    links: data.links.map((item) => named(whole(item, data.defaults.link))),
  };
  const unnamed = data.cycles.map(([kind, ...places], number) =>
    unnamedLoop(
      kind,
      places.map((at) => parts.variables[at].id),
      data.cycleGains[number],
    ),
  );
  return {
    ...data,
    ...parts,
    unnamed,
    variable: lookup(parts.variables.map((item) => [item.id, item])),
    target: lookup(parts.targets.map((item) => [item.number, item])),
    area: lookup(parts.areas.map((item) => [item.id, item])),
    loop: lookup([...unnamed, ...parts.loops].map((item) => [item.id, item])),
    source: lookup(data.sources.map((item) => [item.id, item])),
    link: lookup(parts.links.map((link) => [link.id, link])),
    between: byPair(parts.links),
    order: lookup(parts.variables.map((variable, position) => [variable.id, position])),
  };
}

/**
 * A link that has no id of its own is named by its ends.
 * @param {Link} link
 */
function named(link) {
  return { ...link, id: link.id ?? pairOf(link.from, link.to) };
}

/**
 * A loop without a name is known by a sum of its course, which stays the same in a link.
 * @param {Loop["kind"]} kind
 * @param {string[]} cycle
 * @param {LoopGain | null} gain
 * @returns {Loop}
 */
function unnamedLoop(kind, cycle, gain) {
  let sum = 2166136261;
  for (const letter of cycle.join(" ")) sum = Math.imul(sum ^ letter.charCodeAt(0), 16777619);
  const id = `unnamed-${(sum >>> 0).toString(36)}`;
  const gains = gain ? { [id]: gain } : undefined;
  return { id, kind, label: "", cycles: { [id]: cycle }, gains, evidence: [], unnamed: true };
}

/**
 * The words of a language; English needs none.
 * @param {PackedWords} words
 * @param {string} language
 * @returns {Catalogue | undefined}
 */
export function catalogueOf({ texts, plurals, by }, language) {
  const own = Object.hasOwn(by, language) ? by[language] : undefined;
  if (!own) return undefined;
  return {
    texts: Object.fromEntries(texts.map((text, at) => [text, own[0][at]])),
    plurals: Object.fromEntries(plurals.map((one, at) => [one, own[1][at]])),
  };
}

/**
 * The map of a language: what is the same in every one stands with the first.
 * @param {Model} model
 * @param {string} language
 * @returns {PackedMap}
 */
export function mapOf(model, language) {
  return { ...model.maps[model.languages[0]], ...model.maps[language] };
}

/**
 * Make the map of a language whole; see digisys.report.page.map for how it is written.
 * @param {Model} model
 * @param {PackedMap} map
 * @returns {MapData}
 */
export function unpackMap(model, map) {
  /**
   * @param {PackedLine} line
   * @returns {MapText}
   */
  const text = ([words, x = 0, y = 0, look = 0, joint = 0, hyphen = 0]) => {
    const [size, weight, anchor, side] = map.looks[look];
    return { words, x, y, size, weight, anchor, side, joint, hyphen };
  };
  const signs = map.signs.map(([radius, strokes, letters]) => ({
    radius,
    strokes,
    letters: letters.map(text),
  }));
  /**
   * @template {{ text: PackedLine[] }} Item
   * @param {Item} item
   */
  const lettered = (item) => ({ ...item, text: item.text.map(text) });
  return {
    box: map.box,
    panels: map.panels.map(lettered),
    badges: map.badges.map(lettered),
    loops: map.loops.map(lettered),
    links: map.links.map(([at, line, head, x, y, sign, delay]) => {
      return { link: model.links[at], line, head, x, y, sign: signs[sign], delay };
    }),
    boxes: map.boxes.map(([at, plate, ...lines]) => {
      return { variable: model.variables[at], plate, text: lines.map(text) };
    }),
  };
}

/**
 * The plain model that the page was made from.
 * @param {string} packed
 * @returns {Promise<Plain>}
 */
export async function plainOf(packed) {
  return readPlain(await inflated(packed));
}

/**
 * Words that are needed later than others, with those.
 * @param {PackedWords} words
 * @param {string} packed
 * @returns {Promise<PackedWords>}
 */
export async function moreWords(words, packed) {
  /** @type {PackedWords} */
  const more = JSON.parse(await inflated(packed));
  const by = Object.entries(words.by).map(([language, [texts, plurals]]) => {
    const [later, laterPlurals] = more.by[language];
    return [
      language,
      [
        [...texts, ...later],
        [...plurals, ...laterPlurals],
      ],
    ];
  });
  return {
    texts: [...words.texts, ...more.texts],
    plurals: [...words.plurals, ...more.plurals],
    by: Object.fromEntries(by),
  };
}

/**
 * A text that was deflated, in base64.
 * @param {string} packed
 */
export async function inflated(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

/**
 * The plain model of its JSON.
 * @param {string} text
 * @returns {Plain}
 */
export function readPlain(text) {
  return JSON.parse(text);
}
