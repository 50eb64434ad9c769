// Factors first: what enables a variable, what blocks it, and what follows from it, as variables
// and links. Names that are much alike are found as the library finds them: a twin of
// digisys/workshop/likeness.py, digisys/workshop/negations.py and of what factors.py makes of them.

import { plainLetters } from "../analysis/asking/grammar.js";
import { FORM, MISSPELT, unlike } from "../analysis/asking/likeness.js";
import { everyText } from "../words.js";
import { uniqueId } from "./ids.js";
import { compared } from "./labels.js";
import { partOf } from "./plain.js";
import { done, refuse } from "./result.js";
import { cleanName, isBlank, languageOf, nameProblem, textIn } from "./texts.js";

/** Names that are so much alike are pointed out as perhaps the same. */
export const NEAR = 0.75;
/**
 * What a word counts for that is a form of another, or a misspelling of it.
 * @type {Record<number, number>}
 */
const COUNTS = { [FORM]: 0.9, [MISSPELT]: 0.8 };
const LONGEST = 200;
const MOST_WORDS = 24;
const MOST_NEAR = 3;

/**
 * How much two names are alike, from 0 to 1; 1 where they hold the same words.
 * @param {string} one
 * @param {string} other
 * @param {GrammarData[]} grammars
 */
export function nameLikeness(one, other, grammars) {
  const [first, second] = [nameWords(one, grammars), nameWords(other, grammars)];
  const [sorted, others] = [[...first].sort().join(" "), [...second].sort().join(" ")];
  if (sorted === others) return sorted ? 1 : 0;
  return Math.max(likenessByWords(first, second, grammars), likenessByLetters(sorted, others));
}

/**
 * @param {string} name
 * @param {GrammarData[]} grammars
 */
function nameWords(name, grammars) {
  const read = plainLetters([...name].slice(0, LONGEST).join(""));
  const every = (read.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  const left = every.filter((word) => !grammars.some(({ articles }) => articles.includes(word)));
  return left.length ? left : every;
}

/**
 * @param {string[]} first
 * @param {string[]} second
 * @param {GrammarData[]} grammars
 */
function likenessByWords(first, second, grammars) {
  const pairs = first
    .flatMap((word, at) =>
      second.map((other, to) => ({ like: wordLikeness(word, other, grammars), at, to })),
    )
    .sort((a, b) => b.like - a.like || a.at - b.at || a.to - b.to);
  const letters = [...first, ...second].reduce((sum, word) => sum + [...word].length, 0);
  let shared = 0;
  const [used, taken] = [new Set(), new Set()];
  for (const { like, at, to } of pairs) {
    if (!like || used.has(at) || taken.has(to)) continue;
    used.add(at);
    taken.add(to);
    shared += like * ([...first[at]].length + [...second[to]].length);
  }
  return letters ? shared / letters : 0;
}

/**
 * @param {string} word
 * @param {string} other
 * @param {GrammarData[]} grammars
 */
function wordLikeness(word, other, grammars) {
  if (word === other) return 1;
  const far = grammars.flatMap(
    (grammar) => unlike(word, other, /** @type {Grammar} */ (grammar)) ?? [],
  );
  if (!far.length) return 0;
  return COUNTS[Math.min(...far)] ?? 0;
}

/**
 * Pairs of letters that both have (Dice 1945).
 * @param {string} one
 * @param {string} other
 */
function likenessByLetters(one, other) {
  const [pairs, others] = [letterPairs(one), letterPairs(other)];
  if (!pairs.length && !others.length) return 0;
  const left = [...others];
  let shared = 0;
  for (const pair of pairs) {
    const at = left.indexOf(pair);
    if (at < 0) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / (pairs.length + others.length);
}

/** @param {string} text */
function letterPairs(text) {
  const letters = [...text];
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

/** How a lack is said, in small letters; what is lacking is the group `x`. */
const LACKS = [
  "(?:a |the )?(?:lack|shortage|absence|scarcity|want) of (?<x>.+)",
  "(?:no|too little|too few|not enough|insufficient|inadequate|missing|poor|weak|low) (?<x>.+)",
  "(?<x>.+) (?:is|are) (?:missing|lacking|insufficient|inadequate|too low)",
  "(?<x>.+?) ?(?:puute|puutteet|puuttuminen|puutteellisuus|vähyys|niukkuus|riittämättömyys|olemattomuus|heikkous|pula)",
  "(?:puute|pula|ei|puuttuva|puutteellinen|puutteelliset|riittämätön|riittämättömät|vähäinen|vähäiset|heikko|heikot|huono|huonot|olematon|olemattomat|liian vähän) (?<x>.+)",
  "(?<x>.+) (?:puuttuu|puuttuvat|ei riitä|eivät riitä)",
  "(?:en |ett )?(?:brist|avsaknad|frånvaro|underskott) (?:på|av|i) (?<x>.+)",
  "(?:bristande|bristfällig|bristfälliga|bristfälligt|otillräcklig|otillräckliga|otillräckligt|ingen|inget|inga|för lite|för få|svag|svagt|svaga|låg|lågt|låga) (?<x>.+)",
  "(?<x>.+) (?:saknas|räcker inte)",
  "(?<x>[^ ]{3,}?)s?brist",
].map((form) => new RegExp(`^(?:${form})$`, "du"));

/**
 * What a name says to be lacking; empty where it tells of no lack.
 * @param {string} text
 */
export function turnedRound(text) {
  const plain = text
    .slice(0, LONGEST)
    .trim()
    .split(/\s+/)
    .join(" ")
    .replace(/[.!]+$/, "");
  const small = plain.toLowerCase();
  for (const form of LACKS) {
    const span = form.exec(small)?.indices?.groups?.x;
    if (!span || small.length !== plain.length) continue;
    const words = plain.slice(...span).trim();
    if (words.length > 1) return words[0].toUpperCase() + words.slice(1);
  }
  return "";
}

/**
 * The variable that has a name, in whatever language; null where none or several have it.
 * @param {Plain} plain
 * @param {string} text
 */
export function variableNamed(plain, text) {
  const name = compared(text);
  const found = Object.keys(plain.variables).filter((id) =>
    namesOf(plain, id).some((own) => compared(own) === name),
  );
  return found.length === 1 ? found[0] : null;
}

/**
 * @param {Plain} plain
 * @param {string} id
 */
function namesOf(plain, id) {
  const item = partOf(plain.variables, id);
  if (!item) return [];
  const texts = [item.label, ...(item.short_label ? [item.short_label] : [])];
  return [id, ...texts.flatMap(everyText), ...(item.aliases ?? [])];
}

/**
 * Variables that are called much like a text, the most alike first.
 * @param {Plain} plain
 * @param {string} text
 * @param {GrammarData[]} grammars
 * @returns {{ id: string; likeness: number }[]}
 */
export function nearVariables(plain, text, grammars) {
  if (isBlank(text)) return [];
  return Object.keys(plain.variables)
    .map((id) => {
      const likely = namesOf(plain, id).map((name) => nameLikeness(text, name, grammars));
      return { id, likeness: Math.max(...likely) };
    })
    .filter(({ likeness }) => likeness >= NEAR)
    .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_NEAR);
}

/** @type {Record<Exclude<FactorQuestion, "follows">, Polarity>} */
const SIGNS_OF = { enables: "positive", blocks: "negative" };

/**
 * Put what a group says of a variable, or of a target that none stands for yet, into the model: one
 * step, whatever it holds. A line that has the name of a variable is that one. A link that is there
 * gains a voice; where it has another sign, or two lines tell both, the sign is not known.
 * @param {Plain} plain
 * @param {string | { target: number }} about
 * @param {FactorLine[]} lines
 * @param {{ language: string; saidBy?: string }} options
 * @returns {EditResult}
 */
export function addFactors(plain, about, lines, { language, saidBy = "" }) {
  const told = lines.filter(({ text }) => !isBlank(cleanName(text)));
  if (!told.length) return refuse(plain, "no-words");
  let next = plain;
  let count = 0;
  /** @param {string} words */
  const variable = (words) => {
    const known = variableNamed(next, words);
    if (known) return known;
    const id = uniqueId(words, (name) => Boolean(partOf(next.variables, name)));
    const label = textIn(next, undefined, languageOf(next, language), words) ?? words;
    next = { ...next, variables: { ...next.variables, [id]: { label } } };
    count += 1;
    return id;
  };
  let subject = typeof about === "string" ? about : "";
  if (typeof about !== "string") {
    const target = partOf(plain.targets, about.target);
    if (!target) return refuse(plain, "no-subject");
    const title = target.short_label ?? target.title;
    const id = uniqueId(everyText(title)[0], (name) => Boolean(partOf(plain.variables, name)));
    const item = { label: title, targets: [{ target: about.target }] };
    next = { ...next, variables: { ...next.variables, [id]: item } };
    subject = id;
    count += 1;
  } else if (!partOf(plain.variables, about)) return refuse(plain, "no-variable", { name: about });
  /** @type {Map<string, Polarity>} */
  const said = new Map();
  for (const line of told) {
    const words = cleanName(line.text);
    const problem = nameProblem(words);
    if (problem) return { plain, refused: problem };
    const other = variable(words);
    if (other === subject) return refuse(plain, "factor-of-itself", { label: words });
    const polarity =
      line.question === "follows" ? (line.sign ?? "unknown") : SIGNS_OF[line.question];
    const pair = line.question === "follows" ? [subject, other] : [other, subject];
    next = withVoice(next, pair[0], pair[1], polarity, cleanName(saidBy), said, language);
  }
  const label = partOf(next.variables, subject)?.label ?? subject;
  const values = { label, variables: count, links: said.size };
  return done(plain, next, "factors-added", values, `variable-${subject}`);
}

/**
 * @param {Plain} plain
 * @param {string} from
 * @param {string} to
 * @param {Polarity} polarity
 * @param {string} voice
 * @param {Map<string, Polarity>} said
 * @param {string} language
 * @returns {Plain}
 */
function withVoice(plain, from, to, polarity, voice, said, language) {
  const pair = `${from}->${to}`;
  const links = plain.links ?? [];
  const places = links.flatMap((link, at) => (link.from === from && link.to === to ? [at] : []));
  said.set(pair, polarity);
  if (!places.length) {
    const link = { from, to, polarity, ...(isBlank(voice) ? {} : { said_by: [voice] }) };
    return { ...plain, links: [...links, link] };
  }
  const same = places.find((at) => polarity === "unknown" || links[at].polarity === polarity);
  const at = same ?? places[0];
  const old = links[at];
  /** @type {PlainLink} */
  let link = old;
  if (!isBlank(voice) && !old.said_by?.includes(voice)) {
    link = { ...link, said_by: [...(old.said_by ?? []), voice] };
  }
  if (same === undefined) {
    const told = [signWords(old.polarity, ""), signWords(polarity, voice)]
      .filter(Boolean)
      .join("; ");
    link = { ...link, polarity: "unknown", note: withWords(plain, old.note, told, language) };
  }
  return { ...plain, links: links.map((item, place) => (place === at ? link : item)) };
}

/**
 * @param {Polarity} polarity
 * @param {string} voice
 */
function signWords(polarity, voice) {
  if (polarity === "unknown") return "";
  return `${voice || "–"}: ${polarity === "positive" ? "+" : "\u2212"}`;
}

/**
 * A text with more words at its end, in each language.
 * @param {Plain} plain
 * @param {PlainText | undefined} text
 * @param {string} words
 * @param {string} language
 * @returns {PlainText}
 */
function withWords(plain, text, words, language) {
  if (text === undefined) {
    return textIn(plain, undefined, languageOf(plain, language), words) ?? words;
  }
  if (typeof text === "string") return `${text}; ${words}`;
  return Object.fromEntries(Object.entries(text).map(([tag, own]) => [tag, `${own}; ${words}`]));
}
