// How answers name things: the same words as the command line.

function shortLabel(model, name) {
  const variable = model.variable.get(name);
  return textOf(variable.short ?? variable.label);
}

/** Name a variable with its area and its targets, as pictures do. */
function variableName(model, variable) {
  const area = variable.area === null ? "" : textOf(model.area.get(variable.area).label);
  const targets = variable.targets.map((item) => say("target {number}", { number: item.target }));
  return [textOf(variable.label), area, ...targets].filter(Boolean).join("; ");
}

/** Say what a link does, as pictures do. */
function linkName(model, link) {
  const ends = {
    source: textOf(model.variable.get(link.from).label),
    target: textOf(model.variable.get(link.to).label),
  };
  const sentence = {
    positive: say("{source} → {target}: strengthens", ends),
    negative: say("{source} → {target}: weakens", ends),
    unknown: say("{source} → {target}: direction unknown", ends),
  }[link.polarity];
  const delayed = link.delay > 0 ? say("acts with a delay") : "";
  const unsure = link.certainty === "ambiguous" ? say("ambiguous in the source") : "";
  return [sentence, delayed, unsure].filter(Boolean).join("; ");
}

/** Write a chain with short labels and a sign on each arrow. */
function chainText(model, chain) {
  return chain.variables
    .map((name, at) => {
      const label = shortLabel(model, name);
      return at ? `${signMark(chain.signs[at - 1])}→ ${label}` : label;
    })
    .join(" ");
}

/** Name a kind of evidence. */
function evidenceLabel(model, kind) {
  for (const source of model.sources) {
    if (kind in source.parts) return textOf(source.parts[kind]);
    if (kind === source.id) return sourceLabel(model, source.id);
  }
  return say("no evidence");
}

function sourceLabel(model, id) {
  const source = model.source.get(id);
  return textOf(source.short ?? source.title);
}

/** Say in words which links an answer rests on. */
function viewText(model, view) {
  const count = sayCount("{count} link", "{count} links", view.links.length);
  const parts = [
    {
      explicit: say("explicit links"),
      ambiguous: say("ambiguous links only"),
      "explicit ambiguous": say("explicit and ambiguous links"),
    }[view.certainty.join(" ")],
  ];
  if (view.narrowed) {
    const kinds = view.evidence.map((kind) => evidenceLabel(model, kind)).join(", ");
    parts.push(say("evidence: {kinds}", { kinds }));
  }
  return `${parts.join("; ")} (${count})`;
}

/** Name what a question is about, such as “target 14 (Leadership)”. */
function subjectText(subject) {
  const label = textOf(subject.label);
  if (subject.kind === "target") {
    return say("target {number} ({label})", { number: subject.key, label });
  }
  if (subject.unnamed) return unnamedText(model, model.loop.get(subject.key));
  if (subject.kind === "loop" || subject.kind === "instance") {
    return say("loop {name} ({label})", { name: subject.key, label });
  }
  return label;
}

/** Name a loop that has no name: by its length and where it begins. */
function unnamedText(model, loop) {
  const [cycle] = Object.values(loop.cycles);
  const course = cycle.slice(0, 2).map((name) => shortLabel(model, name));
  const names = [...course, cycle.length > 2 ? "…" : course[0]].join(" → ");
  return sayCount("loop of {count} link: {names}", "loop of {count} links: {names}", cycle.length, {
    names,
  });
}

/** The whole course of a loop, with a sign on each arrow. */
function courseText(model, loop) {
  const [cycle] = Object.values(loop.cycles);
  const signs = cyclePairs(cycle).map(([from, to]) => {
    return SIGNS[model.link.get(`${from}->${to}`).polarity];
  });
  return chainText(model, { variables: [...cycle, cycle[0]], signs });
}

/** Name the subject within a sentence: a label in quotes needs no verb to agree with it. */
function quotedText(subject) {
  const name = subjectText(subject);
  return ["variable", "area"].includes(subject.kind) ? say("“{name}”", { name }) : name;
}

function questionText(answer) {
  const name = quotedText(answer.subject);
  return answer.upstream
    ? say("What influences {name}?", { name })
    : say("What does {name} influence?", { name });
}

/** Name a target by its number and its short label. */
function targetText(model, number) {
  const target = model.target.get(number);
  return target.short ? `${number} ${textOf(target.short)}` : String(number);
}

/** What an answer comes to, as pairs of heading and text. */
function summaryPairs(model, answer) {
  const none = say("none");
  const areas = answer.areasReached.map((id) => textOf(model.area.get(id).label));
  const pairs = [
    [say("Reached"), sayCount("{count} variable", "{count} variables", answer.affected.length)],
    [say("Areas"), areas.join(", ") || none],
  ];
  if (model.targets.length) {
    const named = (numbers) =>
      numbers.map((number) => targetText(model, number)).join("; ") || none;
    pairs.push([say("Targets reached"), named(answer.targetsReached)]);
    pairs.push([say("Targets not reached"), named(answer.targetsNotReached)]);
  }
  if (model.loops.length) pairs.push([say("Loops"), answer.loopsEntered.join(", ") || none]);
  if (answer.feedsBack.length) {
    const names = answer.feedsBack.map((id) => textOf(model.variable.get(id).label));
    pairs.push([say("Feeds back to"), names.join(", ")]);
  }
  if (answer.affected.some((effect) => effect.feedsBack)) {
    pairs.push(["↩", say("also influences what was asked about")]);
  }
  pairs.push([say("View"), viewText(model, answer.view)]);
  return pairs;
}

/** Heads and rows of the table of an answer, nearest first. */
function answerTable(model, answer) {
  const heads = [
    say("Steps"),
    say("Variable"),
    say("Target"),
    say("Effect"),
    say("Chain"),
    say("Weakest evidence"),
  ];
  const rows = answer.affected.map((effect) => [
    effect.steps,
    textOf(model.variable.get(effect.variable).label),
    effect.targets.join(", "),
    verdictWord(effect.verdict),
    chainText(model, effect.chain),
    evidenceLabel(model, effect.evidence),
  ]);
  return { heads, rows };
}

/** Name the source of a piece of evidence, and the place in it. */
function placeText(model, evidence) {
  const source = model.source.get(evidence.source);
  const parts = [];
  if (evidence.part) parts.push(textOf(source.parts[evidence.part]));
  if (evidence.slides) parts.push(say("slide {numbers}", { numbers: evidence.slides.join(", ") }));
  if (evidence.pages) parts.push(say("page {numbers}", { numbers: evidence.pages.join(", ") }));
  return [sourceLabel(model, evidence.source), parts.join(", ")];
}

/** Name the places of some evidence, source by source. */
function placesText(model, items) {
  const places = new Map();
  for (const item of items) {
    const [source, place] = placeText(model, item);
    places.set(source, [...(places.get(source) ?? []), place].filter(Boolean));
  }
  return [...places]
    .map(([source, found]) => (found.length ? `${source}: ${found.join("; ")}` : source))
    .join(". ");
}

/** Name what a source itself cites, with targets and pages. */
function citesText(model, citations) {
  return (citations ?? [])
    .map((citation) => {
      let text = sourceLabel(model, citation.source);
      if (citation.targets) {
        const numbers = citation.targets.join(", ");
        const word = citation.keyResult
          ? say("key result of target {numbers}", { numbers })
          : say("target {numbers}", { numbers });
        text += `, ${word}`;
      }
      if (citation.pages) {
        text += `, ${say("page {numbers}", { numbers: citation.pages.join(", ") })}`;
      }
      return text;
    })
    .join("; ");
}
