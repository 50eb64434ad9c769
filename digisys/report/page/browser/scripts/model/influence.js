// What something influences, and what influences it. The same answers as
// digisys.analysis.influence and reach; the tests hold the two together.

const SEARCH_BUDGET = 200000;

/** Search breadth first over pairs of variable and sign. */
function search(graph, sources, upstream) {
  const follow = upstream ? graph.into : graph.out;
  const blocked = new Set(sources);
  const steps = new Map();
  const parents = new Map();
  let level = sources.map((name) => ({ name, sign: 1, worst: 0, key: `${name} 1` }));
  let distance = 0;
  while (level.length) {
    distance += 1;
    const following = new Map();
    for (const state of level) {
      for (const arc of follow.get(state.name)) {
        const far = upstream ? arc.from : arc.to;
        const sign = state.sign * arc.sign + 0;
        const key = `${far} ${sign}`;
        if (blocked.has(far) || steps.has(key)) continue;
        const rank = Math.max(state.worst, arc.rank);
        const known = following.get(key);
        if (known && rank >= known.worst) continue;
        if (known) known.worst = rank;
        else following.set(key, { name: far, sign, worst: rank, key });
        parents.set(key, { before: state.key, arc });
      }
    }
    level = [...following.values()];
    for (const state of level) steps.set(state.key, { name: state.name, count: distance });
  }
  const nearest = new Map();
  for (const { name, count } of steps.values()) if (!nearest.has(name)) nearest.set(name, count);
  const order = graph.model.order;
  const reached = [...nearest.keys()].sort(
    (a, b) => nearest.get(a) - nearest.get(b) || order.get(a) - order.get(b),
  );
  return { graph, sources, upstream, reached, steps, parents, budget: SEARCH_BUDGET };
}

/** The best simple chain to a variable for each sign, the shortest first. */
function bestChains(found, name) {
  const length = (sign) => found.steps.get(`${name} ${sign}`).count;
  const signs = [1, -1, 0]
    .filter((sign) => found.steps.has(`${name} ${sign}`))
    .sort((a, b) => length(a) - length(b) || b - a);
  const chains = [];
  for (const sign of signs) {
    let arcs = walkBack(found, `${name} ${sign}`);
    const names = [nearEnd(found, arcs[0]), ...arcs.map((arc) => farEnd(found, arc))];
    if (new Set(names).size < names.length) {
      arcs = simpleChain(found, name, sign);
      if (!arcs) continue;
    }
    chains.push(makeChain(found.graph, found.upstream ? [...arcs].reverse() : arcs));
  }
  return chains.sort((a, b) => a.steps - b.steps || b.sign - a.sign);
}

function nearEnd(found, arc) {
  return found.upstream ? arc.to : arc.from;
}

function farEnd(found, arc) {
  return found.upstream ? arc.from : arc.to;
}

function walkBack(found, key) {
  const arcs = [];
  while (found.parents.has(key)) {
    const { before, arc } = found.parents.get(key);
    arcs.push(arc);
    key = before;
  }
  return arcs.reverse();
}

/**
 * Search depth first for a simple chain of a sign, within the budget of the search. By
 * number, not by name: this is where the answer of a large model spends its time.
 */
function simpleChain(found, goal, sign) {
  if (found.budget < 0) return null;
  const useful = ableToReach(found, goal);
  const { order } = found.graph.model;
  const follow = found.upstream ? found.graph.into : found.graph.out;
  const arcs = Array.from(order.keys(), (name) => follow.get(name));
  const end = found.upstream ? 0 : 1;
  const last = order.get(goal);
  const closed = Uint8Array.from(order.keys(), (name) => (useful.has(name) ? 0 : 1));
  for (const source of found.sources) closed[order.get(source)] = 1;
  for (const source of found.sources) {
    const onPath = closed.slice();
    const path = [order.get(source)];
    const chain = [];
    const next = [0];
    const signs = [1];
    while (path.length) {
      const top = path.length - 1;
      const ahead = arcs[path[top]];
      if (next[top] >= ahead.length) {
        next.pop();
        signs.pop();
        chain.pop();
        onPath[path.pop()] = 0;
        continue;
      }
      const arc = ahead[next[top]++];
      found.budget -= 1;
      if (found.budget < 0) return null;
      const far = arc.ends[end];
      if (onPath[far]) continue;
      const after = signs[top] * arc.sign + 0;
      if (far === last) {
        if (after === sign) return [...chain, arc];
        continue;
      }
      onPath[far] = 1;
      path.push(far);
      next.push(0);
      chain.push(arc);
      signs.push(after);
    }
  }
  return null;
}

function ableToReach(found, goal) {
  const into = found.upstream ? found.graph.out : found.graph.into;
  const sources = new Set(found.sources);
  const useful = new Set([goal]);
  const stack = [goal];
  while (stack.length) {
    for (const arc of into.get(stack.pop())) {
      found.budget -= 1;
      const near = nearEnd(found, arc);
      if (!useful.has(near) && !sources.has(near)) {
        useful.add(near);
        stack.push(near);
      }
    }
  }
  return useful;
}

/** Make a chain of the arcs along it, the cause first. */
function makeChain(graph, arcs) {
  const variables = [arcs[0].from, ...arcs.map((arc) => arc.to)];
  const signs = arcs.map((arc) => arc.sign);
  const areas = variables.map((name) => graph.model.variable.get(name).area);
  return {
    variables,
    signs,
    steps: arcs.length,
    sign: signs.reduce((product, sign) => product * sign, 1) + 0,
    rank: Math.max(...arcs.map((arc) => arc.rank)),
    evidence: evidenceName(graph, Math.max(...arcs.map((arc) => arc.rank))),
    areas: [...new Set(areas.filter((area) => area !== null))],
  };
}

/** Answer what variables influence, or what influences them. */
function influence(graph, subject, upstream) {
  const { model } = graph;
  const sources = subject.variables;
  const forward = search(graph, sources, upstream);
  const backward = new Set(search(graph, sources, !upstream).reached);
  const affected = forward.reached.map((name) => {
    const chains = bestChains(forward, name);
    const signs = new Set(chains.map((chain) => chain.sign));
    let verdict = signs.has(1) ? "strengthens" : "weakens";
    if (signs.has(1) && signs.has(-1)) verdict = "ambiguous";
    else if (signs.has(0)) verdict = "unknown";
    const best = chains[0];
    const variable = model.variable.get(name);
    return {
      variable: name,
      area: variable.area,
      targets: variable.targets.map((item) => item.target),
      steps: best.steps,
      verdict,
      chain: best,
      other: chains.find((chain) => chain.sign !== best.sign) ?? null,
      evidence: best.evidence,
      feedsBack: backward.has(name),
    };
  });
  const reached = new Set(affected.flatMap((effect) => effect.targets));
  const asked = subject.kind === "target" ? subject.key : null;
  const own = new Set(
    sources.flatMap((name) => model.variable.get(name).targets.map((item) => item.target)),
  );
  const touched = new Set([...sources, ...forward.reached]);
  const areas = new Set(affected.map((effect) => effect.area));
  const cyclic = cyclicVariables(graph);
  const numbers = model.targets.map((target) => target.number);
  return {
    subject,
    upstream,
    view: graph.view,
    sources,
    affected,
    targetsReached: numbers.filter((number) => reached.has(number) && number !== asked),
    targetsNotReached: numbers.filter((number) => !reached.has(number) && !own.has(number)),
    areasReached: model.areas.map((area) => area.id).filter((area) => areas.has(area)),
    loopsEntered: loopsEntered(graph, touched),
    feedsBack: sources.filter((name) => cyclic.has(name)),
  };
}

/** The cycles of a declared loop that are whole in a view. */
function wholeCycles(graph, loop) {
  return Object.entries(loop.cycles).filter(([, cycle]) =>
    cyclePairs(cycle).every(([from, to]) => graph.keys.has(`${from}->${to}`)),
  );
}

/** Loops without a name that are whole in a view, the shortest first. */
function unnamedLoops(graph) {
  return graph.model.unnamed.filter((loop) => wholeCycles(graph, loop).length);
}

function loopsEntered(graph, touched) {
  return graph.model.loops
    .filter((loop) =>
      wholeCycles(graph, loop).some(([, cycle]) => cycle.some((name) => touched.has(name))),
    )
    .map((loop) => loop.id);
}
