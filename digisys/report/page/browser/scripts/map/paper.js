// What stands around the map on paper and in pictures: the finding, the model, the date, the view.

import { viewText } from "../answers/wording.js";
import { h } from "../base/dom.js";
import { model } from "../base/model.js";
import { currentGraph } from "../base/shown.js";
import { findingText, subjectsOfPicture } from "../panels/finding.js";
import { say, sayDate, textOf } from "../words.js";

/** The lines of a picture: what it says, what it is of, and what it rests on. */
export function pictureTexts() {
  const title = findingText();
  const documents = model.sources.filter((source) => Object.keys(source.parts).length);
  const named = (documents.length ? documents : model.sources).slice(0, 2);
  const names = named.map((source) => textOf(source.title)).join("; ");
  const view = say("Links shown: {view}", { view: viewText(model, currentGraph().view) });
  return {
    title,
    below: [...subjectsOfPicture().filter((name) => name !== title), sayDate(new Date())].join(
      " · ",
    ),
    foot: `${[names ? say("Source: {names}", { names }) : "", view].filter(Boolean).join(". ")}.`,
  };
}

/** What stands above the map on paper. */
export function drawPaperHead() {
  const { title, below } = pictureTexts();
  return [h("p", { class: "paper-title" }, title), h("p", { class: "note" }, below)];
}

/** What stands below it. */
export function drawPaperFoot() {
  return h("p", { class: "note" }, pictureTexts().foot);
}
