"""The ``digisys`` command."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from digisys.cli.aliases import canonical, is_help, languages_of
from digisys.cli.language import chosen_once, system_language
from digisys.cli.typed import as_typed, program_name
from digisys.errors import DigisysError
from digisys.verbs import command_modules
from digisys.words import (
    LANGUAGES,
    LOCALE,
    N_,
    language_tag,
    own_language,
    say,
    session_language,
    use_language,
)

if TYPE_CHECKING:
    import typer

__all__ = ["build_app", "main"]

#: Modules whose ``register(app, language)`` adds a command, by what is typed and in the
#: order of the help: only the module of the command typed is loaded.
COMMAND_MODULES: Mapping[str, str] = command_modules()

#: What a command ends with after Ctrl-C.
INTERRUPTED = 130

_SHARED_FLAGS = frozenset(
    ["--model", "-m", "--language", "-l", "--format", "-f", "--evidence", "-e", "--certainty", "-c"]
)


def build_app(language: str, command: str | None = None) -> typer.Typer:
    """Build the command with its help in a language.

    Parameters
    ----------
    language
        ``fi``, ``sv`` or ``en``.
    command
        The command that was typed, to load no more than its module; all when None.

    Returns
    -------
    typer.Typer
        The application.
    """
    import typer

    from digisys.cli.guessing import guessing_group

    app = typer.Typer(
        name="digisys",
        cls=guessing_group(),
        help=say(N_("Ask a causal-loop model, and get answers with their evidence."), language),
        epilog=say(
            N_("Begin with: digisys influence 14. Help on a command: digisys influence --help"),
            language,
        ),
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def about(
        version: bool = typer.Option(
            False,
            "--version",
            help=say(N_("Print the version and end."), language),
        ),
    ) -> None:
        if version:
            from digisys import __version__

            sys.stdout.write(f"digisys {__version__}\n")
            raise typer.Exit

    known = COMMAND_MODULES.get(command or "")
    for module in [known] if known else COMMAND_MODULES.values():
        import_module(module).register(app, language)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    arguments
        Words after ``digisys``; those of the process when absent.

    Returns
    -------
    int
        0 if answered, 1 if the model or a name is wrong, 2 if the command is.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Plugins of other packages are not ours to run, and looking for them costs 20 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _use_utf8()
    if words[:1] == ["--"]:  # the parser would take it for the end of all there is
        del words[0]
    if words[:1] == ["digisys"]:  # typed after a starter too, as documents write commands
        del words[0]
    words = _options_after_command(words)
    guessed = bool(words) and words[0] not in COMMAND_MODULES
    spoken = languages_of(words[0]) if guessed else ()
    before = session_language()
    try:
        return _speak(words, spoken[0] if len(spoken) == 1 else None)
    finally:
        use_language(before)


def _speak(words: list[str], guessed: str | None) -> int:
    """Run the command in the language asked for, set once, guessed or of the system."""
    use_language(chosen_once() or guessed)
    language = _language(words)
    if words and words[0].startswith("-"):
        words = _without_shared_options(words)
    words = _as_meant(words, language)
    _translate_click(language)
    try:
        code = _run(words, language)
        sys.stdout.flush()
    except OSError as error:
        from digisys.cli.streams import cannot_answer
        from digisys.cli.usage import tell_error

        told = cannot_answer(error)
        if told is None:
            return 0
        tell_error(told.text(language), language)
        return told.exit_code
    return code


def _as_meant(words: list[str], language: str) -> list[str]:
    """Take guessed names, names and questions without a command, and names of several words."""
    if len(words) < 2 and (not words or words[0] in COMMAND_MODULES):
        return words
    if words[0].startswith("-"):
        return words
    from digisys.cli.models import DEFAULT_MODEL

    source = _option(words, "--model", "-m") or DEFAULT_MODEL
    if words[0] not in COMMAND_MODULES:
        from digisys.cli.plain import without_command

        words = _as_command(without_command(words, COMMAND_MODULES, source, language))
    if len(words) > 2 and not words[2].startswith("-"):
        from digisys.cli.plain import in_one_name

        words = in_one_name(words, source)
    return words


def _as_command(words: list[str]) -> list[str]:
    """Put the command in place of its guessed name, and ``--help`` in place of a word for it."""
    if not words or words[0] in COMMAND_MODULES or words[0].startswith("-"):
        return words
    if is_help(words[0]):
        named = [canonical(word) or word for word in words[1:2]]
        return [*named, "--help", *words[2:]]
    return [canonical(words[0]) or words[0], *words[1:]]


def _run(words: Sequence[str], language: str) -> int:
    """Run the command; what is wrong with the question is told."""
    import typer

    from digisys.cli.streams import write_aside
    from digisys.cli.usage import tell_error, usage_text

    command = build_command(language, words[0] if words else None)
    try:
        code = command.main(list(words), prog_name=program_name(), standalone_mode=False)
    except DigisysError as error:
        if _wants_json(words):
            from digisys.cli.output import emit_error

            emit_error(error.to_dict(language))
        sys.stdout.flush()
        tell_error(error.text(language), language)
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        write_aside(say("Interrupted.", language))
        return INTERRUPTED
    except typer.Exit as end:
        return end.exit_code
    except SystemExit as end:
        if isinstance(end.__context__, OSError):  # typer's end when a pipe is left early
            raise end.__context__ from None
        raise
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        if type(error).__name__ != "NoArgsIsHelpError":  # which has shown the help already
            text = usage_text(error, language, getattr(command, "commands", ()))
            if _wants_json(words):
                from digisys.cli.output import emit_error

                what, _, cure = text.partition("\n")
                emit_error({"code": "wrong-command", "what": what, "cure": cure or None})
            sys.stdout.flush()
            tell_error(text, language)
        return int(getattr(error, "exit_code", 2))
    if code == INTERRUPTED:
        write_aside(say("Interrupted.", language))
    return code if isinstance(code, int) else 0


def build_command(language: str, typed: str | None = None) -> Any:
    """Build the command, with the parser's own help in the language too."""
    import typer

    from digisys.cli.help import translate_help

    command: Any = typer.main.get_command(build_app(language, typed))
    translate_help(command, language)
    for part in (command, *command.commands.values()):
        part.help, part.epilog = as_typed(part.help or ""), as_typed(part.epilog or "")
        for option in part.params:
            if getattr(option, "help", None):
                option.help = as_typed(option.help)
    return command


def _use_utf8() -> None:
    """Write UTF-8 whatever the code page of the terminal: labels need it."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
        reconfigure = getattr(stream, "reconfigure", None)
        if encoding != "utf8" and reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _language(words: Sequence[str]) -> str:
    """Find the language to speak before the command line is parsed.

    The one asked for, else the one set once, else that of the system where the model has it,
    else the first language of the model asked for, even when that model has mistakes: they
    are told in its language.
    """
    asked = _option(words, "--language", "-l")
    tag = language_tag(asked or "")
    if tag and tag.partition("-")[0] in LANGUAGES:
        return own_language(tag)
    from digisys.cli.models import DEFAULT_MODEL, declared_language, read_model

    files = [word for word in words[1:2] if word.endswith((".yaml", ".yml"))]
    source = _option(words, "--model", "-m") or (files or [DEFAULT_MODEL])[0]
    try:
        model = read_model(source)
    except DigisysError:
        known = session_language() or declared_language(source)
        return own_language(known or read_model(DEFAULT_MODEL).default_language)
    system = system_language()
    if session_language() is None and system in model.languages:
        use_language(system)
    return own_language(model.default_language)


def _options_after_command(words: Sequence[str]) -> list[str]:
    """Move shared options that stand before the command to behind it.

    People type ``digisys --language en influence 14`` as well as the other order.
    """
    early: list[str] = []
    rest = list(words)
    while rest and rest[0].partition("=")[0] in _SHARED_FLAGS:
        early.append(rest.pop(0))
        if "=" not in early[-1] and rest:
            early.append(rest.pop(0))
    return [*rest[:1], *early, *rest[1:]]


def _without_shared_options(words: Sequence[str]) -> list[str]:
    """Leave shared options out where no command takes them, as in ``digisys --help -l en``."""
    kept: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.partition("=")[0] not in _SHARED_FLAGS:
            kept.append(word)
        elif "=" not in word and rest:
            rest.pop(0)
    return kept


def _option(words: Sequence[str], *flags: str) -> str | None:
    for position, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in flags:
            if equals:
                return value
            if position + 1 < len(words):
                return words[position + 1]
    return None


def _wants_json(words: Sequence[str]) -> bool:
    """Whether a program asked, which reads an error as JSON too."""
    return (_option(words, "--format", "-f") or "").lower() == "json"


def _translate_click(language: str) -> None:
    """Let the parser's own messages and headings speak the language too."""
    os.environ["LANGUAGE"] = language
    say("Options", language)  # brings the compiled catalogue about
    gettext.bindtextdomain("digisys", str(LOCALE))
    gettext.textdomain("digisys")


if __name__ == "__main__":
    sys.exit(main())
