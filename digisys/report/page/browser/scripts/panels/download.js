// Taking answers along: text to the clipboard, CSV, SVG and PNG as files.

import { conclude } from "../analysis/influence/conclude.js";
import { answerTable, summaryPairs } from "../analysis/influence/result.js";
import { concludeNamedLoop } from "../analysis/loops/conclude_named.js";
import { levelsCaption } from "../answers/times.js";
import { questionText } from "../answers/wording.js";
import { announce, button, byId, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { linkText, subjectTitle } from "../base/naming.js";
import {
  answered,
  currentAnswers,
  currentGraph,
  currentSubject,
  loopSteps,
} from "../base/shown.js";
import { shareAddress, state } from "../base/state.js";
import { pictureDocument } from "../map/picture.js";
import { moveLabel } from "../scenarios/controls.js";
import { allLevels } from "../scenarios/levels.js";
import {
  chosenScenario,
  chosenTitle,
  chosenYear,
  currentComparison,
  currentConclusion,
  movesOf,
  ownPushes,
  scenarioTitle,
  signed,
} from "../scenarios/view.js";
import { say, textOf } from "../words.js";
import { evidenceTable } from "./evidence.js";
import { linkTable } from "./lists.js";

export function drawAnswerTools() {
  return h(
    "div",
    { class: "answer-tools" },
    h("h3", {}, say("Export and share")),
    h(
      "div",
      { class: "tools" },
      button(say("Copy as text"), copyAnswer, { class: "tool", "data-focus": "copy" }),
      button(say("Copy link"), copyLink, { class: "tool", "data-focus": "copy-link" }),
      button("CSV", saveCsv, {
        class: "tool",
        "aria-label": say("Download as CSV"),
        "data-focus": "csv",
      }),
      button("SVG", saveSvg, {
        class: "tool",
        "aria-label": say("Download the map as SVG"),
        "data-focus": "svg",
      }),
      button("PNG", savePng, {
        class: "tool",
        "aria-label": say("Download the map as PNG"),
        "data-focus": "png",
      }),
      button(say("Print"), () => window.print(), { class: "tool", "data-focus": "print" }),
    ),
  );
}

/** What the panel says as plain text, with the words of the command line. */
function answerAsText() {
  const subject = currentSubject();
  if (state.mode === "scenarios") return scenarioAsText();
  if (!subject) return [textOf(model.title), textOf(model.description)].filter(Boolean).join("\n");
  if (subject.kind === "link") {
    const { rows } = evidenceTable(subject);
    return [
      linkText(subject.link),
      ...rows.map((row) => row.slice(1).filter(Boolean).join(", ")),
    ].join("\n");
  }
  const answers = currentAnswers();
  const told = answered(answers).map((answer) => {
    const { rows } = answerTable(model, answer);
    const lines = rows.map(
      ([steps, name, targets, effect, chain, evidence]) =>
        `${steps}  ${name}${targets ? ` [${targets}]` : ""}: ${effect}. ${chain} (${evidence})`,
    );
    const pairs = summaryPairs(model, answer).map(([head, text]) => `${head}: ${text}`);
    const told = sentences(conclude(model, answer));
    return [questionText(model, answer), told, "", ...lines, "", ...pairs].join("\n");
  });
  const looped = subject.kind === "loop" || subject.kind === "instance";
  return [looped ? loopAsText(subject) : subjectTitle(subject), ...told].join("\n\n");
}

/** @param {Statement[]} statements */
function sentences(statements) {
  return statements.map(({ text }) => text).join(" ");
}

/** @param {Subject} subject */
function loopAsText(subject) {
  const steps = loopSteps(subject).map((item, at) => `${at + 1}. ${linkText(item.link)}`);
  const told = sentences(concludeNamedLoop(currentGraph(), subject));
  return `${[subjectTitle(subject), ...steps].join("\n")}\n\n${told}`;
}

/** A scenario in words: what is done, and what comes of it. */
function scenarioAsText() {
  const id = chosenScenario();
  const moves = [...movesOf(id), ...ownPushes()].map((move) => {
    const [name, when] = moveLabel(move);
    return `${name}: ${signed(move.size)}, ${when}`;
  });
  const { heads, rows } = allLevels();
  const compared = state.compare ? `${say("Compare with")}: ${scenarioTitle(state.compare)}` : "";
  const caption = levelsCaption(model.time, chosenYear());
  const table = [heads, ...rows].map((row) => row.join("\t"));
  const told = [currentComparison(), currentConclusion()].map(sentences);
  return [chosenTitle(), ...told, ...moves, compared, caption, ...table].filter(Boolean).join("\n");
}

async function copyAnswer() {
  await copyText(answerAsText());
}

async function copyLink() {
  await copyText(shareAddress());
}

/**
 * Copy through the clipboard, or through a selection where that is not allowed.
 * @param {string} text
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
    area.value = text;
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
  announce(say("Copied"));
  flash(say("Copied"));
}

/** @param {string} text */
export function flash(text) {
  const note = byId("flash");
  note.textContent = text;
  note.hidden = false;
  window.setTimeout(() => {
    note.hidden = true;
  }, 2500);
}

/**
 * Write rows as CSV; a cell that a spreadsheet would run gets an apostrophe.
 * @param {string[]} heads
 * @param {(string | number)[][]} rows
 */
function csvText(heads, rows) {
  /** @param {string | number} value */
  const cell = (value) => {
    const raw = String(value);
    const safe = /^[+-]?\d+([.,]\d+)?$/.test(raw)
      ? raw
      : raw.replace(/^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=[ \u00a0]*[=+\-@＝＋－＠])/g, "'");
    return /[",;\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return `${[heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function saveCsv() {
  const subject = currentSubject();
  const answers = currentAnswers();
  /** @type {TextTable} */
  let found;
  if (state.mode === "scenarios") found = allLevels();
  else if (subject?.kind === "link") found = evidenceTable(subject);
  else if (answered(answers).length) {
    const tables = answered(answers).map((answer) => {
      const { heads, rows } = answerTable(model, answer);
      return { heads, rows: rows.map((row) => [questionText(model, answer), ...row]) };
    });
    found = {
      heads: [say("Question"), ...tables[0].heads],
      rows: tables.flatMap((item) => item.rows),
    };
  } else {
    const { heads, rows } = linkTable();
    found = { heads, rows: rows.map((row) => row.cells) };
  }
  saveFile(
    `${fileName()}.csv`,
    "text/csv;charset=utf-8",
    `\ufeff${csvText(found.heads, found.rows)}`,
  );
}

function fileName() {
  return [model.id, state.mode === "scenarios" ? state.scenario : state.subject]
    .filter(Boolean)
    .join("-")
    .replace(/[^\w-]+/g, "-");
}

/**
 * @param {string} name
 * @param {string} type
 * @param {Blob | string} content
 */
export function saveFile(name, type, content) {
  const address = URL.createObjectURL(
    content instanceof Blob ? content : new Blob([content], { type }),
  );
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  announce(say("Saved as {name}", { name }));
}

function saveSvg() {
  withMap(() => saveFile(`${fileName()}.svg`, "image/svg+xml", pictureDocument().text));
}

function savePng() {
  withMap(() => {
    const { text, width, height } = pictureDocument();
    const scale = Math.min(3, 8000 / Math.max(width, height));
    const image = new Image();
    const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    image.addEventListener("load", () => {
      const canvas = h("canvas", {
        width: Math.round(width * scale),
        height: Math.round(height * scale),
      });
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      canvas.toBlob((blob) => {
        if (blob) saveFile(`${fileName()}.png`, "image/png", blob);
      }, "image/png");
    });
    image.src = address;
  });
}

/**
 * Do something that needs the map's computed colours, also while the list is shown.
 * @param {() => void} act
 */
function withMap(act) {
  const frame = byId("map-part");
  const hidden = frame.hidden;
  frame.hidden = false;
  act();
  frame.hidden = hidden;
}
