// The data of the page for a plain model: what `model_data` of the library would give, with a
// rough map of what has changed, and figures that need many draws as of the last save.

import { factsOf } from "./facts.js";
import { jointPolarities, kindOfCycle, kindOfLoop, onlyParts } from "./plain.js";
import { mapsOf } from "./rough_map.js";

/**
 * The data of the page for a plain model.
 * @param {Plain} plain
 * @param {PageData} data What came with the page.
 * @param {Plain} base The plain model that it was made from.
 * @returns {PageData}
 */
export function pageData(plain, data, base) {
  const named = plain.loops || !data.foundLoops ? plain : withFoundLoops(plain, data);
  const facts = factsOf(named, data);
  const same = sameRuns(facts, data);
  const untouched = untouchedLinks(facts, data);
  const found = named !== plain && named.loops ? { foundLoops: /** @type {true} */ (true) } : {};
  const { foundLoops: _, dynamics: _d, response: _r, strengths: _s, ...rest } = data;
  const next = {
    ...rest,
    ...facts,
    ...found,
    loops: withGains(facts, data, untouched),
    cycleGains: cycleGainsOf(facts, data, untouched),
    language: plain.languages.includes(data.language) ? data.language : plain.languages[0],
    asking: askingOf(plain, data),
    sizes: same ? data.sizes : null,
    scenarios: scenariosOf(plain, facts, data),
    ...aroundOf(facts, data),
  };
  const stale = same ? {} : { stale: true };
  return { ...next, ...stale, maps: plain === base ? data.maps : mapsOf(named, data, base, facts) };
}

/**
 * A model with the loops that the page named itself, where they are closed still.
 * @param {Plain} plain
 * @param {PageData} data
 * @returns {Plain}
 */
function withFoundLoops(plain, data) {
  const polarities = jointPolarities(plain);
  /** @type {Record<string, PlainLoop>} */
  const loops = {};
  for (const loop of data.loops) {
    const cycles = onlyParts(loop.cycles, (_, cycle) => Boolean(kindOfCycle(polarities, cycle)));
    if (!Object.keys(cycles).length) continue;
    const kept = { label: /** @type {PlainText} */ (loop.label), kind: "unknown", cycles };
    const known = /** @type {PlainLoop} */ (kept);
    loops[String(loop.id)] = { ...known, kind: kindOfLoop(polarities, known) ?? "unknown" };
  }
  return Object.keys(loops).length ? { ...plain, loops } : plain;
}

const RUNS = /** @type {const} */ ({
  variables: ["id", "area", "role", "inertia", "initial", "targets"],
  links: [
    "id",
    "from",
    "to",
    "polarity",
    "strength",
    "delay",
    "assumed",
    "order",
    "certainty",
    "chance",
    "curve",
    "modulates",
  ],
});

/**
 * Whether runs of a model are those of the one that the data was made from.
 * @param {import("./facts.js").PlainFacts} facts
 * @param {PageData} data
 */
function sameRuns(facts, data) {
  /** @param {PageData | import("./facts.js").PlainFacts} one */
  const told = (one) =>
    JSON.stringify([
      one.time,
      one.dynamics ?? null,
      one.response ?? null,
      one.strengths ?? null,
      one.targets.map((target) => target.number),
      one.areas.map((area) => area.id),
      one.variables.map((item) => RUNS.variables.map((key) => item[key] ?? null)),
      one.links.map((item) => RUNS.links.map((key) => item[key] ?? null)),
    ]);
  return told(facts) === told(data);
}

/**
 * The pairs of variables whose links are what they were.
 * @param {import("./facts.js").PlainFacts} facts
 * @param {PageData} data
 */
function untouchedLinks(facts, data) {
  /** @param {Packed<Link>[]} links */
  const byPair = (links) => {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const link of links) {
      const pair = `${link.from}->${link.to}`;
      const text = JSON.stringify(RUNS.links.map((key) => link[key] ?? null));
      found.set(pair, `${found.get(pair) ?? ""}${text}`);
    }
    return found;
  };
  const before = byPair(data.links);
  const untouched = [...byPair(facts.links)].filter(([pair, text]) => before.get(pair) === text);
  return new Set(untouched.map(([pair]) => pair));
}

/**
 * @param {string[]} cycle
 * @param {Set<string>} untouched
 */
function isUntouched(cycle, untouched) {
  return cycle.every((from, at) => untouched.has(`${from}->${cycle[(at + 1) % cycle.length]}`));
}

/**
 * Named loops with what their cycles do by themselves, where their links are what they were.
 * @param {import("./facts.js").PlainFacts} facts
 * @param {PageData} data
 * @param {Set<string>} untouched
 * @returns {Packed<Loop>[]}
 */
function withGains(facts, data, untouched) {
  const before = new Map(data.loops.map((loop) => [loop.id, loop]));
  return facts.loops.map((loop) => {
    const old = before.get(loop.id);
    if (!old?.gains || loop.kind !== "reinforcing") return loop;
    const gains = onlyParts(old.gains, (name) => {
      const cycle = loop.cycles?.[name];
      const same = JSON.stringify(cycle) === JSON.stringify(old.cycles?.[name]);
      return Boolean(cycle && same && isUntouched(cycle, untouched));
    });
    return Object.keys(gains).length ? { ...loop, gains } : loop;
  });
}

/**
 * What unnamed loops do by themselves, where their links are what they were.
 * @param {import("./facts.js").PlainFacts} facts
 * @param {PageData} data
 * @param {Set<string>} untouched
 * @returns {PageData["cycleGains"]}
 */
function cycleGainsOf(facts, data, untouched) {
  /** @param {Packed<Variable>[]} variables @param {number[]} places */
  const along = (variables, places) => places.map((at) => String(variables[at].id));
  const before = new Map(
    data.cycles.map(([, ...places], at) => [
      along(data.variables, places).join(),
      data.cycleGains[at],
    ]),
  );
  return facts.cycles.map(([, ...places]) => {
    const cycle = along(facts.variables, places);
    return isUntouched(cycle, untouched) ? (before.get(cycle.join()) ?? null) : null;
  });
}

/**
 * How people ask, in the languages that the model has now.
 * @param {Plain} plain
 * @param {PageData} data
 */
function askingOf(plain, data) {
  const own = new Set(plain.languages.map((language) => language.split("-")[0]));
  const kept = onlyParts(data.asking, (language) => own.has(language));
  return Object.keys(kept).length ? kept : data.asking;
}

/**
 * Scenarios without what they do to what is gone.
 * @param {Plain} plain
 * @param {import("./facts.js").PlainFacts} facts
 * @param {PageData} data
 * @returns {Scenario[]}
 */
function scenariosOf(plain, facts, data) {
  const ids = new Set(facts.links.map(({ id, from, to }) => id ?? `${from}->${to}`));
  const pairs = new Set(facts.links.map(({ from, to }) => `${from}->${to}`));
  const isThere = (/** @type {string} */ name) => Object.hasOwn(plain.variables, name);
  return data.scenarios.map((scenario) => ({
    ...scenario,
    moves: scenario.moves.filter((move) => isThere(move.variable)),
    plan: {
      ...scenario.plan,
      changes: onlyParts(scenario.plan.changes, (id) => ids.has(id)),
      exchanges: onlyParts(scenario.plan.exchanges, (id) => ids.has(id)),
      added: scenario.plan.added.filter(
        ({ from, to }) => isThere(from) && isThere(to) && !pairs.has(`${from}->${to}`),
      ),
      initial: onlyParts(scenario.plan.initial, isThere),
    },
  }));
}

/**
 * What is done and measured around the model, by the places that variables have now.
 * @param {import("./facts.js").PlainFacts} facts
 * @param {PageData} data
 */
function aroundOf(facts, data) {
  const now = new Map(facts.variables.map((item, at) => [item.id, at]));
  const places = data.variables.map((item) => now.get(item.id));
  if (places.every((place, at) => place === at)) return {};
  /** @param {Around[]} items */
  const tied = (items) =>
    items.map((item) => ({
      ...item,
      touches: item.touches.flatMap(([at, ...rest]) => {
        const place = places[at];
        return place === undefined ? [] : [/** @type {Tied} */ ([place, ...rest])];
      }),
    }));
  /** @param {Around[]} items */
  const touching = (items) => tied(items).filter((item) => item.touches.length);
  const { programme, measured } = data;
  return {
    ...(programme
      ? {
          programme: {
            ...programme,
            actions: tied(programme.actions),
            drivers: touching(programme.drivers),
            indicators: touching(programme.indicators),
          },
        }
      : {}),
    ...(measured
      ? {
          measured: measured
            .map((item) => ({ ...item, rows: item.rows.flatMap((at) => places[at] ?? []) }))
            .filter((item) => item.rows.length),
        }
      : {}),
  };
}
