// What a model concludes, and what it concludes otherwise than before: a twin of
// digisys/workshop/consequences.py, but for levers and gains, which need many draws.

import { makeTracer, trace } from "../analysis/influence/verdict.js";
import { makeGraph } from "../graph/view.js";
import { lookup } from "../lookup.js";
import { NO_EFFECT } from "../simulation/conclude.js";
import { meanLevel } from "../simulation/ensemble/statistics.js";
import { integrate } from "../simulation/integrate/kernel.js";
import {
  compileProgram,
  longestStep,
  makeClock,
  parametersOf,
} from "../simulation/integrate/program.js";
import { outcomesOf } from "../simulation/outcomes.js";
import { buildSystem } from "../simulation/system/stock_flow.js";
import { drawKeys } from "../uncertainty/unknowns.js";
import { loopsAmong } from "./cycles.js";
import { matchVariables } from "./matching.js";
import { rotated } from "./plain.js";

/** Loops that are compared at most, and the arcs that the search for them looks at. */
const MOST_LOOPS = 1_000;
const LOOP_BUDGET = 30_000;
/** A model without targets or areas is asked variable by variable, so many at most. */
const MOST_VARIABLES = 60;
/** Arcs that the searches for chains of one step look at: at first shared by all that is asked,
 * then by what that left open. */
const FIRST_ARCS = 40_000;
const MORE_ARCS = 50_000;
/** Draws of a scenario by which it is told which way its outcomes go. */
const DRAWS = 12;

/** @typedef {{ evidence?: string[] | null; certainty?: CertaintyChoice; plan?: Plan | null; convention?: Convention; before?: Conclusions | null }} ConcludeOptions */

/**
 * What a model concludes in a view; what is the same as before is not sought again.
 * @param {Plain} plain
 * @param {Model} model Of the same plain model.
 * @param {ConcludeOptions} [options] `plan` is that of the chosen scenario; `before` what was
 *     concluded a step ago.
 * @returns {Conclusions}
 */
export function concludeMap(plain, model, options = {}) {
  const own = { ...model, budgets: { ...model.budgets } };
  const graph = makeGraph(own, options.evidence ?? null, options.certainty ?? "explicit");
  const { loops, loopLength } = loopsOf(plain, graph);
  return {
    plain,
    graph,
    cells: new Map(),
    loops,
    loopLength,
    plan: Boolean(options.plan),
    outcomes: options.plan ? outcomesUnder(graph, options.plan, options.convention) : null,
    rows: options.before?.rows ?? new Map(),
  };
}

/**
 * The loops of a view, the shortest first, with the names that the model gives them.
 * @param {Plain} plain
 * @param {Graph} graph
 * @returns {Pick<Conclusions, "loops" | "loopLength">}
 */
function loopsOf(plain, graph) {
  /** @type {Map<string, string[]>} */
  const named = new Map();
  for (const loop of Object.values(plain.loops ?? {})) {
    for (const [name, cycle] of Object.entries(loop.cycles)) {
      const key = rotated(cycle).join();
      named.set(key, [...(named.get(key) ?? []), name]);
    }
  }
  const arcs = [...graph.out.values()].flat();
  const names = graph.model.variables.map((item) => item.id);
  const found = loopsAmong(names, arcs, { most: MOST_LOOPS, budget: LOOP_BUDGET });
  const entries = found.loops.map(({ variables, kind }) => {
    const key = variables.join();
    return /** @type {[string, EditLoop]} */ ([
      key,
      { variables, kind, names: named.get(key) ?? [] },
    ]);
  });
  return { loops: lookup(entries), loopLength: found.whole };
}

/**
 * Which way the outcomes of a scenario go by its end, over a few draws. A draw hangs on the name
 * of what is drawn, so that it stays the same when the model changes elsewhere.
 * @param {Graph} graph
 * @param {Plan} plan
 * @param {Convention} [convention]
 * @returns {Conclusions["outcomes"]}
 */
function outcomesUnder({ model, view }, plan, convention) {
  const system = buildSystem(model, view, plan, { convention });
  const { start, end, step } = model.time;
  const clock = makeClock(start, end, step);
  if (system.loop || clock.step > longestStep(system) * (1 + 1e-9)) return null;
  const program = compileProgram(system, clock);
  const steps = drawKeys(system.unknowns).map(shareOf);
  const every = outcomesOf(model);
  const kind = every.some(({ token }) => token.startsWith("target-")) ? "target-" : "variable-";
  const told = every.filter(({ token }) => token.startsWith(kind));
  const ends = Array.from({ length: DRAWS }, (_, draw) => {
    const shares = steps.map((step) => (0.5 + draw * step) % 1);
    const levels = integrate(program, parametersOf(system, shares));
    return told.map(({ rows }) => meanLevel(levels, program.size, clock.steps, rows));
  });
  return lookup(told.map(({ token }, at) => [token, wayOf(ends.map((levels) => levels[at]))]));
}

/**
 * How far from one draw to the next: a share that hangs on a name.
 * @param {string} name
 */
function shareOf(name) {
  let sum = 2166136261;
  for (const letter of name) sum = Math.imul(sum ^ letter.charCodeAt(0), 16777619);
  // Half of golden and a spread around it: whole multiples of it never meet soon.
  return 0.118 + 0.764 * ((sum >>> 0) / 2 ** 32);
}

/**
 * @param {number[]} levels
 * @returns {Outcoming}
 */
function wayOf(levels) {
  const up = levels.some((level) => level > NO_EFFECT);
  const down = levels.some((level) => level < -NO_EFFECT);
  if (up) return down ? "either" : "rises";
  return down ? "falls" : "still";
}

/**
 * How things of a kind influence each other, by `source outcome`.
 * @param {Conclusions} conclusions
 * @param {ConclusionKind} kind
 * @returns {Lookup<string, ConclusionCell>}
 */
function cellsBy(conclusions, kind) {
  const before = conclusions.cells.get(kind);
  if (before) return before;
  const { graph } = conclusions;
  const groups = groupsOf(graph.model, kind);
  const wanted = new Set([...groups.values()].flat());
  const columns = JSON.stringify([...groups]);
  /** @type {Conclusions["rows"]} */
  const rows = new Map();
  /** @type {TracedRow[]} */
  const traced = [];
  const first = Math.max(FIRST_ARCS / Math.max(groups.size * wanted.size, 1), LEAST_ARCS);
  for (const [source, names] of groups) {
    const key = `${source} ${columns} ${reachText(graph, names)}`;
    const known = conclusions.rows.get(key);
    if (known) rows.set(key, known);
    else traced.push({ key, source, names, ...traceRow(graph, names, wanted, first) });
  }
  const open = traced.reduce((sum, row) => sum + row.open.length, 0);
  const more = MORE_ARCS / Math.max(open, 1);
  for (const row of traced) {
    if (more > first) for (const name of row.open) traceWithin(row, name, more);
    rows.set(row.key, rowOf(row, groups));
  }
  /** @type {Lookup<string, ConclusionCell>} */
  const cells = lookup();
  for (const [key, row] of rows) {
    const source = key.slice(0, key.indexOf(" "));
    for (const [outcome, cell] of row) cells.set(`${source} ${outcome}`, cell);
  }
  conclusions.rows = new Map([...conclusions.rows, ...rows]);
  while (conclusions.rows.size > MOST_ROWS) {
    conclusions.rows.delete([...conclusions.rows.keys()][0]);
  }
  conclusions.cells.set(kind, cells);
  return cells;
}

/** Arcs that each search may look at, however many there are. */
const LEAST_ARCS = 20;
/** Rows that are remembered. */
const MOST_ROWS = 400;

/**
 * The variables of each thing of a kind.
 * @param {Model} model
 * @param {ConclusionKind} kind
 * @returns {Map<string, string[]>}
 */
function groupsOf(model, kind) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const item of model.variables) {
    const keys =
      kind === "variable"
        ? [item.id]
        : kind === "area"
          ? [item.area ?? []].flat()
          : item.targets.map(({ target }) => String(target));
    for (const key of keys) groups.set(key, [...(groups.get(key) ?? []), item.id]);
  }
  return groups;
}

/**
 * All that a search from some variables can come to, as a text.
 * @param {Graph} graph
 * @param {string[]} names
 */
function reachText(graph, names) {
  const reached = new Set(names);
  let text = "";
  for (const name of reached) {
    text += `;${name}`;
    for (const arc of graph.out.get(name)) {
      reached.add(arc.to);
      text += `,${arc.to}${arc.sign}${arc.rank}`;
    }
  }
  return text;
}

/** @typedef {{ tracer: Tracer; found: Map<string, { verdict: Verdict; steps: number }>; open: string[] }} Traces */
/** @typedef {Traces & { key: string; source: string; names: string[] }} TracedRow */

/**
 * Trace from some variables to all that are wanted, and name those that it did not settle.
 * @param {Graph} graph
 * @param {string[]} names
 * @param {Set<string>} wanted
 * @param {number} arcs
 * @returns {Traces}
 */
function traceRow(graph, names, wanted, arcs) {
  /** @type {Traces} */
  const traces = { tracer: makeTracer(graph, names, false), found: new Map(), open: [] };
  for (const name of traces.tracer.found.reached) {
    if (wanted.has(name)) traceWithin(traces, name, arcs);
  }
  traces.open = [...traces.found].flatMap(([name, { verdict }]) =>
    verdict === "undecided" ? name : [],
  );
  return traces;
}

/**
 * Trace to a variable within so many arcs.
 * @param {Traces} traces
 * @param {string} name
 * @param {number} arcs
 */
function traceWithin({ tracer, found }, name, arcs) {
  const { budgets } = tracer.graph.model;
  const usual = budgets.search;
  const each = Math.floor(Math.min(arcs, usual.each));
  budgets.search = { each, total: each * tracer.found.reached.length };
  const { verdict, best } = trace(tracer, name);
  budgets.search = usual;
  found.set(name, { verdict, steps: best.steps });
}

/**
 * @param {TracedRow} row
 * @param {Map<string, string[]>} groups
 * @returns {Lookup<string, ConclusionCell>}
 */
function rowOf({ source, names, found: traced }, groups) {
  const own = new Set(names);
  /** @type {Lookup<string, ConclusionCell>} */
  const row = lookup();
  for (const [outcome, members] of groups) {
    if (outcome === source) continue;
    const others = members.filter((name) => !own.has(name));
    const found = others.flatMap((name) => traced.get(name) ?? []);
    if (!found.length) row.set(outcome, { verdict: others.length ? "none" : "same", steps: null });
    else {
      const verdict = joined(found.map((item) => item.verdict));
      row.set(outcome, { verdict, steps: Math.min(...found.map((item) => item.steps)) });
    }
  }
  return row;
}

/**
 * Join the verdicts on the members of a group into one on the group.
 * @param {Verdict[]} verdicts
 * @returns {Verdict}
 */
function joined(verdicts) {
  if (verdicts.every((item) => item === verdicts[0])) return verdicts[0];
  if (verdicts.includes("undecided")) return "undecided";
  return verdicts.includes("unknown") ? "unknown" : "ambiguous";
}

/**
 * What is concluded otherwise now than at the start.
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @returns {ConclusionChange[]}
 */
export function conclusionChanges(start, now) {
  const matching = matchVariables(start.plain, now.plain);
  return [
    ...effectChanges(start, now, matching),
    ...loopChanges(start, now, matching),
    ...outcomeChanges(start, now, matching),
  ];
}

/** @typedef {Map<string, string>} Matching The id in the new model by that in the old one. */

/**
 * Between what influences are compared: targets, else areas, else variables.
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Matching} matching
 * @returns {{ kind: ConclusionKind; keys: string[] } | null}
 */
export function askedBetween(start, now, matching) {
  const both = [start, now];
  const models = both.map(({ graph }) => graph.model);
  const numbers = new Set(models.flatMap((model) => [...groupsOf(model, "target").keys()]));
  if (numbers.size > 1) {
    return { kind: "target", keys: [...numbers].sort((a, b) => Number(a) - Number(b)) };
  }
  const used = new Set(models.flatMap((model) => [...groupsOf(model, "area").keys()]));
  const areas = models[0].areas.map((area) => area.id);
  const shared = areas.filter((id) => models[1].area.has(id) && used.has(id));
  if (shared.length > 1) return { kind: "area", keys: shared };
  const names = [...matching.values()];
  if (names.length <= MOST_VARIABLES) {
    return names.length > 1 ? { kind: "variable", keys: names } : null;
  }
  const near = touchedEnds(start.plain, now.plain, matching);
  return near.length > 1 ? { kind: "variable", keys: near } : null;
}

/**
 * The shared variables at links that changed, so many at most.
 * @param {Plain} start
 * @param {Plain} now
 * @param {Matching} matching
 */
function touchedEnds(start, now, matching) {
  const kept = new Set(matching.values());
  /** @param {PlainLink} link @param {(id: string) => string} name */
  const pairOf = ({ from, to }, name) => `${name(from)}->${name(to)}`;
  const renamed = (/** @type {string} */ id) => matching.get(id) ?? `-${id}`;
  /** @param {PlainLink[] | undefined} links @param {(id: string) => string} name */
  const byPair = (links = [], name) => {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const link of links) {
      const pair = pairOf(link, name);
      const { from: _f, to: _t, id: _i, ...facts } = link;
      found.set(pair, `${found.get(pair) ?? ""}${JSON.stringify(facts)}`);
    }
    return found;
  };
  const [before, after] = [byPair(start.links, renamed), byPair(now.links, (id) => id)];
  const pairs = [
    ...[...before.keys()].filter((pair) => !after.has(pair)),
    ...[...after].filter(([pair, facts]) => before.get(pair) !== facts).map(([pair]) => pair),
  ];
  const ends = new Set(pairs.flatMap((pair) => pair.split("->")));
  return [...ends].filter((id) => kept.has(id)).slice(0, MOST_VARIABLES);
}

/**
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Matching} matching
 * @returns {ConclusionChange[]}
 */
function effectChanges(start, now, matching) {
  const asked = askedBetween(start, now, matching);
  if (!asked) return [];
  const { kind, keys } = asked;
  const [before, after] = [cellsBy(start, kind), cellsBy(now, kind)];
  const back = new Map([...matching].map(([old, id]) => [id, old]));
  const old = (/** @type {string} */ key) => (kind === "variable" ? back.get(key) : key);
  /** @type {ConclusionCell} */
  const nothing = { verdict: "none", steps: null };
  /** @type {ConclusionChange[]} */
  const found = [];
  for (const source of keys) {
    for (const outcome of keys) {
      if (source === outcome) continue;
      const one = before.get(`${old(source)} ${old(outcome)}`) ?? nothing;
      const other = after.get(`${source} ${outcome}`) ?? nothing;
      const [was, is] = [one.verdict, other.verdict];
      if (was === is || was === "same" || is === "same") continue;
      // Within one step a search may be given up that the library would bring to its end.
      if (was === "undecided" || is === "undecided") continue;
      found.push({
        code: "effect",
        kind,
        source,
        outcome,
        before: was,
        after: is,
        stepsBefore: one.steps,
        stepsAfter: other.steps,
      });
    }
  }
  return found;
}

/**
 * What is compared between the start and now, and what is not: a change that is not found may
 * still be there.
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @returns {ComparedPart}
 */
export function comparedPart(start, now) {
  const matching = matchVariables(start.plain, now.plain);
  const asked = askedBetween(start, now, matching);
  const bounds = [start, now].flatMap(({ loopLength }) => loopLength ?? []);
  const outcomes = [start, now].filter((each) => each.outcomes).length;
  return {
    kind: asked?.kind ?? null,
    near: asked?.kind === "variable" && matching.size > MOST_VARIABLES,
    unsettled: asked ? unsettledPairs(start, now, matching, asked) : 0,
    longest: bounds.length ? Math.min(...bounds) : null,
    outcomes: outcomes === 2 ? "compared" : start.plan || now.plan ? "lost" : "none",
    draws: DRAWS,
  };
}

/**
 * Of how many pairs the search did not settle in time, then or now, how the one influences the
 * other, so that it is not told whether that changed.
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Matching} matching
 * @param {{ kind: ConclusionKind; keys: string[] }} asked
 */
function unsettledPairs(start, now, matching, { kind, keys }) {
  const wanted = new Set(keys);
  /** @type {Set<string>} */
  const open = new Set();
  /** @param {Conclusions} conclusions @param {(key: string) => string | undefined} name */
  const gather = (conclusions, name) => {
    for (const [pair, { verdict }] of cellsBy(conclusions, kind)) {
      if (verdict !== "undecided") continue;
      const ends = pair.split(" ").map(name);
      if (ends.every((key) => key !== undefined && wanted.has(key))) open.add(ends.join(" "));
    }
  };
  gather(start, (key) => (kind === "variable" ? matching.get(key) : key));
  gather(now, (key) => key);
  return open.size;
}

/**
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Matching} matching
 * @returns {ConclusionChange[]}
 */
function loopChanges(start, now, matching) {
  const bounds = [start, now].flatMap(({ loopLength }) => loopLength ?? []);
  const longest = bounds.length ? Math.min(...bounds) : Infinity;
  /** @type {Map<string, EditLoop>} */
  const before = new Map();
  for (const loop of start.loops.values()) {
    if (loop.variables.length > longest) continue;
    const names = loop.variables.map((name) => matching.get(name) ?? `-${name}`);
    before.set(rotated(names).join(), loop);
  }
  /** @type {ConclusionChange[]} */
  const gone = [];
  for (const [key, { names, variables, kind }] of before) {
    if (now.loops.has(key)) continue;
    const [name = null] = names;
    gone.push({ code: "loop-destroyed", name, variables, before: kind, after: null });
  }
  /** @type {ConclusionChange[]} */
  const made = [];
  /** @type {ConclusionChange[]} */
  const turned = [];
  for (const [key, { names, variables, kind }] of now.loops) {
    if (variables.length > longest) continue;
    const was = before.get(key);
    const name = names[0] ?? was?.names[0] ?? null;
    if (!was) made.push({ code: "loop-created", name, variables, before: null, after: kind });
    else if (was.kind !== kind) {
      turned.push({ code: "loop-turned", name, variables, before: was.kind, after: kind });
    }
  }
  return [gone, made, turned].flatMap(namedFirst);
}

/**
 * Loops with a name first, by their names.
 * @param {ConclusionChange[]} changes
 */
function namedFirst(changes) {
  const nameOf = (/** @type {ConclusionChange} */ change) =>
    ("name" in change && change.name) || "";
  const named = changes.filter((change) => nameOf(change));
  named.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return [...named, ...changes.filter((change) => !nameOf(change))];
}

/**
 * @param {Conclusions} start
 * @param {Conclusions} now
 * @param {Matching} matching
 * @returns {ConclusionChange[]}
 */
function outcomeChanges(start, now, matching) {
  if (!start.outcomes || !now.outcomes) return [];
  const back = new Map([...matching].map(([old, id]) => [`variable-${id}`, `variable-${old}`]));
  /** @type {ConclusionChange[]} */
  const found = [];
  for (const [token, after] of now.outcomes) {
    const old = token.startsWith("variable-") ? back.get(token) : token;
    const before = old === undefined ? undefined : start.outcomes.get(old);
    if (before !== undefined && before !== after) {
      found.push({ code: "outcome", token, before, after });
    }
  }
  return found;
}
