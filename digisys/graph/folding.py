"""The form in which names are compared."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold"]


#: Soft hyphens, joiners and marks of direction, which a name is typed without.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200c-\u200f\ufe00-\ufe0f]")


def fold(name: str) -> str:
    """Bring a name to the form in which names are compared."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    text = _UNSEEN.sub("", text)
    plain = " ".join(re.sub(r"[\s_\-\u2010-\u2015\u2212.,;:()\"'”“’]+", " ", text).split())
    return plain or " ".join(text.split())  # a name of signs only stays one
