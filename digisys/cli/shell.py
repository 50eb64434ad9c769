"""What every command shares: the model, the language, the view and the way to print."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from digisys.cli import output_options, run_options
from digisys.cli.aliases import guessed_names
from digisys.cli.completion import complete_model, complete_theme
from digisys.cli.models import DEFAULT_MODEL, imported, read_model
from digisys.cli.streams import write_aside
from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice
from digisys.schema import Model
from digisys.words import LANGUAGES, N_, Message, language_tag, own_language, say

__all__ = ["Format", "Shell", "add_command"]


#: Languages of the program's own words, as they are offered.
_CODES = (*LANGUAGES[1:], LANGUAGES[0])


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    MARKDOWN = "markdown"


class Certainty(StrEnum):
    """Which links count."""

    EXPLICIT = "explicit"
    AMBIGUOUS = "ambiguous"
    ALL = "all"


@dataclass(frozen=True)
class Shell:
    """The shared options of a command.

    Attributes
    ----------
    source
        Name of a bundled model, or path of a model file.
    chosen_language
        The language asked for; the model's first when None.
    evidence
        Kinds of evidence that count; all when None.
    certainty
        ``explicit``, ``ambiguous`` or ``all``.
    format
        How the answer is written.
    run
        How a model is run over time, as fields of
        :class:`~digisys.simulation.system.options.Settings`; of commands that run one.
    theme
        The theme that narrows the model; None for the whole.
    joined
        What is joined to the answer, such as ``actions,indicators``; None for nothing.
    programme
        File of what is joined; what comes with the model when None.
    output
        The workbook that the answer is written to; printed when None.
    force
        Whether a workbook that is there already is overwritten.
    date
        The date that the workbook tells, as ``2026-11-27``; none when None.
    words
        What was typed, where the answer is written to a file.
    """

    source: str = DEFAULT_MODEL
    chosen_language: str | None = None
    evidence: str | None = None
    certainty: CertaintyChoice = "explicit"
    format: Format = Format.TABLE
    run: Mapping[str, Any] = field(default_factory=dict)
    theme: str | None = None
    joined: str | None = None
    programme: Path | None = None
    output: Path | None = None
    force: bool = False
    date: str | None = None
    words: tuple[str, ...] = ()

    @cached_property
    def model(self) -> Model:
        """The model, or its part that carries the theme asked for, read on first use."""
        return self.whole if self.theme is None else self.whole.of_theme(self.theme)

    @cached_property
    def whole(self) -> Model:
        """The model, whatever theme is asked for; what a map of another tool lost is told."""
        model = read_model(self.source)
        found = imported(self.source)
        if found is not None and found.report.losses:
            language = own_language(self.chosen_language or model.default_language)
            text = N_(
                "{path} was read from {format}; not carried as it is: {count}. All of it: "
                "digisys convert {path} model.yaml"
            )
            write_aside(
                say(
                    text,
                    language,
                    path=self.source,
                    format=found.report.format,
                    count=len(found.report.losses),
                )
            )
        return model

    def with_source(self, source: str) -> Shell:
        """Return the same options for another model."""
        return replace(self, source=source)

    @property
    def language(self) -> str:
        """The language to answer in: one of the program's or of the model's."""
        chosen = self.chosen_language
        if chosen is None:
            return self.model.default_language
        known = dict.fromkeys((*_CODES, *self.model.languages))
        if chosen.partition("-")[0] not in {code.partition("-")[0] for code in known}:
            raise QuestionError(
                Message("There is nothing in the language “{language}”.", {"language": chosen}),
                Message("Choose one of: {names}.", {"names": ", ".join(known)}),
            )
        return chosen

    @property
    def view(self) -> dict[str, Any]:
        """The view, as options of an analysis."""
        return {"evidence": self.evidence, "certainty": self.certainty}

    def speaking(self, language: str) -> Shell:
        """Return the same options with another language to answer in."""
        return replace(self, chosen_language=language)

    def say(self, text: str, **values: object) -> str:
        """Translate one of the program's own texts."""
        return say(text, self.language, **values)


def _language_tag(asked: str | None) -> str | None:
    """Read the language asked for, however its tag is written."""
    if asked is None:
        return None
    tag = language_tag(asked)
    if tag is None:
        raise typer.BadParameter("one of " + ", ".join(f"'{code}'" for code in _CODES))
    return tag


def _shared_options(
    language: str, *, view: bool, themes: bool, joins: bool, own: Collection[str]
) -> list[inspect.Parameter]:
    """Make the options that every command takes, with help in a language."""

    def option(name: str, kind: Any, default: Any, text: str, *flags: str, **more: Any) -> Any:
        info = typer.Option(
            *flags,
            help=say(text, language),
            rich_help_panel=say(N_("Shared options"), language),
            **more,
        )
        return inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=Annotated[kind, info],
        )

    options = [
        option(
            "model",
            str,
            DEFAULT_MODEL,
            N_("Model file, or the name of a bundled model."),
            "--model",
            "-m",
            metavar="MODEL",
            autocompletion=complete_model,
        ),
        option(
            "language",
            str | None,
            None,
            N_(
                "Language of the answer: fi, sv, en, or another of the model, such as en-GB. The "
                "model's first language if not given."
            ),
            "--language",
            "-l",
            metavar="LANGUAGE",
            callback=_language_tag,
            autocompletion=lambda: list(_CODES),
        ),
        option(
            "format",
            Format,
            Format.TABLE,
            N_(
                "How the answer is written. csv is for programs, the same in every language; "
                "csv-excel opens in Excel, with semicolons and a decimal comma."
            ),
            "--format",
            "-f",
            case_sensitive=False,
        ),
    ]
    if themes:
        options.append(
            option(
                "theme",
                str | None,
                None,
                N_("Only the part of the model that carries this theme (see digisys themes)."),
                "--theme",
                metavar="THEME",
                autocompletion=complete_theme,
            )
        )
    if joins:
        options.append(
            option(
                "joined",
                str | None,
                None,
                N_(
                    "Add what pushes and what would show each variable of the answer: actions, "
                    "indicators, or both with a comma."
                ),
                "--with",
                metavar="PARTS",
            )
        )
        if "programme" not in own:
            options.append(
                option(
                    "programme",
                    Path | None,
                    None,
                    N_("File of key results, indicators and actions. Default: the model's own."),
                    "--programme",
                    metavar="FILE",
                )
            )
    if view:
        options += [
            option(
                "evidence",
                str | None,
                None,
                N_(
                    "Count only links stated in these parts of the sources, such as table or "
                    "table+loop_table."
                ),
                "--evidence",
                "-e",
                metavar="KINDS",
            ),
            option(
                "certainty",
                Certainty,
                Certainty.EXPLICIT,
                N_("Which links count: explicit, ambiguous, or all."),
                "--certainty",
                "-c",
                case_sensitive=False,
            ),
        ]
    return options


def add_command(
    app: typer.Typer,
    function: Callable[..., None],
    name: str,
    *,
    language: str,
    about: str,
    examples: tuple[str, ...] = (),
    group: str = "",
    view: bool = True,
    runs: bool = False,
    themes: bool | None = None,
    joins: bool = False,
    saved: bool = True,
    drawn: tuple[str, ...] = (),
) -> None:
    """Register a command that takes the shared options too.

    Parameters
    ----------
    app
        The application.
    function
        The command; its first parameter is the :class:`Shell`, the others are its own
        arguments and options, with typer's annotations.
    name
        The name to type.
    language
        Language of the help.
    about
        One sentence on what it answers, marked with ``N_``.
    examples
        Command lines that show its use.
    group
        Heading that the command is listed under, marked with ``N_``.
    view
        Whether it takes ``--evidence`` and ``--certainty``.
    runs
        Whether it runs a model over time, and takes the options on how.
    themes
        Whether ``--theme`` narrows the model; as ``view`` when None.
    joins
        Whether ``--with`` joins actions and indicators to its answer.
    saved
        Whether its answer can be written to a workbook instead of being printed.
    drawn
        Endings of the other files that the command writes itself.
    """
    narrows = view if themes is None else themes
    signature = inspect.signature(function, eval_str=True)
    own = list(signature.parameters.values())[1:]
    shares_file = joins and "programme" not in signature.parameters
    written = output_options.offered(own, drawn) if saved else None

    @wraps(function)
    def run(*args: Any, **values: Any) -> None:
        typed = dict(values)
        wanted = {} if written is None else written.taken(values)
        if wanted.get("output") is not None:
            from digisys.cli.saved_answers import typed_words

            left = {key: values.get(key, value) for key, value in typed.items()}
            wanted["words"] = typed_words(name, parameters, left)
        shell = Shell(
            source=values.pop("model"),
            chosen_language=values.pop("language"),
            format=values.pop("format"),
            evidence=values.pop("evidence", None),
            certainty=str(values.pop("certainty", "explicit")),  # type: ignore[arg-type]
            run=run_options.taken(values) if runs else {},
            theme=values.pop("theme", None) if narrows else None,
            joined=values.pop("joined", None) if joins else None,
            programme=values.pop("programme", None) if shares_file else None,
            **wanted,
        )
        function(shell, *args, **values)

    for position, parameter in enumerate(own):
        own[position] = _translated(parameter, language).replace(
            kind=inspect.Parameter.KEYWORD_ONLY
        )
    shared = _shared_options(
        language, view=view, themes=narrows, joins=joins, own=signature.parameters
    )
    parameters = [*own, *shared]
    if runs:
        parameters[len(own) : len(own)] = run_options.parameters(language)
    if written is not None:
        parameters += written.parameters(language)
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {item.name: item.annotation for item in parameters}
    shown = say(about, language)
    if examples:
        lines = "\n".join(f"    digisys {example}" for example in examples)
        shown += f"\n\n{say('Examples:', language)}\n\n{lines}"
    names = guessed_names(language, name)
    if names:
        text = N_("Other names of the command: {names}")
        shown += f"\n\n{say(text, language, names=', '.join(names))}"
    beside = f" ({names[0]})" if names else ""
    app.command(
        name,
        help=shown,
        short_help=f"{say(about, language)}{beside}",
        rich_help_panel=say(group, language) or None,
    )(run)


def _translated(parameter: inspect.Parameter, language: str) -> inspect.Parameter:
    """Put the help of a command's own parameter into the language, in a copy."""
    annotation = parameter.annotation
    said = []
    for info in getattr(annotation, "__metadata__", ()):
        shown = copy(info)
        if getattr(shown, "help", None):
            shown.help = say(shown.help, language)
        said.append(shown)
    if not said:
        return parameter
    return parameter.replace(annotation=Annotated[(annotation.__origin__, *said)])
