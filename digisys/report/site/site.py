"""Several models and their questions as a static site, which any web server or folder shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from digisys.graph.names import Subject, resolve
from digisys.progress import Progress, part_of
from digisys.render.compose.look import Look
from digisys.report.document.html import html
from digisys.report.embed.deep_link import deep_link
from digisys.report.memo.report_on import report_on
from digisys.report.page.make import make_page
from digisys.schema import Model
from digisys.words import say

__all__ = ["SiteModel", "make_site", "usual_questions"]

_STYLE = """\
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.25rem 3rem;color:#1b2430;background:#fff;
 font:1rem/1.5 "Segoe UI","Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
h1{font-size:2rem;line-height:1.2;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.35rem;margin:2.5rem 0 .5rem}p{max-width:44rem;margin:0 0 .75rem}
ul{margin:0;padding-left:1.25rem}li{margin:.35rem 0}
a{color:#0b4a8f}:focus-visible{outline:3px solid #0b4a8f;outline-offset:2px}
.soft{color:#4a5666}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class SiteModel:
    """A model of a site, with what is asked of it.

    Attributes
    ----------
    model
        The model.
    questions
        Variables, targets, areas or loops, each of which gets a page.
    """

    model: Model
    questions: tuple[str | int, ...]


def usual_questions(model: Model) -> tuple[str | int, ...]:
    """Return every target that a variable stands for, and every named loop.

    Examples
    --------
    >>> import digisys
    >>> len(usual_questions(digisys.load("digikompassi")))
    19
    """
    used = {ref.target for item in model.variables.values() for ref in item.targets}
    return (*(number for number in model.targets if number in used), *model.loops)


def make_site(
    models: Sequence[SiteModel],
    language: str,
    *,
    date: str | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Make the files of a site, one after another.

    Parameters
    ----------
    models
        The models with their questions; of two models of one id the later has a number.
    language
        ``fi``, ``sv`` or ``en``.
    date
        The date to print, as ``2026-11-27``; none when absent.
    progress
        Called with the share done, from 0 to 1.

    Yields
    ------
    tuple of str and bytes
        The path of a file below the site's folder, and its content: ``index.html``; for each
        model its page ``MODEL/index.html`` and ``MODEL/QUESTION.html``. Every page links to the
        others by paths of its own, so that the site works wherever it lies.
    """
    report = progress or (lambda _done, _total: None)
    folders = _folders([each.model for each in models])
    total = sum(1 + len(each.questions) for each in models)
    done = 0
    listed: list[tuple[Model, str, list[tuple[str, str]]]] = []
    for each, folder in zip(models, folders, strict=True):
        model = each.model
        page = make_page(
            model, language=language, progress=part_of(report, done / total, 1 / total)
        )
        yield f"{folder}/index.html", page.html.encode()
        done += 1
        titles: list[tuple[str, str]] = []
        for name in each.questions:
            subject = resolve(model, name)
            made = report_on(model, _key(subject), date=date).document(language)
            file = f"{_slug(subject)}.html"
            map_link = deep_link(model, _key(subject), language, "index.html")
            yield f"{folder}/{file}", _with_links(html(made), map_link, language)
            titles.append((file, made.title))
            done += 1
            report(done, total)
        listed.append((model, folder, titles))
    yield "index.html", _index(listed, language, date)


def _key(subject: Subject) -> str | int:
    return subject.key if subject.kind == "target" else str(subject.key)


def _slug(subject: Subject) -> str:
    """Name a question's file after what it asks about, in plain letters."""
    return f"{subject.kind}-{re.sub(r'[^A-Za-z0-9_-]', '', str(subject.key))}"


def _folders(models: Sequence[Model]) -> list[str]:
    taken: dict[str, int] = {}
    found = []
    for model in models:
        taken[model.id] = taken.get(model.id, 0) + 1
        number = taken[model.id]
        found.append(model.id if number == 1 else f"{model.id}-{number}")
    return found


def _with_links(page: bytes, map_link: str, language: str) -> bytes:
    """Put the way to the map and to the list above what a page tells."""
    links: Mapping[str, str] = {
        "../index.html": say("All models", language),
        map_link: say("Show this on the map", language),
    }
    items = " · ".join(
        f'<a href="{escape(address)}">{escape(text)}</a>' for address, text in links.items()
    )
    label = escape(say("Models and their answers", language))
    nav = f'<nav aria-label="{label}"><p>{items}</p></nav>\n'
    before, mark, after = page.decode().partition("<header>\n")
    return f"{before}{mark}{nav}{after}".encode()


def _index(
    listed: Sequence[tuple[Model, str, Sequence[tuple[str, str]]]],
    language: str,
    date: str | None,
) -> bytes:
    title = escape(say("Models and their answers", language))
    parts = []
    for model, folder, questions in listed:
        parts.append(f"<section>\n<h2>{escape(model.title.text(language))}</h2>")
        if model.description is not None:
            parts.append(f"<p>{escape(model.description.text(language))}</p>")
        link = escape(f"{folder}/index.html#lang={language}")
        parts.append(
            f'<p><a href="{link}">{escape(say("Explore the whole model", language))}</a></p>'
        )
        if questions:
            parts.append(f"<h3>{escape(say('Questions and answers', language))}</h3>\n<ul>")
            parts += [
                f'<li><a href="{escape(folder)}/{escape(file)}">{escape(text)}</a></li>'
                for file, text in questions
            ]
            parts.append("</ul>")
        parts.append("</section>")
    body = "\n".join(parts)
    told = Look(date=date).date_text(language)
    when = f'<footer><p class="soft">{escape(told)}</p></footer>\n' if told else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{title}</h1></header>\n<main>\n{body}\n</main>\n{when}</body>\n</html>\n"
    ).encode()
