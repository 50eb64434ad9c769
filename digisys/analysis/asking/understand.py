"""What a plain question asks: the question of the library that it means, or what it may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any, Literal

from digisys.analysis.asking.grammar import grammar_of
from digisys.analysis.asking.names import Found, Names, Token, tokens_of
from digisys.graph.names import Meaning, meanings, subject_of, way
from digisys.schema import Model
from digisys.words import LANGUAGES, Message, own_language

__all__ = ["Kind", "Question", "Understanding", "understand"]

Kind = Literal["influence", "causes", "chains", "loops", "push", "show"]
Push = Literal["up", "down"]

#: Questions that are offered where none is understood.
_MOST_OFFERED = 5
#: Kinds of words that say which way something is pushed.
_WAYS: dict[str, Push] = {
    "rises": "up",
    "stronger": "up",
    "raised": "up",
    "falls": "down",
    "weaker": "down",
}


@dataclass(frozen=True)
class Question:
    """A question that the library answers.

    Attributes
    ----------
    kind
        ``influence``, ``causes``, ``chains``, ``loops``, ``push`` or ``show``.
    names
        What it is about, each as ``variable:ID``, ``target:NUMBER``, ``area:ID``,
        ``loop:NAME`` or ``cycle:NAME``; of chains where they begin and where they end.
    push
        ``up`` or ``down``, of a push.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    push: Push | None = None

    def command(self, model: Model) -> str:
        """Return the command line that asks it of a model."""
        words = {"push": "press"}.get(self.kind, self.kind)
        down = " --push down" if self.push == "down" else ""
        return f"digisys {words}{''.join(f' {_short(model, name)}' for name in self.names)}{down}"

    def message(self, model: Model) -> Message:
        """Return it as a sentence, with the names of a model.

        Parameters
        ----------
        model
            The model that it is asked of.

        Returns
        -------
        Message
            The question in plain words.
        """
        named = [_Named(model, name) for name in self.names]
        if self.kind == "chains":
            return Message(
                "How does {source} influence {target}?", {"source": named[0], "target": named[1]}
            )
        if self.kind == "push":
            if self.push == "down":
                return Message("What happens if {name} falls?", {"name": named[0]})
            return Message("What happens if {name} rises?", {"name": named[0]})
        if not named:
            return Message("Which feedback loops are there?")
        values = {"name": named[0]}
        return {
            "influence": Message("What does {name} influence?", values),
            "causes": Message("What influences {name}?", values),
            "loops": Message("Which feedback loops run through {name}?", values),
            "show": Message("What is {name}?", values),
        }[self.kind]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"kind": self.kind, "names": list(self.names), "push": self.push}


def _short(model: Model, name: str) -> str:
    """Leave out the kind of thing before a name that cannot mean another."""
    key = name.partition(":")[2]
    found = meanings(model, key)
    return key if len(found) == 1 and way(found[0]) == name else name


@dataclass(frozen=True)
class _Named:
    """A name that is said in the language of the reader."""

    model: Model
    name: str

    def text(self, language: str) -> str:
        kind, _, key = self.name.partition(":")
        kinds: dict[str, Any] = {"cycle": "instance"}
        return subject_of(self.model, kinds.get(kind, kind), key).quoted(language)

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True)
class Understanding:
    """What a plain question asks.

    Attributes
    ----------
    text
        The question as it was typed.
    language
        The language that it was read in.
    question
        What it asks; None where that is not sure.
    offered
        Questions that it may mean, where it is not sure.
    unknown
        Words of it that mean nothing here.
    """

    text: str
    language: str
    question: Question | None = None
    offered: tuple[Question, ...] = ()
    unknown: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "text": self.text,
            "language": self.language,
            "question": None if self.question is None else self.question.to_dict(),
            "offered": [question.to_dict() for question in self.offered],
            "unknown": list(self.unknown),
        }


def understand(model: Model, text: str, language: str | None = None) -> Understanding:
    """Read a plain question.

    Parameters
    ----------
    model
        The model that it is asked of.
    text
        The question, as people type it in Finnish, Swedish or English.
    language
        The language that is tried first: ``fi``, ``sv`` or ``en``; the model's first when
        absent.

    Returns
    -------
    Understanding
        The question that it means. Where a word or a name is not known, or two names fit,
        nothing is guessed: it has the questions that may be meant.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> understand(model, "mikä vaikuttaa luottamukseen?").question
    Question(kind='causes', names=('variable:trust_in_society',), push=None)
    >>> understand(model, "What do windmills influence?").unknown
    ('windmills',)
    """
    first = own_language(language or model.default_language)
    readings = []
    for spoken in sorted(LANGUAGES, key=lambda each: each != first):
        readings.append(_read(model, text, spoken))
        if readings[-1].question is not None:
            return readings[-1]
    return min(readings, key=_doubt)


def _doubt(reading: Understanding) -> tuple[int, bool]:
    return len(reading.unknown), not reading.offered


def _read(model: Model, text: str, language: str) -> Understanding:
    """Read a question in one language."""
    grammar = grammar_of(language)
    names = Names(model, grammar)
    tokens = [token for token in tokens_of(text) if not names.is_article(token)]
    found = names.found(tokens)
    kinds, unknown = _kinds(names, tokens, found)
    asked = _asked(names, kinds, found)
    sure = not unknown and all(item.sure for item in found)
    if asked is not None and sure and len(asked) == 1:
        return Understanding(text, language, asked[0])
    offered = asked or tuple(islice(_about(found), _MOST_OFFERED))
    return Understanding(text, language, None, offered, unknown)


def _kinds(
    names: Names, tokens: Sequence[Token], found: Sequence[Found]
) -> tuple[list[str], tuple[str, ...]]:
    """Write the words as their kinds, names as their places, and list the words not known."""
    starts = {item.start: at for at, item in enumerate(found)}
    kinds: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(tokens):
        if at in starts:
            item = found[starts[at]]
            if item.meanings:
                kinds.append(f"{starts[at]}{item.case}")
            else:
                unknown += [token.typed for token in tokens[at : item.end]]
            at = item.end
            continue
        kind = names.kind_of(tokens[at])
        if not kind:
            unknown.append(tokens[at].typed)
        elif kind not in ("filler", "change"):
            kinds.append(kind)
        at += 1
    return kinds, tuple(unknown)


def _asked(
    names: Names, kinds: Sequence[str], found: Sequence[Found]
) -> tuple[Question, ...] | None:
    """Find the questions that an order of words is; None if it is none."""
    line = "".join(f"{kind} " for kind in kinds)
    ways = [_WAYS[kind] for kind in kinds if kind in _WAYS]
    for pattern in names.grammar.patterns:
        fits = pattern.form.fullmatch(line)
        if fits is None:
            continue
        places = [int(place) for place in fits.groups() if place is not None]
        slots = [found[place].meanings for place in places]
        if pattern.reverse:
            slots.reverse()
        chosen = list(islice(product(*slots), _MOST_OFFERED))
        if pattern.kind == "back":
            ends: tuple[Kind, ...] = ("causes", "influence")
            return tuple(Question(kind, _ways(one)) for one in chosen for kind in ends)
        kind: Any = pattern.kind
        if kind == "push" and len(set(ways)) != 1:
            return None
        push = ways[0] if kind == "push" else None
        return tuple(Question(kind, _ways(one), push) for one in chosen)
    return None


def _ways(meanings: Sequence[Meaning]) -> tuple[str, ...]:
    return tuple(way(meaning) for meaning in meanings)


def _about(found: Sequence[Found]) -> Iterator[Question]:
    """Yield what may be asked of the names in a question that is not understood."""
    slots = [item.meanings for item in found if item.meanings]
    if len(slots) > 1:
        pairs = (pair for pair in product(*slots[:2]) if pair[0] != pair[1])
        for one, other in islice(pairs, 2):
            yield Question("chains", _ways((one, other)))
            yield Question("chains", _ways((other, one)))
    kinds: tuple[Kind, ...] = ("influence", "causes", "show")
    for meaning in (meaning for slot in slots for meaning in slot):
        for kind in kinds if len(slots) == 1 and len(slots[0]) == 1 else kinds[:1]:
            yield Question(kind, _ways((meaning,)))
