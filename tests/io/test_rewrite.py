"""A model goes into the text of another one, and all that is the same stays byte for byte."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from digisys.io import parse_model
from digisys.io.format import plain_data
from digisys.io.yaml.rewrite import rewrite, same_plain
from digisys.schema import Model
from tests.edits import a_model, an_edit
from tests.length import seeds
from tests.yaml_styles import write


def told_at(plain: Any, path: tuple[Any, ...], ids: list[str], new_ids: list[str]) -> bool:
    """Whether a place of the text is still there: links by id, items of lists by what they tell."""
    value = plain
    for depth, part in enumerate(path):
        if isinstance(value, dict):
            if part not in value:
                return False
            value = value[part]
        elif depth == 1 and path[0] == "links":
            if ids[part] not in new_ids:
                return False
            value = value[new_ids.index(ids[part])]
        elif isinstance(value, list):
            marks = [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in value]
            if part not in marks:
                return False
            value = value[marks.index(part)]
        else:
            return False
    return True


def part_of(plain: dict[str, Any], section: str, key: Any) -> Any:
    value = plain.get(section, {})
    return value.get(key) if isinstance(value, dict) else value


def untouched(path: tuple[Any, ...], old: Model, new: Model) -> bool:
    """Whether a line belongs to something that is the same in both models."""
    before, after = plain_data(old), plain_data(new)
    if not path:
        return True
    section = path[0]
    if section == "links":
        if len(path) == 1:
            return bool(new.links)
        link = old.links[path[1]]
        return any(
            plain_data(link) == plain_data(other) and link.id == other.id for other in new.links
        )
    if section in ("variables", "sources", "areas", "targets", "loops"):
        if len(path) == 1:
            return section in after
        return same_plain(part_of(before, section, path[1]), part_of(after, section, path[1]))
    return same_plain(before.get(section), after.get(section))


def is_in_order(few: list[str], all_lines: list[str]) -> bool:
    rest = iter(all_lines)
    return all(line in rest for line in few)


@pytest.mark.parametrize("seed", seeds(whole=2_000, part=60))
def test_all_that_is_the_same_stays(seed: int) -> None:
    random = Random(seed)
    old = a_model(random)
    text, lines, comments = write(random, plain_data(old))
    old = parse_model(text)
    assert rewrite(text, old).text == text
    new = old
    for _ in range(random.randint(1, 4)):
        new = an_edit(random, new)
    made = rewrite(text, new)
    assert made.anew == ()
    assert same_plain(plain_data(parse_model(made.text)), plain_data(new))
    if text.startswith("\ufeff"):
        assert made.text.startswith("\ufeff")
    if "\r\n" in text:
        assert made.text.count("\n") == made.text.count("\r\n")
    now = made.text.removeprefix("\ufeff").splitlines()
    kept = [line for line, path in lines if line.strip() and untouched(path, old, new)]
    assert not Counter(kept) - Counter(now)
    moved = any(
        [key for key in one if key in other] != [key for key in other if key in one]
        for one, other in (
            (list(getattr(old, name)), list(getattr(new, name)))
            for name in ("areas", "variables", "sources", "loops")
        )
    )
    if not moved:
        assert is_in_order(kept, now)
    ids, new_ids = [link.id for link in old.links], [link.id for link in new.links]
    after = plain_data(new)
    for comment, path in comments.items():
        if told_at(after, path, ids, new_ids):
            assert comment in made.text, path
        assert made.text.count(comment) <= 1


def _models() -> list[Path]:
    return [
        file
        for file in sorted(Path("models").rglob("*.yaml"))
        if "\nlinks:" in file.read_text(encoding="utf-8")
        and not {"scenarios", "programmes"} & {*file.parts}
    ]


@pytest.mark.parametrize("file", _models(), ids=lambda file: file.stem)
def test_bundled_models_stay_but_for_the_change(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    model = parse_model(text)
    assert rewrite(text, model).text == text
    link = model.links[0]
    changed = link.model_copy(update={"said_by": ("Group 1",)})
    new = Model.model_validate(
        {
            **{name: getattr(model, name) for name in model.model_fields_set},
            "links": (changed, *model.links[1:]),
        }
    )
    made = rewrite(text, new)
    assert made.anew == ()
    assert [line for line in made.text.split("\n") if line not in text.split("\n")] == [
        next(line for line in made.text.split("\n") if "Group 1" in line)
    ]
