"""From a model to a scene: what is shown, where it stands, how the links run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from digisys.errors import DrawingError
from digisys.graph.labels import short_label
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.progress import Progress, part_of
from digisys.render.compose.brush import Brush
from digisys.render.compose.compare import Changes, compare_shown
from digisys.render.compose.elements import paint
from digisys.render.compose.found_loops import FoundBadges, with_found_loops
from digisys.render.compose.frame import EDGE, captions_above, source_text, stacked
from digisys.render.compose.legend import legend
from digisys.render.compose.look import Look
from digisys.render.compose.selection import Highlight, Selection
from digisys.render.compose.variables import CHANGED
from digisys.render.compose.view import Shown, choose_shown
from digisys.render.labels import clean_text
from digisys.render.limits import check_size, deadline_of
from digisys.render.paper import sheet_size
from digisys.render.parts.boxes import LABEL, SMALL, fit_label, model_sizes
from digisys.render.parts.panels import heading_cut
from digisys.render.scene import Caption, Scene
from digisys.render.style import Theme, get_theme
from digisys.schema import Model
from digisys.words import Message, say, say_count

if TYPE_CHECKING:
    from digisys.render.compose.placing import Note, Placement
    from digisys.render.compose.sheet_part import Page, SheetPart

__all__ = ["build_scene"]

#: Narrowest drawing, so that title and legend have room.
_LEAST_WIDTH = 640.0
#: Room for title, legend and source on a sheet before it is known, in scene units.
_AROUND = 190.0
#: So many letters tell which text it is.
_TOLD = 40


def build_scene(
    model: Model,
    *,
    highlight: Highlight | Selection | None = None,
    language: str | None = None,
    theme: str = "screen",
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    heat: Mapping[str, float] | None = None,
    heat_caption: Callable[[str], str] | None = None,
    finding: Callable[[str], str] | None = None,
    compare_with: Model | None = None,
    changes: Changes | None = None,
    look: Look | None = None,
    progress: Progress | None = None,
    time_limit: float | None = None,
) -> Scene:
    """Decide everything that a drawing of a model needs.

    Parameters
    ----------
    model
        The model. Stored positions are used as they are; variables without one are placed
        near their neighbours, and a model without any is laid out on the spot.
    highlight
        What to bring out while the rest is dimmed, as of
        :class:`~digisys.render.compose.selection.Selection`; or a whole selection.
    language
        Language of every text; the model's first when absent.
    theme
        ``screen``, ``print``, ``high_contrast`` or ``black_white``.
    evidence, certainty
        Which links to draw (see :func:`digisys.graph.view.select_view`).
    heat
        Level of variables from -1 to +1, shown as fill and figure; no figure at 0.00.
    heat_caption
        What the levels are, in any language; part of the subtitle.
    finding
        What the levels show, in any language; the title where nothing is brought out.
    compare_with
        An earlier version of the model; what was added, removed or changed since is marked.
    changes
        What to mark of the model alone, as differing from another that is not drawn.
    look
        Which signs and loops it has, and what it is made for; every sign and the named loops
        when absent.
    progress
        Called with the share done, from 0 to 1.
    time_limit
        Seconds to search for places and ways at most; then the drawing is rougher, and a
        note says so. When absent, the work has a bound of its own, so that the same model
        always gives the same drawing.

    Returns
    -------
    Scene
        What to draw and where.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model, or there is no such theme.
    QuestionError
        If the question cannot be answered as put: a loop that does not close in the view, a
        chain that does not exist.
    DrawingError
        If nothing is left to draw, or more than a drawing can show, or a level belongs to no
        variable.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> scene = build_scene(model, language="en", highlight="R1")
    >>> sorted(box.variable for box in scene.boxes if box.state == "highlighted")[:2]
    ['business_event_services', 'data_usability']
    """
    look = look or Look()
    deadline = deadline_of(time_limit)
    language = language or model.default_language
    colours = get_theme(theme)
    if compare_with is not None:
        model, changes = compare_shown(model, compare_with)
    loops = with_found_loops(model) if look.find_loops else FoundBadges(model)
    model = loops.model
    shown = choose_shown(
        model,
        Selection.of(highlight),
        evidence=evidence,
        certainty=certainty,
        changes=changes,
    )
    check_size(model, shown.variables, shown.links)
    for name in heat or ():
        if name not in model.variables:
            raise DrawingError(
                Message("There is a level for “{name}”, but no such variable.", {"name": name}),
                Message("Give levels by the ids of variables."),
            )
    if changes is not None:
        shown = replace(shown, captions=(*shown.captions, _differences(shown)))
    if heat is not None:
        shown = replace(shown, captions=(*shown.captions, heat_caption or _levels))
    painter = _Painter(
        model, colours, language, look, dict(heat or {}), finding, loops, progress, deadline
    )
    return painter.whole(shown) if look.paper is None else painter.for_sheet(shown)


@dataclass(frozen=True)
class _Painter:
    """What all scenes of one drawing are made with."""

    model: Model
    theme: Theme
    language: str
    look: Look
    heat: dict[str, float]
    finding: Callable[[str], str] | None
    loops: FoundBadges
    progress: Progress | None
    deadline: float | None

    def whole(self, shown: Shown) -> Scene:
        """Draw everything, where it is stored to stand."""
        placed, sought = self._placed(shown)
        return self.scene(shown, placed, SMALL, part_of(self.progress, sought, 1.0))

    def _placed(self, shown: Shown) -> tuple[Placement, float]:
        """Place everything; return the share of the work that this is, too."""
        from digisys.render.compose.placing import needs_layout, place

        sought = 0.6 if needs_layout(self.model, shown.variables) else 0.0
        return place(shown, part_of(self.progress, 0.0, sought), self.deadline), sought

    def for_sheet(self, shown: Shown) -> Scene:
        """Draw what a sheet can hold in letters that can be read."""
        from digisys.render.compose.sheet_part import page_of, parts_for, spread

        paper = str(self.look.paper)
        lying = page_of(paper, *sheet_size(paper, 4, 3))
        scene, page = None, lying
        boxes = model_sizes(self.model, shown.variables).values()
        if sum(width * height for width, height in boxes) < lying.width * lying.height:
            placed, sought = self._placed(shown)
            progress = part_of(self.progress, sought, 1.0)
            page = page_of(paper, *sheet_size(paper, placed.width, placed.height))
            # A scene is larger than what is placed in it: none is painted to find out that.
            if page.holds(placed.width, placed.height):
                scene = self.scene(shown, placed, SMALL, progress)
            if scene and page.holds(scene.width * LABEL / SMALL, scene.height * LABEL / SMALL):
                return scene
            if scene and page.holds(scene.width, scene.height):
                larger = self.scene(shown, placed, LABEL, progress)
                if page.holds(larger.width, larger.height):
                    return larger
        for part in parts_for(shown, self.heat):
            found = self._fitted(part, page, page.height - _AROUND, spread)
            if found is not None:
                return found
        scene = scene or self.whole(shown)
        return replace(scene, notes=(*scene.notes, _too_small(self.language)))

    def _fitted(
        self,
        part: SheetPart,
        page: Page,
        height: float,
        spread: Callable[[Shown, float, float], Placement | None],
    ) -> Scene | None:
        """Spread a part over a page, once more if what stands around it takes more room."""
        for _ in range(2):
            placed = spread(part.shown, page.width - 2 * EDGE, height)
            if placed is None:
                return None
            placed = replace(placed, notes=(part.note,))
            scene = self.scene(part.shown, placed, LABEL, None, width=page.width)
            if page.holds(scene.width, scene.height):
                return scene
            height -= scene.height - page.height + 1
        return None

    def scene(
        self,
        shown: Shown,
        placed: Placement,
        small: float,
        progress: Progress | None,
        width: float | None = None,
    ) -> Scene:
        """Draw what is shown where it is placed."""
        language, colours = self.language, self.theme
        title = _title(shown, self.finding, language)
        subtitle = _subtitle(shown, title, self.look.date_text(language), language)
        wide = width or max(placed.width, _LEAST_WIDTH)
        above, top = captions_above(title, subtitle, wide, colours, close=width is not None)
        brush = Brush(shown, colours, language, self.look, small)
        shift = ((wide - placed.width) / 2, top)
        parts = paint(
            brush, placed, shift, heat=self.heat, progress=progress, deadline=self.deadline
        )
        notes = [*placed.notes, *_cut(shown, placed, language)]
        if shown.damped:
            notes.append(_damped(shown))
        if self.loops.left_out and shown.loops:
            notes.append(_more_loops(self.loops))
        if self.deadline is not None and monotonic() > self.deadline:
            notes.append(_hurried)
        placed = replace(placed, notes=tuple(notes))
        if progress is not None:
            progress(1.0, 1.0)
        items, bottom = legend(brush, top + placed.height + 6, wide, parts)
        below, bottom = _below(shown, placed, wide, bottom, brush)
        return Scene(
            width=round(wide, 1),
            height=round(bottom + EDGE - 8, 1),
            background=colours.paper,
            language=language,
            theme=colours.name,
            title=title,
            description=_description(shown, subtitle, language),
            panels=parts.panels,
            arrows=parts.arrows,
            boxes=parts.boxes,
            badges=parts.badges,
            loops=parts.loops,
            legend=items,
            captions=(*above, *below),
            notes=tuple(note(language) for note in placed.notes),
        )


def _too_small(language: str) -> str:
    return say(
        "Letters are small on this sheet: choose a larger one, or highlight a part.", language
    )


def _cut(shown: Shown, placed: Placement, language: str) -> list[Note]:
    """Name the labels and headings that are too long for their places."""
    model = shown.model
    labels = {name: short_label(model, name, language) for name in shown.variables}
    texts = [text for text in labels.values() if fit_label(text).cut]
    texts += [
        model.areas[name].label.text(language)
        for name, (left, _, right, _) in placed.panels.items()
        if heading_cut(model.areas[name], right - left, language)
    ]
    if not texts:
        return []
    names = ", ".join(f"{clean_text(text[:_TOLD])}…" for text in texts)

    def note(language: str) -> str:
        return say("Cut short, as there is no room for more letters: {names}.", language,
                   names=names)  # fmt: skip

    return [note]


def _damped(shown: Shown) -> Callable[[str], str]:
    """Name the variables that damp themselves, as links to oneself are not drawn."""

    def note(language: str) -> str:
        names = "; ".join(short_label(shown.model, name, language) for name in shown.damped)
        return say("Damped by themselves: {names}.", language, names=names)

    return note


def _hurried(language: str) -> str:
    return say("The time for drawing was up; boxes and links are placed roughly.", language)


def _differences(shown: Shown) -> Callable[[str], str]:
    """Count what is drawn that differs from the other version."""
    drawn = {*shown.variables, *(link.id for link in shown.links)}
    changes = {**shown.variable_changes, **shown.link_changes}
    found = [change for name, change in changes.items() if name in drawn]
    counts = {change: found.count(change) for change in CHANGED}

    def caption(language: str) -> str:
        told = [f"{say(CHANGED[c], language)} {count}" for c, count in counts.items() if count]
        if not told:
            return say("no differences from the other version", language)
        return f"{say('compared with the other version', language)}: {', '.join(told)}"

    return caption


def _levels(language: str) -> str:
    return say("levels of the variables", language)


def _more_loops(loops: FoundBadges) -> Callable[[str], str]:
    """Tell that there are loops without a badge."""

    def note(language: str) -> str:
        return say_count(
            "{names}: the shortest independent loops. {count} more has no badge; digisys loops "
            "lists them all.",
            "{names}: the shortest independent loops. {count} more have no badge; digisys loops "
            "lists them all.",
            loops.left_out,
            language,
            names=", ".join(loops.names),
        )

    return note


def _title(shown: Shown, finding: Callable[[str], str] | None, language: str) -> str:
    """Return what the picture shows; the title of the model where nothing is brought out."""
    if shown.lit is not None:
        return (shown.lit.finding or shown.lit.caption)(language)
    return finding(language) if finding else shown.model.title.text(language)


def _subtitle(shown: Shown, title: str, date: str | None, language: str) -> str:
    parts = [shown.lit.caption(language)] if shown.lit else []
    parts += [shown.model.title.text(language), *([date] if date else [])]
    parts = [part for part in parts if part != title]
    parts += [caption(language) for caption in shown.captions]
    text = " · ".join(parts)
    return text[:1].upper() + text[1:]


def _description(shown: Shown, subtitle: str, language: str) -> str:
    """Say in a sentence or two what the picture shows."""
    variables = say_count("{count} variable", "{count} variables", len(shown.variables), language)
    links = say_count("{count} link", "{count} links", len(shown.links), language)
    sentences = [
        say(
            "Causal-loop diagram: {title}. It shows {variables} and {links}.",
            language,
            title=shown.model.title.text(language),
            variables=variables,
            links=links,
        )
    ]
    if subtitle:
        sentences.append(subtitle if subtitle.endswith("?") else f"{subtitle}.")
    if shown.loops:
        named = ", ".join(
            f"{name} {shown.model.loops[name].label.text(language)}" for name in shown.loops
        )
        sentences.append(say("Feedback loops: {names}.", language, names=named))
    return " ".join(sentences)


def _below(
    shown: Shown, placed: Placement, width: float, top: float, brush: Brush
) -> tuple[list[Caption], float]:
    """Set notes and the source line below the legend."""
    captions, bottom, language = [], top + 4, brush.language
    texts = [(f"note-{n}", note(language)) for n, note in enumerate(placed.notes, start=1)]
    for key, text in [*texts, ("source", source_text(shown, language))]:
        caption, bottom = stacked(
            key,
            text,
            (EDGE, bottom),
            width - 2 * EDGE,
            brush.small,
            400,
            brush.theme.muted,
            lines=3,
            even=False,
        )
        captions.append(caption)
    return captions, bottom
