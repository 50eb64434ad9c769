"""The letters that a picture uses, cut from the shipped font, to travel in its file."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Final

from digisys.render.labels import FONTS, Weight
from digisys.render.scene import Text

__all__ = ["font_face"]

_FILES: Final[dict[Weight, str]] = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}


def font_face(texts: Iterable[Text]) -> str:
    """Write the letters of some texts as CSS ``@font-face`` rules, one a weight.

    The font is TrueType without compression: what a compressed one would save, a web server's
    own compression saves as well, and its bytes would differ from one zlib to the next.

    Parameters
    ----------
    texts
        The texts; letters that the shipped font lacks are left to the fonts of whoever looks.

    Returns
    -------
    str
        The rules, with the font inside; the same for the same letters everywhere.
    """
    letters: dict[Weight, set[str]] = {}
    for text in texts:
        letters.setdefault(text.weight, set()).update(text.text)
    return "".join(_rule(weight, "".join(sorted(letters[weight]))) for weight in sorted(letters))


@lru_cache(maxsize=16)
def _rule(weight: Weight, letters: str) -> str:
    data = b64encode(_subset(weight, letters)).decode("ascii")
    source = f"url(data:font/ttf;base64,{data}) format('truetype')"
    return f"@font-face{{font-family:Inter;font-weight:{weight};src:{source}}}"


def _subset(weight: Weight, letters: str) -> bytes:
    """Cut a font down to some letters, with their kerning and their marks."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = [0, 1, 2, 14]  # whose it is, its name, and where its licence is
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["STAT", "gasp"]
    with TTFont(FONTS / _FILES[weight], recalcTimestamp=False, lazy=True) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(letter) for letter in letters])
        subsetter.subset(font)
        file = BytesIO()
        font.save(file)
    return file.getvalue()
