"""What columns of links and elements are called, in the languages of those who keep them."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.io.tables.header import same_word

__all__ = ["columns_of"]

#: Names of columns of links; of several that fit, the one named first is taken.
_LINKS = {
    "from": "from|source|cause|origin|start|source node|from element|from label|source label|"
    "influencing|driver|mistä|syy|lähde|lähtö|från|orsak|källa|von|ursache|quelle|de|origine|"
    "source name|desde|origen|causa",
    "to": "to|target|effect|destination|end|target node|to element|to label|target label|"
    "influenced|mihin|minne|kohde|seuraus|vaikutus|till|mål|effekt|verkan|nach|wirkung|ziel|vers|"
    "cible|effet|target name|hacia|hasta|destino|efecto",
    "sign": "polarity|sign|connection type|link type|relationship|relation|correlation|"
    "polariteetti|etumerkki|merkki|polaritet|tecken|vorzeichen|polarität|polarité|signe|polaridad|signo",
    "type": "type|kind|style|tyyppi|laji|typ|art|tipo",
    "label": "label|name|nimi|etikett",
    "weight": "weight|strength|influence|value|paino|vahvuus|voimakkuus|vikt|styrka|gewicht|"
    "stärke|poids|force|peso|fuerza",
    "direction": "direction|directed|suunta|riktning|richtung",
    "delay": "delay|delayed|lag|time lag|viive|fördröjning|verzögerung|délai|retraso",
    "notes": "description|notes|note|comment|comments|reasoning|explanation|kuvaus|huomautus|"
    "perustelu|selite|beskrivning|anmärkning|kommentar|motivering|beschreibung|quote|evidence",
    "said_by": "said by|participant|participant number|participant id|respondent|expert|author|"
    "stakeholder|osallistuja|vastaaja|asiantuntija|deltagare|svarande|informant",
    "id": "id|link id",
}
_ELEMENTS = {
    "label": "label|name|element|variable|factor|node|concept|node name|node label|nimi|muuttuja|"
    "tekijä|käsite|elementti|namn|variabel|faktor|begrepp|bezeichnung|nom|étiquette|nombre|etiqueta",
    "type": "type|kind|role|style|group|category|tyyppi|rooli|ryhmä|typ|roll|grupp|tipo",
    "notes": "description|notes|note|comment|comments|definition|kuvaus|huomautus|määritelmä|"
    "beskrivning|anmärkning|beschreibung|definición",
    "unit": "unit|units|yksikkö|enhet|einheit|unité|unidad",
    "x": "x|x position|pos x",
    "y": "y|y position|pos y",
    "id": "id|node id|node|key|number|nro|tunnus|nummer",
}
_INTERACTIONS = {
    "from1": "from1|from 1|source 1|source1",
    "from2": "from2|from 2|source 2|source2",
    "to": "to|target",
    "type": "type|polarity|sign",
}


def columns_of(heads: Sequence[str]) -> tuple[str, dict[str, int]]:
    """Tell what a row of headings is the header of, and where each column is.

    Parameters
    ----------
    heads
        The texts of the row.

    Returns
    -------
    tuple
        ``links``, ``elements``, ``interactions`` or nothing, and columns by what they tell.

    Examples
    --------
    >>> columns_of(["Till", "Tecken", "Från"])
    ('links', {'from': 2, 'to': 0, 'sign': 1})
    >>> columns_of(["Trust", "Use"])
    ('', {})
    """
    words = [same_word(head) for head in heads]
    interactions = _found(words, _INTERACTIONS)
    if {"from1", "from2", "to"} <= interactions.keys():
        return "interactions", interactions
    links = _found(words, _LINKS)
    if {"from", "to"} <= links.keys():
        return "links", links
    elements = _found(words, _ELEMENTS)
    if "label" in elements and (len(elements) > 1 or words[0] in ("label", "element")):
        return "elements", elements
    return "", {}


def _found(words: Sequence[str], names: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    taken: set[int] = set()
    for key, options in names.items():
        for option in options.split("|"):
            at = next(
                (i for i, word in enumerate(words) if word == option and i not in taken), None
            )
            if at is not None:
                found[key] = at
                taken.add(at)
                break
    return found
