// What the page has to say, in one sentence: the title of its pictures and of its paper.

import { conclude } from "../analysis/influence/conclude.js";
import { questionText } from "../answers/wording.js";
import { model } from "../base/model.js";
import { linkText, subjectTitle } from "../base/naming.js";
import { answered, currentAnswers, currentSubject } from "../base/shown.js";
import { state } from "../base/state.js";
import { chosenScenario, scenarioTitle } from "../scenarios/view.js";
import { textOf } from "../words.js";

/** The finding; where nothing is asked, the name of the model. */
export function findingText() {
  if (state.mode === "scenarios") return scenarioTitle(chosenScenario());
  const subject = currentSubject();
  if (!subject) return textOf(model.title);
  if (subject.kind === "link") return linkText(subject.link);
  const [answer] = answered(currentAnswers());
  if (!answer) return subjectTitle(subject);
  return conclude(model, answer)[0]?.text ?? questionText(model, answer);
}
