"""A text with headings and lists, and how it shows itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

from digisys.answers.content import Content
from digisys.answers.wrap import text_width, wrap

__all__ = ["Description", "Section"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it.

    Attributes
    ----------
    heading
        The heading.
    text
        A paragraph; empty for none.
    items
        A list; empty for none.
    sections
        Sections one level down.
    """

    heading: str
    text: str = ""
    items: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Description(Content):
    """A picture, or a part of a model, told in words.

    Attributes
    ----------
    language
        Language of the text.
    title
        What is described.
    summary
        One or two sentences that say the main thing.
    sections
        The rest, from the general to the particular.
    """

    language: str
    title: str
    summary: str
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Yield every section with its level, the first being 1, in reading order."""

        def below(sections: tuple[Section, ...], level: int) -> Iterator[tuple[int, Section]]:
            for section in sections:
                yield level, section
                yield from below(section.sections, level + 1)

        yield from below(self.sections, 1)

    def text(self, *, width: int = 80) -> str:
        """Return the description as plain text with lines of a width."""
        title = _fill(self.title, width, "")
        blocks = [f"{title}\n{_rule('═', title)}"]
        if self.summary:
            blocks.append(_fill(self.summary, width, ""))
        for level, section in self.walk():
            indent = "  " * (level - 1)
            heading = _fill(section.heading, width, indent)
            lines = [heading]
            if level == 1:
                lines.append(_rule("─", heading))
            if section.text:
                lines.append(_fill(section.text, width, indent))
            bullet, hang = f"{indent}• ", f"{indent}  "
            lines += [_fill(item, width, bullet, hang) for item in section.items]
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks)

    def __str__(self) -> str:
        return self.text()

    def markdown(self) -> str:
        """Return the description as Markdown."""
        blocks = [f"# {_markdown(self.title)}"]
        if self.summary:
            blocks.append(_markdown(self.summary))
        for level, section in self.walk():
            blocks.append(f"{'#' * min(level + 1, 6)} {_markdown(section.heading)}")
            if section.text:
                blocks.append(_markdown(section.text))
            if section.items:
                blocks.append("\n".join(f"- {_markdown(item)}" for item in section.items))
        return "\n\n".join(blocks)

    def html(self, *, level: int = 2) -> str:
        """Return the description as HTML; every text is escaped.

        Parameters
        ----------
        level
            Level of the title's heading, from 1 to 6.
        """
        language = escape(self.language, quote=True)
        parts = [f'<section lang="{language}"><h{level}>{escape(self.title)}</h{level}>']
        if self.summary:
            parts.append(f"<p>{escape(self.summary)}</p>")
        for depth, section in self.walk():
            tag = f"h{min(level + depth, 6)}"
            parts.append(f"<{tag}>{escape(section.heading)}</{tag}>")
            if section.text:
                parts.append(f"<p>{escape(section.text)}</p>")
            if section.items:
                listed = "".join(f"<li>{escape(item)}</li>" for item in section.items)
                parts.append(f"<ul>{listed}</ul>")
        return "".join(parts) + "</section>"

    def _repr_html_(self) -> str:
        return self.html()

    def to_frame(self) -> pd.DataFrame:
        """Return the lines as a data frame.

        Returns
        -------
        pandas.DataFrame
            Columns ``level``, ``heading`` and ``text``; one row a paragraph or item.
        """
        import pandas as pd

        rows = [
            (level, section.heading, line)
            for level, section in self.walk()
            for line in (*filter(None, (section.text,)), *section.items)
        ]
        return pd.DataFrame(rows, columns=["level", "heading", "text"])

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain data."""

        def plain(section: Section) -> dict[str, Any]:
            return {
                "heading": section.heading,
                "text": section.text,
                "items": list(section.items),
                "sections": [plain(below) for below in section.sections],
            }

        return {
            "language": self.language,
            "title": self.title,
            "summary": self.summary,
            "sections": [plain(section) for section in self.sections],
        }


def _fill(text: str, width: int, first: str, rest: str | None = None) -> str:
    further = first if rest is None else rest
    return "\n".join(wrap(text, width, first=first, rest=further))


def _rule(mark: str, heading: str) -> str:
    """Underline the longest line of a heading."""
    return mark * max(map(text_width, heading.split("\n")))


def _markdown(text: str) -> str:
    flat = " ".join(text.split())
    for sign in "\\`*_[]#|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat.replace("<", "&lt;")
