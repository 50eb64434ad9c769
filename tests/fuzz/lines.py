"""Command lines of every kind, made from what the commands themselves say they take."""

from __future__ import annotations

import contextlib
import io
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from digisys.cli.main import build_command, main
from tests.fuzz.texts import MODELS, SCENARIOS, WORDS

__all__ = ["line_of", "prepare", "try_line"]

#: Values of options by name; most are right, so that commands get to their work.
_VALUES: dict[str, tuple[str, ...]] = {
    "samples": ("1", "2", "16", "64", "0", "-1", "1.5", "x", "99999999999999999999"),
    "workers": ("1", "1", "0", "-1", "x"),
    "seed": ("0", "1", "7", "-1", "99999999999999999999", "x"),
    "max_draws": ("1", "20", "200", "0", "-1"),
    "time_limit": ("1", "2", "0", "-1", "nan", "inf", "x"),
    "limit": ("1", "3", "0", "-1", "1000000"),
    "max_loops": ("1", "5", "0", "-1", "1000000"),
    "max_length": ("1", "3", "0", "-1", "1000000"),
    "max_steps": ("1", "3", "0", "-1", "1000000"),
    "steps": ("1", "2", "0", "-1"),
    "dpi": ("72", "0", "-1", "x"),
    "strengths": ("classes", "uniform", "0.1-0.5", "0.5", "nonsense", "", "-1-2", "nan"),
    "damping": ("1", "0.5", "0", "-1", "nan", "inf", "1e308", "x"),
    "damping_range": ("0.5-2", "2-1", "0-0", "x", "1"),
    "uncertain": ("0.5", "links", "a->b", "x", ""),
    "levers": ("a,b", "trust,use", "1,2", "", "nobody"),
    "observed": ("a=+", "use=up", "b=-", "trust", "=", "a=?"),
    "attenuation": ("0.1", "0", "-1", "1", "nan", "1e308"),
    "paper": ("a4", "A3", "x"),
    "plot": ("out.svg", "out.png", "out.pdf", "out.xyz", "nowhere/out.svg", "", "."),
    "save": ("out.nc", "nowhere/out.nc", "", "."),
    "output": ("out.svg", "out.html", "out.pdf", "out.png", "out.dot", "nowhere/o.svg", "", "."),
    "compare_with": ("plain.yaml", "full.yaml", "absent.yaml"),
    "file": (*(f"{name}.yaml" for name in MODELS), "broken.yaml", "absent.yaml"),
    "path": (*(f"{name}.yaml" for name in MODELS), "broken.yaml", "absent.yaml", ".", "out.xmile"),
    "scenario": (*(f"{name}.yaml" for name in SCENARIOS), "leadership-push", "nonsense", "a.yaml"),
    "scenarios": (*(f"{name}.yaml" for name in SCENARIOS), "leadership-push", "nonsense"),
    "model": (*(f"{name}.yaml" for name in MODELS), "broken.yaml", "absent.yaml", ".", ""),
    "language": ("en", "fi", "sv", "EN", "de", ""),
    "format": ("table", "json", "csv", "csv-excel", "markdown", "xml"),
    "evidence": ("table", "talk", "table+talk", "nonsense", ""),
    "certainty": ("explicit", "ambiguous", "all", "nonsense"),
}
#: Names that mean something in each model.
_NAMES = {
    "full.yaml": ("trust", "Use", "taito", "money", "R1", "1", "target 2", "people", "confidence"),
    "plain.yaml": ("a", "B", "c", "A longer label, with a comma"),
    "alone.yaml": ("a", "Ensam"),
    "apart.yaml": ("a", "b", "c", "d"),
    "dense.yaml": ("v0", "v1", "V5"),
}
#: Scenarios that each model can run.
_RUNS = {"full.yaml": ("many.yaml",), "plain.yaml": ("push.yaml",)}
#: Options that wait for somebody, and the one that opens a window.
_LEFT_OUT = ("watch", "browser", "host", "port", "install_completion", "show_completion", "heat")


def prepare(folder: Path) -> None:
    """Write the files that the command lines speak of."""
    for name, text in {**MODELS, **SCENARIOS}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "broken.yaml").write_text("schema: 1\nid: [\n", "utf-8")


@cache
def _commands() -> dict[str, Any]:
    return dict(build_command("en").commands)


def line_of(seed: int) -> list[str]:
    """Make a command line from a seed."""
    random = Random(seed)
    commands = _commands()
    name = random.choice(sorted(commands))
    model = random.choice(_VALUES["model"] if random.random() < 0.2 else sorted(_NAMES))
    words: list[str] = []
    for parameter in commands[name].params:
        if parameter.name in _LEFT_OUT:
            continue
        if parameter.param_type_name == "argument":
            count = random.choice((1, 1, 1, 1, 1, 0, 2 if parameter.nargs == 1 else 3))
            words += [_value(random, parameter.name, model) for _ in range(count)]
        elif parameter.name == "model":
            words += [random.choice(parameter.opts), model]
        elif parameter.name == "samples" and random.random() < 0.8:
            words += ["--samples", random.choice(("4", "16"))]
        elif random.random() < 0.15:
            words += [random.choice(parameter.opts)]
            if not parameter.is_flag:
                words += [_choice(random, parameter, model)]
    if name == "explore":
        words.append("--no-browser")
    words.insert(0, name)
    if random.random() < 0.1:
        place = random.randrange(len(words) + 1)
        words[place:place] = [
            random.choice((*WORDS, "--help", "--nonsense", "-x", "--", "-l", "-m"))
        ]
    if random.random() < 0.05:
        del words[random.randrange(len(words))]
    if "edit" in words and "--take" not in words:
        words += ["--take", model]  # it would serve until somebody ends it
    return words


def _choice(random: Random, parameter: Any, model: str) -> str:
    """Choose a value: of those that the option names, if it names any."""
    described = parameter.type_descriptor
    kinds = getattr(getattr(described, "annotation", None), "__members__", None)
    if kinds and random.random() < 0.9:
        return str(random.choice(list(kinds.values())).value)
    return _value(random, parameter.name, model)


def _value(random: Random, name: str, model: str) -> str:
    """Choose a value that is right more often than not."""
    if random.random() < 0.1:
        return random.choice(WORDS)
    if name in ("scenario", "scenarios") and model in _RUNS and random.random() < 0.7:
        return random.choice(_RUNS[model])
    if name in ("path", "file") and random.random() < 0.5:
        return model
    return random.choice(_VALUES.get(name) or _NAMES.get(model, WORDS))


def try_line(seed: int) -> str:
    """Run the command line of a seed in the present folder and return what became of it.

    Raises
    ------
    AssertionError
        If a promise was broken.
    Exception
        Whatever else was not foreseen.
    """
    words = line_of(seed)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    assert code in (0, 1, 2), code
    assert out.getvalue().strip() or err.getvalue().strip(), "nothing is said"
    return ("answered", "not answered", "refused")[code]
