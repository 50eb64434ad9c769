"""The scripts of the page are modules: joined they mean what they mean apart."""

from __future__ import annotations

import json
import re

import pytest
import quickjs

from digisys.report.page import modules
from digisys.report.page.modules import ModuleError, join_modules, load_modules, parse_module
from tests.explorer.javascript import ROOMS, pure_modules

#: Rooms of which every script has a Python file at the same place below ``digisys``.
TWINS = tuple(room for room in ROOMS if room not in ("edit", "io"))
#: What the library does in more than one place.
ALONE = {"graph/cycles", "graph/pairs"}


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Put scripts into a folder that stands for the page's."""
    monkeypatch.setattr(modules, "PAGE_FOLDER", tmp_path)

    def write(**scripts: str) -> None:
        for name, source in scripts.items():
            path = tmp_path / "scripts" / f"{name.replace('__', '/')}.js"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, "utf-8")

    return write


def run(entry: str, expression: str) -> object:
    context = quickjs.Context()
    context.eval(join_modules((entry,), expose=True))
    return json.loads(context.eval(f"JSON.stringify({expression})"))


def test_what_is_imported_comes_first_and_once(write):
    write(
        main='import { a } from "./x/a.js";\nimport { b } from "./b.js";\n'
        "export const sum = a + b;",
        x__a='import { b, times } from "../b.js";\nexport const a = times(b, 10);',
        b="export const b = 2;\nexport function times(one, other) {\n  return one * other;\n}",
    )
    assert [module.name for module in load_modules(("main",))] == ["b", "x/a", "main"]
    assert run("main", "sum") == 22


def test_names_that_are_not_exported_meet_no_others(write):
    write(
        main='import { a } from "./a.js";\nconst hidden = 1;\nexport const all = [hidden, a()];',
        a="const hidden = 2;\nexport function a() {\n  return hidden;\n}",
    )
    assert run("main", "all") == [1, 2]
    assert run("main", "typeof hidden") == "undefined"


def test_comments_are_left_out_and_texts_are_not(write):
    write(
        main="// of the file\n\n/**\n * Say it.\n * @param {string} a\n */\n"
        'export const told = "// no comment"; // kept\nexport const link = "/** neither */";\n'
    )
    script = join_modules(("main",))
    assert "Say it" not in script
    assert "of the file" not in script
    assert run("main", "[told, link]") == ["// no comment", "/** neither */"]


@pytest.mark.parametrize(
    ("scripts", "said"),
    [
        ({"main": 'import { a } from "./a.js";'}, "main: there is no script a.js"),
        ({"main": 'import { a } from "../a.js";'}, "main: there is no script ../a.js"),
        (
            {"main": 'import { a, b } from "./a.js";', "a": "export const a = 1;"},
            "main.js: a.js does not export b",
        ),
        (
            {
                "main": 'import { a } from "./a.js";\nexport const b = 1;',
                "a": 'import { b } from "./main.js";\nexport const a = 1;',
            },
            "in a circle: main → a → main",
        ),
        ({"main": 'import a from "./a.js";'}, "import a from"),
        ({"main": 'import * as a from "./a.js";'}, "import * as a"),
        ({"main": 'import { a as b } from "./a.js";'}, "import { a as b }"),
        ({"main": 'import "./a.js";'}, 'import "./a.js"'),
        ({"main": 'const a = await import("./a.js");'}, "cannot be joined"),
        ({"main": "export default 1;"}, "export default"),
        ({"main": "const a = 1;\nexport { a };"}, "export { a }"),
        # Others would keep the value that it had when they were joined.
        ({"main": "export let a = 1;"}, "export let a"),
        ({"main": "const a = `\n// text\n`;"}, "backquotes"),
    ],
)
def test_what_cannot_be_joined_is_refused(write, scripts, said):
    write(**scripts)
    with pytest.raises(ModuleError, match=re.escape(said)):
        join_modules(("main",))


def test_the_page_s_scripts_join_in_every_engine():
    """No word of import or export is left, and the whole is one script that can be read."""
    script = join_modules(("main", "watch"))
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    quickjs.Context().eval(f"(function () {{\n{script}\n}})")


def test_every_twin_stands_where_its_python_stands():
    """Who changes a rule of the library finds the page's file for it by its name."""
    package = modules.PAGE_FOLDER.parents[2]
    assert len(pure_modules()) > 15
    for name in pure_modules():
        if name.split("/")[0] in TWINS and name not in ALONE:
            assert (package / f"{name}.py").is_file(), name


def test_pure_modules_need_no_page():
    for module in load_modules(pure_modules()):
        assert not re.search(r'\b(?<!")(document|window)\b(?!")', module.body), module.name


def test_a_module_tells_what_it_takes_and_gives():
    module = parse_module(
        "a/b", 'import {\n  one,\n  two,\n} from "../c.js";\nexport async function f() {}\n'
    )
    assert module.imports == {"c": ("one", "two")}
    assert module.exports == ("f",)
