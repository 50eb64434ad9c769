// Bringing out what is chosen: near things strong, far things weaker, the rest pale.

const VERDICT_MARKS = { strengthens: "+", weakens: "\u2212", ambiguous: "\u00b1", unknown: "?" };

/** Bring out what is chosen on the map that is drawn. */
function showOnMap() {
  const emphasis = state.mode === "scenarios" ? null : currentEmphasis();
  const subject = currentSubject();
  const inView = new Set(currentGraph().view.links.map((link) => `${link.from}->${link.to}`));
  drawn.svg.classList.toggle("asking", Boolean(emphasis));
  for (const [id, group] of drawn.boxes) showBox(id, group, emphasis);
  for (const [key, group] of drawn.links) {
    const [from, to] = key.split("->");
    const hidden = !inView.has(key) || !passesFilters(from) || !passesFilters(to);
    group.classList.toggle("gone", hidden);
    const steps = emphasis?.links.get(key);
    setDistance(group, steps, emphasis && steps === undefined);
    group.classList.toggle("chosen", subject?.kind === "link" && subject.key === key);
  }
  raise([...drawn.links.values()].filter((group) => group.classList.contains("near-1")));
  for (const { target, variable, group } of drawn.badges) {
    const box = drawn.boxes.get(variable);
    group.classList.toggle("gone", box.classList.contains("gone"));
    group.classList.toggle("off", box.classList.contains("off"));
    press(group, chosenToken() === `target-${target}`);
  }
  for (const [id, group] of drawn.loops) {
    const chosen = Boolean(subject) && (subject.key === id || subject.loop === id);
    const whole = wholeCycles(currentGraph(), model.loop.get(id)).length > 0;
    group.classList.toggle("gone", !whole);
    group.classList.toggle("off", Boolean(emphasis) && !chosen);
    press(group, chosen);
  }
  for (const [id, group] of drawn.panels) {
    const members = model.variables.filter((variable) => variable.area === id);
    group.classList.toggle("off", !members.some((variable) => passesFilters(variable.id)));
    press(group.querySelector(".symbol"), chosenToken() === `area-${id}`);
  }
  keepOneStop();
}

/** What is chosen on the map: the subject, or in scenarios what the chart is about. */
function chosenToken() {
  return state.mode === "scenarios" ? state.of : state.subject;
}

function press(group, on) {
  group.classList.toggle("chosen", on);
  group.setAttribute("aria-pressed", String(on));
}

function setDistance(group, steps, off) {
  for (const step of [1, 2, 3]) {
    group.classList.toggle(`near-${step}`, steps !== undefined && Math.min(steps, 3) === step);
  }
  group.classList.toggle("off", Boolean(off));
}

function showBox(id, group, emphasis) {
  const found = emphasis?.variables.get(id);
  const origin = Boolean(emphasis?.origins.has(id));
  group.classList.toggle("gone", !passesFilters(id));
  group.classList.toggle("origin", origin);
  group.classList.toggle("reached", Boolean(found) && found.steps === 0 && !origin);
  setDistance(
    group,
    found && found.steps > 0 ? found.steps : undefined,
    emphasis && !found && !origin,
  );
  press(group, chosenToken() === `variable-${id}`);
  const numbered = Boolean(found) && !origin && found.steps > 0 && state.mode !== "scenarios";
  const { step, name } = drawn.marks.get(id);
  step.classList.toggle("shown", numbered && passesFilters(id));
  step.lastChild.textContent = numbered
    ? `${found.steps}${VERDICT_MARKS[found.verdict] ?? ""}`
    : "";
  group.setAttribute("aria-label", numbered ? `${name}; ${distanceWords(found)}` : name);
}

function distanceWords(found) {
  const steps = sayCount("{count} step", "{count} steps", found.steps);
  return found.verdict ? `${steps}, ${verdictWord(found.verdict)}` : steps;
}

/** Draw these last, so that they lie above the others. */
function raise(groups) {
  for (const group of groups) group.parentNode.append(group);
}

/** One symbol of the map is in the order of the Tab key: the chosen one, else the first. */
function keepOneStop() {
  const usable = drawn.stops.filter((stop) => !stop.group.classList.contains("gone"));
  const focused = usable.find((stop) => stop.group === document.activeElement);
  const chosen = usable.find((stop) => stop.token === state.subject);
  const stop = focused ?? chosen ?? usable.find((item) => item.token.startsWith("variable-"));
  for (const item of drawn.stops) item.group.setAttribute("tabindex", item === stop ? "0" : "-1");
}
