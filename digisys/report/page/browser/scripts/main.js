// Putting the page together.

import { button, byId, choice, fill, find, focusOn, foldedParts, h, unfold } from "./base/dom.js";
import { model } from "./base/model.js";
import { extraMode } from "./base/modes.js";
import { filterCount } from "./base/shown.js";
import {
  change,
  hashToState,
  narrowPage,
  onChange,
  readAddress,
  state,
  usualView,
} from "./base/state.js";
import { drawBar } from "./editing/bar.js";
import { beginEditing, showEditing, stageParts, stripPart } from "./editing/mode.js";
import { showPanel } from "./editing/panel.js";
import { watchEditing } from "./editing/pointer.js";
import { catalogueOf } from "./io/unpack.js";
import { drawMap } from "./map/draw.js";
import { fitMapTo, frameAsked } from "./map/frame.js";
import { drawLegend, mapNote } from "./map/legend.js";
import { onMapKey, resizeMap, unstretchMap, watchPointers, zoom, zoomBy } from "./map/move.js";
import { drawPaperFoot, drawPaperHead } from "./map/paper.js";
import { showOnMap } from "./map/show.js";
import { drawAnswer } from "./panels/answers.js";
import { openAsking } from "./panels/asking.js";
import { drawTwin } from "./panels/lists.js";
import { searchBox } from "./panels/search.js";
import { drawControls, drawFilters, drawHeader } from "./panels/toolbar.js";
import { onFullscreen, onPageKey, showPresentation } from "./present.js";
import { drawScenarios } from "./scenarios/panel.js";
import { say, sayShare, textOf, useLanguage } from "./words.js";

/** From so many variables on, the page spares itself what is out of sight. */
const LARGE = 100;

/** Build the frame of the page once for a language. */
function buildPage() {
  useLanguage(state.lang, catalogueOf(model.words, state.lang));
  document.documentElement.lang = state.lang;
  document.title = textOf(model.title);
  const page = byId("page");
  page.dataset.size = model.variables.length > LARGE ? "large" : "usual";
  fill(
    page,
    h(
      "a",
      { class: "skip", href: "#answer", onclick: skipTo("answer-title") },
      say("Skip to the answer"),
    ),
    h(
      "a",
      { class: "skip", href: "#stage", onclick: skipTo("stage") },
      say("Skip to the map or list"),
    ),
    h("header", { class: "top", id: "top" }),
    h("div", { class: "controls", id: "controls", role: "region", "aria-label": say("Choices") }),
    h("div", {
      class: "filters",
      id: "filters",
      role: "region",
      "aria-label": say("Filters"),
      hidden: true,
    }),
    h("div", { id: "watch", hidden: true }),
    h(
      "main",
      { id: "main" },
      h(
        "section",
        { id: "stage", class: "stage", tabindex: "-1", "aria-label": say("The model") },
        h("div", { class: "stage-tools", id: "stage-tools" }),
        h(
          "div",
          { id: "map-part", class: "map-part" },
          h("div", { id: "paper-head", class: "paper" }),
          h(
            "p",
            { id: "map-help", class: "visually-hidden" },
            say(
              "Arrow keys move between symbols, Page Up and Page Down go through them all, Enter chooses, plus and minus zoom, Shift and arrow keys move the map, Escape clears. The list and the table hold the same.",
            ),
          ),
          h("div", { id: "map", class: "map", tabindex: "-1", onkeydown: onMapKey }),
          h("div", { id: "legend", class: "legend" }),
          h("div", { id: "paper-foot", class: "paper" }),
        ),
        h("div", { id: "twin", class: "twin" }),
        stageParts(),
      ),
      h("section", { id: "answer", class: "answer", "aria-labelledby": "answer-title" }),
      stripPart(),
    ),
    h("section", {
      id: "present",
      class: "present",
      hidden: true,
      "aria-label": say("Presentation"),
    }),
    h("footer", { id: "foot" }, drawFoot()),
    h("div", { id: "live", class: "visually-hidden", role: "status", "aria-live": "polite" }),
    h("div", { id: "flash", class: "flash", hidden: true }),
  );
  byId("map").append(drawMap());
  fitMapTo(byId("map"));
  watchEditing(byId("map"));
  watchPointers(byId("map"));
}

/** @param {string} id */
function skipTo(id) {
  return (/** @type {Event} */ event) => {
    event.preventDefault();
    focusOn(byId(id));
  };
}

function drawFoot() {
  const text = say(
    "Made with digisys {version}. The page works without the internet and sends nothing anywhere.",
    {
      version: model.version,
    },
  );
  return h("p", {}, text);
}

/**
 * Bring every part of the page up to the state.
 * @param {Set<string> | null} changed
 */
function show(changed) {
  const all = !changed || changed.has("lang");
  if (all) {
    const key = document.activeElement?.getAttribute("data-focus");
    opened.push(...openDetails());
    const filters = Boolean(byId("filters") && !byId("filters").hidden);
    buildPage();
    if (filters) byId("filters").hidden = false;
    showControls();
    if (key) find(`[data-focus="${CSS.escape(key)}"]`)?.focus();
  } else showControls();
  if (!byId("filters").hidden) fill(byId("filters"), drawFilters());
  document.body.setAttribute("data-mode", state.mode);
  document.body.setAttribute("data-view", state.view);
  showStage();
  const usual = state.mode === "scenarios" ? drawScenarios : drawAnswer;
  if (state.mode === "edit") showPanel();
  else fill(byId("answer"), (extraMode()?.draw ?? usual)());
  showPresentation();
  showEditing();
  if (all) unfoldAgain();
  frameOnce();
}

const drawnFor = new WeakMap();

/**
 * Fill a part of the page, unless it was filled for the same before.
 * @param {string} id
 * @param {unknown} what
 * @param {() => Child} draw
 */
function refill(id, what, draw) {
  const part = byId(id);
  const key = JSON.stringify(what);
  if (drawnFor.get(part) === key) return;
  drawnFor.set(part, key);
  fill(part, draw());
}

function showControls() {
  const { mode, dir, steps, subject } = state;
  const loop = subject.startsWith("loop-") ? subject : "";
  refill("top", [mode, model.title, model.languages], drawHeader);
  if (mode === "edit") refill("controls", [mode], () => [searchBox(), drawBar()]);
  else refill("controls", [mode, dir, steps, loop, filterCount(), loopNames()], drawControls);
}

/** What the choice of loops depends on, where the model is edited. */
function loopNames() {
  return [model.loops.map(({ id, label }) => [id, label]), model.unnamed.length];
}

/** @type {(string | undefined)[]} */
const opened = [];

function openDetails() {
  return foldedParts(document, "[open]").map((item) => item.dataset.focus);
}

/** In another language, what was unfolded is so still. */
function unfoldAgain() {
  const names = new Set(opened.splice(0));
  for (const item of foldedParts(document)) {
    if (names.has(item.dataset.focus)) unfold(item);
  }
}

function showStage() {
  const mapped = state.view === "map" || state.mode === "present";
  byId("map-part").hidden = !mapped;
  byId("twin").hidden = mapped;
  refill("stage-tools", [mapped, state.view, state.mode, zoom.factor], () =>
    drawStageTools(mapped),
  );
  if (mapped) fill(byId("legend"), drawLegend());
  else fill(byId("twin"), drawTwin());
  showOnMap();
}

/** When something else is asked than before, show the part of the map that it is about. */
function frameOnce() {
  if (byId("map-part").hidden) return;
  const { lang, mode, slide, step, of, subject, to } = state;
  const about = mode === "scenarios" ? of : mode === "edit" ? "" : `${subject} ${to}`;
  frameAsked([lang, mode, mode === "present" ? `${slide} ${step}` : "", about].join(" "));
}

/** @param {boolean} mapped */
function drawStageTools(mapped) {
  return [
    choice(
      say("View as"),
      "view",
      [
        ["map", say("map")],
        ["list", say("list")],
        ["table", say("table")],
      ],
      state.view,
      (view) => change({ view }),
    ),
    mapped && state.mode !== "present" ? mapNote() : null,
    mapped
      ? h(
          "div",
          { class: "zoom", role: "group", "aria-label": say("Zoom") },
          button("\u2212", () => zoomBy(0.8), {
            class: "tool",
            "aria-label": say("Zoom out"),
            "data-focus": "zoom-out",
          }),
          h("span", { id: "zoom-level", class: "zoom-level" }, sayShare(zoom.factor)),
          button("+", () => zoomBy(1.25), {
            class: "tool",
            "aria-label": say("Zoom in"),
            "data-focus": "zoom-in",
          }),
          button(say("Fit"), () => zoomBy(0), { class: "tool", "data-focus": "zoom-fit" }),
        )
      : null,
  ];
}

/** @type {HTMLDetailsElement[]} */
const printed = [];

/** On paper nothing can be unfolded, so all of the answer is, but for lists of other things. */
function openForPrint() {
  fill(byId("paper-head"), drawPaperHead());
  fill(byId("paper-foot"), drawPaperFoot());
  unstretchMap();
  printed.push(...foldedParts(byId("answer"), ":not([open], .other-loops)"));
  printed.forEach(unfold);
}

function closeAfterPrint() {
  for (const item of printed.splice(0)) item.open = false;
  if (!byId("map-part").hidden) resizeMap();
}

onChange(show);

openAsking();

beginEditing(() => show(new Set(["model"])));

Object.assign(state, hashToState(""));

/** A sheet of paper is narrow too, but it holds the map. */
const onPaper = window.matchMedia("print");

let usual = usualView();

readAddress();

show(null);

for (const event of ["popstate", "hashchange"]) {
  window.addEventListener(event, () => {
    const changed = readAddress();
    if (changed.size) show(changed);
  });
}

/** Where the reader has not chosen otherwise, the view follows the width of the page. */
function followWidth() {
  if (onPaper.matches) return;
  const before = usual;
  usual = usualView();
  if (usual !== before && state.view === before) change({ view: usual }, { quiet: true });
}

window.addEventListener("resize", followWidth);

// A frame may get its width while the page starts, and not tell of it as a resize.
narrowPage.addEventListener("change", followWidth);

window.addEventListener("load", followWidth);

requestAnimationFrame(followWidth);

document.addEventListener("keydown", onPageKey);

document.addEventListener("fullscreenchange", onFullscreen);

window.addEventListener("beforeprint", openForPrint);

window.addEventListener("afterprint", closeAfterPrint);
