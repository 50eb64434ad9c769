// Which links a question looks at, and the graph that they make. The same rules as
// digisys.graph.view; the tests hold the two together.

const SIGNS = { positive: 1, negative: -1, unknown: 0 };
const CERTAINTIES = {
  explicit: ["explicit"],
  ambiguous: ["ambiguous"],
  all: ["explicit", "ambiguous"],
};

/** Choose the links of a view. `evidence` is a list of kinds, or null for all. */
function selectView(model, evidence, certainty) {
  const chosen = new Set(evidence ?? model.kinds);
  const kinds = model.kinds.filter((kind) => chosen.has(kind));
  const narrowed = evidence !== null && kinds.length < model.kinds.length;
  const wanted = CERTAINTIES[certainty];
  const links = model.links.filter(
    (link) =>
      wanted.includes(link.certainty) &&
      (!narrowed || link.evidence.some((item) => chosen.has(item.part ?? item.source))),
  );
  return { evidence: kinds, narrowed, certainty: wanted, links };
}

/** Build the signed directed graph of a view. */
function makeGraph(model, evidence, certainty) {
  const view = selectView(model, evidence, certainty);
  const ranks = new Map(view.evidence.map((kind, rank) => [kind, rank]));
  const last = view.evidence.length;
  const out = new Map();
  const into = new Map();
  for (const variable of model.variables) {
    out.set(variable.id, []);
    into.set(variable.id, []);
  }
  for (const link of view.links) {
    let rank = last;
    for (const item of link.evidence) {
      rank = Math.min(rank, ranks.get(item.part ?? item.source) ?? last);
    }
    const { from, to } = link;
    const arc = { link, from, to, sign: SIGNS[link.polarity], rank };
    arc.ends = [model.order.get(from), model.order.get(to)];
    out.get(link.from).push(arc);
    into.get(link.to).push(arc);
  }
  const keys = new Set(view.links.map((link) => `${link.from}->${link.to}`));
  return { model, view, keys, out, into };
}

/** Name the kind of evidence that a rank stands for. */
function evidenceName(graph, rank) {
  return graph.view.evidence[rank] ?? "none";
}

/** Ids in a strongly connected component of more than one variable. */
function cyclicVariables(graph) {
  const found = new Map();
  const low = new Map();
  const waiting = [];
  const inWaiting = new Set();
  const cyclic = new Set();
  for (const root of graph.out.keys()) {
    if (found.has(root)) continue;
    const enter = (node) => {
      found.set(node, found.size);
      low.set(node, found.get(node));
      waiting.push(node);
      inWaiting.add(node);
      return { node, next: 0 };
    };
    const stack = [enter(root)];
    while (stack.length) {
      const top = stack[stack.length - 1];
      const arcs = graph.out.get(top.node);
      if (top.next < arcs.length) {
        const target = arcs[top.next++].to;
        if (!found.has(target)) stack.push(enter(target));
        else if (inWaiting.has(target)) {
          low.set(top.node, Math.min(low.get(top.node), found.get(target)));
        }
        continue;
      }
      stack.pop();
      if (stack.length) {
        const above = stack[stack.length - 1].node;
        low.set(above, Math.min(low.get(above), low.get(top.node)));
      }
      if (low.get(top.node) !== found.get(top.node)) continue;
      const component = [];
      let member;
      do {
        member = waiting.pop();
        inWaiting.delete(member);
        component.push(member);
      } while (member !== top.node);
      if (component.length > 1) component.forEach((name) => cyclic.add(name));
    }
  }
  return cyclic;
}

/** Pairs of neighbours round a cycle, the last one with the first. */
function cyclePairs(cycle) {
  return cycle.map((name, position) => [name, cycle[(position + 1) % cycle.length]]);
}
