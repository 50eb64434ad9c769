r"""Make the shipped fonts and their table of letter widths from the variable Inter.

The package ships small static instances of Inter (SIL Open Font License 1.1): TrueType for
matplotlib and for print, WOFF2 for pages. Texts are measured with a table of advance widths,
so that no font library is loaded to draw. This script makes all of them::

    uv run --no-project --with fonttools --with brotli --with fontpkg-inter==4.1.post1 \\
        tools/make_fonts.py

The source is ``Inter[opsz,wght].ttf``, version 4.1, from the PyPI package ``fontpkg-inter``;
a path to another copy can be given as the only argument.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parents[1] / "digisys" / "render" / "fonts"
WEIGHTS = {400: "Regular", 600: "SemiBold"}
#: Optical size of running text.
OPTICAL_SIZE = 14

#: Latin, Greek, Cyrillic, punctuation, currency, arrows, mathematics, shapes.
FULL = [
    *range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x530), *range(0x1E00, 0x2000),
    *range(0x2000, 0x2070), *range(0x2070, 0x20D0), *range(0x2100, 0x2300),
    *range(0x25A0, 0x2700),
]  # fmt: skip
#: What pages in Finnish, Swedish, English and the other languages of Europe's west need.
WEB = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040), 0x20AC, 0x2190, 0x2191,
       0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265]  # fmt: skip


def source_path() -> Path:
    """Find the variable font: the argument, or the installed package."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    spec = find_spec("fontpkg_inter")
    if spec is None or spec.origin is None:
        sys.exit("Install fontpkg-inter or give the path of Inter[opsz,wght].ttf.")
    return Path(spec.origin).parent / "files" / "Inter[opsz,wght].ttf"


def subset(font: TTFont, characters: list[int]) -> None:
    """Keep some characters, with kerning and marks but without fancy ligatures."""
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def instance(source: Path, weight: int) -> TTFont:
    """Cut one static weight, named so that programs find it as Inter."""
    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(
        font, {"wght": weight, "opsz": OPTICAL_SIZE}, updateFontNames=False
    )
    style = WEIGHTS[weight]
    family = "Inter" if style == "Regular" else f"Inter {style}"
    names = {1: family, 2: "Regular", 4: f"Inter {style}", 6: f"Inter-{style}",
             16: "Inter", 17: style}  # fmt: skip
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].removeNames(nameID=25)
    font["OS/2"].usWeightClass = weight
    return font


def main() -> None:
    """Write the fonts and the table."""
    source = source_path()
    widths: dict[str, object] = {}
    for weight, style in WEIGHTS.items():
        for ending, characters in (("ttf", FULL), ("woff2", WEB)):
            font = instance(source, weight)
            subset(font, characters)
            if ending == "ttf":
                hhea, cmap, metrics = font["hhea"], font.getBestCmap(), font["hmtx"]
                widths["units"] = font["head"].unitsPerEm
                widths["ascent"], widths["descent"] = hhea.ascent, -hhea.descent
                widths["cap_height"] = font["OS/2"].sCapHeight
                widths["x_height"] = font["OS/2"].sxHeight
                widths[str(weight)] = {
                    chr(code): metrics[name][0] for code, name in sorted(cmap.items())
                }
            font.flavor = "woff2" if ending == "woff2" else None
            font.save(FONTS / f"Inter-{style}.{ending}")
    text = json.dumps(widths, ensure_ascii=True, separators=(",", ":"))
    (FONTS / "widths.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
