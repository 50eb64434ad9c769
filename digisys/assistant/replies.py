"""Results of questions as replies to an assistant: every claim with its path."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from digisys.analysis.chains.chains import Chains
from digisys.analysis.influence.conclude import links_on_the_way
from digisys.analysis.influence.influence import influence
from digisys.analysis.influence.result import Influence
from digisys.analysis.influence.verdict import VERDICT_WORDS
from digisys.analysis.loops.find_loops import KIND_WORDS, Loops
from digisys.analysis.robustness.robust_result import Robustness
from digisys.answers.answer import Answer
from digisys.answers.wording import evidence_label, polarity_mark
from digisys.assistant.reply import Claim, Place, Reply, Sentence, Step, Viewed
from digisys.graph.chain import Chain
from digisys.graph.labels import label, labels_of
from digisys.graph.names import subject_of
from digisys.graph.view import View
from digisys.schema import Link, Model
from digisys.simulation.conclude import arcs_on_the_way
from digisys.simulation.ensemble.result import Ensemble
from digisys.words import N_, say, say_count, visible
from digisys.workshop.diff_result import ModelDiff

__all__ = ["refusal", "reply_of", "steps_of", "viewed"]

#: Sentences that say how to learn more in the terminal say nothing to an assistant.
_HINTS = frozenset(["more", "hint"])
_BY_LINKS = frozenset(["reach", "direction", "basis", "edits", "loops"])
#: So many levers of a ranking are told with their chains.
_MOST_LEVERS = 5
_REASONS = {
    "strengthens": N_("Every chain in view has this sign."),
    "weakens": N_("Every chain in view has this sign."),
    "ambiguous": N_("There are chains of both signs; which outweighs is not in the links."),
    "unknown": N_("A link on the way has no known direction."),
    "undecided": N_("The search was given up before both signs were excluded."),
}
#: Rows and claims of one reply.
MOST = 100
_MOST_OFFERED = 60


def reply_of(model: Model, answer: Answer, question: str, language: str) -> Reply:
    """Make the reply of a result.

    Parameters
    ----------
    model
        The model that was asked.
    answer
        What a verb found.
    question
        The question as it was understood.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    Reply
        Its conclusion, and a claim with its path for each thing reached, chain or loop.
    """
    claims: list[Claim] = []
    links: Sequence[Link] = ()
    view: View | None = getattr(answer, "view", None)
    if isinstance(answer, Ensemble):
        view = answer.experiment.system.view
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    if isinstance(answer, Influence):
        claims = [*_effects(answer, language)]
        subject, affected = answer.subject, answer.affected
        links = links_on_the_way(answer.view, subject, answer.direction, affected)
    elif isinstance(answer, Chains):
        claims = [_chain_claim(answer.view, model, chain, language) for chain in answer.chains]
        links = _along(answer.view, (pair for claim in claims for pair in claim.paths[0]))
        if answer.truncated:
            notes.append(say("There are more chains than these.", language))
    elif isinstance(answer, Loops):
        claims = [_loop_claim(answer, place, language) for place in range(min(len(answer), MOST))]
        links = _along(answer.view, (pair for claim in claims for pair in claim.paths[0]))
        if answer.truncated:
            notes.append(say("There may be more loops than these.", language))
    elif isinstance(answer, ModelDiff):
        rows = _rows(answer, language)
        claims, links, view = _changed(answer, language)
    else:
        rows = _rows(answer, language)
        claims = [*_behind(answer, language)]
        links = () if view is None else view.links
        if isinstance(answer, Ensemble):
            named = {arc.link for arc in arcs_on_the_way(answer.experiment)}
            links = [link for link in links if link.id in named]
    if len(claims) > MOST:
        left = len(claims) - MOST
        notes.append(
            say_count("{count} claim is left out.", "{count} claims are left out.", left, language)
        )
    return Reply(
        status="answered",
        model=model.id,
        question=question,
        sentences=_sentences(answer, language),
        claims=claims[:MOST],
        links=steps_of(model, links, language),
        view=None if view is None else viewed(view),
        rows=rows,
        notes=[*notes, *_limits(answer, language)],
    )


def refusal(model: Model, why: str, language: str, offers: Iterable[str] = ()) -> Reply:
    """Refuse a question about what the model does not hold, and tell what it holds.

    Parameters
    ----------
    model
        The model that was asked.
    why
        What is not in it.
    language
        ``fi``, ``sv`` or ``en``.
    offers
        What may have been meant; every variable and target when empty.
    """
    offered = [visible(text) for text in offers] or _holds(model, language)
    return Reply(
        status="refused",
        model=model.id,
        why=visible(why),
        offers=offered[:_MOST_OFFERED],
        notes=[say("Nothing is claimed about what the model does not hold.", language)],
    )


def steps_of(model: Model, links: Iterable[Link], language: str) -> list[Step]:
    """Tell links with where each is stated."""
    return [
        Step(
            id=link.id,
            source=label(model, link.source, language),
            target=label(model, link.target, language),
            polarity=link.polarity,
            direction=_direction(link),
            certainty=link.certainty,
            evidence=[
                Place(
                    source=labels_of(model).sources[item.source].text(language),
                    part=None if item.part is None else evidence_label(model, item.part, language),
                    slides=list(item.slides),
                    pages=list(item.pages),
                )
                for item in link.evidence
            ],
            said_by=list(link.said_by),
        )
        for link in links
    ]


def _holds(model: Model, language: str) -> list[str]:
    targets = [say("target {number}", language, number=number) for number in model.targets]
    return [*targets, *(label(model, name, language) for name in model.variables)]


def _direction(link: Link) -> Any:
    if link.polarity == "unknown":
        return "not told"
    return link.direction


def viewed(view: View) -> Viewed:
    """Tell which links counted."""
    return Viewed(
        evidence=list(view.evidence), certainty=list(view.certainty), links=len(view.links)
    )


def _sentences(answer: Answer, language: str) -> list[Sentence]:
    conclusion = answer.conclusion
    if conclusion is None:
        return []
    by_links = isinstance(answer, Influence | Chains | Loops | ModelDiff)
    known = _BY_LINKS if by_links else frozenset(["basis"])
    return [
        Sentence(
            kind=each.kind,
            text=visible(each.text(language)),
            rests_on="links" if each.kind in known else "runs",
            parts=_plain(dict(each.parts)),
        )
        for each in conclusion.statements
        if each.kind not in _HINTS
    ]


def _effects(answer: Influence, language: str) -> Iterable[Claim]:
    model, view = answer.model, answer.view
    for effect in answer.affected:
        chains = [effect.chain, *([] if effect.other_chain is None else [effect.other_chain])]
        other = label(model, effect.variable, language)
        # The verdict is that of all that was asked about, also where a chain begins at one.
        asked = answer.subject.text(language)
        named = (asked, other) if answer.direction == "downstream" else (other, asked)
        yield _claim(view, model, chains, named, effect.verdict, language)


def _behind(answer: Answer, language: str) -> Iterable[Claim]:
    """Tell along which chains levers and pushes reach what sampled figures speak of."""
    if isinstance(answer, Robustness):
        for ranking in answer.rankings:
            for lever in ranking.levers[:_MOST_LEVERS]:
                found = _from([lever.variable], answer.view, answer.model)
                wanted = set(ranking.subject.variables)
                yield from (
                    claim
                    for effect, claim in zip(found.affected, _effects(found, language), strict=True)
                    if effect.variable in wanted
                )
    elif isinstance(answer, Ensemble):
        system = answer.experiment.system
        pushed = list(dict.fromkeys((*system.pushes, *system.levels)))
        if pushed:
            found = _from(pushed, answer.experiment.system.view, answer.model)
            yield from _effects(found, language)


def _changed(answer: ModelDiff, language: str) -> tuple[list[Claim], tuple[Link, ...], View | None]:
    """Tell along which chains the new map now reaches what it reaches otherwise than before."""
    claims: list[Claim] = []
    view: View | None = None
    for change in answer.compared.effects[:MOST]:
        if change.after == "none":
            continue  # there is no chain to tell; the row says what went
        kind: Any = change.kind
        wanted = set(subject_of(answer.new, kind, change.outcome).variables)
        source = subject_of(answer.new, kind, change.source)
        # Ids are never taken for anything else, as the name of an area may be.
        found = influence(answer.new, source.key if kind == "target" else source.variables)
        view = found.view
        claims += [
            claim
            for effect, claim in zip(found.affected, _effects(found, language), strict=True)
            if effect.variable in wanted
        ]
    links = () if view is None else _along(view, _steps_of(claims))
    return claims, links, view


def _steps_of(claims: Iterable[Claim]) -> Iterable[str]:
    return (pair for claim in claims for path in claim.paths for pair in path)


def _from(names: Sequence[str], view: View, model: Model) -> Influence:
    evidence = view.evidence if view.narrowed else None
    certainty = "all" if len(view.certainty) > 1 else view.certainty[0]
    return influence(model, names, evidence=evidence, certainty=certainty)  # type: ignore[arg-type]


def _chain_claim(view: View, model: Model, chain: Chain, language: str) -> Claim:
    verdict = {1: "strengthens", -1: "weakens"}.get(chain.sign, "unknown")
    ends = chain.variables[0], chain.variables[-1]
    named = label(model, ends[0], language), label(model, ends[1], language)
    return _claim(view, model, [chain], named, verdict, language, one=True)


def _claim(
    view: View,
    model: Model,
    chains: Sequence[Chain],
    named: tuple[str, str],
    verdict: Any,
    language: str,
    *,
    one: bool = False,
) -> Claim:
    told = "; ".join(_chain_text(model, chain, language) for chain in chains)
    text = say(
        "“{source}” on “{target}”: {verdict}. {chains}",
        language,
        source=named[0],
        target=named[1],
        verdict=say(VERDICT_WORDS[verdict], language),
        chains=told,
    )
    paths = [_pairs(chain.variables) for chain in chains]
    weakest = _weakest(view, [chain.weakest_evidence for chain in chains])
    return Claim(
        text=visible(text),
        verdict=verdict,
        paths=paths,
        weakest_evidence=weakest,
        assumed=_assumed(view, paths),
        how_sure=_how_sure(verdict, len(_assumed(view, paths)), language, one=one),
    )


def _how_sure(verdict: str, assumed: int, language: str, *, one: bool) -> str:
    if one:
        text = say("The sign of this one chain; there may be others.", language)
    else:
        text = say(_REASONS[verdict], language)
    if assumed:
        text += " " + say_count(
            "{count} direction on the paths told is our reading of the source.",
            "{count} directions on the paths told are our reading of the source.",
            assumed,
            language,
        )
    return text


def _loop_claim(answer: Loops, place: int, language: str) -> Claim:
    loop, model = answer.loops[place], answer.model
    names = [label(model, name, language) for name in loop.variables]
    title = f"{loop.instance}: " if loop.instance else ""
    told = " → ".join((*names, names[0]))
    kind = say(KIND_WORDS[loop.kind], language)
    path = _pairs((*loop.variables, loop.variables[0]))
    assumed = _assumed(answer.view, [path])
    sure = say("The product of the signs of its links.", language)
    if assumed:
        sure += " " + say_count(
            "{count} direction on the paths told is our reading of the source.",
            "{count} directions on the paths told are our reading of the source.",
            len(assumed),
            language,
        )
    return Claim(
        text=visible(f"{title}{told} ({kind})"),
        verdict=loop.kind,
        paths=[path],
        weakest_evidence=loop.weakest_evidence,
        assumed=assumed,
        how_sure=sure,
    )


def _pairs(variables: Sequence[str]) -> list[str]:
    return [f"{one}->{other}" for one, other in pairwise(variables)]


def _along(view: View, pairs: Iterable[str]) -> tuple[Link, ...]:
    wanted = set(pairs)
    return tuple(link for link in view.links if link.pair_id in wanted)


def _assumed(view: View, paths: Sequence[Sequence[str]]) -> list[str]:
    read = {link.pair_id for link in view.links if link.direction == "assumed"}
    return [pair for pair in dict.fromkeys(pair for path in paths for pair in path) if pair in read]


def _weakest(view: View, kinds: Sequence[str]) -> str:
    ranks = {kind: rank for rank, kind in enumerate(view.evidence)}
    return max(kinds, key=lambda kind: ranks.get(kind, len(ranks)))


def _chain_text(model: Model, chain: Chain, language: str) -> str:
    told = label(model, chain.variables[0], language)
    for sign, name in zip(chain.signs, chain.variables[1:], strict=True):
        told += f" →{polarity_mark(sign)} {label(model, name, language)}"
    return told


def _rows(answer: Answer, language: str) -> list[dict[str, Any]]:
    """Return the figures of an answer that makes no claim link by link."""
    frame = answer.program_frame(language)
    if frame is None:
        table = answer.table(language)
        return [dict(zip(table.heads, map(str, row), strict=True)) for row in table.rows[:MOST]]
    if "year" in frame.columns:
        frame = frame[frame["year"] == frame["year"].max()]
    records: list[dict[str, Any]] = json.loads(frame.head(MOST).to_json(orient="records"))
    return records


def _limits(answer: Answer, language: str) -> list[str]:
    if isinstance(answer, Influence | Chains | Loops):
        return []
    return [f"{name}: {value}" for name, value in answer.summary(language)]


def _plain(value: Any) -> Any:
    """Return parts as plain data that every reader of JSON takes."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
