// The answer about a single link.

import { effectWords } from "../analysis/effects.js";
import { durationText } from "../answers/times.js";
import { h } from "../base/dom.js";
import { model } from "../base/model.js";
import { cyclePairs } from "../graph/cycles.js";
import { say, sayCount, textOf } from "../words.js";
import { drawAround } from "./around.js";
import { drawAnswerTools } from "./download.js";
import { drawEvidence } from "./evidence.js";
import { otherLoops } from "./loops.js";
import { answerHead, reading, subjectButton, variableButton } from "./parts.js";

/**
 * How late the effect of a link comes.
 * @param {Link} link
 */
function delayText({ delay, assumed }) {
  if (assumed) return say("The effect comes after a delay; how long it is, is not known.");
  if (!delay) return null;
  const { unit = "years" } = model.time;
  if (unit !== "years") {
    return say("The effect comes after {time}.", { time: durationText(delay, unit) });
  }
  return sayCount(
    "The effect comes after {count} year.",
    "The effect comes after {count} years.",
    delay,
  );
}

/**
 * What a link does, as a sentence.
 * @param {Link} link
 * @returns {string}
 */
export function linkSentence(link) {
  const ends = {
    from: textOf(model.variable.get(link.from).label),
    to: textOf(model.variable.get(link.to).label),
  };
  if (link.from === link.to) return say("“{name}” damps itself.", { name: ends.from });
  return {
    positive: say("“{from}” strengthens “{to}”.", ends),
    negative: say("“{from}” weakens “{to}”.", ends),
    unknown: say("“{from}” acts on “{to}”; the direction is not known.", ends),
  }[link.polarity];
}

/**
 * The answer about a single link.
 * @param {LinkSubject} subject
 */
export function drawLinkAnswer(subject) {
  const { link } = subject;
  const facts = [
    link.certainty === "explicit"
      ? say("The source states this link.")
      : say("The source can be read without this link."),
    link.direction === "stated" ? null : say("The direction of the effect is our reading."),
    delayText(link),
  ];
  const effect = effectWords(model, link);
  const loops = model.loops.filter((loop) =>
    Object.values(loop.cycles).some((cycle) =>
      cyclePairs(cycle).some(([a, b]) => a === link.from && b === link.to),
    ),
  );
  return [
    answerHead(subject),
    h("p", {}, linkSentence(link)),
    h("p", {}, facts.filter(Boolean).join(" ")),
    effect ? h("p", {}, `${say("Effect")}: ${effect}.`) : null,
    link.note ? h("p", {}, textOf(link.note)) : null,
    link.saidBy ? h("p", {}, say("Said by {names}", { names: link.saidBy.join(", ") })) : null,
    h(
      "ul",
      { class: "plain" },
      [...new Set([link.from, link.to])].map((id) => h("li", {}, variableButton(id))),
    ),
    loops.length
      ? h(
          "p",
          { class: "chips" },
          loops.map((loop) =>
            subjectButton(`loop-${loop.id}`, `${loop.id} ${textOf(loop.label)}`, { class: "chip" }),
          ),
        )
      : null,
    otherLoops((cycle) => cyclePairs(cycle).some(([a, b]) => a === link.from && b === link.to)),
    reading(link.reading),
    drawAround([...new Set([link.from, link.to])]),
    drawEvidence(subject),
    drawAnswerTools(),
  ];
}
