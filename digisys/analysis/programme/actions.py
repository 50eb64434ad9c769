"""What can be done, which variables it pushes, and along which chains it reaches a target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from digisys.analysis.influence.influence import influence
from digisys.analysis.influence.verdict import Verdict, join_verdicts
from digisys.analysis.press.damping import damped_as_asked
from digisys.analysis.press.sampling import sample
from digisys.analysis.press.system import press_system
from digisys.analysis.programme.actions_result import ActionReach, Actions, Placed
from digisys.analysis.programme.joined import named_actor
from digisys.analysis.robustness.robust import Effects, outcome_rows, way, wilson_interval
from digisys.errors import QuestionError
from digisys.graph.desired import desired_of
from digisys.graph.names import Subject, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme import Action, Connection
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.uncertainty.ranks import rank_shares
from digisys.words import Message

__all__ = ["actions"]

#: Effects nearer than this, relative to the largest of a draw, tie.
_TIE = 1e-12
_TURNED: dict[Verdict, Verdict] = {"strengthens": "weakens", "weakens": "strengthens"}


def actions(
    model: Model,
    *,
    programme: ProgrammeChoice = None,
    target: int | str | None = None,
    actor: str | None = None,
    reaching: str | int | None = None,
    samples: int | Draws | None = None,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Actions:
    """List what can be done, and tell how it reaches something.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    target
        Only actions that are filed under this target.
    actor
        Only actions of this actor: an id or a label.
    reaching
        Only actions whose chains reach this variable, target, area or loop, the nearest
        first; each with its best chain and the sign of its effect.
    samples
        How many draws rank the actions by their effect on what is reached, or
        :class:`~digisys.uncertainty.options.Draws`; no ranking when absent. In each draw an
        action pushes its variables by 1 in all, each by the same share, as the documents say
        nothing of sizes.
    seed
        Seed of the draws, zero or more.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Actions
        The actions, with what they push and, if asked, how they reach.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If there is no such actor, or a ranking is asked of what is not reached.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = actions(model, target=12)
    >>> answer.names
    ('action_12_1', 'action_12_2', 'action_12_3', 'action_12_4')
    """
    programme = load_programme(model, programme)
    filed = None if target is None else _target(model, target)
    who = None if actor is None else named_actor(programme, actor)
    chosen = {
        name: item
        for name, item in programme.actions.items()
        if (filed is None or item.target == filed) and (who is None or who in item.actors)
    }
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    subject = None if reaching is None else resolve(model, reaching)
    if subject is None:
        if samples is not None:
            raise QuestionError(
                Message("Actions are ranked by what they do to something."),
                Message("Name it with {option}.", {"option": "--reaching"}),
            )
        return Actions(
            model, programme, graph.view, filed, who, len(chosen), None, tuple(chosen), {}, {}, 0
        )
    pushed = {each.variable for item in chosen.values() for each in item.pushes}
    reached = {
        variable: tuple(_reaches(model, variable, subject, evidence, certainty))
        for variable in model.variables
        if variable in pushed
    }
    reach = {
        name: found
        for name, item in chosen.items()
        if (found := _joined(item.pushes, reached)) is not None
    }
    order = sorted(reach, key=lambda name: reach[name].steps)
    placed: dict[str, Placed] = {}
    draws = 0
    if samples is not None and order:
        draws, placed = _ranked(
            graph,
            subject,
            {name: chosen[name] for name in order},
            Draws.of(samples, seed, usual=2_000, without=OF_RUNS),
        )
        order.sort(key=lambda name: (-placed[name].best, -placed[name].top, placed[name].mean))
    return Actions(
        model,
        programme,
        graph.view,
        filed,
        who,
        len(chosen),
        subject,
        tuple(order),
        reach,
        placed,
        draws,
    )


def _target(model: Model, name: int | str) -> int:
    subject = resolve(model, f"target {name}" if str(name).isdigit() else name)
    if subject.kind != "target":
        raise QuestionError(
            Message("“{name}” is not a target.", {"name": str(name)}),
            Message("Give the number of a target, such as {number}.", {"number": 12}),
        )
    return int(subject.key)


def _reaches(
    model: Model,
    variable: str,
    subject: Subject,
    evidence: EvidenceChoice,
    certainty: CertaintyChoice,
) -> Iterator[ActionReach]:
    """Find how a push on a variable reaches each of the variables asked about."""
    if variable in subject.variables:
        yield ActionReach("strengthens", 0, None, variable)
    answer = influence(model, [variable], evidence=evidence, certainty=certainty)
    for effect in answer.affected:
        if effect.variable in subject.variables:
            yield ActionReach(effect.verdict, effect.steps, effect.chain, variable)


def _joined(
    pushes: Iterable[Connection], reached: dict[str, tuple[ActionReach, ...]]
) -> ActionReach | None:
    """Join what the pushes of an action do: the nearest chain, and one verdict on all."""
    found = [
        (reach, _turned(reach.verdict) if push.polarity == "negative" else reach.verdict)
        for push in pushes
        for reach in reached.get(push.variable, ())
    ]
    if not found:
        return None
    nearest = min((reach for reach, _ in found), key=lambda reach: reach.steps)
    verdict = join_verdicts(verdict for _, verdict in found)
    return replace(nearest, verdict=verdict)


def _turned(verdict: Verdict) -> Verdict:
    return _TURNED.get(verdict, verdict)


def _ranked(
    graph: Graph, subject: Subject, chosen: dict[str, Action], draws: Draws
) -> tuple[int, dict[str, Placed]]:
    """Rank actions by their settled effect on what is reached, in each draw of strengths."""
    system = damped_as_asked(press_system(graph), draws.seed)
    places = {name: row for row, name in enumerate(system.names)}
    outcomes = outcome_rows([subject], places)
    sampled = sample(system, Effects(outcomes, list(range(len(places)))).measure, draws)
    shares = np.zeros((len(chosen), len(places)))
    for row, item in zip(shares, chosen.values(), strict=True):
        for push in item.pushes:
            sign = -1.0 if push.polarity == "negative" else 1.0
            row[places[push.variable]] += sign / len(item.pushes)
    effects = shares @ sampled.measured[0]
    toward = way(desired_of(graph.model, subject.variables))
    best, top, ranks = rank_shares(toward * effects, _TIE * np.abs(effects).max(axis=0))
    count = effects.shape[1]
    return count, {
        name: Placed(
            float(np.median(effects[at])),
            float(best[at]),
            wilson_interval(float(best[at]) * count, count),
            float(top[at]),
            float(ranks[at]),
        )
        for at, name in enumerate(chosen)
    }
