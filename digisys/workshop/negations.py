"""Names that say what is lacking: as variables they are clearer the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Turned", "turned_round"]


class Turned(NamedTuple):
    """What a name would be called the other way round.

    Attributes
    ----------
    text
        What is left without the words for a lack. In Finnish and Swedish it may need another
        ending: *ajan puute* leaves *ajan*.
    language
        The language of those words.
    """

    text: str
    language: str


#: How a lack is said, in small letters; what is lacking is the group ``x``.
_LACKS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "(?:a |the )?(?:lack|shortage|absence|scarcity|want) of (?P<x>.+)",
        (
            "(?:no|too little|too few|not enough|insufficient|inadequate|missing|poor|weak|low) "
            "(?P<x>.+)"
        ),
        "(?P<x>.+) (?:is|are) (?:missing|lacking|insufficient|inadequate|too low)",
    ),
    "fi": (
        (
            "(?P<x>.+?) ?(?:puute|puutteet|puuttuminen|puutteellisuus|vähyys|niukkuus"
            "|riittämättömyys|olemattomuus|heikkous|pula)"
        ),
        (
            "(?:puute|pula|ei|puuttuva|puutteellinen|puutteelliset|riittämätön|riittämättömät"
            "|vähäinen|vähäiset|heikko|heikot|huono|huonot|olematon|olemattomat|liian vähän)"
            " (?P<x>.+)"
        ),
        "(?P<x>.+) (?:puuttuu|puuttuvat|ei riitä|eivät riitä)",
    ),
    "sv": (
        "(?:en |ett )?(?:brist|avsaknad|frånvaro|underskott) (?:på|av|i) (?P<x>.+)",
        (
            "(?:bristande|bristfällig|bristfälliga|bristfälligt|otillräcklig|otillräckliga"
            "|otillräckligt|ingen|inget|inga|för lite|för få|svag|svagt|svaga|låg|lågt|låga)"
            " (?P<x>.+)"
        ),
        "(?P<x>.+) (?:saknas|räcker inte)",
        "(?P<x>[^ ]{3,}?)s?brist",
    ),
}
_FORMS = tuple((language, re.compile(form)) for language, forms in _LACKS.items() for form in forms)
#: Longer texts are no names.
_LONGEST = 200


def turned_round(text: str) -> Turned | None:
    """Find what a name says to be lacking.

    A blocker called *lack of time* is the variable *time* that enables, said the other way
    round; whether it is better so, people decide.

    Parameters
    ----------
    text
        The name, in Finnish, Swedish or English.

    Returns
    -------
    Turned or None
        What is lacking; None where the name tells of no lack.

    Examples
    --------
    >>> turned_round("Lack of time").text, turned_round("Brist på pengar").text
    ('Time', 'Pengar')
    >>> turned_round("Osaamisen puute").text, turned_round("Trust")
    ('Osaamisen', None)
    """
    plain = " ".join(text[:_LONGEST].split()).rstrip(".!")
    small = plain.lower()
    if len(small) != len(plain):  # a letter that has no small one of the same length
        return None
    for language, form in _FORMS:
        found = form.fullmatch(small)
        if found is None:
            continue
        start, end = found.span("x")
        left = plain[start:end].strip()
        if len(left) > 1:
            return Turned(left[0].upper() + left[1:], language)
    return None
