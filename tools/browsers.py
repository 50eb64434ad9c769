"""Real browsers of this computer, in which checks look at pages."""

from __future__ import annotations

import os
import shutil

__all__ = ["find_chromium", "find_firefox"]


def find_chromium() -> str | None:
    """Find a Chromium or Chrome; the environment variable CHROMIUM goes first."""
    return _find("CHROMIUM", "chromium", "chromium-browser", "google-chrome", "chrome")


def find_firefox() -> str | None:
    """Find a Firefox; the environment variable FIREFOX goes first."""
    return _find("FIREFOX", "firefox-esr", "firefox")


def _find(variable: str, *names: str) -> str | None:
    return os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
