"""Short codes of links, which people type from paper cards."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from digisys.schema import Model

__all__ = ["code_of_text", "link_codes"]

#: Without letters and digits that are taken for each other: 31, a prime number.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: What people type for letters that are left out.
_MEANT = str.maketrans("", "", " -_.")
_SHORTEST, _LONGEST = 4, 12


def link_codes(model: Model) -> Mapping[str, str]:
    """Return a short code for each link of a model, the same whenever it is asked for.

    A code follows from the id of the link alone, so that cards stay valid when the model
    grows. Its last letter is a check: one mistyped letter, or two that changed places, make
    no code of another link.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    Mapping
        Codes of five letters and digits by the id of the link; longer in the rare case that
        two links would have the same.

    Examples
    --------
    >>> import digisys
    >>> codes = link_codes(digisys.load("digikompassi"))
    >>> codes["digital_skills->digital_service_use"], len(set(codes.values())) == len(codes)
    ('BBRY3', True)
    """
    ids = [link.id for link in model.links]
    codes: dict[str, str] = {}
    waiting = ids
    for length in range(_SHORTEST, _LONGEST + 1):
        found: dict[str, list[str]] = {}
        for name in waiting:
            found.setdefault(_code(name, length), []).append(name)
        codes |= {names[0]: code for code, names in found.items() if len(names) == 1}
        waiting = [name for names in found.values() if len(names) > 1 for name in names]
        if not waiting:
            break
    return {name: codes.get(name, name) for name in ids}


def code_of_text(text: str) -> str:
    """Return what was typed as codes are written: in capitals, without blanks and hyphens.

    Examples
    --------
    >>> code_of_text(" k7q-fa ")
    'K7QFA'
    """
    return text.translate(_MEANT).upper()


def _code(name: str, length: int) -> str:
    number = int.from_bytes(sha256(name.encode()).digest(), "big")
    values = []
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        values.append(rest)
    # Weights differ and are none of them 0 modulo a prime: single slips and swaps show.
    check = -sum(weight * value for weight, value in enumerate(values, 2)) % len(ALPHABET)
    return "".join(ALPHABET[value] for value in (*values, check))
