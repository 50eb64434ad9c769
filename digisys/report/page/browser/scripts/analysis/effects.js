// What the effect of a link is like, in words: a twin of digisys/analysis/effects.py.

import { shortLabel } from "../answers/wording.js";
import { SIGNS } from "../graph/view.js";
import { curveText } from "../uncertainty/effects.js";
import { say, signMark } from "../words.js";

/**
 * Say in short what a link claims: its ends, and its sign on the arrow between them.
 * @param {Model} model
 * @param {Link} link
 */
function linkClaim(model, link) {
  const [from, to] = [link.from, link.to].map((name) => shortLabel(model, name));
  return `${from} ${signMark(SIGNS[link.polarity])}→ ${to}`;
}

/**
 * Say how the effect of a link follows its source, and what it multiplies; nothing of a link
 * in proportion that stands by itself.
 * @param {Model} model
 * @param {Link} link
 */
export function effectWords(model, link) {
  const parts = link.curve ? [curveText(link.curve)] : [];
  if (link.modulates) {
    const base = linkClaim(model, model.link.get(link.modulates));
    parts.push(say("multiplies the effect of {link}", { link: base }));
  }
  return parts.join(", ");
}
