"""What is wrong with text that is not YAML, in words of those who write it.

The parser knows where it gave up, in terms of tokens and blocks. The rules below look
at the text around that place for what people do: a quote that is not closed, a space
that is missing after a colon, a tab, a line that is not in line with the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from yaml import MarkedYAMLError
from yaml.events import AliasEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent

from digisys.io.yaml.source import Lines
from digisys.words import Message

__all__ = ["Fault", "explain"]

_SPACELESS_LINE = re.compile(r"\s*(?:- +)?[\w-]+(:)(?!//)[^\s:]")
_SPACELESS_DASH = re.compile(r"\s*(-)[A-Za-z_]\w*:")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_KEY_LINE = re.compile(r"\s*(?:- +)?(?P<key>[^\s:#][^:#]*):\s+(?P<value>\S.*)$")
_CLOSING = {"[": "]", "{": "}"}
_SIGN_KEYS = ("polarity",)


class Fault(NamedTuple):
    """What is wrong with the text, where, and how to mend it."""

    code: str
    start: int
    what: Message
    cure: Message


@dataclass(frozen=True)
class _Scene:
    """What is known when the parser gives up."""

    text: str
    lines: Lines
    problem: str
    context: str
    at: int
    opened: int | None
    last: Any

    @property
    def sign(self) -> str:
        """The character at which the parser gave up."""
        return self.text[self.at : self.at + 1]

    @property
    def opening(self) -> str:
        """The character that starts what was being read."""
        return "" if self.opened is None else self.text[self.opened : self.opened + 1]

    @property
    def line(self) -> int:
        """The line on which the parser gave up."""
        return self.lines.at(self.at)[0]

    @property
    def before(self) -> str:
        """The text before that place on the same line."""
        return self.text[self.lines.start(self.line) : self.at]

    def line_above(self, line: int) -> int:
        """Return the last line before a line that is not blank or a comment, or 0."""
        while line := line - 1:
            text = self.lines.text(line).strip()
            if text and not text.startswith("#"):
                break
        return line

    def indentation(self, line: int) -> int:
        """Return how far a line is indented."""
        text = self.lines.text(line)
        return len(text) - len(text.lstrip(" \t"))


def explain(text: str, lines: Lines, error: MarkedYAMLError, last: Any) -> Fault | None:
    """Say what a syntax error comes from.

    Parameters
    ----------
    text, lines
        The text and its lines.
    error
        What the parser said.
    last
        The event before the error, if any.

    Returns
    -------
    Fault or None
        None when the event before the error has been reported and explains it.
    """
    context, problem = error.context_mark, error.problem_mark
    opened = context.index if context else None
    at = problem.index if problem else (opened or 0)
    scene = _Scene(
        text, lines, str(error.problem or ""), str(error.context or ""), at, opened, last
    )
    if isinstance(last, AliasEvent) and lines.at(_start(last))[0] == scene.line:
        return None
    for rule in _RULES:
        fault = rule(scene)
        if fault:
            return fault
    return Fault(
        "invalid-yaml",
        at,
        Message("The file cannot be understood from here on."),
        Message(
            "Look on this line and the one above for a missing quote, bracket or colon,"
            " or wrong indentation."
        ),
    )


def _merge_conflict(scene: _Scene) -> Fault | None:
    found = _CONFLICT.search(scene.text)
    if not found:
        return None
    return Fault(
        "merge-conflict",
        found.start(),
        Message("Two versions of the file have been merged, but not to the end."),
        Message("Keep what is right of the two and remove the lines <<<<<<<, ======= and >>>>>>>."),
    )


def _tab(scene: _Scene) -> Fault | None:
    if scene.sign != "\t" and "tab character" not in scene.problem:
        return None
    return Fault(
        "tab",
        scene.at,
        Message("There is a tab here."),
        Message("Indent with spaces, two for each level."),
    )


def _forbidden_start(scene: _Scene) -> Fault | None:
    if "cannot start any token" not in scene.problem:
        return None
    return Fault(
        "unquoted-text",
        scene.at,
        Message("A text cannot start with {sign} without quotes.", {"sign": scene.sign}),
        Message("Put the whole text in quotes."),
    )


def _special_start(scene: _Scene) -> Fault | None:
    if scene.opened is None or scene.opening not in tuple("*&!|>"):
        return None
    return Fault(
        "unquoted-text",
        scene.opened,
        Message("A text cannot start with {sign} without quotes.", {"sign": scene.opening}),
        Message("Put the whole text in quotes."),
    )


def _backslash(scene: _Scene) -> Fault | None:
    if "quoted scalar" not in scene.context or "stream" in scene.problem:
        return None
    if scene.problem.startswith("found unexpected document"):
        return None
    start = scene.text.rfind("\\", scene.opened, scene.at + 1)
    return Fault(
        "invalid-escape",
        start if start >= 0 else scene.at,
        Message('A backslash inside "…" quotes starts a special sign, and this is none.'),
        Message("Write two backslashes, or put the text in '…' quotes."),
    )


def _open_quote(scene: _Scene) -> Fault | None:
    if scene.opened is None or "quoted scalar" not in scene.context:
        return None
    return Fault(
        "open-quote",
        scene.opened,
        Message("The quote {quote} that opens here is never closed.", {"quote": scene.opening}),
        Message("Close it with {quote} at the end of the text.", {"quote": scene.opening}),
    )


def _brackets(scene: _Scene) -> Fault | None:
    if scene.opened is None or scene.opening not in _CLOSING or "flow" not in scene.context:
        return None
    if "node" in scene.context:
        return None
    bracket = {"opening": scene.opening, "closing": _CLOSING[scene.opening]}
    if scene.sign in ("]", "}"):
        return Fault(
            "wrong-bracket",
            scene.at,
            Message(
                "The bracket {opening} is closed with {wrong}.", {**bracket, "wrong": scene.sign}
            ),
            Message("Close it with {closing}.", bracket),
        )
    first = scene.lines.at(scene.opened)[0]
    inside = scene.line == first or scene.indentation(scene.line) > scene.indentation(first)
    if inside and scene.sign not in ("", "\n", "\r"):
        return Fault(
            "missing-comma",
            scene.at,
            Message("A comma is missing before this, or a text with a colon has no quotes."),
            Message("Put a comma between the entries, and a text with a colon in quotes."),
        )
    return Fault(
        "open-bracket",
        scene.opened,
        Message("The bracket {opening} that opens here is never closed.", bracket),
        Message("Close it with {closing}.", bracket),
    )


def _stray_sign(scene: _Scene) -> Fault | None:
    if "node content" not in scene.problem:
        return None
    return Fault(
        "missing-value",
        scene.at,
        Message("A value is missing before “{sign}”.", {"sign": scene.sign}),
        Message("Write the value, or remove the sign."),
    )


def _spaceless(scene: _Scene) -> Fault | None:
    """Find ``key:value`` on this line or the one above."""
    if "find expected ':'" not in scene.problem and "mapping values" not in scene.problem:
        return None
    line = scene.line if scene.opened is None else scene.lines.at(scene.opened)[0]
    for candidate in (line, scene.line_above(line)):
        found = _SPACELESS_LINE.match(scene.lines.text(candidate)) if candidate else None
        if found and ": " not in scene.lines.text(candidate):
            return Fault(
                "missing-space",
                scene.lines.start(candidate) + found.start(1),
                Message("A space is missing after the colon."),
                Message("Write “key: value” with a space."),
            )
        dash = _SPACELESS_DASH.match(scene.lines.text(candidate)) if candidate else None
        if dash:
            return Fault(
                "missing-space",
                scene.lines.start(candidate) + dash.start(1),
                Message("A space is missing after the dash."),
                Message("Write “- key: value” with a space."),
            )
    return None


def _key_without_colon(scene: _Scene) -> Fault | None:
    if "find expected ':'" not in scene.problem or scene.opened is None:
        return None
    line = scene.lines.text(scene.lines.at(scene.opened)[0]).strip()
    return Fault(
        "missing-colon",
        scene.opened,
        Message("“{text}” is not followed by a colon.", {"text": line[:40]}),
        Message(
            "Write “key: value”. A text that goes on from the line above is indented deeper"
            " than its key."
        ),
    )


def _colon(scene: _Scene) -> Fault | None:
    """Find a colon where the line, or the line above, already has one."""
    if "mapping values" not in scene.problem:
        return None
    text = scene.lines.text(scene.line)
    if re.search(r":\s", scene.before):
        found = _KEY_LINE.match(text)
        value = found["value"].replace('"', '\\"') if found else ""
        example = f'{found["key"]}: "{value}"' if found and len(value) <= 60 else "…"
        return Fault(
            "unquoted-text",
            scene.at,
            Message("The text holds a colon followed by a space, and has no quotes."),
            Message("Put the text in quotes: {example}", {"example": example}),
        )
    above = scene.line_above(scene.line)
    if not above or scene.indentation(scene.line) <= scene.indentation(above):
        return None
    return Fault(
        "wrong-indentation",
        scene.lines.start(scene.line) + scene.indentation(scene.line),
        Message("This line is indented deeper than the line above, which has its value already."),
        Message("Give it the same indentation as the line that it belongs with."),
    )


def _dash(scene: _Scene) -> Fault | None:
    if "sequence entries" not in scene.problem:
        return None
    key = scene.before.strip(" -").rstrip(": ")
    rest = scene.lines.text(scene.line)[len(scene.before) + 1 :].strip()
    if key in _SIGN_KEYS and not rest.strip("}], "):
        cure = Message("Write “{word}”.", {"word": "negative"})
    else:
        cure = Message("Start the list on the next line, or put the text in quotes.")
    return Fault(
        "stray-dash", scene.at, Message("A dash here is read as the start of a list."), cure
    )


def _after_quote(scene: _Scene) -> Fault | None:
    if "block" not in scene.context or not scene.before.rstrip(" ").endswith(("'", '"')):
        return None
    if scene.sign in ("", "\n", "\r"):
        return None
    last = scene.last
    if type(last) is ScalarEvent and scene.lines.at(_start(last))[0] != scene.line:
        return Fault(
            "open-quote",
            _start(last),
            Message(
                "The quote that opens here closes only on line {line}, where more text follows.",
                {"line": scene.line},
            ),
            Message("Close the quote at the end of its own text."),
        )
    return Fault(
        "text-after-quote",
        scene.at,
        Message("There is more text after the closing quote."),
        Message(
            "Put the whole text in quotes. Inside '…' an apostrophe is written twice ('');"
            ' inside "…" a quote is written \\".'
        ),
    )


def _after_bracket(scene: _Scene) -> Fault | None:
    if type(scene.last) not in (MappingEndEvent, SequenceEndEvent):
        return None
    if not scene.before.rstrip(" ").endswith(("]", "}")) or scene.sign in ("]", "}"):
        return None
    return Fault(
        "text-after-bracket",
        scene.at,
        Message("There is more text after the closing bracket."),
        Message("Put a text that starts with a bracket in quotes."),
    )


def _start(event: Any) -> int:
    start: int = event.start_mark.index
    return start


def _extra_sign(scene: _Scene) -> Fault | None:
    if scene.sign in ("]", "}"):
        return Fault(
            "stray-bracket",
            scene.at,
            Message("The bracket {closing} closes nothing.", {"closing": scene.sign}),
            Message("Remove it, or put the text in quotes."),
        )
    if scene.sign == ":" and not scene.before.strip():
        return Fault(
            "empty-key",
            scene.at,
            Message("The key before the colon is missing."),
            Message("Write the key, or put a text that holds a colon in quotes."),
        )
    return None


def _indentation(scene: _Scene) -> Fault | None:
    indentation = scene.indentation(scene.line)
    if "block" not in scene.context:
        return None
    if scene.at != scene.lines.start(scene.line) + indentation:
        return None
    opened = scene.lines.at(scene.opened or 0)[1] - 1
    if indentation == opened:
        return Fault(
            "wrong-indentation",
            scene.at,
            Message("List items and keys are mixed at the same level."),
            Message("Indent the items of a list deeper than the key that they belong to."),
        )
    return Fault(
        "wrong-indentation",
        scene.at,
        Message("The indentation of this line matches no line above."),
        Message("Indent it exactly as the lines that it belongs with."),
    )


_RULES: tuple[Callable[[_Scene], Fault | None], ...] = (
    _merge_conflict,
    _tab,
    _forbidden_start,
    _special_start,
    _backslash,
    _open_quote,
    _brackets,
    _stray_sign,
    _spaceless,
    _key_without_colon,
    _colon,
    _dash,
    _after_quote,
    _after_bracket,
    _extra_sign,
    _indentation,
)
