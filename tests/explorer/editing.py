"""Random steps of the page's editor, made by its own verbs in QuickJS."""

# ruff: noqa: E501 - JavaScript, a verb a line

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import digisys
from digisys.report.page.data import presentation_data
from digisys.report.page.make import make_page
from digisys.report.page.plain import plain_data
from digisys.schema import Model
from tests.analysis.graphs import random_model
from tests.analysis.test_several_links import multigraph
from tests.explorer.javascript import Page, page_data

#: Labels that nobody should give a variable, and somebody will.
HOSTILE = [
    "yes", "no", "null", "1e3", "0x1F", "2026-11-27", "~", "on", "Norway: no", "a # b", "- dash",
    "'quoted'", '"double"', "back\\slash", "{flow}", "[list], more", "&anchor *alias !tag", "% @ `",
    "line\nbreak", "tab\tstop", "  spaced  ", "|", ">", "?", ": ", "trailing:", "#", "emoji 🙂🏽",
    "\u200fימין לשמאל\u200e", "العربية", "Доверие", "信頼", "Τάξη", "<b>bold</b>", "${x}", "constructor",
    "__proto__", "toString", "\u202ebidi", "nul\u0000l", "lone \ud800 surrogate", "x" * 990,
    "", "   ", "\u00ad", "y" * 1001, "Luottamus", "trust!", "TRUST", "ß", "Straße", "STRASSE",
    "=1+1", "a -> b", "\u00a0", "e\u0301", "\u00e9", "true", "...", "---", "a,b", "1_000", "08",
]  # fmt: skip

#: A random step: verbs with arguments that mostly fit and sometimes do not.
RANDOM_STEP = """
function randomFrom(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
function randomStep(plain, random, labels) {
  const pick = (items) => items[Math.floor(random() * items.length)];
  const names = Object.keys(plain.variables);
  const variable = () => (random() < 0.03 ? "nobody" : pick(names));
  const ids = linkIds(plain);
  const link = () => (ids.length && random() < 0.97 ? pick(ids) : "a->nobody");
  const language = () => pick([...plain.languages, "de"]);
  let number = Math.floor(random() * 1e6);
  const label = () => (random() < 0.3 ? pick(labels) : `Thing ${number++ % 5000}`);
  const polarity = () => pick(["positive", "negative", "unknown"]);
  const sources = Object.keys(plain.sources ?? {});
  const loops = Object.keys(plain.loops ?? {});
  const areas = Object.keys(plain.areas ?? {});
  const targets = Object.keys(plain.targets ?? {}).map(Number);
  const owner = () => pick([
    { kind: "variable", key: variable() }, { kind: "link", key: link() },
    { kind: "loop", key: pick([...loops, "R9"]) }, { kind: "area", key: pick([...areas, "none"]) },
    { kind: "target", key: String(pick([...targets, 99])) },
  ]);
  const facts = () => {
    const source = random() < 0.9 && sources.length ? pick(sources) : "nowhere";
    const parts = Object.keys(plain.sources?.[source]?.parts ?? {});
    return {
      source, ...(parts.length && random() < 0.5 ? { part: pick([...parts, "nopart"]) } : {}),
      ...(random() < 0.5 ? { pages: [1 + Math.floor(random() * 99)] } : {}),
      ...(random() < 0.3 ? { note: pick(labels) } : {}),
      ...(random() < 0.3 ? { quote: pick(labels) } : {}),
    };
  };
  const cycle = () => {
    const data = { targets: [], variables: [], links: [], loops: [], defaults: model.defaults };
    const { cycles } = factsOf(plain, data);
    if (!cycles.length || random() < 0.1) return [variable(), variable()];
    return pick(cycles).slice(1).map((at) => names[at]);
  };
  const slide = () => pick([
    { variable: variable() }, { target: pick([...targets, 99]) }, { area: pick([...areas, "none"]) },
    { loop: pick([...loops, "R9"]), direction: "upstream", steps: 2 }, {},
    { variable: variable(), loop: pick(loops) },
  ]);
  const count = plain.presentation?.slides.length ?? 0;
  const any = () => Math.floor(random() * (count + 1));
  const steps = [
    () => verbs.addVariable(plain, {
      label: label(), language: language(), role: pick(["stock", "auxiliary", "input", undefined]),
      area: pick([...areas, null, undefined]), at: pick([undefined, [random() * 900, random() * 900]]),
    }),
    () => verbs.renameVariable(plain, variable(), language(), label()),
    () => verbs.setShortLabel(plain, variable(), language(), label()),
    () => verbs.moveVariables(plain, { [variable()]: [random() * 2000, random() * 2000 - 500] }),
    () => verbs.setArea(plain, variable(), pick([...areas, null, "none"])),
    () => verbs.setRole(plain, variable(), pick(["stock", "auxiliary", "input"])),
    () => verbs.setInertia(plain, variable(), pick(["fast", "medium", "slow", 2, [1, 3], [3, 1], -1])),
    () => verbs.setDesired(plain, variable(), pick(["up", "down", "none", null])),
    () => verbs.setDescription(plain, variable(), language(), label()),
    () => verbs.setAliases(plain, variable(), [label(), label()]),
    () => verbs.setTargets(plain, variable(), targets.filter(() => random() < 0.1)
      .map((target) => ({ target, stated_as: pick(["target", "key_result"]) }))),
    ...Array(4).fill(() => verbs.addLink(plain, variable(), variable(), {
      polarity: polarity(), delay: pick([undefined, 0, true, 1, 2.5]), beside: random() < 0.2,
      strength: pick([undefined, "weak", "strong", 0.4, [0.1, 0.3]]), saidBy: pick(["", "Group 1"]),
      certainty: pick([undefined, "explicit", "ambiguous"]),
    })),
    () => verbs.removeLink(plain, link(), { withLoops: random() < 0.5 }),
    () => verbs.setPolarity(plain, link(), polarity()),
    () => verbs.flipPolarity(plain, link()),
    () => verbs.setDelay(plain, link(), pick([0, true, 1, 3.25, 101, NaN]), pick([undefined, 1, 3, "pipeline"])),
    () => verbs.setStrength(plain, link(), pick(["weak", "dominant", "unknown", 0.3, [0.1, 0.2], [2, 1], 11])),
    () => verbs.setCertainty(plain, link(), pick(["explicit", "ambiguous"]), pick([undefined, null, 0.5, 2])),
    () => verbs.setDirection(plain, link(), pick(["stated", "assumed"])),
    () => verbs.setNote(plain, link(), language(), label()),
    () => verbs.addSaidBy(plain, link(), label()),
    () => verbs.removeSaidBy(plain, link(), "Group 1"),
    () => verbs.addEvidence(plain, owner(), facts(), language()),
    () => verbs.changeEvidence(plain, owner(), 0, facts(), language()),
    () => verbs.removeEvidence(plain, owner(), 0),
    () => verbs.addSource(plain, {
      title: label(), language: language(), year: pick([undefined, 2026, 7]),
      kind: pick(["workshop", "document"]), url: pick([undefined, "https://example.org/a"]),
    }),
    () => verbs.addLoop(plain, {
      label: label(), language: language(), cycles: random() < 0.7 ? [cycle()] : [cycle(), cycle()],
      ...(random() < 0.2 ? { id: pick(["R1", "X1", "not a name", "constructor"]) } : {}),
    }),
    () => verbs.addRoute(plain, pick([...loops, "R9"]), cycle()),
    () => verbs.renameLoop(plain, pick([...loops, "R9"]), language(), label()),
    () => verbs.describeLoop(plain, pick([...loops, "R9"]), language(), label()),
    () => verbs.removeLoop(plain, pick([...loops, "R9"])),
    () => verbs.setPresentation(plain, [slide(), slide()].slice(0, any())),
    () => verbs.addSlide(plain, slide(), pick([undefined, any()])),
    () => verbs.changeSlide(plain, any(), slide()),
    () => verbs.tellSlide(plain, any(), language(), { title: label(), description: label() }),
    () => verbs.removeSlide(plain, any()),
    () => verbs.moveSlide(plain, any(), any()),
    () => verbs.setTitle(plain, language(), label()),
    () => verbs.describeModel(plain, language(), label()),
    () => verbs.addArea(plain, language(), label()),
    () => verbs.renameArea(plain, pick([...areas, "none"]), language(), label()),
    () => (random() < 0.3 ? verbs.removeArea(plain, pick([...areas, "none"])) : verbs.addArea(plain, "en", label())),
    () => (random() < 0.2 ? verbs.addLanguage(plain, pick(["de", "zh-Hant", "Nonsense", "en"])) : verbs.setDesired(plain, variable(), "up")),
    () => (random() < 0.2 ? verbs.removeLanguage(plain, pick(plain.languages)) : verbs.setDesired(plain, variable(), "down")),
    () => verbs.removeVariable(plain, variable()),
  ];
  return pick(steps)();
}
"""


class Editor(Page):
    """A page about a model, with the plain model as ``base`` and random steps from there."""

    def __init__(self, model: Model, language: str = "en") -> None:
        super().__init__(model, language)
        plain = json.dumps(plain_data(model))
        self.context.eval(RANDOM_STEP)
        self.context.eval(f"var base = {plain}; var labels = {json.dumps(HOSTILE)};")

    def walk(self, seed: int, steps: int) -> dict[str, Any]:
        """Make random steps; return the last plain model, what was done and what refused."""
        answer: dict[str, Any] = self.ask(
            """(() => {
              const random = randomFrom(seed);
              let history = beginHistory(base);
              const told = [], refused = [];
              for (let at = 0; at < steps; at += 1) {
                const result = randomStep(history.now, random, labels);
                if (result.step) told.push([result.step.code, stepWords(result.step)]);
                else refused.push([result.refused.code, refusalWords(result.refused)]);
                history = did(history, result);
              }
              globalThis.reached = history.now;
              globalThis.travelled = history;
              return { plain: history.now, told, refused };
            })()""",
            seed=seed,
            steps=steps,
        )
        return answer


@cache
def start_data(start: int) -> dict[str, Any]:
    """Return the data of the page of one of the models to begin with."""
    html = make_page(starts()[start]).html
    found = re.search(r'<script[^>]*id="data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def whole_data(model: Model) -> dict[str, Any]:
    """Return what the page knows of the model itself."""
    return {**page_data(model), "presentation": presentation_data(model)}


def starts() -> list[Model]:
    """Return models to begin with: ours, a random one, one with several links of a pair."""
    return [
        digisys.load("digikompassi"),
        random_model(8, 18, 3, signs="++-?"),
        multigraph(2, signs=3),
    ]
