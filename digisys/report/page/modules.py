"""The scripts of the page: ES modules, joined into one script when the page is made.

The page is one file that is opened from a disk, where browsers load no modules, and its
policy names its script by a digest. So the modules that it starts with and those that they
import are put into one script, each in a function of its own, what they import before them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["PAGE_FOLDER", "Module", "ModuleError", "join_modules", "load_modules", "parse_module"]

#: Where the parts of the page lie.
PAGE_FOLDER = Path(__file__).parent / "browser"

_NAME = r"[A-Za-z_$][\w$]*"
_IMPORT = re.compile(
    rf'^import \{{\s*({_NAME}(?:,\s*{_NAME})*),?\s*\}} from "(\.[^"\n]*)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(
    rf"^export (?=(?:async function|function|const|class) ({_NAME})\b)", re.MULTILINE
)
#: What no other rule has taken away: a form of import or export that is not joined.
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*$|\bimport\(.*$|\bimport\.meta\b.*$", re.MULTILINE)
#: Comments that have their lines to themselves.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
#: White space at the start of lines, and lines with nothing else: no text runs over a line.
_INDENT = re.compile(r"^\s+", re.MULTILINE)

#: Signs that need no white space around them, where no text or pattern can be.
_SPACED = re.compile(r"[ \t]*([{}()\[\];,<>=!&|?:*])[ \t]*")
#: What a line ends or begins with that goes on, or goes on from the one before.
_OPEN = ("{", "(", "[", ",", ";", "=", "=>", "&&", "||", "?", ":")
_CLOSE = (")", "]", "}", ".", "?", ":", "&&", "||")
_TEXT = re.compile(r'("(?:[^"\\]|\\.)*")')


class ModuleError(ValueError):
    """The scripts of the page cannot be joined: a fault of theirs, not of a reader's."""


@dataclass(frozen=True)
class Module:
    """A script of the page.

    Attributes
    ----------
    name
        Its path below the folder of scripts, without its ending.
    imports
        For each module that it imports, the names that it takes from there.
    exports
        The names that it gives to others, in the order in which it declares them.
    body
        Its code without imports, the word ``export``, comments on lines of their own and
        indentation.
    """

    name: str
    imports: dict[str, tuple[str, ...]]
    exports: tuple[str, ...]
    body: str


def parse_module(name: str, source: str) -> Module:
    """Read a module.

    Parameters
    ----------
    name
        Its path below the folder of scripts, without its ending.
    source
        JavaScript. Imports are ``import { a, b } from "./other.js";`` and exports stand
        before a function, a constant or a class, so that what a name means is the same
        everywhere.

    Returns
    -------
    Module
        The module.

    Raises
    ------
    ModuleError
        If it imports or exports in another way.

    Examples
    --------
    >>> parse_module("map/draw", "export const least = 2;")
    Module(name='map/draw', imports={}, exports=('least',), body='const least = 2;')
    """
    # Only whole lines are looked at, and those within a text of several lines are no code.
    if any(line.count("`") % 2 for line in source.splitlines()):
        raise ModuleError(f"{name}.js: a text in backquotes must not run over several lines")
    imports: dict[str, tuple[str, ...]] = {}
    for names, path in _IMPORT.findall(source):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        imports[target] = (*imports.get(target, ()), *re.findall(_NAME, names))
    code = _COMMENT.sub("", _IMPORT.sub("", source))
    exports = tuple(_EXPORT.findall(code))
    code = _EXPORT.sub("", code)
    wrong = _LEFT_OVER.search(code)
    if wrong:
        raise ModuleError(
            f"{name}.js: “{wrong[0].strip()}” cannot be joined; "
            'write import { a } from "./b.js"; and export before a function or a constant'
        )
    return Module(name, imports, exports, _INDENT.sub("", code).rstrip())


def load_modules(entries: Iterable[str]) -> tuple[Module, ...]:
    """Read modules of the page and all that they import.

    Parameters
    ----------
    entries
        Names of the modules that the page starts with.

    Returns
    -------
    tuple of Module
        Each once; what a module imports comes before it.

    Raises
    ------
    ModuleError
        If a module or a name is missing, or modules import each other in a circle.
    """
    done: dict[str, Module] = {}
    for entry in entries:
        _load(entry, (), done)
    return tuple(done.values())


def _load(name: str, above: tuple[str, ...], done: dict[str, Module]) -> None:
    if name in above:
        circle = " → ".join((*above[above.index(name) :], name))
        raise ModuleError(f"scripts import each other in a circle: {circle}")
    if name in done:
        return
    module = _read(name, above[-1] if above else None)
    for target, names in module.imports.items():
        _load(target, (*above, name), done)
        missing = sorted(set(names) - set(done[target].exports))
        if missing:
            raise ModuleError(f"{name}.js: {target}.js does not export {', '.join(missing)}")
    done[name] = module


def _read(name: str, importer: str | None) -> Module:
    path = PAGE_FOLDER / "scripts" / f"{name}.js"
    if name.startswith("..") or not path.is_file():
        raise ModuleError(f"{importer or 'the page'}: there is no script {name}.js")
    return _parsed(name, path.read_text("utf-8"))


@cache
def _parsed(name: str, source: str) -> Module:
    return parse_module(name, source)


def join_modules(entries: Iterable[str], *, expose: bool = False) -> str:
    """Join modules of the page and all that they import into one script.

    Parameters
    ----------
    entries
        Names of the modules that the page starts with, such as ``main``.
    expose
        Whether all that the modules export can be used by what is run after the script,
        as tests do.

    Returns
    -------
    str
        JavaScript that needs no other file. Each module is a function of its own, so that
        names which it does not export meet no others.

    Raises
    ------
    ModuleError
        If the modules cannot be joined.
    """
    modules = load_modules(entries)
    places = {module.name: f"$.{_key(module.name)}" for module in modules}
    lines = ["const $ = {};"]
    for module in modules:
        lines += _wrapped(module, places)
    if expose:
        lines += [f"Object.assign(globalThis, {place});" for place in places.values()]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return re.sub(r"\W", "_", name)


def _wrapped(module: Module, places: dict[str, str]) -> Iterator[str]:
    yield f"{places[module.name]} = (() => {{"
    for target, names in module.imports.items():
        yield f"const {{ {', '.join(names)} }} = {places[target]};"
    yield _joined(map(_tight, module.body.splitlines()))
    if module.exports:
        yield f"return {{ {', '.join(module.exports)} }};"
    yield "})();"


def _joined(lines: Iterable[str]) -> str:
    """Put lines together where the end of one says that the next goes on."""
    out: list[str] = []
    for line in lines:
        goes_on = (out and out[-1].endswith(_OPEN)) or line.startswith(_CLOSE)
        if goes_on and out and "//" not in out[-1]:
            out[-1] += line
        else:
            out.append(line)
    return "\n".join(out)


def _tight(line: str) -> str:
    """Leave out white space that means nothing; where it may mean something, leave the line."""
    if any(sign in line for sign in "'`/"):
        return line
    parts = _TEXT.split(line)
    parts[::2] = [_SPACED.sub(r"\1", part) for part in parts[::2]]
    return "".join(parts)
