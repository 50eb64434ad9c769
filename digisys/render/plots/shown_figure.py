"""A matplotlib figure that shows itself in a notebook, without pyplot.

This module is imported only when a figure is wanted, as matplotlib is slow to load.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure

__all__ = ["ShownFigure"]

#: Pixels per inch of the picture that a notebook keeps, and shows at half the size.
_DPI = 192


class ShownFigure(Figure):
    """A figure that belongs to no window, and that a notebook shows as the value of a cell.

    A plain figure is shown only where pyplot has been imported.
    """

    #: What the figure shows, in words: the text alternative of its picture.
    alternative: str = ""

    def savefig(self, *args: Any, **kwargs: Any) -> None:
        """Save the figure: no text holds a formula, as a dollar sign in a label is money."""
        import matplotlib as mpl
        from matplotlib.text import Text

        for text in self.findobj(Text):
            text.set_parse_math(False)
        with mpl.rc_context({"text.parse_math": False}):
            super().savefig(*args, **kwargs)

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - the notebook's protocol
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """Return what every notebook can show: trusted, untrusted or exported."""
        out = BytesIO()
        self.savefig(out, format="png", dpi=_DPI)
        picture = b64encode(out.getvalue()).decode("ascii")
        width = round(self.get_figwidth() * _DPI / 2)
        return {
            "text/html": f'<img alt="{escape(self.alternative, quote=True)}" width="{width}" '
            f'style="max-width:100%;height:auto" src="data:image/png;base64,{picture}">',
            "image/png": picture,
            "text/plain": self.alternative or repr(self),
        }
