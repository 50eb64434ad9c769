"""digisys: qualitative system dynamics with evidence."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
