"""Factors first: what enables a variable, what blocks it, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digisys.errors import DigisysError, QuestionError, UnknownNameError
from digisys.exchange.ids import slug
from digisys.graph.folding import fold
from digisys.graph.names import every_name, resolve
from digisys.schema import Model
from digisys.schema.link import Polarity
from digisys.words import Message
from digisys.workshop.factor_answer import FactorAnswer
from digisys.workshop.factor_proposal import (
    FactorProposal,
    FactorStatement,
    Near,
    ProposedLink,
    ProposedVariable,
    SetAside,
)
from digisys.workshop.likeness import NEAR, name_likeness
from digisys.workshop.negations import turned_round

__all__ = ["FactorAnswer", "propose_from_factors"]

#: So many names that are alike are pointed out of each.
_MOST_NEAR = 3


def propose_from_factors(model: Model, answers: Iterable[FactorAnswer]) -> FactorProposal:
    """Turn what groups say of variables and targets into proposed variables and links.

    A text that is the id, a label or another name of a variable, in any language, is that
    variable; the same text of several groups is one variable with several voices. Texts that
    are only alike are pointed out and stay apart. What enables acts positively, what blocks
    negatively; of what follows the answer tells the sign. Where answers contradict each other
    the polarity is unknown, and both statements are kept.

    Parameters
    ----------
    model
        The model; it does not change.
    answers
        The answers, in any order.

    Returns
    -------
    FactorProposal
        Variables and links to review and take. Every answer stands behind a link of it, or
        among those that were set aside with the reason.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> found = propose_from_factors(model, [
    ...     FactorAnswer("trust_in_society", "blocks", "Rumours", said_by="Group 1"),
    ...     FactorAnswer("trust_in_society", "enables", "Digitaidot", said_by="Group 2"),
    ... ])
    >>> [(link.id, link.polarity, link.status) for link in found.links]
    [('rumours->trust_in_society', 'negative', 'new'),
     ('digital_skills->trust_in_society', 'positive', 'new')]
    """
    return _Proposing(model, tuple(answers)).done()


@dataclass
class _New:
    """A variable that the model does not have, while answers are gathered."""

    label: str
    language: str | None
    target: int | None = None
    answers: list[int] = field(default_factory=list)


class _Proposing:
    def __init__(self, model: Model, answers: tuple[FactorAnswer, ...]) -> None:
        self.model, self.answers = model, answers
        self.known: dict[str, set[str]] = {}
        for name, variable in model.variables.items():
            texts = [name, *variable.label.every(), *variable.aliases]
            texts += variable.short_label.every() if variable.short_label else ()
            for text in texts:
                self.known.setdefault(fold(text), set()).add(name)
        self.new: dict[str, _New] = {}
        self.ids: dict[str, str] = {}
        self.taken = set(model.variables)
        self.aside: list[SetAside] = []
        self.said: dict[tuple[str, str], list[int]] = {}

    def done(self) -> FactorProposal:
        # An answer may be about a factor that another one names, whichever comes first.
        waiting = list(enumerate(self.answers))
        while waiting:
            refused = [
                (at, answer, error) for at, answer in waiting if (error := self._add(at, answer))
            ]
            if len(refused) == len(waiting):
                self.aside += [SetAside(at, error.what, error.cure) for at, _, error in refused]
                break
            waiting = [(at, answer) for at, answer, _ in refused]
        labels = {name: item.label for name, item in self.new.items()}
        variables = tuple(
            ProposedVariable(
                name,
                item.label,
                item.language,
                tuple(item.answers),
                self._voices(item.answers),
                item.target,
                self._near(name, item.label, labels),
                turned_round(item.label),
                self._meant(item.label),
            )
            for name, item in self.new.items()
        )
        links = tuple(self._link(pair, sorted(said)) for pair, said in self.said.items())
        aside = tuple(sorted(self.aside, key=lambda each: each.answer))
        return FactorProposal(self.model, self.answers, variables, links, aside)

    def _add(self, at: int, answer: FactorAnswer) -> DigisysError | None:
        """Take an answer in; return why it cannot be."""
        try:
            subjects = self._subjects(at, answer)
        except (UnknownNameError, QuestionError) as error:
            return error
        name = self._variable(at, answer.text, answer.language)
        pairs = [
            (subject, name) if answer.question == "follows" else (name, subject)
            for subject in subjects
            if subject != name
        ]
        if not pairs:
            self.aside.append(
                SetAside(
                    at,
                    Message("The answer names the variable that it is about."),
                    Message("Say what acts on it, or what it acts on."),
                )
            )
        for pair in pairs:
            self.said.setdefault(pair, []).append(at)
        return None

    def _subjects(self, at: int, answer: FactorAnswer) -> tuple[str, ...]:
        """Find what an answer is about; a target without variables becomes one."""
        model, about = self.model, answer.about
        number = _target_of(model, about)
        if number is None:
            known = self.known.get(fold(about), set())
            if about not in model.variables and len(known) == 1:
                return tuple(known)
            if not known and fold(about) in self.ids:
                return (self.ids[fold(about)],)
            subject = resolve(model, about, kind="variable")
            if subject.kind == "variable":
                return subject.variables
            if subject.kind != "target":
                raise QuestionError(
                    Message("“{name}” is neither a variable nor a target.", {"name": about}),
                    Message("Name a variable, or a target by its number, such as target 14."),
                )
            number = int(subject.key)
        own = [
            (name, reference.stated_as)
            for name, variable in model.variables.items()
            for reference in variable.targets
            if reference.target == number
        ]
        # Those that stand for the target itself, where any do, rather than for a key result.
        told = [name for name, stated in own if stated == "target"]
        if own:
            return tuple(dict.fromkeys(told or [name for name, _ in own]))
        title = model.targets[number].short_label or model.targets[number].title
        language = answer.language or model.default_language
        text = title.text(language)
        found = next((name for name, item in self.new.items() if item.target == number), None)
        if found is None:
            found = self._make(f"target {number}", text, None)
            self.new[found].target = number
        self.new[found].answers.append(at)
        return (found,)

    def _variable(self, at: int, text: str, language: str | None) -> str:
        """Find the variable that a text names, or propose one."""
        folded = fold(text)
        known = self.known.get(folded, set())
        if len(known) == 1:
            return next(iter(known))
        name = self.ids.get(folded)
        if name is None:
            name = self._make(folded, " ".join(text.split()), language)
        self.new[name].answers.append(at)
        return name

    def _make(self, folded: str, label: str, language: str | None) -> str:
        base = slug(label)
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}_{number}", number + 1
        self.taken.add(name)
        self.ids[folded] = name
        self.new[name] = _New(label, language)
        return name

    def _voices(self, answers: Sequence[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (self.answers[at].voice for at in answers))))

    def _near(self, name: str, label: str, labels: Mapping[str, str]) -> tuple[Near, ...]:
        """Find variables, of the model and proposed, that are called much alike."""
        best: dict[str, float] = {}
        for other, text in self._names():
            if best.get(other, 0.0) < 1.0:
                like = name_likeness(label, text)
                best[other] = max(best.get(other, 0.0), like)
        for other, text in labels.items():
            if other != name:
                best[other] = name_likeness(label, text)
        near = [
            Near(other, round(like, 3), other in labels)
            for other, like in best.items()
            if like >= NEAR
        ]
        return tuple(sorted(near, key=lambda each: (-each.likeness, each.variable))[:_MOST_NEAR])

    def _names(self) -> list[tuple[str, str]]:
        """List the names of the model's variables, titles of targets that are theirs alone too."""
        model = self.model
        names = [
            (str(item.key), item.text) for item in every_name(model) if item.kind == "variable"
        ]
        owners: dict[int, list[str]] = {}
        for name, variable in model.variables.items():
            for reference in variable.targets:
                owners.setdefault(reference.target, []).append(name)
        for number, target in model.targets.items():
            if len(owners.get(number, ())) == 1:
                texts = [*target.title.every()]
                texts += target.short_label.every() if target.short_label else ()
                names += [(owners[number][0], text) for text in texts]
        return names

    def _meant(self, label: str) -> str | None:
        """Find the variable that a name for a lack is the other side of, where one is alike."""
        turned = turned_round(label)
        if turned is None:
            return None
        named = [*self._names(), *((name, item.label) for name, item in self.new.items())]
        likely = [
            (-name_likeness(turned.text, text, (turned.language,)), name)
            for name, text in named
            if fold(text) != fold(label)
        ]
        return min(likely)[1] if likely and -min(likely)[0] >= NEAR else None

    def _link(self, pair: tuple[str, str], said: list[int]) -> ProposedLink:
        statements = tuple(self._statement(at) for at in said)
        told = {each.polarity for each in statements} - {"unknown"}
        polarity: Polarity = "unknown" if len(told) != 1 else next(iter(told))
        link = ProposedLink(*pair, polarity, self._voices(said), statements)
        before = [each for each in self.model.links if each.pair == pair]
        if not before:
            return link
        agrees = [each for each in before if each.polarity == polarity or not told]
        chosen = (agrees or before)[0]
        return replace(link, status="agrees" if agrees else "differs", link=chosen.id)

    def _statement(self, at: int) -> FactorStatement:
        answer = self.answers[at]
        return FactorStatement(at, answer.polarity, answer.voice, answer.text, answer.note)


def _target_of(model: Model, about: str) -> int | None:
    """Read the number of a target, also of one that no variable stands for."""
    words = fold(about).split()
    if words[:-1] in ([], ["target"], ["tavoite"], ["mål"]) and words and words[-1].isdecimal():
        number = int(words[-1][:9])
        return number if number in model.targets else None
    folded = fold(about)
    found = [
        number
        for number, target in model.targets.items()
        if folded in {fold(text) for text in target.title.every()}
    ]
    return found[0] if len(found) == 1 and about not in model.variables else None
