// Drawing the map from the scene that came with the page.

const drawn = {
  svg: null,
  boxes: new Map(),
  marks: new Map(),
  links: new Map(),
  loops: new Map(),
  panels: new Map(),
  badges: [],
  stops: [],
};

/** The class that colours what belongs to an area. */
function toneOf(area) {
  const at = model.areas.findIndex((item) => item.id === area);
  return at < 0 ? "tone-x" : `tone-${at}`;
}

/** Draw the map in the language; every symbol that can be chosen is a button. */
function drawMap() {
  const scene = model.maps[state.lang];
  for (const part of ["boxes", "marks", "links", "loops", "panels"]) drawn[part].clear();
  drawn.badges = [];
  drawn.stops = [];
  const svg = s("svg", {
    id: "map-picture",
    viewBox: scene.box.join(" "),
    role: "group",
    "aria-label": say("Map of the model"),
    "aria-describedby": "map-help",
    focusable: "false",
  });
  svg.append(
    s("g", { class: "panels" }, scene.panels.map(drawPanel)),
    s("g", { class: "links" }, scene.links.map(drawLink)),
    s("g", { class: "loops" }, scene.loops.map(drawLoop)),
    s("g", { class: "boxes" }, scene.boxes.map(drawBox)),
    s("g", { class: "badges" }, scene.badges.map(drawBadge)),
    s("g", { class: "marks", "aria-hidden": "true" }, scene.boxes.map(drawMarks)),
  );
  drawn.svg = svg;
  return svg;
}

const SHIFTS = { start: 0, middle: 0.5, end: 1 };

function textLook([, , , size, weight, anchor, side], className) {
  return {
    class: className,
    "font-size": size,
    "font-weight": weight,
    "text-anchor": anchor,
    direction: side || null,
  };
}

/** Lines of text as one text, so that it is read as one; see `hyphens`. */
function texts(items, className) {
  if (!items.length) return [];
  const lines = items.map(([text, x, y, size, , anchor, , joint, hyphen], at) => {
    const place = {
      x: x - hyphen * SHIFTS[anchor],
      y,
      "font-size": size === items[0][3] ? null : size,
    };
    const glued = at > 0 && items[at - 1][7] > 0;
    return [at && !glued ? " " : "", s("tspan", place, joint === 1 ? text.slice(0, -1) : text)];
  });
  return s("text", textLook(items[0], className), lines);
}

/**
 * The hyphens of divided words, apart from the texts, as they are no part of what those
 * say. The words before them are set again, unseen, so that they stand where they belong.
 */
function hyphens(items, className) {
  return items
    .filter((line) => line[7] === 1)
    .map((line) =>
      s(
        "text",
        { ...textLook(line, className), x: line[1], y: line[2], "aria-hidden": "true" },
        s("tspan", { visibility: "hidden" }, line[0].slice(0, -1)),
        s("tspan", {}, "-"),
      ),
    );
}

/** Lines as one text, with divided words made whole. */
function joined(items) {
  return items
    .map(([text, , , , , , , joint]) => [`${text} `, text.slice(0, -1), text][joint])
    .join("")
    .trim();
}

function rect([x, y, width, height, radius], className) {
  return s("rect", { class: className, x, y, width, height, rx: radius });
}

/** Make a symbol that the arrow keys stop at and that can be chosen. */
function symbol(token, name, className, centre, ...shapes) {
  const group = s(
    "g",
    {
      class: `symbol ${className}`,
      role: "button",
      tabindex: "-1",
      "aria-label": name,
      "aria-pressed": "false",
      "data-token": token,
    },
    shapes,
  );
  group.addEventListener("click", () => choose(token, { from: "map" }));
  drawn.stops.push({ token, group, x: centre[0], y: centre[1] });
  return group;
}

function drawPanel(panel) {
  const tone = toneOf(panel.area);
  const [left, top] = panel.plate;
  const [first] = panel.text;
  const heading = symbol(
    `area-${panel.area}`,
    panel.name,
    "heading",
    [left + 80, first ? first[2] - 6 : top + 20],
    rect([left, top, panel.plate[2], headingHeight(panel), panel.plate[4]], "hit"),
    rect(panel.bar, "bar"),
    texts(panel.text, "area-name"),
  );
  const group = s(
    "g",
    { class: `panel ${tone}` },
    rect(panel.plate, "plate"),
    heading,
    hyphens(panel.text, "area-name"),
  );
  drawn.panels.set(panel.area, group);
  return group;
}

function headingHeight(panel) {
  const last = panel.text[panel.text.length - 1];
  return last ? Math.max(last[2] - panel.plate[1] + 10, 24) : 24;
}

function drawLink(item) {
  const source = model.variable.get(item.from);
  const link = model.link.get(`${item.from}->${item.to}`);
  const token = `link-${item.from}--${item.to}`;
  const [x, y, radius] = item.sign;
  const group = s(
    "g",
    {
      class: `link ${link.polarity} ${link.certainty} ${toneOf(source.area)}`,
      "data-token": token,
      "aria-hidden": "true",
    },
    s("path", { class: "hit", d: item.line }),
    s("path", { class: "line", d: item.line }),
    item.delay.map((points) => s("polyline", { class: "delay", points })),
    s("polygon", { class: "arrowhead", points: item.head }),
    s("circle", { class: "sign", cx: x, cy: y, r: radius }),
    item.strokes.map((points) => s("polyline", { class: "sign-mark", points })),
    texts(item.mark, "sign-text"),
    s("title", {}, item.name),
  );
  group.addEventListener("click", () => choose(token, { from: "map" }));
  drawn.links.set(`${item.from}->${item.to}`, group);
  return group;
}

function drawBox(item) {
  const variable = model.variable.get(item.id);
  const [x, y, width, height, radius] = item.plate;
  const group = symbol(
    `variable-${item.id}`,
    boxName(item),
    `box ${toneOf(variable.area)}`,
    [x + width / 2, y + height / 2],
    rect([x - 5, y - 5, width + 10, height + 10, radius + 5], "ring"),
    rect(item.plate, "plate"),
    texts(item.text, "label"),
  );
  drawn.boxes.set(item.id, group);
  return group;
}

/** Figures beside a box: steps away, or the level in a scenario. */
function drawMarks(item) {
  const [x, y, width, height] = item.plate;
  const figure = { "font-size": 14, "font-weight": 600, "text-anchor": "middle" };
  const step = s(
    "g",
    { class: "step", transform: `translate(${x} ${y})` },
    rect([-9, -9, 34, 20, 10], "step-plate"),
    s("text", { class: "step-text", x: 8, y: 5.5, ...figure }),
  );
  const heat = s(
    "g",
    { class: "heat-tag", transform: `translate(${x + width / 2} ${y + height})` },
    rect([-25, -9, 50, 20, 5], "heat-plate"),
    s("text", { class: "heat-text", x: 0, y: 6, ...figure }),
  );
  drawn.marks.set(item.id, { step, heat, name: boxName(item) });
  return [...hyphens(item.text, "label"), step, heat];
}

/** The name of a box: the words in it first, then the full label, area and targets. */
function boxName(item) {
  const inside = joined(item.text);
  return item.name.startsWith(inside) ? item.name : `${inside}: ${item.name}`;
}

function drawBadge(item) {
  const variable = model.variable.get(item.variable);
  const [x, y, width, height] = item.plate;
  const group = symbol(
    `target-${item.target}`,
    item.name,
    `badge ${toneOf(variable.area)}`,
    [x + width / 2, y + height / 2],
    rect([x - 5, y - 5, width + 10, height + 10, height / 2 + 5], "ring"),
    rect(item.plate, "plate"),
    texts(item.text, "number"),
  );
  drawn.badges.push({ target: item.target, variable: item.variable, group });
  return group;
}

function drawLoop(item) {
  const [x, y, radius] = item.disc;
  const group = symbol(
    `loop-${item.id}`,
    item.name,
    "loop",
    [x, y],
    s("circle", { class: "ring", cx: x, cy: y, r: radius + 6 }),
    s("circle", { class: "plate", cx: x, cy: y, r: radius }),
    s("path", { class: "arc", d: item.arc }),
    s("polygon", { class: "arc-head", points: item.head }),
    texts(item.text, "loop-name"),
  );
  drawn.loops.set(item.id, group);
  return group;
}
