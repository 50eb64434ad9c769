"""From the answers to a question, or from the story of a model, to slides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digisys.analysis.effects import link_claim
from digisys.analysis.influence.effect import Direction
from digisys.analysis.influence.influence import influence
from digisys.analysis.sources import claims_of_links
from digisys.answers.conclusion import Conclusion
from digisys.errors import DigisysError
from digisys.io.scenarios import scenario_of_slide
from digisys.render.compose.selection import Selection
from digisys.render.description.describe import describe
from digisys.render.drawing import Drawing
from digisys.report.evidence import links_behind
from digisys.report.memo.charts import scenario_figure
from digisys.report.memo.compose import sentences
from digisys.report.memo.findings import Findings
from digisys.report.memo.maps import asked_key, certainty_of, subject_map
from digisys.report.memo.pictures import alternative_text
from digisys.report.method import method_pairs
from digisys.report.slides.deck import Deck, Slide
from digisys.schema import Link
from digisys.schema.presentation import Slide as ModelSlide
from digisys.simulation.wording import level_caveat, scenario_title
from digisys.uncertainty.options import Draws
from digisys.words import say

__all__ = ["memo_deck"]

#: So many links are told in the notes of a slide.
_MOST_CLAIMS = 40


def memo_deck(found: Findings, language: str) -> Deck:
    """Make slides of the answers to a question.

    Parameters
    ----------
    found
        The answers.
    language
        Language of the slides.

    Returns
    -------
    Deck
        Of a subject its finding, a slide for each loop that it runs into, the scenario if
        there is one, and how sure it is; of a whole model the story of its presentation.
    """
    tell = _story if found.subject is None else _subject
    slides = [*tell(found, language)]
    slides += [*_scenario(found, language), _sureness(found, language)]
    title, subtitle = found.title(language), found.subtitle(language)
    return Deck(title, subtitle, language, tuple(slides), found.date)


def _subject(found: Findings, language: str) -> Iterator[Slide]:
    assert found.influence is not None  # noqa: S101 - there is a subject
    assert found.subject is not None  # noqa: S101
    answer = found.influence
    reached = Selection(asked_key(found), direction="downstream")
    drawing = subject_map(found, language, paper="slide", highlight=reached)
    said = sentences(answer.conclusion, language)
    notes = (answer.question(language), *said, *_claims(found, links_behind(answer), language))
    if drawing is not None:
        yield _drawn(drawing, said[0], notes, language)
    else:
        yield Slide(said[0].rstrip("."), notes, bullets=said)
    own = found.subject.key if found.subject.kind in ("loop", "instance") else None
    names = [str(own)] if own is not None else list(answer.loops_entered)
    for name in names:
        yield from _loop(found, name, language)


def _loop(found: Findings, name: str, language: str) -> Iterator[Slide]:
    told = describe(found.model, name, language=language)
    notes = [told.title, told.summary, *told.sections[0].items]
    drawing = subject_map(found, language, paper="slide", highlight=f"loop:{name}")
    if drawing is None:  # too large, or the loop does not close in this view
        return
    links = _of_loop(found, name)
    yield _drawn(drawing, "", (*filter(None, notes), *_claims(found, links, language)), language)


def _of_loop(found: Findings, name: str) -> tuple[Link, ...]:
    loop = found.model.loops.get(name)
    if loop is None:
        return ()
    pairs = {
        f"{one}->{other}"
        for cycle in loop.cycles.values()
        for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
    }
    return tuple(link for link in found.view.links if link.pair_id in pairs)


def _story(found: Findings, language: str) -> Iterator[Slide]:
    """Show the slides of the model's presentation; of a model without one, areas and loops."""
    model = found.model
    given = model.presentation.slides if model.presentation is not None else None
    for slide in given or _made_up(found):
        yield from _told(found, slide, language)


def _made_up(found: Findings) -> Iterator[ModelSlide]:
    yield ModelSlide()
    used = {variable.area for variable in found.model.variables.values()}
    yield from (ModelSlide(area=area) for area in found.model.areas if area in used)
    yield from (ModelSlide(loop=loop) for loop in found.model.loops)


def _told(found: Findings, slide: ModelSlide, language: str) -> Iterator[Slide]:
    model = found.model
    if slide.scenario is not None:
        told = _of_scenario(found, slide, language)
        if told is not None:
            yield told
            return
    asked = next(
        (
            (kind, key)
            for kind in ("variable", "target", "area", "loop")
            if (key := getattr(slide, kind)) is not None
        ),
        None,
    )
    words = {"loop": "loop" if slide.loop in model.loops else "cycle"}
    name = None if asked is None else f"{words.get(asked[0], asked[0])}:{asked[1]}"
    chosen: Selection | None = None
    finding = slide.title.text(language) if asked is None and slide.title is not None else ""
    if name is not None:
        # Of a loop and of an area its own links are brought out, not where they lead.
        whole = asked is not None and asked[0] in ("loop", "area")
        direction = None if whole else slide.direction
        chosen = Selection(name, direction=direction, steps=None if whole else slide.steps)
    drawing = subject_map(found, language, paper="slide", highlight=chosen)
    if drawing is None:
        return
    if name is not None and slide.loop is None:
        finding = _finding(found, name, slide, language)
    title = slide.title.text(language) if slide.title is not None else ""
    about = slide.description.text(language) if slide.description is not None else ""
    if not about and name is not None:
        about = describe(model, name, language=language).summary
    arrows = {arrow.id for arrow in drawing.scene.arrows if arrow.state == "highlighted"}
    links = [link for link in found.view.links if _arrow(link) in arrows]
    notes = (title, about, *(_claims(found, links, language) if asked is not None else ()))
    yield _drawn(drawing, finding, tuple(filter(None, notes)), language)


def _of_scenario(found: Findings, slide: ModelSlide, language: str) -> Slide | None:
    """Show where a scenario leads; None where it is not there or cannot be run."""
    from digisys.simulation.ensemble.simulate import simulate

    view: dict[str, Any] = {
        "evidence": found.view.evidence if found.view.narrowed else None,
        "certainty": certainty_of(found.view),
    }
    notes = []
    try:
        scenario = scenario_of_slide(found.model, str(slide.scenario))
        if scenario is None:
            return None
        run = simulate(found.model, scenario, samples=Draws(256, 1), **view)
        other = scenario_of_slide(found.model, slide.compare or "none")
        if other is not None:
            compared = simulate(found.model, other, samples=Draws(256, 1), **view)
            title = scenario_title(other, language)
            notes.append(say("Compared with: {title}", language, title=title))
            notes += sentences(compared.conclusion, language)
    except DigisysError:
        return None
    figure = scenario_figure(run, language)
    said = sentences(run.conclusion, language)
    title = slide.title.text(language) if slide.title is not None else said[0].rstrip(".")
    about = slide.description.text(language) if slide.description is not None else ""
    told = (about, figure.caption, *said, *notes, level_caveat(language), *figure.told)
    return Slide(title, tuple(filter(None, told)), picture=figure.picture,
                 alternative=figure.alternative)  # fmt: skip


def _finding(found: Findings, name: str, slide: ModelSlide, language: str) -> str:
    """Say what a slide shows: the first sentence of the answer to its question."""
    way: Direction = "upstream" if slide.direction == "upstream" else "downstream"
    answer = influence(
        found.model,
        name,
        direction=way,
        evidence=found.view.evidence if found.view.narrowed else None,
        certainty=certainty_of(found.view),
    )
    return sentences(answer.conclusion, language)[0]


def _arrow(link: Link) -> str:
    from digisys.render.scene import arrow_id

    return arrow_id(link.id)


def _drawn(drawing: Drawing, finding: str, notes: tuple[str, ...], language: str) -> Slide:
    title = (finding or drawing.scene.title).rstrip(".")
    told = alternative_text(drawing.describe(language))
    return Slide(title, notes, scene=drawing.scene, alternative=told)


def _claims(found: Findings, links: tuple[Link, ...] | list[Link], language: str) -> Iterator[str]:
    """Tell where links are stated, a line each, under a heading."""
    if not links:
        return
    yield f"{say('Evidence', language)}:"
    for link in links[:_MOST_CLAIMS]:
        rows = claims_of_links(found.model, (link,), language)
        places = "; ".join(", ".join(filter(None, row[1:3])) for row in rows)
        claim = link_claim(found.model, link, language)
        yield f"{claim} – {places or say('no source given', language)}"
    if len(links) > _MOST_CLAIMS:
        text = say("the first {shown} of {count}; {how}", language, shown=_MOST_CLAIMS,
                   count=len(links), how=say("the memo has all", language))  # fmt: skip
        yield text


def _scenario(found: Findings, language: str) -> Iterator[Slide]:
    if found.ensemble is None:
        return
    figure = scenario_figure(found.ensemble, language)
    said = sentences(found.ensemble.conclusion, language)
    notes = (figure.caption, *said, level_caveat(language), *figure.told)
    yield Slide(said[0].rstrip("."), notes, picture=figure.picture, alternative=figure.alternative)


def _sureness(found: Findings, language: str) -> Slide:
    answer = found.loops if found.influence is None else found.influence
    bullets = [*_of_kinds(answer.conclusion, ("direction", "basis"), language)]
    if found.ensemble is not None:
        scenario = scenario_title(found.ensemble.experiment.scenario, language)
        said = _of_kinds(found.ensemble.conclusion, ("direction", "sureness"), language)
        bullets += [f"{scenario}: {' '.join(said)}", level_caveat(language)]
    pairs = method_pairs(found.model, found.view, language, date=None)
    made = found.subtitle(language)
    if found.influence is None:
        made = f"{found.model.title.text(language)} · {made}"
    notes = (*(f"{head}: {text}" for head, text in pairs), made)
    title = say("How sure this is, and why", language)
    return Slide(title, notes, bullets=(*bullets, made))


def _of_kinds(
    conclusion: Conclusion | None, kinds: tuple[str, ...], language: str
) -> tuple[str, ...]:
    if conclusion is None:
        return ()
    return tuple(item.text(language) for item in conclusion.statements if item.kind in kinds)
