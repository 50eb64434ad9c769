"""The model file as a whole."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from digisys.errors import ModelError, Problem, UnknownNameError
from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Language, LoopId, Text
from digisys.schema.checks.consistency import find_problems
from digisys.schema.edit import (
    badges_of,
    chosen_links,
    loops_along,
    slides_of,
    without_links,
)
from digisys.schema.evidence import Source
from digisys.schema.layout import Dynamics, Layout, Response, Time
from digisys.schema.link import Convention, Link, Loop, Polarity, link_ids
from digisys.schema.narrow import facts_of_theme
from digisys.schema.overview import counts, overview_html
from digisys.schema.presentation import Presentation
from digisys.schema.theme import Theme
from digisys.schema.variable import Area, Target, TargetNumber, Variable
from digisys.words import Message, session_language

__all__ = ["FORMAT_VERSION", "Model"]

#: Version of the file format that this release reads and writes.
FORMAT_VERSION = 1


class Model(Frozen):
    """A causal-loop model: variables, the links between them, and their evidence.

    A model only holds facts. Questions about it are functions, such as
    :func:`digisys.influence`.

    Raises
    ------
    ModelError
        If the parts contradict each other, for example a link to a variable that
        does not exist. Every contradiction is listed.

    Examples
    --------
    >>> model = Model.model_validate({
    ...     "schema": 1, "id": "tiny", "title": "Tiny", "languages": ["en"],
    ...     "variables": {"a": {"label": "A"}, "b": {"label": "B", "role": "stock"}},
    ...     "links": [{"from": "a", "to": "b", "polarity": "positive"}],
    ... })
    >>> model.links[0].id
    'a->b'
    """

    schema_version: Literal[1] = Field(alias="schema")
    """Version of the file format (key ``schema``); ``1``."""
    id: Id
    """The model's own id; the file is usually named after it."""
    title: Text
    """What people call the model."""
    description: Text | None = None
    """What it is about and for whom, in a few sentences."""
    languages: Annotated[Items[Language], Field(min_length=1)]
    """The languages that every text must be given in; the first is the default."""
    time: Time = Time()
    """The span of a simulation."""
    dynamics: Dynamics | None = None
    """The equations that the model is written for: ``adjusting``, a stock moves towards what
    its causes support, or ``accumulating``, effects add up in it. ``adjusting`` when absent;
    whoever runs the model may choose others."""
    response: Response | None = None
    """How a variable answers to the sum of its causes, ``tanh`` (bounded by -1 and 1) or
    ``linear``; when absent, ``tanh`` if stocks adjust and ``linear`` if they accumulate."""
    strengths: Convention | None = None
    """What classes of strength mean in this model. ``independent``: each link has a size
    from the range of its class, whatever else acts on its target; ``shares``: the causes of
    a variable share its movement in proportion to their sizes, so that together they pass on
    0.8 to 1.2 of it. An option goes before it; ``independent`` where nobody says."""
    sources: FrozenMap[Id, Source] = Field(default_factory=FrozenDict)
    """Documents, interviews and workshops, by id."""
    areas: FrozenMap[Id, Area] = Field(default_factory=FrozenDict)
    """Areas, by id, in the order in which they are told."""
    targets: FrozenMap[TargetNumber, Target] = Field(default_factory=FrozenDict)
    """Policy targets, by number."""
    themes: FrozenMap[Id, Theme] = Field(default_factory=FrozenDict)
    """Themes that variables and links may carry, by id; in programme files too."""
    variables: Annotated[FrozenMap[Id, Variable], Field(min_length=1)]
    """Variables, by id."""
    links: Items[Link] = ()
    """Links; several from a variable to the same other have ids of their own."""
    loops: FrozenMap[LoopId, Loop] = Field(default_factory=FrozenDict)
    """Declared feedback loops, by short name."""
    layout: Layout | None = None
    """Curated positions for drawings; proposed by ``digisys layout`` when absent."""
    presentation: Presentation | None = None
    """Slides of the web page's presenter mode; made from areas and loops when absent."""

    @model_validator(mode="after")
    def _references_hold(self, info: ValidationInfo) -> Self:
        if not (info.context or {}).get("references_checked"):
            problems = find_problems(self.model_dump(by_alias=True))
            if problems:
                raise ModelError(problems)
        return self

    @model_validator(mode="after")
    def _links_are_named(self) -> Self:
        """Give several links of a pair the ids that follow from their order."""
        pairs = {(link.source, link.target) for link in self.links if link.own_id is None}
        if len(pairs) == len(self.links):
            return self  # one link a pair, none with an id of its own
        named = link_ids((link.source, link.target, link.own_id) for link in self.links)
        if any(link.id != name for link, name in zip(self.links, named, strict=True)):
            links = tuple(
                link.model_copy(update={"own_id": name}) if link.id != name else link
                for link, name in zip(self.links, named, strict=True)
            )
            object.__setattr__(self, "links", links)  # the model is being made: nobody has it yet
        return self

    @cached_property
    def file(self) -> Path | None:
        """The file that the model was read from; None of one that was made otherwise."""
        return None

    @cached_property
    def whole(self) -> Model | None:
        """The model that this one shows a theme of (:meth:`of_theme`); None of a whole one."""
        return None

    @cached_property
    def theme(self) -> str | None:
        """The id of the theme that this model shows; None of a whole one."""
        return None

    @property
    def default_language(self) -> str:
        """The language of the session (:func:`digisys.language`), else the model's first."""
        return session_language() or self.languages[0]

    def without(self, *links: Link | str) -> Self:
        """Return a new model without some links, to ask what hangs on them.

        Loops, and cycles of them, that the links close no more are left out too, and so are
        links that only modulate one that is gone.

        Parameters
        ----------
        *links
            Links of the model, or their ids; ``from->to`` is every link of the pair. The ends
            may be told by their labels, in any language of the model.

        Returns
        -------
        Model
            A valid model; this one stays as it is.

        Raises
        ------
        UnknownNameError
            If there is no such link.

        Examples
        --------
        >>> import digisys
        >>> model = digisys.load("digikompassi")
        >>> cut = model.without("life_event_services->participation")
        >>> len(model.links) - len(cut.links)
        1
        """
        kept = without_links(self.links, chosen_links(self.links, links, self.variables))
        return self._with(kept, loops_along(self.loops.items(), kept))

    def with_link(
        self, link: Link | str, target: str = "", polarity: Polarity = "positive", **facts: Any
    ) -> Self:
        """Return a new model with one more link, to ask what it would change.

        Parameters
        ----------
        link
            The link, or the id of the variable that acts.
        target
            The id of the variable that it acts on.
        polarity
            ``positive``, ``negative`` or ``unknown``.
        **facts
            Other facts of a :class:`~digisys.schema.Link`, such as ``strength="strong"``.

        Returns
        -------
        Model
            A valid model; this one stays as it is.

        Raises
        ------
        ModelError
            If a variable does not exist, or the link contradicts another.

        Examples
        --------
        >>> import digisys
        >>> model = digisys.load("digikompassi")
        >>> more = model.with_link("trust_in_society", "digital_skills", strength="weak")
        >>> more.links[-1].id
        'trust_in_society->digital_skills'
        """
        if isinstance(link, str):
            link = Link.model_validate(
                {"source": link, "target": target, "polarity": polarity, **facts}
            )
        return self._with((*self.links, link), dict(self.loops))

    def of_theme(self, theme: str) -> Self:
        """Return the part of the model that carries a theme, as a model to ask and to draw.

        A link is left if it carries the theme or both its ends do, a variable if it carries
        the theme or such a link ends there. What comes with the model by its id, such as its
        programme, is narrowed likewise.

        Parameters
        ----------
        theme
            The id of a theme of the model, or its label in any language.

        Returns
        -------
        Model
            A valid model; this one stays as it is.

        Raises
        ------
        UnknownNameError
            If the model has no such theme.
        ModelError
            If nothing in the model carries it.

        Examples
        --------
        >>> import digisys
        >>> model = digisys.load("digikompassi")
        >>> green = model.of_theme("green_transition")
        >>> len(green.variables), len(green.links), green.whole is model
        (6, 3, True)
        """
        whole = self.whole or self
        name = _theme_named(whole, theme)
        changed = facts_of_theme(whole, name)
        if not changed["variables"]:
            raise ModelError(
                [
                    Problem(
                        "empty-theme",
                        ("themes", name),
                        Message("Nothing carries the theme “{name}”.", {"name": name}),
                        Message("Let variables or links carry it, under their “themes”."),
                    )
                ]
            )
        facts = {key: getattr(whole, key) for key in whole.model_fields_set}
        narrowed = type(self).model_validate({**facts, **changed})
        narrowed.__dict__.update(whole=whole, theme=name)  # beside the fields, as ``file``
        return narrowed

    def _with(self, links: tuple[Link, ...], loops: dict[str, Loop]) -> Self:
        facts = {name: getattr(self, name) for name in self.model_fields_set}
        changed = {
            "links": links,
            "loops": loops,
            "layout": badges_of(self.layout, loops),
            "presentation": slides_of(self.presentation, loops),
        }
        made = type(self).model_validate({**facts, **changed})
        made.__dict__.update(whole=self.whole, theme=self.theme)
        return made

    def __repr__(self) -> str:
        return f"<Model {self.id}: {', '.join(counts(self, 'en'))}>"

    def _repr_html_(self) -> str:
        return overview_html(self)


def _theme_named(model: Model, name: str) -> str:
    """Find a theme by its id, or by its label in any language."""
    wanted = name.strip().casefold()
    for key, theme in model.themes.items():
        texts = (*theme.label.every(), *(theme.short_label.every() if theme.short_label else ()))
        if wanted in (key.casefold(), *(text.casefold() for text in texts)):
            return key
    cure = None if model.themes else Message("The model defines no themes.")
    raise UnknownNameError(name, list(model.themes), cure)
