// What a conclusion rests on: how its links are stated, and whose reading their directions are. A
// twin of digisys/answers/basis.py.

import { directionsOf } from "../graph/directions.js";
import { say, sayCount } from "../words.js";
import { evidenceLabel } from "./wording.js";

const NO_EVIDENCE = "none";

/**
 * Tell what some links rest on; there is at least one.
 * @param {Model} model
 * @param {View} view
 * @param {Link[]} links
 * @returns {Statement}
 */
export function basis(model, view, links) {
  const found = directionsOf(links);
  const kinds = kindsOf(view, links);
  const values = { stated: statedText(model, view, links.length, kinds), total: found.links };
  const assumed = found.assumed.length;
  let text = "";
  const weakest = kinds[kinds.length - 1];
  const nobody = weakest === NO_EVIDENCE && (!assumed || kinds.length === 1);
  if (!found.links || nobody) {
    text = say("{stated}.", values);
  } else if (!assumed) {
    text = say("{stated}; it states every direction too.", values);
  } else if (found.links === 1) {
    text = say("{stated}; the direction is our reading of the source.", values);
  } else if (assumed === found.links) {
    text = say("{stated}; all directions are our reading of the source.", values);
  } else {
    text = sayCount(
      "{stated}; {count} of {total} directions is our reading of the source.",
      "{stated}; {count} of {total} directions are our reading of the source.",
      assumed,
      values,
    );
  }
  return { kind: "basis", text };
}

/**
 * List the kinds of evidence of links, each by its strongest, from the strongest on.
 * @param {View} view
 * @param {Link[]} links
 */
function kindsOf(view, links) {
  const ranks = new Map(view.evidence.map((kind, rank) => [kind, rank]));
  const last = view.evidence.length;
  const found = links.map((link) =>
    Math.min(last, ...link.evidence.map((item) => ranks.get(item.part ?? item.source) ?? last)),
  );
  return [...new Set(found)]
    .sort((a, b) => a - b)
    .map((rank) => view.evidence[rank] ?? NO_EVIDENCE);
}

/**
 * @param {Model} model
 * @param {View} view
 * @param {number} count
 * @param {string[]} kinds
 */
function statedText(model, view, count, kinds) {
  const weakest = kinds[kinds.length - 1];
  if (kinds.length === 1 && weakest === NO_EVIDENCE) {
    return sayCount(
      "The model gives no evidence for the {count} link that this rests on",
      "The model gives no evidence for the {count} links that this rests on",
      count,
    );
  }
  if (weakest === NO_EVIDENCE) {
    return sayCount(
      "The {count} link that this rests on has no evidence",
      "Some of the {count} links that this rests on have no evidence",
      count,
    );
  }
  const part = { part: evidenceLabel(model, weakest) };
  if (view.certainty.join() !== "explicit") {
    return sayCount(
      "The {count} link that this rests on may be open to interpretation, stated in “{part}”",
      "Some of the {count} links that this rests on may be open to interpretation, and some are stated only in “{part}”",
      count,
      part,
    );
  }
  if (kinds.length === 1) {
    return sayCount(
      "The source states outright the {count} link that this rests on, in “{part}”",
      "The source states outright the {count} links that this rests on, in “{part}”",
      count,
      part,
    );
  }
  return say(
    "The source states outright the {count} links that this rests on, some only in “{part}”",
    { count, ...part },
  );
}
