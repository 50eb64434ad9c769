"""A document as one accessible HTML page, without scripts and without requests."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from html import escape

from digisys.answers.table import Table
from digisys.report.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Note,
)
from digisys.report.document.columns import column_shares
from digisys.report.document.house import PLAIN, House
from digisys.words import say

__all__ = ["fragment", "html"]

_STYLE = """\
:root{color-scheme:light;--ink:#1b2430;--soft:#4a5666;--line:#c9d0da;--house:%(colour)s}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:#fff;line-height:1.5;
 font:1rem/1.5 "Segoe UI","Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}footer{padding-bottom:3rem;color:var(--soft)}
h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem;color:var(--house);text-wrap:balance}
h2{font-size:1.35rem;line-height:1.3;margin:2.5rem 0 .75rem;color:var(--house);
 border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
p,ul{max-width:44rem;margin:0 0 .75rem}li{margin:.25rem 0}
.subtitle{color:var(--soft)}.lead{font-size:1.15rem;font-weight:600}
.note{max-width:44rem;margin:1rem 0;padding:.6rem 1rem;border-left:4px solid var(--house);
 background:#f4f6f9}
.note p{margin:0}
.rows{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%%;font-size:.92rem}
caption{text-align:left;font-weight:600;padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line);
 overflow-wrap:break-word}
thead th{border-bottom:2px solid var(--ink)}.right{text-align:right;white-space:nowrap}
figure{margin:1.25rem 0}figure img{max-width:100%%;height:auto;border:1px solid var(--line)}
figcaption{color:var(--soft);font-size:.92rem;margin-top:.4rem}
details{margin-top:.5rem}summary{cursor:pointer}
.logo{max-height:3.5rem;max-width:16rem;margin-bottom:1.5rem}
:focus-visible{outline:3px solid var(--house);outline-offset:2px}
@media print{header,main,footer{max-width:none;padding:0}h2,h3{break-after:avoid}
 figure,tr{break-inside:avoid}.rows{overflow:visible}}
"""


def html(document: Document, house: House = PLAIN) -> bytes:
    """Write a document as one HTML page.

    Parameters
    ----------
    document
        The document.
    house
        Its colour and logo.

    Returns
    -------
    bytes
        The page, in UTF-8: landmarks, a heading for every section, headings of tables, an
        alternative text for every picture; nothing is loaded from elsewhere.
    """
    language = escape(document.language, quote=True)
    body = _body(document)
    logo = ""
    if house.logo is not None:
        kind = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}[house.logo.kind]
        data = b64encode(house.logo.content).decode("ascii")
        alt = escape(house.logo.alternative, quote=True)
        logo = f'<img class="logo" alt="{alt}" src="data:{kind};base64,{data}">\n'
    maker = f'<meta name="author" content="{escape(house.organisation)}">\n'
    date = f'<meta name="date" content="{escape(document.date)}">\n' if document.date else ""
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    publisher = f"<footer><p>{escape(house.organisation)}</p></footer>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{maker if house.organisation else ''}{date}"
        f"<title>{escape(document.title)}</title>\n"
        f"<style>\n{_STYLE % {'colour': house.colour}}</style>\n</head>\n<body>\n"
        f"<header>\n{logo}<h1>{escape(document.title)}</h1>\n"
        f'<p class="subtitle">{escape(document.subtitle)}</p>\n</header>\n'
        f"<main>\n{body}\n</main>\n{publisher if house.organisation else ''}</body>\n</html>\n"
    ).encode()


def fragment(document: Document) -> str:
    """Write a document as HTML to be put into another page, such as a notebook.

    Parameters
    ----------
    document
        The document.

    Returns
    -------
    str
        An article in the document's language, without a style sheet.
    """
    body = _body(document)
    language = escape(document.language, quote=True)
    return (
        f'<article lang="{language}"><h1>{escape(document.title)}</h1>'
        f"<p>{escape(document.subtitle)}</p>\n{body}</article>"
    )


def _body(document: Document) -> str:
    """Write the blocks; each table that scrolls has a name that no other has."""
    parts, above = [], document.title
    seen: Counter[str] = Counter()
    for block in document.blocks:
        name = ""
        if isinstance(block, Heading):
            above = block.text
        elif isinstance(block, Grid):
            name = block.table.caption or above
            seen[name] += 1
            name = name if seen[name] == 1 else f"{name} {seen[name]}"
        parts.append(_block(block, document.language, name))
    return "\n".join(parts)


def _block(block: Block, language: str, name: str) -> str:
    if isinstance(block, Heading):
        level = min(block.level + 1, 6)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Grid):
        return _table(block.table.filled(), name)
    if isinstance(block, Figure):
        return _figure(block, language)
    if isinstance(block, Note):
        head = f"<strong>{escape(block.head)}:</strong> " if block.head else ""
        return f'<div class="note"><p>{head}{escape(block.text)}</p></div>'
    lead = ' class="lead"' if block.leads else ""
    return f"<p{lead}>{escape(block.text)}</p>"


def _table(table: Table, name: str) -> str:
    right = [' class="right"' if number else "" for number in table.numeric()]
    # The scroller takes the keyboard's focus, so that all columns can be reached without a mouse.
    widths = "".join(f'<col style="width:{share:.1%}">' for share in column_shares(table))
    heads = "".join(
        f'<th scope="col"{side}>{escape(head)}</th>'
        for head, side in zip(table.heads, right, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row, right, strict=True))
        + "</tr>"
        for row in table.texts()
    )
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    region = f'role="region" aria-label="{escape(name, quote=True)}" tabindex="0"'
    return (
        f'<div class="rows" {region}><table>{caption}'
        f"<colgroup>{widths}</colgroup>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n"
        "</tbody></table></div>"
    )


def _figure(figure: Figure, language: str) -> str:
    data = b64encode(figure.picture.svg_for_browsers.encode()).decode("ascii")
    alt = escape(figure.alternative, quote=True)
    told = ""
    if figure.told:
        heading = escape(say("The picture in words", language))
        lines = "".join(f"<li>{escape(line)}</li>" for line in figure.told)
        told = f"<details><summary>{heading}</summary><ul>{lines}</ul></details>"
    caption = f"<figcaption>{escape(figure.caption)}</figcaption>" if figure.caption else ""
    return (
        f'<figure><img alt="{alt}" src="data:image/svg+xml;base64,{data}">{caption}{told}</figure>'
    )
