// Evidence: which document, which part, which slide, and what it cites itself.

function claimRows(subject) {
  const own = (evidence, claim) => evidence.map((item) => [claim, item]);
  const ofLinks = (links) => links.flatMap((link) => own(link.evidence, linkText(link)));
  if (subject.kind === "variable") {
    const variable = model.variable.get(subject.key);
    const links = model.links.filter(
      (link) => link.from === subject.key || link.to === subject.key,
    );
    return [...own(variable.evidence, textOf(variable.label)), ...ofLinks(links)];
  }
  if (subject.kind === "link") return own(subject.link.evidence, linkText(subject.link));
  if (subject.kind === "loop" || subject.kind === "instance") {
    const loop = loopOf(model, subject);
    const cycles = subject.kind === "loop" ? Object.values(loop.cycles) : [subject.variables];
    const pairs = new Set(cycles.flatMap(cyclePairs).map(([from, to]) => `${from}->${to}`));
    const links = model.links.filter((link) => pairs.has(`${link.from}->${link.to}`));
    return [...own(loop.evidence, subjectText(subject)), ...ofLinks(links)];
  }
  const owner =
    subject.kind === "target" ? model.target.get(subject.key) : model.area.get(subject.key);
  return [
    ...own(owner.evidence, subjectText(subject)),
    ...subject.variables.flatMap((id) => {
      const variable = model.variable.get(id);
      return own(variable.evidence, textOf(variable.label));
    }),
  ];
}

/** Write a link with full labels. */
function linkText(link) {
  const [from, to] = [link.from, link.to].map((id) => textOf(model.variable.get(id).label));
  return `${from} ${signMark(SIGNS[link.polarity])}→ ${to}`;
}

function evidenceTable(subject) {
  const heads = [say("Claim"), say("Source"), say("Place"), say("It cites")];
  const rows = claimRows(subject).map(([claim, item]) => [
    claim,
    ...placeText(model, item),
    citesText(model, item.cites),
  ]);
  return { heads, rows };
}

function drawEvidence(subject) {
  const { heads, rows } = evidenceTable(subject);
  if (!rows.length) return h("p", { class: "note" }, say("no evidence"));
  const caption = say("Sources of {name}", { name: subjectTitle(subject) });
  return folded(
    { class: "evidence", "data-focus": "evidence-details" },
    h("summary", { "data-focus": "evidence" }, `${say("Evidence")} (${rows.length})`),
    () => [evidencePanel(caption, heads, rows)],
  );
}

/** The table as it fits beside the map: place with source, no column that tells nothing. */
function evidencePanel(caption, heads, rows) {
  const alone = rows.every(([claim]) => claim === rows[0][0]);
  const citing = rows.some(([, , , cites]) => cites);
  const narrow = ([claim, source, place, cites]) => [
    ...(alone ? [] : [claim]),
    [source, place].filter(Boolean).join(", "),
    ...(citing ? [cites] : []),
  ];
  const [claim, source, , cites] = heads;
  const shown = narrow([claim, source, "", cites]);
  return table(caption, shown, rows.map(narrow), { id: "evidence-table" });
}

/** The answer about a single link. */
function drawLinkAnswer(subject) {
  const { link } = subject;
  const ends = {
    from: textOf(model.variable.get(link.from).label),
    to: textOf(model.variable.get(link.to).label),
  };
  const sentence = {
    positive: say("“{from}” strengthens “{to}”.", ends),
    negative: say("“{from}” weakens “{to}”.", ends),
    unknown: say("“{from}” acts on “{to}”; the direction is not known.", ends),
  }[link.polarity];
  const facts = [
    link.certainty === "explicit"
      ? say("The source states this link.")
      : say("The source can be read without this link."),
    link.direction === "stated" ? null : say("The direction of the effect is our reading."),
    link.delay
      ? sayCount(
          "The effect comes after {count} year.",
          "The effect comes after {count} years.",
          link.delay,
        )
      : null,
  ];
  const loops = model.loops.filter((loop) =>
    Object.values(loop.cycles).some((cycle) =>
      cyclePairs(cycle).some(([a, b]) => a === link.from && b === link.to),
    ),
  );
  return [
    answerHead(subject),
    h("p", {}, sentence),
    h("p", {}, facts.filter(Boolean).join(" ")),
    h(
      "ul",
      { class: "plain" },
      [link.from, link.to].map((id) => h("li", {}, variableButton(id))),
    ),
    loops.length
      ? h(
          "p",
          { class: "chips" },
          loops.map((loop) =>
            subjectButton(`loop-${loop.id}`, `${loop.id} ${textOf(loop.label)}`, { class: "chip" }),
          ),
        )
      : null,
    otherLoops((cycle) =>
      cyclePairs(cycle).some(([a, b]) => a === link.from && b === link.to),
    ),
    reading(link.reading),
    drawEvidence(subject),
    drawAnswerTools(),
  ];
}
