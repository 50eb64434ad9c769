"""The command reference, read from the command line itself, in each of its languages."""

import os
import re
import subprocess
import sys
from pathlib import Path

LANGUAGES = ("en", "fi", "sv")
WORDS = {
    "en": {
        "title": "Commands",
        "intro": "Every command, as the program itself describes it. From a checkout write "
        "`python3 run.py` (on Windows `py run.py`) in place of `digisys`.",
        "shared": "Options that every command takes",
        "shared_intro": "A command that does not look at links leaves out `--evidence` and "
        "`--certainty`.",
        "examples": "Examples",
        "option": "Argument or option",
        "meaning": "Meaning",
        "default": "default",
        "required": "required",
    },
    "fi": {
        "title": "Komennot",
        "intro": "Kaikki komennot niin kuin ohjelma itse ne kuvaa. Kansiosta käytettäessä kirjoita "
        "`digisys`-sanan tilalle `python3 run.py` (Windowsissa `py run.py`).",
        "shared": "Valinnat, jotka kuuluvat kaikkiin komentoihin",
        "shared_intro": "Komennoissa, jotka eivät tarkastele vaikutussuhteita, ei ole valintoja "
        "`--evidence` ja `--certainty`.",
        "examples": "Esimerkkejä",
        "option": "Tieto tai valinta",
        "meaning": "Merkitys",
        "default": "oletus",
        "required": "pakollinen",
    },
    "sv": {
        "title": "Kommandon",
        "intro": "Alla kommandon så som programmet självt beskriver dem. Från mappen skriver du "
        "`python3 run.py` (i Windows `py run.py`) i stället för `digisys`.",
        "shared": "Val som hör till alla kommandon",
        "shared_intro": "Kommandon som inte ser på samband saknar valen `--evidence` och "
        "`--certainty`.",
        "examples": "Exempel",
        "option": "Uppgift eller val",
        "meaning": "Betydelse",
        "default": "standard",
        "required": "obligatoriskt",
    },
}
SHARED = {"--model", "--language", "--format", "--evidence", "--certainty"}


def pages():
    """Return the page of each language by file name.

    Each is made by a process of its own: a program speaks one language while it runs.
    """
    return {f"commands-{language}.md": _ask(language) for language in LANGUAGES}


def _ask(language):
    done = subprocess.run(
        [sys.executable, __file__, language],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
    )
    return done.stdout


def page(language):
    """Describe every command in a language."""
    from digisys.cli.main import _translate_click, build_command

    _translate_click(language)
    return "\n".join(_lines(build_command(language), language)) + "\n"


def _lines(application, language):
    words = WORDS[language]
    yield f"---\nlang: {language}\n---\n\n# {words['title']}\n\n{words['intro']}\n"
    shared = {}
    groups = {}
    for command in application.commands.values():
        groups.setdefault(getattr(command, "rich_help_panel", None) or "", []).append(command)
    for group, commands in groups.items():
        if group:
            yield f"## {group}\n"
        for command in commands:
            yield f"### {command.name}\n"
            yield from _help(command, words)
            own = []
            for parameter in command.params:
                if SHARED & set(parameter.opts):
                    shared.setdefault(parameter.opts[0], parameter)
                else:
                    own.append(parameter)
            yield from _table(own, words)
    yield f"## {words['shared']}\n\n{words['shared_intro']}\n"
    yield from _table(shared.values(), words)


def _help(command, words):
    text = re.sub(r"\[/?[a-z ]+\]", "", (command.help or "").replace("\b", "").replace("\f", ""))
    examples = [line.strip() for line in text.split("\n") if line.strip().startswith("digisys ")]
    prose = text.split("\n\n")[0].strip()
    yield f"{_plain(prose)}\n"
    if examples:
        yield (
            f"{words['examples']}:\n\n```console\n"
            + "\n".join(f"$ {line}" for line in examples)
            + "\n```\n"
        )


def _table(parameters, words):
    rows = [row for row in (_row(parameter, words) for parameter in parameters) if row]
    if rows:
        yield f"| {words['option']} | {words['meaning']} |\n| --- | --- |"
        yield "\n".join(rows) + "\n"


def _row(parameter, words):
    if "--help" in parameter.opts or getattr(parameter, "hidden", False):
        return None
    if not parameter.opts[0].startswith("-"):
        name = parameter.metavar or parameter.name.upper()
    else:
        name = ", ".join([*parameter.opts, *parameter.secondary_opts])
        if not parameter.is_flag:
            kind = parameter.metavar or _kind(parameter)
            name += f" {kind}" if kind else ""
    text = _plain(getattr(parameter, "help", None) or "")
    if parameter.required:
        text += f" ({words['required']})"
    elif parameter.default not in (None, False, (), []) and not callable(parameter.default):
        value = getattr(parameter.default, "value", parameter.default)
        text += f" ({words['default']}: {value})"
    return f"| `{name.replace('|', ', ')}` | {text} |"


def _kind(parameter):
    import enum
    import typing

    kind = parameter.type_descriptor.annotation
    for part in (kind, *typing.get_args(kind)):
        if isinstance(part, type) and issubclass(part, enum.Enum):
            return ", ".join(str(choice.value) for choice in part)
        if part in {int, float}:
            return "N" if part is int else "X"
    return "FILE" if "Path" in str(kind) else "TEXT"


def _plain(text):
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;").strip()


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1]))
