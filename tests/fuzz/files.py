"""Files of models and scenarios with mistakes of every kind, and what must hold for each."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import yaml

from digisys.analysis.audit import audit
from digisys.analysis.influence.influence import influence
from digisys.analysis.loops.find_loops import find_loops
from digisys.errors import DigisysError, ModelError, ModelFileError
from digisys.io.format import format_model
from digisys.io.yaml.read import parse_document, parse_model
from digisys.schema import Model, Scenario
from digisys.schema.scenario_checks import find_scenario_problems
from digisys.simulation.simulate_once import simulate_once
from digisys.words import LANGUAGES
from tests.fuzz.texts import MODELS, SCENARIOS, odd_value

__all__ = ["file_of", "try_file"]

_TEXTS = (*MODELS.values(), *SCENARIOS.values())
_DATA = tuple(yaml.safe_load(text) for text in _TEXTS)
#: What no dumper writes: it goes between the letters of a file.
_PIECES = (
    *(
        "\t",
        "\r",
        "\n",
        ": ",
        "- ",
        "&a ",
        "*a",
        "<<: ",
        "!!python/object:os.system ",
        "!tag ",
        "|",
        ">",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "%YAML 9\n",
        "---\n",
        "...\n",
        "? ",
        "\x00",
        "\x1b",
        "\x85",
    ),
    *(
        "\u2028",
        "\ufeff",
        "\ud800",
        "🙂",
        "yes",
        "1:30",
        "0x10",
        "1_000",
        "~",
        ".inf",
        "é" * 50,
        "{" * 80,
    ),
)
#: Steps beyond this are left to the tests of what is refused.
_STEPS = 2000


def file_of(seed: int) -> tuple[bytes, bool]:
    """Make a file from a seed; the second value is whether it is meant for a scenario."""
    random = Random(seed)
    number = random.randrange(len(_DATA))
    if random.random() < 0.7:
        data = copy.deepcopy(_DATA[number])
        for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
            _change(random, data)
        text = _written(random, data)
    else:
        text = _TEXTS[number]
    content = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.4:
        content = _spoiled(random, content)
    return content, number >= len(MODELS)


def _written(random: Random, data: Any) -> str:
    if random.random() < 0.2:
        return json.dumps(data, ensure_ascii=random.random() < 0.5)
    flow = random.choice((None, False, True))
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=flow)


def _change(random: Random, data: Any) -> None:
    """Change something in the file, at any depth."""
    places = list(_places(data))
    holder, key = random.choice(places)
    match random.randrange(6):
        case 0 | 1 | 2:
            holder[key] = odd_value(random)
        case 3:
            del holder[key]
        case 4:  # what stands elsewhere
            other, place = random.choice(places)
            value = copy.deepcopy(other[place])
            holder[key] = value
        case _:
            if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(holder[key]))
            else:
                name = odd_value(random, 3)
                holder[name if isinstance(name, str | int) else "other"] = holder.pop(key)


def _places(data: Any) -> Any:
    """List every place of the file, as what holds it and where."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(items):
        yield data, key
        if isinstance(value, dict | list) and value:
            yield from _places(value)
    if not data:
        data = {"empty": None}
        yield data, "empty"


def _spoiled(random: Random, content: bytes) -> bytes:
    """Flip, cut, double and insert bytes."""
    spoiled = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(spoiled) + 1)
        match random.randrange(5):
            case 0:
                spoiled[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del spoiled[at : at + random.randrange(1, 40)]
            case 2:
                spoiled[at:at] = spoiled[at : at + random.randrange(1, 200)]
            case 3:
                spoiled[at:at] = random.choice(_PIECES).encode("utf-8", "surrogatepass")
            case _:
                end = spoiled.find(b"\n", at)
                del spoiled[at : end if end >= 0 else None]
    return bytes(spoiled)


def try_file(seed: int) -> str:
    """Read the file of a seed, ask what can be asked, and return what became of it.

    Raises
    ------
    AssertionError
        If a promise was broken.
    Exception
        Whatever else was not foreseen.
    """
    content, scenario = file_of(seed)
    try:
        if scenario:
            value: Any = parse_document(content, "f.yaml", Scenario, find_scenario_problems)
        else:
            value = parse_model(content, file="f.yaml")
    except ModelFileError as error:
        _check_problems(error)
        return "refused"
    try:
        _ask_scenario(value) if scenario else _ask_model(value)
    except DigisysError as error:
        _check_texts(error)
        return "answered in part"
    return "answered"


def _check_problems(error: ModelFileError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.file == "f.yaml"
        assert problem.line is None or problem.line >= 1
    _check_texts(error)


def _check_texts(error: DigisysError) -> None:
    """Each problem is told in every language, and no place for a value is left open."""
    for language in LANGUAGES:
        assert error.text(language).strip()
        parts = error.problems if isinstance(error, ModelError) else [error]
        for part in parts:
            assert part.what.text(language).strip()
            assert part.cure is None or part.cure.text(language).strip(), part.what


def _ask_model(model: Model) -> None:
    assert parse_model(format_model(model)) == model
    first = next(iter(model.variables))
    for language in (model.default_language, "fi", "nonsense"):
        assert str(audit(model).text(language)).strip()
        assert influence(model, first).text(language).strip()
        assert find_loops(model, max_loops=50).text(language).strip()
    span = model.time.end - model.time.start
    if span / model.time.step <= _STEPS:
        assert simulate_once(model).text(model.default_language).strip()


def _ask_scenario(scenario: Scenario) -> None:
    for model in _models():
        simulate_once(model, scenario)


def _models() -> tuple[Model, ...]:
    if not _READ:
        _READ.extend(parse_model(MODELS[name]) for name in ("full", "plain"))
    return tuple(_READ)


_READ: list[Model] = []
