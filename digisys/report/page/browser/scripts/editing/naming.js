// The name of a new variable, typed where its box will stand.

import { button, byId, fill, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { drawn } from "../map/draw.js";
import { showsAreas } from "../map/letters.js";
import { say, textOf } from "../words.js";
import { addVariable, chosenVariable } from "./actions.js";
import { tell } from "./fields.js";
import { areaAt, boxCentre, freePlace, mapPoint, shownLayout, windowPoint } from "./places.js";

/**
 * Ask for the name of a new variable.
 * @param {[number, number] | null} [spot] Where in the window its box is put; near what is chosen when
 * absent.
 */
export function askName(spot = null) {
  const part = byId("edit-naming");
  const before = document.activeElement;
  const mapped = !byId("map-part").hidden;
  const at = mapped ? placeOf(spot) : null;
  const area = areaFor(at, spot !== null);
  const error = h("p", { id: "new-name-error", class: "field-error", hidden: true });
  const input = h("input", {
    id: "new-name",
    type: "text",
    autocomplete: "off",
    "aria-describedby": "new-name-error",
  });
  const close = () => {
    part.hidden = true;
    fill(part);
  };
  const leave = () => {
    close();
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
  };
  const add = () => {
    const problem = addVariable(input.value, at, area, at ? shownLayout() : undefined);
    tell(input, error, problem);
    if (!problem) close();
  };
  fill(
    part,
    h("label", { for: "new-name" }, say("Name of the new variable")),
    input,
    area
      ? h("p", { class: "note" }, `${say("Area")}: ${textOf(model.area.get(area).label)}`)
      : null,
    error,
    h(
      "div",
      { class: "tools" },
      button(say("Add"), add, { class: "tool strong" }),
      button(say("Cancel"), leave, { class: "tool" }),
    ),
  );
  part.onkeydown = (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && event.target === input) add();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  part.hidden = false;
  stand(part, at);
  input.focus({ preventScroll: true });
}

/** @param {[number, number] | null} spot */
function placeOf(spot) {
  if (spot) return mapPoint(...spot);
  const chosen = chosenVariable();
  return freePlace(chosen ? boxCentre(drawn.boxes.get(chosen)) : null);
}

/**
 * The area that a new variable belongs to: the one whose panel it is put in; by keyboard that of
 * what is chosen.
 * @param {[number, number] | null} at
 * @param {boolean} pointed
 */
function areaFor(at, pointed) {
  const chosen = chosenVariable();
  if (!pointed && chosen) return model.variable.get(chosen).area;
  return at && !showsAreas() ? areaAt(at) : null;
}

/**
 * Put the field where the box will be, within the map.
 * @param {HTMLElement} part
 * @param {[number, number] | null} at
 */
function stand(part, at) {
  const stage = byId("stage").getBoundingClientRect();
  const [x, y] = at ? windowPoint(at) : [stage.left + stage.width / 2, stage.top + 60];
  const edge = 8;
  const most = [stage.width - part.offsetWidth - edge, stage.height - part.offsetHeight - edge];
  const left = Math.min(Math.max(x - stage.left - part.offsetWidth / 2, edge), most[0]);
  const top = Math.min(Math.max(y - stage.top - 30, edge), most[1]);
  part.style.setProperty("left", `${Math.max(left, edge)}px`);
  part.style.setProperty("top", `${Math.max(top, edge)}px`);
}
