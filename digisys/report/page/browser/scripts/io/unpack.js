// The data of the page, which is written short, made whole: what goes without saying is
// filled in, evidence is put where it belongs, and everything is found by its key.

/** Index the data of the page, so that everything is found by its key. */
export function indexModel(data) {
  const by = (items, key) => new Map(items.map((item) => [item[key], item]));
  const whole = (usual) => (item) => {
    const places = item.evidence ?? [];
    return { ...usual, ...item, evidence: places.map((at) => data.evidence[at]) };
  };
  const parts = {
    areas: data.areas.map(whole()),
    targets: data.targets.map(whole()),
    loops: data.loops.map(whole()),
    variables: data.variables.map(whole(data.defaults.variable)),
    links: data.links.map(whole(data.defaults.link)),
  };
  const unnamed = data.cycles.map(([kind, ...places]) =>
    unnamedLoop(
      kind,
      places.map((at) => parts.variables[at].id),
    ),
  );
  return {
    ...data,
    ...parts,
    unnamed,
    variable: by(parts.variables, "id"),
    target: by(parts.targets, "number"),
    area: by(parts.areas, "id"),
    loop: by([...unnamed, ...parts.loops], "id"),
    source: by(data.sources, "id"),
    link: new Map(parts.links.map((link) => [`${link.from}->${link.to}`, link])),
    order: new Map(parts.variables.map((variable, position) => [variable.id, position])),
  };
}

/** A loop without a name is known by a sum of its course, which stays the same in a link. */
function unnamedLoop(kind, cycle) {
  let sum = 2166136261;
  for (const letter of cycle.join(" ")) sum = Math.imul(sum ^ letter.charCodeAt(0), 16777619);
  const id = `unnamed-${(sum >>> 0).toString(36)}`;
  return { id, kind, label: "", cycles: { [id]: cycle }, evidence: [], unnamed: true };
}

/** Make the map of a language whole; see digisys.report.page.map for how it is written. */
export function unpackMap(model, map) {
  const text = ([words, x = 0, y = 0, look = 0, joint = 0, hyphen = 0]) => {
    const [size, weight, anchor, side] = map.looks[look];
    return { words, x, y, size, weight, anchor, side, joint, hyphen };
  };
  const signs = map.signs.map(([radius, strokes, letters]) => ({
    radius,
    strokes,
    letters: letters.map(text),
  }));
  const lettered = (item) => ({ ...item, text: item.text.map(text) });
  return {
    box: map.box,
    panels: map.panels.map(lettered),
    badges: map.badges.map(lettered),
    loops: map.loops.map(lettered),
    links: map.links.map(([at, line, head, x, y, sign, delay]) => {
      return { link: model.links[at], line, head, x, y, sign: signs[sign], delay };
    }),
    boxes: map.boxes.map(([at, plate, ...lines]) => {
      return { variable: model.variables[at], plate, text: lines.map(text) };
    }),
  };
}
