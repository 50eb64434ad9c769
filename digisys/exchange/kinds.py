"""What other tools call the roles of variables."""

from __future__ import annotations

__all__ = ["role_of"]

_ROLES = {
    "stock": "stock",
    "level": "stock",
    "state": "stock",
    "auxiliary": "auxiliary",
    "flow": "auxiliary",
    "converter": "auxiliary",
    "constant": "input",
    "input": "input",
    "exogenous": "input",
}


def role_of(kind: str) -> str:
    """Read the type of an element as a role; empty where it is none.

    Examples
    --------
    >>> role_of(" Stock"), role_of("constant"), role_of("person")
    ('stock', 'input', '')
    """
    return _ROLES.get(kind.strip().casefold(), "")
