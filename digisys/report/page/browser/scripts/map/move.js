// Moving about the map: by mouse, by touch and by keyboard.

import { awaitsVariable, choose } from "../base/choose.js";
import { byId, closest } from "../base/dom.js";
import { state } from "../base/state.js";
import { lookup } from "../lookup.js";
import { sayShare } from "../words.js";
import { drawn } from "./draw.js";
import { isTooSmall, showLetters, showsAreas, toldText } from "./letters.js";
import { put } from "./show.js";

/** @type {Zoom} */
export const zoom = {
  factor: 1,
  most: 8,
  pointers: lookup(),
  dragged: false,
  pinch: null,
  start: [0, 0],
  own: false,
  told: "all",
};

/** Pixels to a unit of the map when all of it fits into its frame. */
export function fitScale() {
  const frame = byId("map");
  const [, , width, height] = drawn.box;
  return Math.min(frame.clientWidth / width, frame.clientHeight / height) || 1;
}

/** Blocks alone are drawn out to fill their frame, by so much at most. */
const MOST_STRETCHED = 1.5;

/**
 * Pixels to a unit of the map, across and down: the same, but where areas alone are shown.
 * @param {number} scale
 * @returns {[number, number]}
 */
function scalesOf(scale) {
  if (!isTooSmall(scale)) return [scale, scale];
  const frame = byId("map");
  const [, , width, height] = drawn.box;
  /** @param {number} room */
  const filling = (room) => Math.max(Math.min(room * zoom.factor, scale * MOST_STRETCHED), scale);
  return [filling(frame.clientWidth / width), filling(frame.clientHeight / height)];
}

/** On paper the map keeps its proportions. */
export function unstretchMap() {
  drawn.svg.removeAttribute("preserveAspectRatio");
}

/**
 * Fit the map into its frame, times the zoom factor; keep a point of it where it is.
 * @param {number[] | null} [anchor]
 */
export function resizeMap(anchor = null) {
  const frame = byId("map");
  const [, , width, height] = drawn.box;
  const before = drawn.svg.getBoundingClientRect();
  const view = frame.getBoundingClientRect();
  const point = anchor ?? [view.left + view.width / 2, view.top + view.height / 2];
  const share = before.width
    ? [(point[0] - before.left) / before.width, (point[1] - before.top) / before.height]
    : [0.5, 0.5];
  const scale = fitScale() * zoom.factor;
  const [across, down] = scalesOf(scale);
  put(drawn.svg, "width", String(Math.floor(width * across)));
  put(drawn.svg, "height", String(Math.floor(height * down)));
  if (across === down) unstretchMap();
  else put(drawn.svg, "preserveAspectRatio", "none");
  showLetters(scale, [across, down]);
  const after = drawn.svg.getBoundingClientRect();
  frame.scrollLeft += after.left + share[0] * after.width - point[0];
  frame.scrollTop += after.top + share[1] * after.height - point[1];
  tellPart();
}

/** Say how near the map is, and what of it can be read. */
function tellPart() {
  zoom.told = showsAreas() ? "areas" : zoom.factor > 1.02 ? "part" : "all";
  const note = byId("map-note");
  if (note) note.textContent = toldText(zoom.told);
  const level = byId("zoom-level");
  if (level) level.textContent = sayShare(zoom.factor);
}

/**
 * Zoom by a factor; 0 shows the whole map again.
 * @param {number} factor
 * @param {number[] | null} [anchor]
 */
export function zoomBy(factor, anchor = null) {
  const next = factor ? Math.min(Math.max(zoom.factor * factor, 1), zoom.most) : 1;
  if (next === zoom.factor && factor) return;
  zoom.factor = next;
  zoom.own = true;
  resizeMap(anchor);
}

/** @param {HTMLElement} frame */
export function watchPointers(frame) {
  frame.addEventListener("wheel", onWheel, { passive: false });
  frame.addEventListener("pointerdown", onPointerDown);
  frame.addEventListener("pointermove", onPointerMove);
  frame.addEventListener("pointerup", onPointerEnd);
  frame.addEventListener("pointercancel", onPointerEnd);
  frame.addEventListener("pointerleave", onPointerEnd);
  frame.addEventListener("click", onMapClick, true);
}

/**
 * The wheel zooms where the page itself does not scroll; elsewhere with Ctrl.
 * @param {WheelEvent} event
 */
function onWheel(event) {
  const fixed = document.documentElement.scrollHeight <= window.innerHeight + 1;
  if (!event.ctrlKey && !event.metaKey && (event.shiftKey || !fixed)) return;
  event.preventDefault();
  zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), [
    event.clientX,
    event.clientY,
  ]);
}

/** @param {PointerEvent} event */
function onPointerDown(event) {
  zoom.pointers.set(event.pointerId, [event.clientX, event.clientY]);
  zoom.dragged = false;
  zoom.start = [event.clientX, event.clientY];
  if (zoom.pointers.size === 2) zoom.pinch = spread();
}

function spread() {
  const [one, other] = [...zoom.pointers.values()];
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

/** @param {PointerEvent} event */
function onPointerMove(event) {
  const last = zoom.pointers.get(event.pointerId);
  if (!last) return;
  const now = [event.clientX, event.clientY];
  zoom.pointers.set(event.pointerId, now);
  if (zoom.pointers.size === 2) {
    const [one, other] = [...zoom.pointers.values()];
    const next = spread();
    if (zoom.pinch) zoomBy(next / zoom.pinch, [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]);
    zoom.pinch = next;
    zoom.dragged = true;
    return;
  }
  if (Math.hypot(now[0] - zoom.start[0], now[1] - zoom.start[1]) > 6) zoom.dragged = true;
  if (event.pointerType !== "mouse" || !zoom.dragged) return;
  byId("map").classList.add("dragging");
  byId("map").scrollLeft -= now[0] - last[0];
  byId("map").scrollTop -= now[1] - last[1];
}

/** @param {PointerEvent} event */
function onPointerEnd(event) {
  zoom.pointers.delete(event.pointerId);
  if (zoom.pointers.size < 2) zoom.pinch = null;
  byId("map").classList.remove("dragging");
}

/**
 * A drag is no click; a click beside everything takes the selection away.
 * @param {MouseEvent} event
 */
function onMapClick(event) {
  if (zoom.dragged) {
    event.stopPropagation();
    zoom.dragged = false;
    return;
  }
  if (closest(event, "[data-token]")) return;
  const area = closest(event, "[data-area]")?.getAttribute("data-area");
  if (area && showsAreas()) choose(`area-${area}`, { from: "map" });
  else if (state.subject && ["explore", "edit"].includes(state.mode)) choose("", { from: "map" });
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {KeyboardEvent} event */
export function onMapKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const token = closest(event, "[data-token]")?.getAttribute("data-token");
  if (event.key === "+" || event.key === "=") zoomBy(1.25);
  else if (event.key === "-") zoomBy(0.8);
  else if (event.key === "0") zoomBy(0);
  else if (event.key === "Escape" && state.subject) choose("", { from: "map" });
  else if ((event.key === "Enter" || event.key === " ") && token) choose(token, { from: "map" });
  else if (event.key in ARROWS && event.shiftKey) pan(...ARROWS[event.key]);
  else if (event.key in ARROWS) moveFocus(event.target, ARROWS[event.key]);
  else if (event.key === "PageDown" || event.key === "PageUp")
    nextInOrder(event.key === "PageDown");
  else if (event.key === "Home" || event.key === "End") focusEdge(event.key === "Home");
  else return;
  event.preventDefault();
}

/**
 * @param {number} right
 * @param {number} down
 */
function pan(right, down) {
  const frame = byId("map");
  frame.scrollLeft += right * frame.clientWidth * 0.25;
  frame.scrollTop += down * frame.clientHeight * 0.25;
}

function usableStops() {
  const shown = drawn.stops.filter((stop) => !stop.group.classList.contains("gone"));
  return awaitsVariable() ? shown.filter(({ token }) => token.startsWith("variable-")) : shown;
}

/**
 * Go to the nearest symbol on the side that the arrow key points to.
 * @param {EventTarget | null} from
 * @param {number[]} way
 */
function moveFocus(from, [right, down]) {
  const here = drawn.stops.find((stop) => stop.group === from);
  if (!here) return focusEdge(true);
  let best = null;
  for (const stop of usableStops()) {
    const along = (stop.x - here.x) * right + (stop.y - here.y) * down;
    const across = Math.abs((stop.x - here.x) * down) + Math.abs((stop.y - here.y) * right);
    if (stop === here || along <= 2) continue;
    const cost = along + across * 2.2;
    if (across <= along * 2.5 && (!best || cost < best.cost)) best = { stop, cost };
  }
  if (best) focusStop(best.stop);
  return undefined;
}

/** The symbols from top to bottom. */
function orderedStops() {
  return usableStops().sort((a, b) => a.y - b.y || a.x - b.x);
}

/** @param {boolean} forward */
function nextInOrder(forward) {
  const stops = orderedStops();
  const here = stops.findIndex((stop) => stop.group === document.activeElement);
  const next = here < 0 ? 0 : here + (forward ? 1 : stops.length - 1);
  focusStop(stops[next % stops.length]);
}

/** @param {boolean} first */
function focusEdge(first) {
  const stops = orderedStops();
  if (stops.length) focusStop(first ? stops[0] : stops[stops.length - 1]);
}

/** @param {Stop} stop */
function focusStop(stop) {
  for (const item of drawn.stops) put(item.group, "tabindex", item === stop ? "0" : "-1");
  stop.group.focus({ preventScroll: true });
  stop.group.scrollIntoView({ block: "nearest", inline: "nearest" });
}
