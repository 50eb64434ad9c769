// What hangs on what is gone goes too, and is told; so the model stays whole whatever was removed.

import {
  jointPolarities,
  kindOfCycle,
  kindOfLoop,
  linkIds,
  onlyParts,
  partOf,
  withKey,
} from "./plain.js";
import { endValues, shortText, tokenOfLink } from "./texts.js";

/**
 * Take what hangs on variables, links, loops or areas that are gone out of a model; let kinds of
 * loops follow the signs of their links.
 * @param {Plain} before
 * @param {Plain} after
 * @returns {{ plain: Plain; also: EditStep[] }}
 */
export function settled(before, after) {
  /** @type {EditStep[]} */
  const also = [];
  let plain = after;
  for (const part of [settledLinks, settledLoops, settledLayout, settledSlides]) {
    plain = part(before, plain, also);
  }
  return { plain, also };
}

/**
 * Links go with their ends, and with the link that they modulate.
 * @param {Plain} _before
 * @param {Plain} after
 * @param {EditStep[]} also
 */
function settledLinks(_before, after, also) {
  let plain = after;
  for (;;) {
    const links = plain.links ?? [];
    const ids = linkIds(plain);
    const known = new Set(ids);
    const kept = links.filter(
      ({ from, to, modulates }) =>
        partOf(plain.variables, from) &&
        partOf(plain.variables, to) &&
        (modulates === undefined || known.has(modulates)),
    );
    if (kept.length === links.length) return plain;
    for (const [at, link] of links.entries()) {
      if (kept.includes(link)) continue;
      const values = endValues(_before, link);
      also.push({ code: "link-gone", values, token: tokenOfLink(ids[at]), also: [] });
    }
    // Ids that followed from the order of the links stay as they were.
    const named = kept.map((link) => withOwnId(link, ids[links.indexOf(link)]));
    plain = withKey(plain, "links", named);
  }
}

/**
 * @param {PlainLink} link
 * @param {string} id
 * @returns {PlainLink}
 */
function withOwnId(link, id) {
  return id === (link.id ?? `${link.from}->${link.to}`) ? link : { ...link, id };
}

/**
 * Cycles go with their links, loops with their last cycle; kinds follow the signs.
 * @param {Plain} before
 * @param {Plain} after
 * @param {EditStep[]} also
 */
function settledLoops(before, after, also) {
  if (!after.loops) return after;
  const now = jointPolarities(after);
  const earlier = jointPolarities(before);
  /** @type {Record<string, PlainLoop>} */
  const loops = {};
  let same = true;
  for (const [id, loop] of Object.entries(after.loops)) {
    const name = { name: id, label: shortText(loop) };
    const token = `loop-${id}`;
    const cycles = onlyParts(loop.cycles, (_, cycle) => Boolean(kindOfCycle(now, cycle)));
    const count = Object.keys(cycles).length;
    if (count === 0) {
      also.push({ code: "loop-gone", values: name, token, also: [] });
      same = false;
      continue;
    }
    let kept = loop;
    if (count < Object.keys(loop.cycles).length) {
      for (const route of Object.keys(loop.cycles)) {
        if (route in cycles) continue;
        also.push({ code: "route-gone", values: { ...name, route }, token, also: [] });
      }
      kept = { ...loop, cycles };
    }
    const was = partOf(before.loops, id);
    const kind = followedKind(kept, now, was ? kindOfLoop(earlier, was) : undefined);
    if (kind !== kept.kind) {
      also.push({ code: `loop-now-${kind}`, values: name, token, also: [] });
      kept = { ...kept, kind };
    }
    if (kept !== loop) same = false;
    loops[id] = kept;
  }
  return same ? after : withKey(after, "loops", loops);
}

/**
 * The kind that a loop has now. One that was told unknown, though its signs are known, stays so.
 * @param {PlainLoop} loop
 * @param {Map<string, Polarity>} now
 * @param {Loop["kind"] | undefined} earlier
 * @returns {Loop["kind"]}
 */
function followedKind(loop, now, earlier) {
  const actual = kindOfLoop(now, loop) ?? "unknown";
  if (loop.kind !== "unknown") return actual;
  return earlier === "unknown" ? actual : "unknown";
}

/**
 * Places go with what stands there.
 * @param {Plain} _before
 * @param {Plain} after
 */
function settledLayout(_before, after) {
  const { layout } = after;
  if (!layout) return after;
  let kept = layout;
  for (const part of /** @type {const} */ (["areas", "variables", "loops"])) {
    const places = layout[part];
    if (!places) continue;
    const left = onlyParts(places, (key) => Boolean(partOf(after[part], key)));
    if (Object.keys(left).length < Object.keys(places).length) {
      kept = withKey(kept, part, /** @type {any} */ (left));
    }
  }
  return kept === layout ? after : { ...after, layout: kept };
}

/**
 * Slides go with what they show.
 * @param {Plain} _before
 * @param {Plain} after
 * @param {EditStep[]} also
 */
function settledSlides(_before, after, also) {
  const slides = after.presentation?.slides;
  if (!slides) return after;
  const kept = slides.filter((slide) => !lostSubject(after, slide));
  if (kept.length === slides.length) return after;
  for (const [at, slide] of slides.entries()) {
    if (kept.includes(slide)) continue;
    const values = { number: at + 1, title: slide.title ?? "" };
    also.push({ code: "slide-gone", values, token: "", also: [] });
  }
  return withKey(after, "presentation", kept.length ? { slides: kept } : null);
}

/**
 * Whether a slide shows something that the model does not have.
 * @param {Plain} plain
 * @param {PlainSlide} slide
 */
export function lostSubject(plain, slide) {
  if (slide.variable !== undefined && !partOf(plain.variables, slide.variable)) return true;
  if (slide.target !== undefined && !partOf(plain.targets, slide.target)) return true;
  if (slide.area !== undefined && !partOf(plain.areas, slide.area)) return true;
  if (slide.loop === undefined || slide.loop === null) return false;
  const { loop } = slide;
  if (partOf(plain.loops, loop)) return false;
  return !Object.values(plain.loops ?? {}).some((item) => partOf(item.cycles, loop));
}
