// The Edit mode as a whole: its parts in the page, and what begins and ends it.

import { shortLabel } from "../answers/wording.js";
import { button, byId, fill, h } from "../base/dom.js";
import { model } from "../base/model.js";
import { change, state } from "../base/state.js";
import { drawMap } from "../map/draw.js";
import { redrawMap, roomForMore } from "../map/frame.js";
import { say } from "../words.js";
import { cancelLink, linking } from "./actions.js";
import { showBar } from "./bar.js";
import { askWhether } from "./dialogs.js";
import { known } from "./figures.js";
import { baseOf, beginFile } from "./file.js";
import { forgetUnsaved, keptEdits } from "./kept.js";
import { onEditKey } from "./keys.js";
import { askName } from "./naming.js";
import { drawHandle } from "./pointer.js";
import { beginSaving, goOnFrom } from "./saving.js";
import {
  followScenario,
  isOpen,
  onEdit,
  openSession,
  plainNow,
  session,
  takeKept,
} from "./session.js";
import { showStrip } from "./strip.js";

/** Parts of the Edit mode that lie over the map. */
export function stageParts() {
  return [
    h("div", { id: "edit-empty", class: "edit-empty", hidden: true }),
    h("div", { id: "edit-linking", class: "edit-linking", hidden: true }),
    h("div", { id: "edit-naming", class: "edit-naming", hidden: true }),
  ];
}

/** What is concluded otherwise, beside the map. */
export function stripPart() {
  return h("section", {
    id: "edit-strip",
    class: "edit-strip",
    "aria-label": say("What has changed in the conclusions"),
    hidden: true,
  });
}

/**
 * Begin: follow the server at once; edits of a file begin when someone enters the mode.
 * @param {(changed: boolean) => void} draw What draws the page anew.
 */
export function beginEditing(draw) {
  document.addEventListener("keydown", onEditKey, true);
  onEdit((changed) => {
    if (changed) redrawMap(drawMap);
    draw(changed);
    if (!changed && isOpen()) offerKept();
  });
  if (known.served) {
    beginSaving(() => {
      redrawMap(drawMap);
      draw(true);
    });
  } else beginFile();
}

/** Edits that were not saved when the page was closed are offered. */
async function offerKept() {
  const kept = document.getElementById("ask-dialog") ? null : keptEdits();
  if (!kept || (!known.served && kept.base !== baseOf())) return;
  if (JSON.stringify(kept.plain) === JSON.stringify(plainNow())) {
    forgetUnsaved();
    return;
  }
  const sure = await askWhether(
    say("There are edits that were not saved"),
    say("The page was closed before they were saved. Go on with them?"),
    say("Go on with them"),
    say("Drop them"),
  );
  if (!sure) {
    forgetUnsaved();
    return;
  }
  takeKept(kept.plain);
  if (known.served) goOnFrom(kept.base);
}

/** @type {{ on: boolean; shape: string }} */
const entered = { on: false, shape: "" };

/** Bring the parts of the mode up to the state, after all else was drawn. */
export function showEditing() {
  const on = state.mode === "edit";
  if (on && !entered.on) enter();
  if (!on && entered.on) cancelLink();
  entered.on = on;
  if (on) followScenario();
  showStrip();
  showLinking();
  showEmpty();
  drawHandle();
  if (on) showBar();
  else byId("edit-naming").hidden = true;
}

function enter() {
  // A page that is served begins with what the server has.
  if (!known.served) void openSession();
  linking.told = showLinking;
  if (state.areas.length || state.targets.length)
    change({ areas: [], targets: [] }, { quiet: true });
  roomForMore();
}

/** That a link is being drawn, and from where. */
function showLinking() {
  const part = byId("edit-linking");
  const from = linking.from && model.variable.has(linking.from) ? linking.from : null;
  part.hidden = !from;
  fill(
    part,
    from
      ? [
          h(
            "p",
            {},
            say("A link from “{name}”: choose the variable that it acts on.", {
              name: shortLabel(model, from),
            }),
          ),
          button(say("Find by name"), () => byId("search").focus(), {
            class: "tool",
            "data-focus": "linking-find",
          }),
          button(say("Cancel"), cancelLink, { class: "tool", "data-focus": "linking-cancel" }),
        ]
      : null,
  );
}

/** What stands on an empty map: how to begin. */
function showEmpty() {
  const part = byId("edit-empty");
  part.hidden =
    state.mode !== "edit" ||
    session.stage !== "open" ||
    model.variables.length > 0 ||
    state.view !== "map";
  if (part.hidden || part.firstChild) return;
  fill(
    part,
    h("p", { class: "edit-empty-title" }, say("An empty map")),
    h("p", {}, say("What can rise or fall in what you talk about? Begin with one thing.")),
    button(say("Add the first variable"), () => askName(), {
      class: "tool strong",
      "data-focus": "edit-first",
    }),
  );
}
