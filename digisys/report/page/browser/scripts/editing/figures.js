// What needs many draws: from the server that the page came from, else as of the last save.

import { folded, h } from "../base/dom.js";
import { say, sayCount } from "../words.js";
import { isUnsaved, session } from "./session.js";

/** @type {{ served: boolean; figures: ServerFigures | null; version: string }} */
export const known = {
  served: document.documentElement.dataset.edit === "served",
  figures: null,
  version: "",
};

/** Levers, odds and gains, with what they rest on. */
export function drawFigures() {
  if (!known.served) return asOfSave();
  const { figures } = known;
  if (!figures) return h("p", { class: "note" }, say("Levers and odds are being computed."));
  return h(
    "section",
    { class: "edit-figures", "aria-labelledby": "figures-title" },
    h("h3", { id: "figures-title" }, say("What many draws say")),
    h("p", { class: "note", id: "figures-note" }, figuresNote(figures)),
    figures.rows.map(({ title, rows }, at) =>
      folded(
        { "data-focus": `figures-${at}-details`, open: at === 0 },
        h("summary", { "data-focus": `figures-${at}` }, title),
        () => [
          h(
            "dl",
            { class: "pairs" },
            rows.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text))),
          ),
        ],
      ),
    ),
  );
}

/**
 * What the figures rest on.
 * @param {ServerFigures} figures
 */
function figuresNote({ draws, done, version }) {
  const counted = sayCount("{count} draw", "{count} draws", draws);
  if (isUnsaved() || version !== known.version) {
    return say("As of the last save ({draws}); new ones follow.", { draws: counted });
  }
  return done
    ? say("From {draws}.", { draws: counted })
    : say("First figures, from {draws}; they are being refined.", { draws: counted });
}

/** Of a page that was opened as a file, nothing is computed again that needs the library. */
function asOfSave() {
  if (!session.history.past.length) return null;
  return h(
    "p",
    { class: "note" },
    say(
      "Gains of loops, sizes of effects and other figures from many draws are as of the last save; digisys computes them again from the saved file.",
    ),
  );
}
