// The stock-flow system of a model under a plan of interventions: the same equations as
// digisys/simulation/system/stock_flow.py; the tests hold the two together.

import { pairOf } from "../../graph/pairs.js";
import { SIGNS } from "../../graph/view.js";
import { lookup } from "../../lookup.js";
import { layOutSharings } from "../../uncertainty/sharing.js";

/**
 * Make the system of a model, a view and a plan. `settings` may name dynamics, response and
 * what classes of strength mean together, before what the model says; `loop` in the result
 * names a loop without a stock, which cannot be run.
 * @param {Model} model
 * @param {View} view
 * @param {Plan} plan
 * @param {SystemSettings} [settings]
 * @returns {StockFlow}
 */
export function buildSystem(model, view, plan, settings = {}) {
  const own = model.dynamics ?? "adjusting";
  const dynamics = settings.dynamics ?? own;
  const response =
    settings.response ??
    (dynamics === own ? model.response : undefined) ??
    (dynamics === "adjusting" ? "tanh" : "linear");
  const shared = (settings.convention ?? model.strengths) === "shares";
  /** @type {Unknown[]} */
  const unknowns = [];
  /** @type {SystemArc[]} */
  const arcs = [];
  const links = [...view.links, ...view.damping, ...plan.added];
  const ids = new Set(links.map(idOf));
  const modulated = new Set(links.map((link) => link.modulates));
  for (const link of links) {
    // Without the link that it would multiply, a modulating link does nothing.
    if (link.modulates && !ids.has(link.modulates)) continue;
    const whole = !link.curve && !link.modulates && !modulated.has(idOf(link));
    addArcs(model, plan, link, arcs, unknowns, shared && whole);
  }
  const roles = (/** @type {Role} */ role) =>
    model.variables.filter((item) => item.role === role).map((item) => item.id);
  const { order, loop } = dependencyOrder(roles("auxiliary"), arcs);
  const stocks = roles("stock");
  /** @type {Record<string, number>} */
  const inertia = {};
  if (dynamics === "adjusting") {
    for (const name of stocks) {
      const [low, high] = span(model.ranges.inertia, model.variable.get(name).inertia);
      inertia[name] = unknowns.length;
      unknowns.push({ key: name, low, high, sign: 1, chance: 1 });
    }
  }
  const standing = new Set(view.links.map(idOf));
  const sharings = layOutSharings(arcs, unknowns, standing, model.ranges.total);
  const targets = [...order, ...stocks];
  const place = lookup(targets.map((name, at) => [name, at]));
  arcs.sort((a, b) => place.get(a.target) - place.get(b.target));
  return {
    model,
    view,
    loop,
    accumulating: dynamics === "accumulating",
    bounded: response === "tanh",
    inputs: roles("input"),
    auxiliaries: order,
    stocks,
    targets,
    arcs,
    unknowns,
    sharings,
    inertia,
    initial: Object.assign(startingLevels(model), plan.initial),
    plan,
  };
}

/** @param {Link} link */
function idOf(link) {
  return link.id ?? pairOf(link.from, link.to);
}

/**
 * Where the model says that stocks start; a scenario goes before it.
 * @param {Model} model
 * @returns {Record<string, number>}
 */
function startingLevels(model) {
  /** @type {Record<string, number>} */
  const levels = {};
  for (const item of model.variables) {
    if (item.initial !== undefined) levels[item.id] = item.initial;
  }
  return levels;
}

/**
 * The range of a class; whoever gives a range itself means that one.
 * @param {Record<string, [number, number]>} ranges
 * @param {string | [number, number]} value
 * @returns {[number, number]}
 */
function span(ranges, value) {
  return typeof value === "string" ? ranges[value] : value;
}

/**
 * How likely it is that a link of the view exists; one half where an ambiguous one does not tell.
 * @param {Link} link
 */
function chanceOf(link) {
  return link.certainty === "ambiguous" ? (link.chance ?? 0.5) : 1;
}

/**
 * A link is one arc; one that changes its class of strength is two.
 * @param {Model} model
 * @param {Plan} plan
 * @param {Link} link
 * @param {SystemArc[]} arcs
 * @param {Unknown[]} unknowns
 * @param {boolean} shared
 */
function addArcs(model, plan, link, arcs, unknowns, shared) {
  const id = idOf(link);
  const changes = plan.changes[id] ?? [];
  const exchanges = plan.exchanges[id] ?? [];
  const fading = exchanges.map((item) => ({ signal: item.signal, before: 1, after: 0 }));
  /** @type {[string | [number, number], Change[]][]} */
  const versions = [[link.strength, [...changes, ...fading]]];
  for (const item of exchanges) {
    const growing = { signal: item.signal, before: 0, after: 1 };
    versions.push([item.strength, [...changes, growing]]);
  }
  for (const [strength, altered] of versions) {
    const [low, high] = span(model.ranges.strength, strength);
    arcs.push({
      link: id,
      source: link.from,
      target: link.to,
      unknown: unknowns.length,
      delay: link.delay,
      order: link.order,
      changes: altered,
      curve: link.curve ?? null,
      modulates: link.modulates ?? null,
    });
    const shares = shared && typeof strength === "string" && link.from !== link.to;
    const chance = chanceOf(link);
    unknowns.push({ key: id, low, high, sign: SIGNS[link.polarity], chance, shares });
  }
}

/**
 * Order auxiliaries so that each comes after those that act on it at once.
 * @param {string[]} auxiliaries
 * @param {SystemArc[]} arcs
 * @returns {{ order: string[]; loop: string[] | null }}
 */
function dependencyOrder(auxiliaries, arcs) {
  /** @type {Lookup<string, string[]>} */
  const causes = lookup(auxiliaries.map((name) => [name, []]));
  for (const arc of arcs) {
    if (causes.has(arc.target) && causes.has(arc.source) && arc.delay === 0) {
      causes.get(arc.target).push(arc.source);
    }
  }
  const order = [];
  /** @type {Lookup<string, "open" | "done">} */
  const done = lookup();
  /** @type {string[] | null} */
  let loop = null;
  for (const root of auxiliaries) {
    if (done.has(root)) continue;
    done.set(root, "open");
    const stack = [{ name: root, next: 0 }];
    while (stack.length) {
      const top = stack[stack.length - 1];
      const before = causes.get(top.name);
      if (top.next >= before.length) {
        done.set(top.name, "done");
        order.push(top.name);
        stack.pop();
        continue;
      }
      const cause = before[top.next++];
      if (done.get(cause) === "open") {
        const names = stack.map((item) => item.name);
        loop = loop ?? names.slice(names.indexOf(cause)).reverse();
      } else if (!done.has(cause)) {
        done.set(cause, "open");
        stack.push({ name: cause, next: 0 });
      }
    }
  }
  return { order, loop };
}
