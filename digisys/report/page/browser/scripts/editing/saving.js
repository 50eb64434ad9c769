// Saving by itself, where the page came from `digisys edit`: soon after the last change. What it says
// is saved, the server has said so. What is not is kept in the window too, in case that it is closed.

import { announce } from "../base/dom.js";
import { state } from "../base/state.js";
import { say } from "../words.js";
import { resolveConflicts } from "./conflict.js";
import { known } from "./figures.js";
import { forgetUnsaved, keepUnsaved } from "./kept.js";
import { isDragging } from "./pointer.js";
import {
  isUnsaved,
  markSaved,
  onEdit,
  plainNow,
  plainOfPage,
  session,
  startFrom,
  takeFromElsewhere,
  takeMaps,
} from "./session.js";
import { setStatus } from "./status.js";

/** Milliseconds from the last change to a save, from one look for news to the next, and between tries. */
const SAVE_AFTER = 300;
const NEWS_EVERY = 700;
const TRY_AGAIN = [500, 1000, 2000, 4000];

/**
 * @typedef {object} Saving
 * @property {string} base The version that the edits of this page are changes of.
 * @property {number} timer
 * @property {boolean} busy
 * @property {number} tries That failed since the last that did not.
 * @property {boolean} stuck Whether somebody must choose or mend something first.
 * @property {string} refused Why the last save was refused; empty if it was not.
 */

/** @type {Saving} */
const saving = { base: "", timer: 0, busy: false, tries: 0, stuck: false, refused: "" };

/** @type {() => void} */
let redraw = () => {};

/**
 * Begin: ask the server for the model, save what changes, and look for news.
 * @param {() => void} draw What draws the page anew.
 */
export async function beginSaving(draw) {
  redraw = draw;
  try {
    const { version, plain } = await ask("model");
    saving.base = version;
    known.version = version;
    await beginWith(plain);
    setStatus("idle", () => "");
  } catch {
    setStatus("problem", () => say("The server does not answer; trying again."));
    window.setTimeout(() => beginSaving(draw), 2000);
    return;
  }
  onEdit((changed) => {
    if (changed) saveSoon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveNow();
  });
  window.addEventListener("pagehide", () => saveNow());
  window.setTimeout(lookForNews, NEWS_EVERY);
}

/**
 * Begin with what the server has; the page itself may be older.
 * @param {Plain} plain
 */
async function beginWith(plain) {
  const made = await plainOfPage();
  startFrom(JSON.stringify(made) === JSON.stringify(plain) ? made : plain, made);
}

/**
 * Go on from edits that were kept in the window.
 * @param {string} base
 */
export function goOnFrom(base) {
  saving.base = base;
  saveSoon();
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
async function ask(path, options = {}) {
  const answer = await fetch(path, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function saveSoon() {
  if (!isUnsaved()) {
    forgetUnsaved();
    return;
  }
  keepUnsaved(saving.base, plainNow());
  if (saving.stuck) saving.stuck = false;
  setStatus("saving", () => say("Saving…"));
  window.clearTimeout(saving.timer);
  saving.timer = window.setTimeout(saveNow, SAVE_AFTER);
}

/**
 * Save what is not saved.
 * @param {Record<string, "mine" | "theirs">} [resolve] What was chosen in conflicts.
 */
async function saveNow(resolve) {
  window.clearTimeout(saving.timer);
  if (saving.busy || !isUnsaved() || (saving.stuck && !resolve)) return;
  saving.busy = true;
  const sent = plainNow();
  /** @type {Record<string, unknown>} */
  const content = { base: saving.base, plain: sent };
  if (resolve) content.resolve = resolve;
  try {
    const reply = await ask(`save?lang=${encodeURIComponent(state.lang)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
      // What is sent while the page is closed still arrives.
      keepalive: document.visibilityState === "hidden",
    });
    saving.tries = 0;
    saving.busy = false;
    takeReply(reply, sent);
  } catch {
    saving.busy = false;
    const wait = TRY_AGAIN[Math.min(saving.tries, TRY_AGAIN.length - 1)];
    saving.tries += 1;
    setStatus("problem", () => say("Not saved: the server does not answer; trying again."));
    saving.timer = window.setTimeout(() => saveNow(resolve), wait);
  }
}

/**
 * @param {SaveReply} reply
 * @param {Plain} sent
 */
function takeReply(reply, sent) {
  if (reply.status === "saved") {
    saving.refused = "";
    saving.base = reply.version;
    known.version = reply.version;
    const now = plainNow();
    if (reply.plain) {
      takeFromElsewhere(sent, reply.plain);
      markSaved(now === sent ? plainNow() : reply.plain);
      announce(say("The file was changed elsewhere too; both changes are in it."));
    } else markSaved(sent);
    if (isUnsaved()) saveSoon();
    else {
      forgetUnsaved();
      tellSaved();
    }
    redraw();
  } else if (reply.status === "conflict") {
    saving.stuck = true;
    setStatus(
      "problem",
      () => say("Not saved: the same was changed elsewhere. Choose which holds."),
      [() => say("Choose…"), () => openConflict(reply)],
    );
    openConflict(reply);
  } else {
    saving.stuck = true;
    const [first] = reply.problems;
    const words = [first?.what, first?.cure].filter(Boolean).join(" ");
    setStatus("problem", () => say("Not saved: {problem}", { problem: words }));
    if (words !== saving.refused) announce(say("Not saved: {problem}", { problem: words }));
    saving.refused = words;
    // A disk that was full, or a file that was mended, takes it by and by.
    window.clearTimeout(saving.timer);
    saving.timer = window.setTimeout(tryAgain, TRY_AGAIN[TRY_AGAIN.length - 1]);
  }
}

function tryAgain() {
  saving.stuck = false;
  saveNow();
}

/** @param {Extract<SaveReply, { status: "conflict" }>} reply */
function openConflict(reply) {
  resolveConflicts(reply.conflicts, (chosen) => {
    saveNow(chosen);
  });
}

function tellSaved() {
  const time = new Intl.DateTimeFormat(state.lang, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  }).format(new Date());
  setStatus("saved", () => say("Saved {time}", { time }));
}

/** What others changed, and what the server has computed meanwhile. */
async function lookForNews() {
  try {
    const lang = encodeURIComponent(state.lang);
    const news = await ask(`news?version=${encodeURIComponent(saving.base)}&lang=${lang}`);
    if (saving.tries && !saving.busy) saveNow();
    await takeNews(news);
  } catch {
    if (!isUnsaved()) setStatus("problem", () => say("The server does not answer; trying again."));
    saving.tries = Math.max(saving.tries, 1);
  }
  window.setTimeout(
    lookForNews,
    document.visibilityState === "hidden" ? 4 * NEWS_EVERY : NEWS_EVERY,
  );
}

/** @param {ServerNews} news */
async function takeNews(news) {
  if (saving.tries && !isUnsaved()) {
    saving.tries = 0;
    setStatus("idle", () => "");
  }
  if (news.changed && !isUnsaved() && !saving.busy) {
    const { version, plain } = await ask("model");
    if (isUnsaved() || saving.busy || version === saving.base) return;
    takeFromElsewhere(/** @type {Plain} */ (session.saved), plain);
    saving.base = version;
    known.version = version;
    markSaved(plainNow());
    setStatus("saved", () => say("The file was changed elsewhere; the page shows it."));
    announce(say("The file was changed elsewhere; the page shows it."));
    redraw();
  }
  if (news.problems.length) {
    const [{ place, what }] = news.problems;
    setStatus("problem", () => [place, what].filter(Boolean).join(": "));
  }
  if (JSON.stringify(news.figures) !== JSON.stringify(known.figures)) {
    known.figures = news.figures ?? known.figures;
    redraw();
  }
  if (news.map && news.map.version === saving.base && taken.version !== news.map.version) {
    await takeMap(news.map.version);
  }
}

const taken = { version: "" };

/**
 * The map with its links routed with care, if the page still shows what it is of.
 * @param {string} version
 */
async function takeMap(version) {
  const maps = await ask(`map?version=${encodeURIComponent(version)}`);
  if (isUnsaved() || version !== saving.base || isDragging()) return;
  taken.version = version;
  takeMaps(maps);
  redraw();
}
