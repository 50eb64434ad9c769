// Bringing out what is chosen: near things strong, far things weaker, the rest pale.

import { distanceWords, VERDICT_MARKS } from "../analysis/influence/result.js";
import { model } from "../base/model.js";
import { currentEmphasis, currentGraph, currentSubject, passesFilters } from "../base/shown.js";
import { showsScenario, state } from "../base/state.js";
import { wholeCycles } from "../graph/cycles.js";
import { signsDrawn } from "../graph/directions.js";
import { drawn } from "./draw.js";
import { currentHeat } from "./heat.js";

/** Bring out what is chosen on the map that is drawn; what stays as it was is not touched. */
export function showOnMap() {
  const subject = currentSubject();
  const editing = state.mode === "edit";
  // What is edited stays in sight: a link is chosen among the others.
  const plain = showsScenario() || (editing && subject?.kind === "link");
  const emphasis = plain ? null : currentEmphasis();
  const inView = currentGraph().ids;
  const passing = new Set(model.variables.map((item) => item.id).filter(passesFilters));
  const heat = currentHeat();
  const signed = signsDrawn(state.signs, currentGraph().view.links);
  dress(drawn.svg, [emphasis && "asking", heat && "heated", !signed && "unsigned"]);
  for (const id of drawn.boxes.keys()) showBox(id, emphasis, passing.has(id), heat);
  for (const [key, group] of drawn.links) {
    const { from, to } = model.link.get(key);
    const steps = emphasis?.links.get(key);
    dress(group, [
      ((!inView.has(key) && !editing) || !passing.has(from) || !passing.has(to)) && "gone",
      !inView.has(key) && editing && "apart",
      nearness(steps),
      emphasis && steps === undefined && "off",
      subject?.kind === "link" && subject.key === key && "chosen",
    ]);
  }
  raise([...drawn.links.values()].filter((group) => group.classList.contains("near-1")));
  for (const { target, variable, group } of drawn.badges) {
    const box = drawn.boxes.get(variable);
    const chosen = chosenToken() === `target-${target}`;
    dress(group, [...["gone", "off"].filter((name) => box.classList.contains(name))], chosen);
  }
  for (const [id, group] of drawn.loops) {
    const chosen = subject !== null && (subject.key === id || subject.loop === id);
    const cycles = wholeCycles(currentGraph(), model.loop.get(id));
    const shown = cycles.some(([, cycle]) => cycle.every((name) => passing.has(name)));
    dress(group, [!shown && "gone", emphasis && !chosen && "off"], chosen);
  }
  for (const [id, group] of drawn.panels) {
    const shown = model.variables.some((item) => item.area === id && passing.has(item.id));
    dress(group, [!shown && "off"]);
    dress(
      /** @type {Element} */ (group.querySelector(".symbol")),
      [],
      chosenToken() === `area-${id}`,
    );
  }
  keepOneStop();
}

/** What is chosen on the map: the subject, or in scenarios what the chart is about. */
function chosenToken() {
  return showsScenario() ? state.of : state.subject;
}

/**
 * Give a group classes beside its own; `pressed` also says whether it is chosen.
 * @param {Element} group
 * @param {(string | false | null | undefined)[]} names
 * @param {boolean} [pressed]
 */
function dress(group, names, pressed) {
  const more = [...names, pressed && "chosen"].filter(Boolean).join(" ");
  const own = drawn.own.get(group) ?? group.getAttribute("class") ?? "";
  drawn.own.set(group, own);
  put(group, "class", more ? `${own} ${more}`.trim() : own);
  if (pressed !== undefined) put(group, "aria-pressed", String(pressed));
}

/**
 * Set an attribute, unless it is set already.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function put(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {number | undefined} steps */
function nearness(steps) {
  return steps === undefined ? "" : `near-${Math.min(steps, 3)}`;
}

/**
 * @param {string} id
 * @param {Emphasis | null} emphasis
 * @param {boolean} passes
 * @param {Heat | null} heat
 */
function showBox(id, emphasis, passes, heat) {
  const group = drawn.boxes.get(id);
  const found = emphasis?.variables.get(id);
  const origin = Boolean(emphasis?.origins.has(id));
  const classes = [
    !passes && "gone",
    origin && "origin",
    found && found.steps === 0 && !origin && "reached",
    found && found.steps > 0 && nearness(found.steps),
    emphasis && !found && !origin && "off",
    heat && `heat-${heat.step(id)}`,
  ];
  dress(group, classes, chosenToken() === `variable-${id}`);
  const counted = found && !origin && found.steps > 0 && !showsScenario() ? found : null;
  const { step, name } = drawn.marks.get(id);
  mark(step, counted && passes ? stepText(counted) : "");
  mark(drawn.marks.get(id).heat, heat && passes ? heat.text(id) : "");
  const more = heat ? heat.text(id) : counted ? distanceWords(counted) : "";
  put(group, "aria-label", more ? `${name}; ${more}` : name);
}

/**
 * Steps away and the direction, as the figure beside a box.
 * @param {Reached} found
 */
function stepText({ steps, verdict }) {
  return `${steps}${verdict ? VERDICT_MARKS[verdict] : ""}`;
}

/**
 * Show a figure beside a box, or take it away.
 * @param {Element} group
 * @param {string} text
 */
function mark(group, text) {
  dress(group, [text && "shown"]);
  const last = /** @type {Element} */ (group.lastElementChild);
  if (last.textContent !== text) last.textContent = text;
}

/**
 * Draw these last, so that they lie above the others.
 * @param {Element[]} groups
 */
function raise(groups) {
  const last = [...(groups[0]?.parentElement?.children ?? [])].slice(-groups.length);
  if (last.every((group) => groups.includes(group))) return;
  for (const group of groups) group.parentElement?.append(group);
}

/** One symbol of the map is in the order of the Tab key: the chosen one, else the first. */
function keepOneStop() {
  const usable = drawn.stops.filter((stop) => !stop.group.classList.contains("gone"));
  const focused = usable.find((stop) => stop.group === document.activeElement);
  const chosen = usable.find((stop) => stop.token === state.subject);
  const stop = focused ?? chosen ?? usable.find((item) => item.token.startsWith("variable-"));
  for (const item of drawn.stops) put(item.group, "tabindex", item === stop ? "0" : "-1");
}
