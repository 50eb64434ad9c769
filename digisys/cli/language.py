"""Which language the program speaks where none is asked for: set once, or the system's."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from digisys.words import LANGUAGES, language_tag

__all__ = [
    "VARIABLE",
    "chosen_once",
    "keep_language",
    "kept_language",
    "settings_file",
    "system_language",
]

#: The environment variable that sets a language.
VARIABLE = "DIGISYS_LANGUAGE"


def settings_file() -> Path:
    """Return where the language is kept: in the user's folder of settings."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return folder / "digisys" / "settings.json"


def kept_language() -> str | None:
    """Return the language that was kept; None where there is none or the file is not readable."""
    try:
        kept = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):  # no such file; not JSON; no home folder
        return None
    language = kept.get("language") if isinstance(kept, dict) else None
    return _spoken(language) if isinstance(language, str) else None


def keep_language(language: str | None) -> Path:
    """Keep a language for every later command.

    Parameters
    ----------
    language
        ``fi``, ``sv`` or ``en``; None to forget the one that is kept.

    Returns
    -------
    Path
        The file that it is kept in.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    file = settings_file()
    if language is None:
        with suppress(FileNotFoundError, NotADirectoryError):
            file.unlink()
        return file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"language": language}) + "\n", encoding="utf-8")
    return file


def chosen_once() -> str | None:
    """Return the language set by the environment, else the one that is kept."""
    return _spoken(os.environ.get(VARIABLE, "")) or kept_language()


def system_language() -> str | None:
    """Return the language of the system; None if the program does not speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return _spoken(value.partition(".")[0].partition("@")[0])
    return _windows_language() if sys.platform == "win32" else None


def _windows_language() -> str | None:
    import ctypes
    import locale

    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return None
    number = windows.kernel32.GetUserDefaultUILanguage()
    return _spoken(locale.windows_locale.get(number, ""))


def _spoken(text: str) -> str | None:
    """Return the language of a tag, if the program speaks it."""
    language = (language_tag(text) or "").partition("-")[0]
    return language if language in LANGUAGES else None
