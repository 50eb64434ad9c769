"""A model as one web page that works for everyone, without network."""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any

from digisys._version import __version__
from digisys.answers.content import Content
from digisys.io.programmes import ProgrammeChoice
from digisys.io.write import write_text
from digisys.progress import Progress, part_of
from digisys.render.compose.build import build_scene
from digisys.render.compose.found_loops import with_found_loops
from digisys.render.compose.placing import needs_layout
from digisys.render.limits import check_size, deadline_of
from digisys.report.page.data import model_data, presentation_data
from digisys.report.page.map import map_data
from digisys.report.page.modules import PAGE_FOLDER, join_modules
from digisys.report.page.plain import packed_data, packed_plain
from digisys.report.page.programme import around_data
from digisys.report.page.scenarios import ranges, scenario_data
from digisys.report.page.sizes import size_data
from digisys.report.page.style import area_rules, font_rules, heat_rules
from digisys.report.page.voting import voting_data
from digisys.report.page.words import deflated_words, opening_words
from digisys.schema import Model
from digisys.simulation.observations.observations import Observations
from digisys.simulation.scenarios import scenarios_for
from digisys.words import nearest_language, say

__all__ = ["Page", "make_page", "page_maps"]

#: A map is made all the same when no time is left, in seconds.
_LEAST_TIME = 1e-3
_STYLES = ("base", "layout", "controls", "answers", "map", "present", "modes", "edit", "print")


@dataclass(frozen=True, eq=False, repr=False)
class Page(Content):
    """A model as a web page.

    Attributes
    ----------
    model
        The model.
    language
        The language that it opens in.
    html
        The whole page: one file with style, script, fonts and data inside.
    """

    model: Model = field(repr=False)
    language: str
    html: str = field(repr=False)

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the page to a file, whole or not at all.

        Parameters
        ----------
        path
            The file, usually ending in ``.html``.
        force
            Whether an existing file is overwritten.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        OutputError
            If it cannot be written, or is there already.
        """
        write_text(self.html, path, force=force)
        return Path(path)

    def __str__(self) -> str:
        return f"{self.model.title.text(self.language)} ({len(self.html.encode()) // 1000} kB)"

    def _repr_html_(self) -> str:
        from digisys.report.page.frame import frame_html

        return frame_html(self.model, self.language, self.html)


def make_page(
    model: Model,
    *,
    language: str | None = None,
    watched: bool = False,
    served: bool = False,
    progress: Progress | None = None,
    time_limit: float | None = None,
    programme: ProgrammeChoice = None,
    observations: Observations | None = None,
    voting: Sequence[str] = (),
) -> Page:
    """Make a model into one web page that asks nothing of any network.

    The page answers the questions of :func:`digisys.influence` and
    :func:`digisys.chains`, tells the loops, shows the evidence and runs scenarios, in each
    language of the model. It conforms to WCAG 2.2 AA.

    Parameters
    ----------
    model
        The model. Its texts are shown as text whatever they hold.
    language
        The language that the page opens in; the model's first when absent.
    watched
        Whether the page asks the server that it came from for news (see
        :func:`digisys.report.watch.serve`).
    served
        Whether the page may ask the server that it came from, as one that ``digisys edit``
        serves does.
    progress
        Called with the share done, from 0 to 1.
    time_limit
        Seconds to place the boxes and links of its maps at most; they are rougher then.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model, if anything does, when absent.
    observations
        Dated values (:func:`digisys.read_observations`) that the page shows beside what they
        tell of; none when absent.
    voting
        Ids of links that readers vote on, each on a copy of their own: the page then opens on
        them, and saves votes as a file (see :func:`digisys.read_votes`); it sends nothing.

    Returns
    -------
    Page
        The page; the same bytes for the same model everywhere, unless time was limited.

    Raises
    ------
    DrawingError
        If the model is larger than a map can show: 1,000 variables or links.

    Examples
    --------
    >>> import digisys
    >>> page = make_page(digisys.load("digikompassi"), language="en")
    >>> len(page.html.encode()) < 1_000_000
    True
    """
    check_size(model, model.variables, model.links)
    named = with_found_loops(model)
    model, given = named.model, model
    deadline = deadline_of(time_limit)
    wanted = language or model.default_language
    chosen = nearest_language(wanted, model.languages) or model.default_language
    # Voting makes itself known before the page is first shown.
    entries = (*(("voting/vote",) if voting else ()), "main", *(("watch",) if watched else ()))
    script = join_modules(entries)
    report = progress or (lambda _done, _total: None)
    maps = _maps(model, report, deadline)
    facts = model_data(model)
    asking = facts.pop("asking")
    data = {
        **facts,
        "asking": {},
        "laterAsking": packed_data(asking),
        **({"foundLoops": True} if named.names else {}),
        "language": chosen,
        "ranges": ranges(),
        "sizes": size_data(given),
        "scenarios": [scenario_data(model, scenario) for scenario in scenarios_for(model)],
        "presentation": presentation_data(model),
        **around_data(model, programme, observations),
        **({"voting": voting_data(given, voting)} if voting else {}),
        "version": __version__,
        "maps": maps,
        "plain": packed_plain(given),
        "words": opening_words(entries, model.languages),
        "laterWords": deflated_words(entries, model.languages),
    }
    styles = (*_STYLES, "voting") if voting else _STYLES
    html = _assemble(model, chosen, data, script, styles, asks=watched or served)
    report(1, 1)
    return Page(given, chosen, html)


def page_maps(model: Model, progress: Progress | None = None) -> dict[str, dict[str, Any]]:
    """Draw the maps of the page of a model, in each of its languages.

    Parameters
    ----------
    model
        The model.
    progress
        Called with the share done, from 0 to 1; what it raises ends the work.

    Returns
    -------
    dict
        The map by language; of the others than the first, only what differs from it.

    Raises
    ------
    DrawingError
        If the model is larger than a map can show: 1,000 variables or links.
    """
    check_size(model, model.variables, model.links)
    return _maps(with_found_loops(model).model, progress or (lambda _done, _total: None), None)


def _maps(model: Model, report: Progress, deadline: float | None) -> dict[str, dict[str, Any]]:
    # Finding positions takes about as long as drawing in one language.
    parts = len(model.languages) + 1
    placed = _placed(model, part_of(report, 0.0, 1 / parts), deadline)
    maps = {}
    for done, code in enumerate(model.languages, start=1):
        report(done, parts)
        left = None if deadline is None else max(deadline - monotonic(), _LEAST_TIME)
        scene = build_scene(placed, language=code, certainty="all", time_limit=left)
        maps[code] = map_data(model, scene)
    first, *others = model.languages
    for code in others:
        maps[code] = _different(maps[code], maps[first])
    return maps


def _different(data: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is the same in the first language, as the ways of links are."""
    return {name: value for name, value in data.items() if value != first[name]}


def _placed(model: Model, progress: Progress | None, deadline: float | None) -> Model:
    """Give a model positions once for all languages, if it has none."""
    if not needs_layout(model, model.variables):
        return model
    from digisys.render.layout.solver import propose_layout

    layout = propose_layout(model, effort="quick", progress=progress, deadline=deadline)
    return model.model_copy(update={"layout": layout})


def _assemble(
    model: Model,
    language: str,
    data: dict[str, Any],
    script: str,
    styles: Sequence[str],
    *,
    asks: bool,
) -> str:
    style = font_rules() + area_rules(len(model.areas)) + heat_rules() + _read_styles(styles)
    script = f'(() => {{\n"use strict";\n{script}\n}})();\n'
    values = {
        "language": escape(language),
        "policy": _policy(script, style, asks=asks),
        "version": __version__,
        "title": escape(model.title.text(language)),
        "noscript": escape(say("This page needs JavaScript, which is turned off.", language)),
        "style": style,
        "data": _json(data),
        "script": script,
    }
    template = (PAGE_FOLDER / "page.html").read_text("utf-8")
    pieces = template.split("{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        out += [values[name], rest]
    return "".join(out)


def _read_styles(names: Sequence[str]) -> str:
    text = "\n".join((PAGE_FOLDER / "styles" / f"{name}.css").read_text("utf-8") for name in names)
    # Without comments, and without white space that no selector needs.
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"([{;,])\n\s*", r"\1", text))


def _json(data: object) -> str:
    """Write JSON that cannot end the element that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return text


def _policy(script: str, style: str, *, asks: bool) -> str:
    """Allow exactly this script and this style, and nothing from anywhere."""
    rules = [
        "default-src 'none'",
        f"script-src 'sha256-{_digest(script)}'",
        f"style-src 'sha256-{_digest(style)}'",
        "img-src data: blob:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    if asks:
        rules.append("connect-src 'self'")
    return "; ".join(rules)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
