"""The layers of the program as a picture, drawn from what the checks enforce.

Layers and their order come from the contract in ``pyproject.toml``, what each is for from
its own docstring, and who uses whom from the imports: so the picture cannot grow old.
"""

import ast
import tomllib
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT, GAP, LEFT = 760, 52, 22, 12
INK, SOFT, FILL, LINE = "#16202e", "#4a5563", "#eef3fa", "#1a56a4"


def layers():
    """Return the layers from the top down, each a list of the rooms beside each other."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (found,) = [c["layers"] for c in contracts if c["name"] == "Layers import downward only"]
    return [[room.strip().removeprefix("digisys.") for room in row.split("|")] for row in found]


def kept_out():
    """Return the libraries that inner rooms may not import, and those rooms."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (found,) = [
        c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "forbidden"
    ]
    inner = {room.removeprefix("digisys.") for room in found["source_modules"]}
    return found["forbidden_modules"], inner


def files(room):
    """List the modules of a room."""
    home = ROOT / "digisys" / room
    return sorted(home.rglob("*.py")) if home.is_dir() else [home.with_suffix(".py")]


def sense(room):
    """Return the first line of a room's docstring."""
    home = ROOT / "digisys" / room
    path = home / "__init__.py" if home.is_dir() else home.with_suffix(".py")
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).split("\n")[0]


@cache
def uses(room):
    """Return the other rooms that a room's modules import."""
    found = set()
    for path in files(room):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            found |= {name.split(".")[1] for name in names if name.startswith("digisys.")}
    return found - {room}


def describe():
    """Tell the picture in words, for those who do not see it."""
    order = [" and ".join(row) for row in layers()]
    libraries, inner = kept_out()
    outer = [room for row in layers() for room in row if room not in inner]
    return (
        f"The layers from the top down: {', '.join(order)}. Each imports only from those below. "
        f"{', '.join(libraries)} stay in {', '.join(outer)}."
    )


def svg():
    """Draw the layers as an SVG document."""
    rows = layers()
    libraries, inner = kept_out()
    known = [room for row in rows for room in row]
    height = len(rows) * (HEIGHT + GAP) + 4
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 190} {height}" '
        f'width="{WIDTH + 190}" height="{height}" role="img" '
        f'font-family="Inter, Segoe UI, sans-serif">',
        f"<title>{escape(describe())}</title>",
    ]
    for number, row in enumerate(rows):
        y = 2 + number * (HEIGHT + GAP)
        width = (WIDTH - 2 * LEFT - 12 * (len(row) - 1)) / len(row)
        for place, room in enumerate(row):
            x = LEFT + place * (width + 12)
            below = [name for name in known if name in uses(room)]
            told = sense(room)
            if len(told) * 6.3 > width - 24:
                told = told.split(":")[0].split(",")[0].rstrip(".") + "."
            parts += [
                f'<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT}" rx="7" fill="{FILL}" '
                f'stroke="{LINE}" stroke-width="1.4"/>',
                f'<text x="{x + 12}" y="{y + 21}" font-size="15" font-weight="600" fill="{INK}">'
                f'{room} <tspan font-size="12" font-weight="400" fill="{SOFT}">'
                f"{_count(files(room))}"
                f"{'; uses ' + ', '.join(below) if below and len(row) == 1 else ''}</tspan></text>",
                f'<text x="{x + 12}" y="{y + 40}" font-size="12" fill="{INK}">'
                f"{escape(told)}</text>",
            ]
        if number + 1 < len(rows):
            x, top = WIDTH / 2, y + HEIGHT + 2
            parts.append(
                f'<path d="M{x} {top}v{GAP - 9}m-5 -5l5 7l5 -7" fill="none" stroke="{LINE}" '
                f'stroke-width="2"/>'
            )
    outer = [i for i, row in enumerate(rows) if not set(row) & inner]
    y0, y1 = 2 + outer[0] * (HEIGHT + GAP), 2 + outer[-1] * (HEIGHT + GAP) + HEIGHT
    parts.append(
        f'<path d="M{WIDTH - 4} {y0}h8v{y1 - y0}h-8" fill="none" stroke="{SOFT}" '
        f'stroke-width="1.4"/>'
    )
    for number, words in enumerate(["Only here:", *libraries]):
        weight = 600 if number == 0 else 400
        parts.append(
            f'<text x="{WIDTH + 16}" y="{(y0 + y1) / 2 - 34 + 19 * number}" font-size="13" '
            f'font-weight="{weight}" fill="{INK}">{escape(words)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _count(found):
    return f"{len(found)} module{'s' if len(found) > 1 else ''}"
