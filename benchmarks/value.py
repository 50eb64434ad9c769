"""How many answers it takes until the best lever leads and stays leading, by order of questions.

Random maps with doubtful links; in each, a truth is drawn from what is thought before anybody is
asked, and whoever is asked tells that truth. Three orders are compared, one answer at a time:
by value (asked anew after each answer), at random, and as ``digisys questions`` lists the links
before any answer. Counted are the answers until the lever that is best in truth leads, and does so
after each further answer up to the last one. Maps on which it leads before any answer are passed
over: there is nothing to find out.

``python benchmarks/value.py 0 200`` writes the figures of ``value.md``.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from digisys.analysis.press.system import PressSystem, press_system
from digisys.analysis.robustness.beliefs import Belief, BelievedSystem, beliefs_about, updated
from digisys.analysis.robustness.elicitation import Elicitation
from digisys.analysis.robustness.questions import questions
from digisys.analysis.robustness.robust import choose_levers, choose_subjects
from digisys.analysis.robustness.value_estimates import best_shares
from digisys.analysis.robustness.value_of_information import Choice, value_of_information
from digisys.analysis.robustness.value_result import QuestionValue
from digisys.graph.view import Graph
from digisys.schema import Model
from digisys.schema.reply import Doubted, Reply
from digisys.uncertainty.options import Draws
from digisys.uncertainty.strengths import Strengths

LEVERS, MIDDLES, LINKS = 5, 5, 18
ASSUMED = 0.1
#: Maps with fewer questions are passed over.
LEAST = 6

Key = tuple[str, Doubted]
Ordering = Callable[[QuestionValue], float | tuple[float, float]]


def random_map(luck: random.Random) -> Model:
    """Return a map of levers, middles and one target, with doubts of every kind."""
    levers = [f"lever_{number}" for number in range(LEVERS)]
    middles = [f"middle_{number}" for number in range(MIDDLES)]
    pairs = {(lever, luck.choice(middles)) for lever in levers}
    pairs |= {(luck.choice(middles), "goal") for _ in range(3)}
    while len(pairs) < LINKS:
        source = luck.choice(levers + middles)
        target = luck.choice([*middles, "goal"])
        if source != target:
            pairs.add((source, target))
    links = []
    for source, target in sorted(pairs):
        link: dict[str, object] = {"from": source, "to": target}
        link["polarity"] = luck.choices(["positive", "negative", "unknown"], weights=[60, 15, 25])[
            0
        ]
        if luck.random() < 0.25:
            link["certainty"] = "ambiguous"
        link["strength"] = luck.choice(["unknown", "unknown", "weak", "moderate", "strong"])
        links.append(link)
    names = [*levers, *middles, "goal"]
    return Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "variables": {name: {"label": name, "role": "stock"} for name in names},
            "links": links,
        }
    )


@dataclass
class Case:
    """A map, what is thought of it, and a truth."""

    model: Model
    graph: Graph
    choice: Choice
    plain: PressSystem
    beliefs: tuple[Belief, ...]
    answers: dict[Key, Reply]
    best: str
    draws: int

    def leader(self, replies: Sequence[Reply]) -> str | None:
        """Return who leads after some answers."""
        known = {link.id for link in self.graph.view.every}
        system = BelievedSystem.of(self.plain, updated(self.beliefs, replies, known))
        _, effects, _ = self.choice.drawn(system, Draws(self.draws, 1))
        return self.choice.leads(best_shares(effects, self.choice.counting))[0].lever

    def answers_until(self, order: Sequence[Key]) -> int:
        """Return after how many answers the best lever leads to the end."""
        replies = [self.answers[key] for key in order]
        count = len(replies)
        while count and self.leader(replies[: count - 1]) == self.best:
            count -= 1
        return count


def case_of(seed: int, draws: int) -> tuple[Case, int]:
    """Return a case, and how many truths were passed over before.

    Passed over are truths of which the best lever does not lead even when all is answered: sizes
    within a class, and damping, are never asked about.
    """
    luck = random.Random(seed)
    passed = 0
    while True:
        model = random_map(luck)
        graph = Graph.of(model, certainty="all")
        known = Strengths()
        choice = Choice.of(
            graph, choose_subjects(graph, "goal"), choose_levers(graph, "sources"), Draws(draws)
        )
        plain = press_system(graph, known)
        beliefs = beliefs_about(graph.view.every, known, assumed=ASSUMED)
        system = BelievedSystem.of(plain, beliefs)
        _, effects, truths = choice.drawn(system, Draws(1, 100_000 + seed))
        best = best_shares(effects, choice.counting)[0, :, 0]
        asked = value_of_information(
            model, "goal", samples=50, elicitation=Elicitation(assumed=ASSUMED)
        ).questions
        keys = {(item.link, item.doubt) for item in asked}
        answers = {
            (belief.link, belief.doubt): Reply(
                link=belief.link, doubt=belief.doubt, answer=belief.answers[int(truth)]
            )
            for belief, truth in zip(system.beliefs, truths[:, 0], strict=True)
            if (belief.link, belief.doubt) in keys
        }
        case = Case(
            model,
            graph,
            choice,
            plain,
            system.beliefs,
            answers,
            choice.levers[int(best.argmax())],
            draws,
        )
        everything = list(answers.values())
        if len(everything) < LEAST or case.leader([]) == case.best:
            continue
        if best.max() == 1 and case.leader(everything) == case.best:
            return case, passed
        passed += 1


def by_value(case: Case, key: Ordering) -> list[Key]:
    """Return the order in which questions are asked by their value, anew after each answer."""
    order: list[Key] = []
    while len(order) < len(case.answers):
        replies = [case.answers[each] for each in order]
        found = value_of_information(
            case.model,
            "goal",
            elicitation=Elicitation(replies, assumed=ASSUMED),
            samples=case.draws,
        ).questions
        rest = [item for item in found if (item.link, item.doubt) not in order]
        if not rest:
            break
        first = max(rest, key=key)
        order.append((first.link, first.doubt))
    return order + [each for each in case.answers if each not in order]


def as_listed(case: Case) -> list[Key]:
    """Return the order of ``digisys questions``: links as listed, the doubt asked about first."""
    found = questions(case.model, "goal", samples=case.draws)
    order = []
    for flip in found.flips:
        order += [
            (flip.link, change.doubt)
            for change in sorted(flip.changes, key=lambda item: -item.weight * flip.doubt(item))
        ]
    order = [key for key in order if key in case.answers]
    return order + [key for key in case.answers if key not in order]


KEYS: dict[str, Ordering] = {
    "house": lambda item: item.order,
    "evsi": lambda item: (item.value, item.information),
    "bits": lambda item: item.information,
}


def row_of(seed: int, draws: int, names: Sequence[str]) -> dict[str, int]:
    """Return how many answers each order takes on one map."""
    case, passed = case_of(seed, draws)
    row = {"seed": seed, "passed over": passed, "questions asked": len(case.answers)}
    for name in names:
        row[name] = case.answers_until(by_value(case, KEYS[name]))
    row["questions"] = case.answers_until(as_listed(case))
    luck = random.Random(f"order {seed}")
    row["random"] = case.answers_until(luck.sample(list(case.answers), len(case.answers)))
    return row


def main() -> None:
    """Print a row for each map, then the figures.

    Arguments: the first map and the one after the last, the draws, and the orders by value.
    """
    first, last, draws = (
        int(word) for word in (*sys.argv[1:4], *("0", "20", "300")[len(sys.argv) - 1 :])
    )
    names = sys.argv[4].split(",") if len(sys.argv) > 4 else ["house"]
    rows = []
    for seed in range(first, last):
        rows.append(row_of(seed, draws, names))
        print(json.dumps(rows[-1]), flush=True)
    tell(rows)


def tell(rows: Sequence[dict[str, int]]) -> None:
    """Print medians, quartiles and means."""
    for name in rows[0]:
        if name != "seed":
            counts = [row[name] for row in rows if name in row]
            low, middle, high = np.quantile(counts, (0.25, 0.5, 0.75))
            print(
                f"{name}: median {middle:g}, quartiles {low:g} and {high:g}, "
                f"mean {statistics.mean(counts):.2f} ({len(counts)} maps)"
            )


if __name__ == "__main__":
    main()
