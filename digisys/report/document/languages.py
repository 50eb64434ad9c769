"""How files name the language of their texts."""

from __future__ import annotations

__all__ = ["full_tag", "region_of"]

_REGIONS = {"fi": "FI", "sv": "FI", "en": "GB"}


def region_of(language: str) -> str | None:
    """Return the region whose spelling a text of ours has; None where nobody says.

    Examples
    --------
    >>> region_of("sv"), region_of("en-US"), region_of("de")
    ('FI', 'US', None)
    """
    code, _, region = language.partition("-")
    return region.upper() if len(region) == 2 else _REGIONS.get(code)


def full_tag(language: str) -> str:
    """Return a language with its region, as office programs want it.

    Examples
    --------
    >>> full_tag("fi"), full_tag("en-US"), full_tag("de")
    ('fi-FI', 'en-US', 'de')
    """
    region = region_of(language)
    return f"{language.partition('-')[0]}-{region}" if region else language
