// Editing on the map by mouse, pen or finger: boxes are dragged, links drawn from the handle of the
// box that is chosen, variables put where there is nothing.

import { choose } from "../base/choose.js";
import { byId, closest, s } from "../base/dom.js";
import { state } from "../base/state.js";
import { drawn } from "../map/draw.js";
import { showsAreas } from "../map/letters.js";
import { say } from "../words.js";
import { addLink, chosenVariable, linking, moveBox } from "./actions.js";
import { askName } from "./naming.js";
import { areaAt, boxCentre, mapPoint, plateOf, shownLayout } from "./places.js";
import { isOpen } from "./session.js";

/** So many pixels make a drag of a press. */
const LEAST_DRAG = 5;

/**
 * @typedef {object} Press
 * @property {number} pointer
 * @property {string} id The variable.
 * @property {"move" | "link"} what
 * @property {[number, number]} start In the window.
 * @property {[number, number]} from In the map: the middle of the box.
 * @property {boolean} dragged
 * @property {Element[]} moved What goes along.
 * @property {SVGElement | null} line
 */

/** @type {{ press: Press | null; swallow: boolean }} */
const pressing = { press: null, swallow: false };

/** @param {HTMLElement} frame */
export function watchEditing(frame) {
  frame.addEventListener("pointerdown", onDown, true);
  frame.addEventListener("pointermove", onMove, true);
  frame.addEventListener("pointerup", onUp, true);
  frame.addEventListener("pointercancel", stop, true);
  frame.addEventListener("click", onClick, true);
  frame.addEventListener("dblclick", onDouble);
}

/** Whether something is dragged just now, so that the map must not be drawn anew. */
export function isDragging() {
  return pressing.press !== null;
}

/** @param {PointerEvent} event */
function onDown(event) {
  pressing.swallow = false;
  if (state.mode !== "edit" || !isOpen() || event.button !== 0 || showsAreas()) return;
  const handle = closest(event, ".link-handle");
  const token = closest(event, ".box")?.getAttribute("data-token") ?? "";
  const id = handle ? chosenVariable() : token.slice("variable-".length);
  const centre = id ? boxCentre(drawn.boxes.get(id)) : null;
  if (!id || !centre) return;
  // A finger moves the map, but for the box that is chosen.
  if (!handle && event.pointerType === "touch" && id !== chosenVariable()) return;
  event.stopPropagation();
  if (event.pointerType !== "mouse") event.preventDefault();
  pressing.press = {
    pointer: event.pointerId,
    id,
    what: handle ? "link" : "move",
    start: [event.clientX, event.clientY],
    from: centre,
    dragged: false,
    moved: [],
    line: null,
  };
}

/** @param {PointerEvent} event */
function onMove(event) {
  const { press } = pressing;
  if (!press || press.pointer !== event.pointerId) return;
  event.stopPropagation();
  const [x, y] = [event.clientX - press.start[0], event.clientY - press.start[1]];
  if (!press.dragged) {
    if (Math.hypot(x, y) < LEAST_DRAG) return;
    press.dragged = true;
    byId("map").setPointerCapture(event.pointerId);
    beginDrag(press);
  }
  const [left, top] = mapPoint(event.clientX, event.clientY);
  if (press.what === "link") {
    press.line?.setAttribute("d", `M${press.from[0]} ${press.from[1]}L${left} ${top}`);
    markAim(variableAt(event));
  } else shift(press, movedBy(press, event));
}

/**
 * How far a box was dragged, in units of the map.
 * @param {Press} press
 * @param {PointerEvent} event
 * @returns {[number, number]}
 */
function movedBy({ start }, event) {
  const [one, other] = [mapPoint(...start), mapPoint(event.clientX, event.clientY)];
  return [other[0] - one[0], other[1] - one[1]];
}

/** @param {Press} press */
function beginDrag(press) {
  if (press.what === "link") {
    press.line = s("path", { class: "link-drawn", d: "" });
    drawn.svg.append(press.line);
    return;
  }
  const { step, heat } = drawn.marks.get(press.id);
  const badges = drawn.badges.filter((item) => item.variable === press.id);
  const handle = drawn.svg.querySelector(".link-handle");
  press.moved = [drawn.boxes.get(press.id), step, heat, ...badges.map(({ group }) => group)];
  if (handle && chosenVariable() === press.id) press.moved.push(handle);
  drawn.svg.classList.add("moving");
}

/**
 * Show a box where it is dragged.
 * @param {Press} press
 * @param {[number, number]} by
 */
function shift({ moved }, [x, y]) {
  for (const part of moved) {
    const own = part.getAttribute("data-place") ?? part.getAttribute("transform") ?? "";
    part.setAttribute("data-place", own);
    part.setAttribute("transform", `translate(${x} ${y}) ${own}`);
  }
}

/** @param {PointerEvent} event */
function onUp(event) {
  const { press } = pressing;
  if (!press || press.pointer !== event.pointerId) return;
  event.stopPropagation();
  const aim = press.what === "link" ? variableAt(event) : null;
  const by = movedBy(press, event);
  stop();
  pressing.swallow = true;
  if (!press.dragged) {
    if (press.what === "move") choose(`variable-${press.id}`, { from: "map" });
    return;
  }
  if (press.what === "link") {
    if (aim) addLink(press.id, aim);
    return;
  }
  /** @type {[number, number]} */
  const at = [press.from[0] + by[0], press.from[1] + by[1]];
  const [before, after] = [areaAt(press.from), areaAt(at)];
  moveBox(press.id, at, shownLayout(), after && after !== before ? { area: after } : {});
}

function stop() {
  const { press } = pressing;
  pressing.press = null;
  press?.line?.remove();
  markAim(null);
  drawn.svg.classList.remove("moving");
  for (const part of press?.moved ?? []) {
    const own = part.getAttribute("data-place");
    if (own === null) continue;
    if (own) part.setAttribute("transform", own);
    else part.removeAttribute("transform");
    part.removeAttribute("data-place");
  }
}

/**
 * The variable whose box is under the pointer.
 * @param {PointerEvent} event
 */
function variableAt(event) {
  const [x, y] = mapPoint(event.clientX, event.clientY);
  for (const [id, group] of drawn.boxes) {
    const plate = group.querySelector(".plate");
    if (!plate || group.classList.contains("gone")) continue;
    const [left, top, width, height] = plateOf(plate);
    if (x >= left && x <= left + width && y >= top && y <= top + height) return id;
  }
  return null;
}

/** @param {string | null} id */
function markAim(id) {
  for (const [name, group] of drawn.boxes) group.classList.toggle("aim", name === id);
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (!pressing.swallow) return;
  pressing.swallow = false;
  event.stopPropagation();
}

/** @param {MouseEvent} event */
function onDouble(event) {
  if (state.mode !== "edit" || !isOpen() || linking.from || showsAreas()) return;
  if (closest(event, "[data-token]:not(.heading)")) return;
  event.preventDefault();
  askName([event.clientX, event.clientY]);
}

/** How far the handle stands out, so that it hides no letters of the box. */
const HANDLE = 12;

/** The handle at the edge of the box that is chosen, from which a link is drawn. */
export function drawHandle() {
  drawn.svg.querySelector(".link-handle")?.remove();
  const id = state.mode === "edit" ? chosenVariable() : null;
  const plate = id ? drawn.boxes.get(id)?.querySelector(".plate") : null;
  if (!plate) return;
  const [x, y, width, height] = plateOf(plate);
  const group = s(
    "g",
    {
      class: "link-handle",
      "aria-hidden": "true",
      transform: `translate(${x + width + HANDLE} ${y + height / 2})`,
    },
    s("circle", { class: "handle-hit", r: 22 }),
    s("circle", { class: "handle-plate", r: 13 }),
    s("path", { class: "handle-arrow", d: "M-6 0H5M1 -4.5L5.5 0L1 4.5" }),
    s("title", {}, say("Draw a link from here")),
  );
  drawn.svg.append(group);
}
