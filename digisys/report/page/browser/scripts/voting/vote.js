// Voting: a participant says of one link after another what they think, and saves a file.

import { announce, button, byId, fill, focusOn, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { extraModes } from "../base/modes.js";
import { change, onChange, state } from "../base/state.js";
import { flash, saveFile } from "../panels/download.js";
import { linkSentence } from "../panels/link.js";
import { say, sayCount, textOf } from "../words.js";
import {
  answeredCount,
  ballotFile,
  ballotFileName,
  CHOICES,
  keptBallot,
  MOST_NOTE,
  newBallot,
  withAnswer,
  withoutLink,
} from "./ballot.js";

const voting = model.voting ?? [];
const links = voting.map((each) => each.id);
const KEPT = `digisys-votes-${model.id}`;

/** What is kept while the page is open: where one is, and whether beginning anew was asked. */
const open = { at: 0, sure: false, saved: "" };

let ballot = readKept() ?? newBallot(model.id, randomByte);

function randomByte() {
  return crypto.getRandomValues(new Uint8Array(1))[0];
}

/** In the memory of this browser alone, so that closing the page by mistake loses nothing. */
function readKept() {
  try {
    return keptBallot(window.localStorage.getItem(KEPT), model.id);
  } catch {
    return null;
  }
}

/** @param {Ballot} next */
function keep(next) {
  ballot = next;
  open.saved = "";
  try {
    window.localStorage.setItem(KEPT, JSON.stringify(ballot));
  } catch {
    // Where nothing can be kept, the votes last as long as the page is open.
  }
}

/** @param {number} at */
function tokenOf(at) {
  return `link-${links[at]}`;
}

/** The place of the link that is voted on: the one chosen on the map, if it is among them. */
function placeNow() {
  const at = links.indexOf(state.subject.replace(/^link-/, ""));
  if (at >= 0) open.at = at;
  return open.at;
}

/** @param {number} at */
function goTo(at) {
  open.at = at;
  open.sure = false;
  change({ subject: tokenOf(at), certainty: "all", to: "", step: 0 }, { quiet: true });
  redraw();
  focusOn(byId("answer-title"));
}

function redraw() {
  fill(byId("answer"), drawVoting());
}

/** @type {Record<string, () => string>} */
const WORDS = {
  agree: () => say("agree"),
  disagree: () => say("disagree"),
  not_sure: () => say("not sure"),
  positive: () => say("strengthens (+)"),
  negative: () => say("weakens (\u2212)"),
  unknown: () => say("it varies (?)"),
  weak: () => say("weak"),
  moderate: () => say("moderate"),
  strong: () => say("strong"),
};

/** @type {Record<string, () => string>} */
const MEANINGS = {
  positive: () => say("When the first rises, the second becomes higher than it would otherwise."),
  negative: () => say("When the first rises, the second becomes lower than it would otherwise."),
  unknown: () => say("Nobody has told yet which way."),
};

function drawVoting() {
  const at = placeNow();
  const link = model.link.get(links[at]);
  const [from, to] = [link.from, link.to].map((id) => textOf(model.variable.get(id).label));
  const place = say("Link {number} of {count}", { number: at + 1, count: links.length });
  return [
    h(
      "div",
      { class: "answer-head" },
      h("p", { class: "kind" }, `${place} \u00b7 ${voting[at].code}`),
      h("h2", { id: "answer-title", tabindex: "-1" }, `${from} \u2192 ${to}`),
    ),
    h("p", { class: "vote-claim" }, linkSentence(link)),
    h("p", { class: "note" }, MEANINGS[link.polarity]()),
    h(
      "p",
      { class: "note" },
      h("strong", {}, `${say("What the source says")}: `),
      textOf(voting[at].basis),
    ),
    drawForm(links[at]),
    h("div", { id: "vote-steps", class: "tools vote-steps" }, drawSteps(at)),
    h("div", { id: "vote-progress", class: "vote-progress" }, drawProgress()),
    drawSaving(at === links.length - 1),
    drawList(at),
    drawAnew(),
  ];
}

/** @param {string} link */
function drawForm(link) {
  return h(
    "form",
    { class: "vote-form", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    radios(say("Do you agree?"), link, "vote"),
    radios(say("Direction of effect"), link, "sign"),
    radios(say("Strength"), link, "strength"),
    h(
      "div",
      { class: "vote-note" },
      h("label", { for: "vote-note" }, say("Your note")),
      h(
        "textarea",
        {
          id: "vote-note",
          rows: "2",
          maxlength: String(MOST_NOTE),
          "aria-describedby": "vote-note-hint",
          "data-focus": "vote-note",
          oninput: (/** @type {any} */ event) => answer(link, "note", event.target.value),
        },
        ballot.votes[link]?.note ?? "",
      ),
      h("p", { id: "vote-note-hint", class: "note" }, say("Write no names, yours or others’.")),
    ),
  );
}

/**
 * @param {string} legend
 * @param {string} link
 * @param {"vote" | "sign" | "strength"} field
 */
function radios(legend, link, field) {
  const chosen = ballot.votes[link]?.[field];
  return h(
    "fieldset",
    { class: "vote-choice" },
    h("legend", {}, legend),
    CHOICES[field].map((value) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name: `vote-${field}`,
          value,
          checked: chosen === value,
          "data-focus": `vote-${field}-${value}`,
          onchange: () => answer(link, field, value),
        }),
        h("span", {}, WORDS[value]()),
      ),
    ),
  );
}

/**
 * @param {string} link
 * @param {keyof Vote} field
 * @param {string} value
 */
function answer(link, field, value) {
  keep(withAnswer(ballot, link, field, value));
  fill(byId("vote-steps"), drawSteps(open.at));
  fill(byId("vote-progress"), drawProgress());
  fill(byId("vote-list"), drawListItems(open.at));
  byId("vote-saved").textContent = "";
}

/** @param {number} at */
function drawSteps(at) {
  const last = at === links.length - 1;
  return [
    at > 0 ? button(say("Previous"), () => goTo(at - 1), stepLook("previous")) : null,
    last ? null : button(say("Next link"), () => goTo(at + 1), stepLook("next", true)),
    ballot.votes[links[at]]
      ? button(say("Clear this answer"), () => clearAnswer(at), stepLook("clear"))
      : null,
  ];
}

/** @param {number} at */
function clearAnswer(at) {
  keep(withoutLink(ballot, links[at]));
  redraw();
  focusOn(byId("answer-title"));
  announce(say("The answer is cleared"));
}

/**
 * @param {string} name
 * @param {boolean} [strong]
 */
function stepLook(name, strong = false) {
  return { class: strong ? "tool strong" : "tool", "data-focus": `vote-${name}` };
}

function drawProgress() {
  const done = answeredCount(ballot, links);
  const text = sayCount(
    "{done} of {count} link answered",
    "{done} of {count} links answered",
    links.length,
    { done },
  );
  return [
    h("progress", { max: links.length, value: done, "aria-label": say("Answered") }),
    h("span", {}, text),
  ];
}

/** @param {boolean} strong */
function drawSaving(strong) {
  return h(
    "div",
    { class: "vote-saving" },
    button(say("Save my votes"), saveVotes, stepLook("save", strong)),
    h("span", { id: "vote-saved", role: "status" }, open.saved),
    h(
      "p",
      { class: "note" },
      say(
        "A file is saved on this device. Nothing is sent, and nobody asks who you are. Give the file to the facilitator.",
      ),
    ),
  );
}

function saveVotes() {
  keep({ ...ballot, revision: ballot.revision + 1 });
  const name = ballotFileName(ballot);
  saveFile(name, "application/json", ballotFile(ballot, links));
  open.saved = say("Saved as {name}", { name });
  byId("vote-saved").textContent = open.saved;
  flash(open.saved);
}

/** @param {number} at */
function drawList(at) {
  return h(
    "details",
    { class: "vote-all", "data-focus": "vote-all" },
    h("summary", { "data-focus": "vote-all-summary" }, say("All links to vote on")),
    h("ol", { id: "vote-list" }, drawListItems(at)),
  );
}

/** @param {number} at */
function drawListItems(at) {
  return links.map((id, number) => {
    const { from, to } = model.link.get(id);
    const ends = [from, to].map((name) => textOf(model.variable.get(name).label));
    const said = ballot.votes[id]?.vote;
    return h(
      "li",
      {},
      button(ends.join(" \u2192 "), () => goTo(number), {
        class: "link-button",
        "aria-current": number === at ? "true" : null,
        "data-focus": `vote-go-${number}`,
      }),
      h("span", { class: "note" }, ` ${said ? WORDS[said]() : say("no answer yet")}`),
    );
  });
}

/** The next participant on the same device begins with nothing ticked. */
function drawAnew() {
  return h(
    "div",
    { class: "tools vote-anew" },
    open.sure
      ? [
          button(say("Discard these votes and begin anew"), beginAnew, {
            class: "tool",
            "data-focus": "vote-sure",
          }),
          button(say("Keep them"), () => askAnew(false), {
            class: "tool",
            "data-focus": "vote-keep",
          }),
        ]
      : button(say("New participant"), () => askAnew(true), {
          class: "tool",
          "data-focus": "vote-anew",
        }),
  );
}

/** @param {boolean} sure */
function askAnew(sure) {
  open.sure = sure;
  redraw();
  const next = document.querySelector(`[data-focus="${sure ? "vote-keep" : "vote-anew"}"]`);
  focusOn(/** @type {HTMLElement | null} */ (next));
}

function beginAnew() {
  keep(newBallot(model.id, randomByte));
  goTo(0);
  announce(say("A new ballot has begun"));
}

extraModes.push({ mode: "vote", title: () => say("Vote on links"), draw: drawVoting });

onChange((changed) => {
  if (state.mode !== "vote" || !changed.has("mode")) return;
  goTo(placeNow());
});

requestAnimationFrame(() => {
  if (state.mode === "vote" && !state.subject) {
    change({ subject: tokenOf(placeNow()), certainty: "all" }, { quiet: true });
  }
});
