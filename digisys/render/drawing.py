"""A drawing: one scene, shown in a notebook, saved as a file or told in words."""

from __future__ import annotations

import os
import warnings
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from digisys.answers.content import Content
from digisys.errors import DrawingError, OutputError
from digisys.io.programmes import ProgrammeChoice
from digisys.io.write import check_target, write_bytes
from digisys.render.compose.look import Look, SignChoice
from digisys.render.description.result import Description
from digisys.render.labels import LettersWarning, letters_lacking
from digisys.render.paper import Sheet, fit, paper_name
from digisys.render.scene import Scene, Text
from digisys.schema import Model
from digisys.words import Message, say

if TYPE_CHECKING:
    import graphviz
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["ENDINGS", "Backend", "Drawing", "Engine", "check_name"]

Engine = Literal["digisys", "dot"]
Backend = Literal["matplotlib", "print"]

#: Pixels per inch of the picture that a notebook keeps.
_NOTEBOOK_DPI = 120
#: Endings of file names and the kind of file that each stands for.
ENDINGS = {
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
}


@dataclass(frozen=True, eq=False, repr=False)
class Drawing(Content):
    """A picture of a model. It shows itself in a notebook.

    Attributes
    ----------
    model
        What is drawn.
    scene
        The picture as pure data.
    paper
        Name of the paper size that files are made for; the picture's own size if None.
    engine
        ``digisys``, or ``dot`` for Graphviz's own layout.
    look
        Which signs it has, and what else the reader chose.
    make
        What makes the scene anew for another look.
    """

    model: Model = field(repr=False)
    scene: Scene = field(repr=False)
    paper: str | None = None
    engine: Engine = "digisys"
    look: Look = field(default_factory=Look, repr=False)
    make: Callable[..., Scene] | None = field(default=None, repr=False, compare=False)

    def with_options(
        self,
        *,
        paper: str | None = None,
        engine: Engine = "digisys",
        signs: SignChoice | None = None,
        date: str | None = None,
    ) -> Drawing:
        """Return the picture for a paper, with other signs, or as another program lays it out.

        Parameters
        ----------
        paper
            ``A0`` to ``A4`` or ``slide`` for files and figures; the picture's own size when
            absent.
        engine
            ``digisys``, or ``dot`` for Graphviz's own layout (SVG, PNG and PDF only).
        signs
            ``all``, ``none``, or ``auto``: where every link drawn is positive, the legend says
            so once instead of a sign on each; as it is when absent.
        date
            A date to stand below the title, as ``2026-11-26``; as it is when absent.

        Returns
        -------
        Drawing
            The same picture.

        Raises
        ------
        DrawingError
            If the paper, engine or choice of signs is unknown, or the date is none.

        Examples
        --------
        >>> import digisys
        >>> digisys.draw(digisys.load("digikompassi")).with_options(paper="a3").paper
        'A3'
        """
        if engine not in get_args(Engine):
            raise DrawingError(
                Message("There is no engine “{name}”.", {"name": str(engine)}),
                Message("Choose one of: {names}.", {"names": ", ".join(get_args(Engine))}),
            )
        known = None if paper is None else paper_name(paper)
        look = replace(
            self.look, signs=signs or self.look.signs, date=date or self.look.date, paper=known
        )
        return replace(self, paper=known, engine=engine)._looking(look)

    def marked(self, marks: str | Iterable[str], programme: ProgrammeChoice = None) -> Drawing:
        """Return the picture with what is measured and what is pushed marked.

        Parameters
        ----------
        marks
            ``measured`` (an indicator observes it) and ``pushed`` (an action pushes it), as a
            list or as text with commas.
        programme
            What is done and measured around the model, or the path of its file; what comes
            with the model when absent.

        Returns
        -------
        Drawing
            The same picture with a mark on each such variable, explained in the legend.

        Raises
        ------
        QuestionError
            If there is no such mark, or no programme comes with the model.

        Examples
        --------
        >>> import digisys
        >>> drawing = digisys.draw(digisys.load("digikompassi")).marked("measured")
        >>> [item.id for item in drawing.scene.legend if "mark" in item.id]
        ['legend-mark-measured']
        """
        from digisys.analysis.programme.joined import marked_variables

        found = marked_variables(self.model, programme, marks)
        return self._looking(replace(self.look, marks=tuple(found.items())))

    def _looking(self, look: Look) -> Drawing:
        """Return the picture with another look; as it is where nothing can make it anew."""
        if look == self.look or self.make is None:
            return self
        return replace(self, scene=self.make(look=look), look=look)

    # --- as a picture --------------------------------------------------------------------

    def svg(self, *, embed_font: bool = True) -> str:
        """Return the picture as an SVG document.

        Parameters
        ----------
        embed_font
            Whether the letters that are used travel in the document, for computers
            without the font.
        """
        if self.engine == "dot":
            from digisys.render.backends.dot import render_dot

            return render_dot(self.scene, "svg").decode()
        from digisys.render.backends.svg import svg

        return svg(self.scene, sheet=self._sheet(self.paper), embed_font=embed_font)

    def dot(self) -> str:
        """Return the picture as a graph in the DOT language, without positions."""
        from digisys.render.backends.dot import dot

        return dot(self.scene)

    def mermaid(self) -> str:
        """Return the picture as a Mermaid flowchart for Markdown pages."""
        from digisys.render.backends.mermaid import mermaid

        return mermaid(self.scene)

    def graphviz(self) -> graphviz.Source:
        """Return the graph as an object of the ``graphviz`` package."""
        import graphviz

        return graphviz.Source(self.dot())

    def figure(self) -> Figure:
        """Return the picture as a matplotlib figure, apart from pyplot."""
        from digisys.render.backends.figure import figure

        return figure(self.scene, self._sheet(self.paper))

    def on(self, ax: Axes) -> Axes:
        """Draw the picture into matplotlib axes and return them."""
        if self.engine == "dot":
            raise DrawingError(
                Message("Graphviz cannot draw into matplotlib axes."),
                Message("Leave out the engine “dot”, or save its picture as a file."),
            )
        from digisys.render.backends.figure import draw_on

        return draw_on(self.scene, ax)

    def _sheet(self, paper: str | None) -> Sheet | None:
        return None if paper is None else fit(self.scene, paper)

    # --- as a file -----------------------------------------------------------------------

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        force: bool = False,
        paper: str | None = None,
        tiles: bool = False,
        dpi: float | None = None,
        embed_font: bool = True,
        backend: Backend = "matplotlib",
    ) -> Path:
        """Save the picture; the ending of the name tells the kind of file.

        Parameters
        ----------
        path
            The file: ``.svg``, ``.png``, ``.pdf``, ``.dot`` (or ``.gv``) or ``.mmd``.
        force
            Whether an existing file is overwritten.
        paper
            ``A0``, ``A1``, ``A2``, ``A3``, ``A4`` or ``slide`` (16:9); the drawing's
            own when absent.
        tiles
            Whether a PDF is divided into A4 pages to be glued together.
        dpi
            Pixels per inch of a PNG; chosen by the paper when absent.
        embed_font
            Whether the letters that are used travel in an SVG (see :meth:`svg`).
        backend
            What makes PNG and PDF: ``matplotlib``, or ``print`` for tagged PDF with
            alternative text and for faster PNG (needs ``digisys[print]``).

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        OutputError
            If the ending is unknown, or the file is there already or cannot be written.
        DrawingError
            If the options do not fit together, or the paper is unknown.
        MissingPackageError
            If the backend ``print`` is not installed.

        Warns
        -----
        LettersWarning
            If no font on the computer has some letters of a PNG or PDF; it names them.

        Examples
        --------
        >>> import digisys, tempfile
        >>> drawing = digisys.draw(digisys.load("digikompassi"), highlight="R1")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     drawing.save(f"{folder}/r1.svg").name
        'r1.svg'
        """
        kind = check_name(path, force=force)
        drawing = self if paper is None else self.with_options(paper=paper, engine=self.engine)
        if tiles and (kind != "pdf" or self.engine == "dot" or backend == "print"):
            raise DrawingError(
                Message("Only a PDF can be divided into A4 pages."),
                Message("Save it as .pdf, with the engine and backend that are usual."),
            )
        if tiles:
            content = drawing._tiles()
        else:
            content = drawing._content(kind, dpi, backend, embed_font=embed_font)
        write_bytes(content, path, force=force)
        if kind in ("png", "pdf") and self.engine == "digisys":
            self._tell_lacking()
        return Path(path)

    def _tell_lacking(self) -> None:
        """Warn of letters that no font has."""
        texts = [
            shape
            for element in self.scene.elements
            for shape in element.shapes
            if isinstance(shape, Text)
        ]
        if not letters_lacking(text.text for text in texts):
            return
        from digisys.render.letters import lacking

        letters = lacking(texts)
        if letters:
            warnings.warn(LettersWarning(letters), stacklevel=3)

    def _tiles(self) -> bytes:
        from digisys.render.backends.figure import tiled_pdf

        return tiled_pdf(self.scene, fit(self.scene, self.paper or "A0"))

    def _content(
        self, kind: str, dpi: float | None, backend: Backend, *, embed_font: bool
    ) -> bytes:
        texts: dict[str, Callable[[], str]] = {
            "svg": lambda: self.svg(embed_font=embed_font),
            "dot": self.dot,
            "mermaid": self.mermaid,
        }
        if kind in texts:
            return texts[kind]().encode()
        if self.engine == "dot":
            from digisys.render.backends.dot import render_dot

            return render_dot(self.scene, kind)
        sheet = self._sheet(self.paper)
        if backend == "print":
            from digisys.render.backends.figure import default_dpi
            from digisys.render.backends.printing import fast_png, tagged_pdf

            if kind == "pdf":
                return tagged_pdf(self.scene, sheet)
            return fast_png(self.scene, sheet, dpi=dpi or default_dpi(sheet))
        from digisys.render.backends.figure import pdf, png

        return pdf(self.scene, sheet) if kind == "pdf" else png(self.scene, sheet, dpi=dpi)

    # --- in words ------------------------------------------------------------------------

    def describe(self, language: str | None = None) -> Description:
        """Tell what the picture shows, in a language (its own when absent)."""
        from digisys.render.description.describe import describe_scene

        return describe_scene(self.model, self.scene, language=language)

    def __str__(self) -> str:
        lines = [self.scene.title, self.scene.description, *self.scene.notes]
        return "\n".join(line for line in lines if line)

    # --- in notebooks --------------------------------------------------------------------

    def _repr_html_(self) -> str:
        """Return an image that untrusted notebooks show too, and its text twin."""
        picture = b64encode(self.svg().encode()).decode("ascii")
        alt = escape(" ".join(str(self).split()), quote=True)
        told = self.describe()
        heading = escape(say("The picture in words", self.scene.language))
        return (
            f'<figure lang="{escape(self.scene.language, quote=True)}" style="margin:0">'
            f'<img alt="{alt}" style="max-width:100%;height:auto" '
            f'src="data:image/svg+xml;base64,{picture}">'
            f"<details><summary>{heading}</summary>{told.html(level=3)}</details></figure>"
        )

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - the notebook's protocol
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """Return what every notebook can show: trusted, untrusted or exported.

        There is no SVG of its own: untrusted notebooks and code-hosting sites hide it, and
        the export to PDF fails on it where Inkscape is missing. The HTML holds one.
        """
        if self.engine == "dot":
            from digisys.render.backends.dot import render_dot

            picture = render_dot(self.scene, "png")
        else:
            from digisys.render.backends.figure import png

            picture = png(self.scene, dpi=_NOTEBOOK_DPI)
        return {
            "text/html": self._repr_html_(),
            "image/png": b64encode(picture).decode("ascii"),
            "text/plain": str(self),
        }

    # --- as data -------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return the scene as plain data."""
        return {"model": self.model.id, "paper": self.paper, "scene": asdict(self.scene)}

    def to_frame(self) -> pd.DataFrame:
        """Return the elements as a data frame.

        Returns
        -------
        pandas.DataFrame
            Columns ``kind``, ``id``, ``name`` and ``state``, in drawing order.
        """
        import pandas as pd

        rows = [
            (type(element).__name__.lower(), element.id, element.name, element.state)
            for element in self.scene.elements
        ]
        return pd.DataFrame(rows, columns=["kind", "id", "name", "state"])


def check_name(path: str | os.PathLike[str], *, force: bool = False) -> str:
    """Tell before anything is drawn whether a picture can be saved under a name.

    Parameters
    ----------
    path
        The file.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    str
        The kind of file; a value of :data:`ENDINGS`.

    Raises
    ------
    OutputError
        If the ending is unknown, or the file is there already or cannot be written.
    """
    ending = Path(path).suffix.lower()
    if ending in ENDINGS:
        check_target(path, force=force)
        return ENDINGS[ending]
    known = ", ".join(ENDINGS)
    if ending:
        what = Message("There is no picture format “{ending}”.", {"ending": ending})
    else:
        what = Message("The name “{path}” does not tell the format.", {"path": str(path)})
    raise OutputError(what, Message("Let the name end in one of: {names}.", {"names": known}))
