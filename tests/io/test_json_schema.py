"""The JSON Schema says what the reader accepts, and editors show why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from digisys.io import bundled_folder, model_json_schema
from digisys.schema import Model, Variable
from digisys.schema.base import WORDS_PATTERN

SCHEMA = model_json_schema()


def every_part(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from every_part(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from every_part(part)


def test_the_committed_schema_is_current() -> None:
    """To bring it up to date: ``digisys schema > models/model.schema.json``."""
    committed = (bundled_folder() / "model.schema.json").read_text("utf-8")
    assert committed == json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"


def test_the_bundled_model_names_it() -> None:
    text = (bundled_folder() / "digikompassi.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=model.schema.json\n")


def test_it_says_what_it_is() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:digisys:model:1"
    assert SCHEMA["title"] == "digisys model"


def test_it_has_the_keys_of_the_file() -> None:
    assert list(SCHEMA["properties"]) == [
        field.alias or name for name, field in Model.model_fields.items()
    ]
    link = SCHEMA["$defs"]["Link"]
    assert link["required"] == ["from", "to", "polarity"]
    assert link["properties"]["polarity"]["enum"] == ["positive", "negative", "unknown"]


def test_every_field_of_every_part_is_described() -> None:
    for name, part in SCHEMA["$defs"].items():
        assert part["description"], name
        for key, field in part.get("properties", {}).items():
            assert field["description"], f"{name}.{key}"


def test_descriptions_are_one_paragraph_of_markdown() -> None:
    for part in every_part(SCHEMA):
        words = part.get("description")
        if isinstance(words, str):
            assert "``" not in words
            assert "\n" not in words
    described = SCHEMA["$defs"]["Variable"]["properties"]["role"]["description"]
    assert described.startswith("`input`: moved only by scenarios;")
    assert Variable.model_fields["role"].description is not None


def test_targets_have_whole_numbers_as_keys() -> None:
    (pattern,) = SCHEMA["properties"]["targets"]["patternProperties"]
    assert SCHEMA["properties"]["targets"]["additionalProperties"] is False
    assert re.search(pattern, "14")
    assert not re.search(pattern, "0")
    assert not re.search(pattern, "x1")


def test_other_keys_are_refused_everywhere() -> None:
    for part in every_part(SCHEMA):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False


def test_null_is_refused_everywhere() -> None:
    assert not any(part.get("type") == "null" for part in every_part(SCHEMA))
    assert not any("default" in part and part["default"] is None for part in every_part(SCHEMA))


def test_limits_are_those_of_their_type() -> None:
    assert SCHEMA["properties"]["variables"]["minProperties"] == 1
    assert SCHEMA["$defs"]["Loop"]["properties"]["cycles"]["minProperties"] == 1
    assert SCHEMA["properties"]["languages"]["minItems"] == 1
    for part in every_part(SCHEMA):
        if part.get("type") in ("object", "array"):
            assert "minLength" not in part


def test_a_text_is_a_word_or_one_for_each_language() -> None:
    word, languages = SCHEMA["$defs"]["Text"]["anyOf"]
    assert word == {"type": "string", "pattern": WORDS_PATTERN}
    ((tag, text),) = languages["patternProperties"].items()
    assert text == word
    assert languages["minProperties"] == 1
    for language in ("fi", "gsw", "en-GB", "zh-Hant", "sr-Latn-RS", "es-419"):
        assert re.search(tag, language)
    for other in ("", "f", "FI", "en-gb", "en_GB", "english", "en-", "en-GB-x", "zh-hant"):
        assert not re.search(tag, other)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\u00a0\u3000", "\u00ad", "\u200c\u200d", "\u200e"]
)
def test_a_text_can_be_seen(text: str) -> None:
    assert not re.search(WORDS_PATTERN, text)
    assert re.search(WORDS_PATTERN, f"{text}–{text}")


def test_it_is_fresh_each_time() -> None:
    model_json_schema()["title"] = "changed"
    assert model_json_schema()["title"] == "digisys model"
