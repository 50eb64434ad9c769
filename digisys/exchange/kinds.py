"""What other tools call the roles of variables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from digisys.exchange.as_read import RoleRead

__all__ = ["role_of"]

_ROLES: Mapping[str, RoleRead] = {
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


@lru_cache(maxsize=10_000)
def role_of(kind: str) -> RoleRead:
    """Read the type of an element as a role; empty where it is none.

    Examples
    --------
    >>> role_of(" Stock"), role_of("constant"), role_of("person")
    ('stock', 'input', '')
    """
    return _ROLES.get(kind.strip().casefold(), "")
