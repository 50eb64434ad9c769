"""How many small faults, put into the code on purpose, the tests notice.

Each fault (a mutant) changes one comparison, calculation, number, condition, slice or result
within a function. The tests are collected once; for each mutant a child of this process is
forked, takes the changed function, and runs the tests that reach the changed line, quickest
first, until one fails. What is computed while tests are collected is computed by the code as
it stands, so look at a survivor before believing it.

``python benchmarks/mutation.py digisys/graph --tests tests/analysis --seed 1`` tells each
mutant that survived, with its line before and after. Needs ``fork`` (Linux or macOS).
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CALCULATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
#: Processor seconds and bytes that the tests of one mutant may take; more counts as noticed.
SECONDS, MEMORY = 60, 4 << 30


@dataclass(frozen=True)
class Mutant:
    """A change of one place of a file."""

    path: Path
    line: int
    column: int
    place: int
    change: int
    before: str
    after: str

    def tree(self) -> ast.Module:
        """Return the changed file."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        old, _ = list(inside_functions(tree))[self.place]
        _Replace(old, _located(list(changes(old))[self.change], old)).visit(tree)
        return ast.fix_missing_locations(tree)


def changes(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901, PLR0912 - a table
    """Yield what may stand in place of a part of a program."""
    if isinstance(node, ast.Compare):
        for at, comparison in enumerate(node.ops):
            new = copy.deepcopy(node)
            new.ops[at] = COMPARISONS[type(comparison)]()
            yield new
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in CALCULATIONS:
        new_operation = copy.deepcopy(node)
        new_operation.op = CALCULATIONS[type(node.op)]()
        yield new_operation
    elif isinstance(node, ast.BoolOp):
        other = copy.deepcopy(node)
        other.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield other
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.If | ast.While):
        turned = copy.deepcopy(node)
        turned.test = ast.UnaryOp(ast.Not(), turned.test)
        yield turned
    elif isinstance(node, ast.Return) and node.value is not None:
        if not isinstance(node.value, ast.Constant):
            yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Continue | ast.Break):
        yield ast.Pass()
    elif isinstance(node, ast.Slice):
        for end in ("lower", "upper"):
            if getattr(node, end) is not None:
                cut = copy.deepcopy(node)
                setattr(cut, end, None)
                yield cut


class _Replace(ast.NodeTransformer):
    """Puts a node in place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else super().visit(node)


def inside_functions(  # noqa: C901
    tree: ast.Module,
) -> Iterator[tuple[ast.AST, ast.stmt]]:
    """Yield each part of the bodies of functions, with the statement it stands in."""

    def within(node: ast.AST, statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.stmt]]:
        if isinstance(node, ast.stmt):
            statement = node
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message":
            return
        yield node, statement
        for name, value in ast.iter_fields(node):
            if name not in ("annotation", "returns", "decorator_list"):
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        yield from within(child, statement)

    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for statement in node.body:
                if not isinstance(statement, ast.FunctionDef):
                    yield from within(statement, statement)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for place, (old, statement) in enumerate(inside_functions(tree)):
        for change, new in enumerate(changes(old)):
            line = getattr(old, "lineno", statement.lineno)
            texts = [ast.unparse(node).splitlines()[0] for node in (old, _located(new, old))]
            column = getattr(old, "col_offset", 0) + 1
            yield Mutant(path, line, column, place, change, *texts)


def _located(new: ast.AST, old: ast.AST) -> ast.AST:
    return ast.fix_missing_locations(ast.copy_location(new, old))


def put_in(mutant: Mutant) -> None:
    """Give every living function of the file its changed code."""

    def codes(code: CodeType) -> Iterator[CodeType]:
        yield code
        for item in code.co_consts:
            if isinstance(item, CodeType):
                yield from codes(item)

    name = str(mutant.path.resolve())
    new = {
        (code.co_qualname, code.co_firstlineno): code
        for code in codes(compile(mutant.tree(), name, "exec", dont_inherit=True))
    }
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == name:
            code = new.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
            if code is not None and len(code.co_freevars) == len(function.__code__.co_freevars):
                function.__code__ = code


class Plugin:
    """Runs the tests of each mutant instead of all tests."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        reached = self.reached(session)
        paths = [path for path in self.options.files if path.name != "__init__.py"]
        chosen = [mutant for path in paths for mutant in mutants_of(path)]
        chosen = [item for item in chosen if item.line in reached.get(str(item.path), {})]
        random.Random(self.options.seed).shuffle(chosen)
        chosen = chosen[: self.options.count]
        chosen.sort(key=lambda item: (item.path, item.place, item.change))
        survivors = 0
        for mutant in chosen:
            tests = reached[str(mutant.path)][mutant.line]
            ordered = sorted(tests, key=lambda item: self.seconds.get(item.nodeid, 0.0))
            noticed = self.noticed(mutant, ordered)
            survivors += not noticed
            if not noticed:
                print(f"SURVIVED {mutant.path}:{mutant.line}:{mutant.column}")
                print(f"    {mutant.before}  ->  {mutant.after}; {len(ordered)} tests", flush=True)
        print(f"{len(chosen)} mutants, {len(chosen) - survivors} noticed, {survivors} survived")
        return True

    def reached(self, session: pytest.Session) -> dict[str, dict[int, list[pytest.Item]]]:
        """Run each test once and note which lines of the files it reaches."""
        reached: dict[str, dict[int, list[pytest.Item]]] = {}
        for item in session.items:
            cover = coverage.Coverage(
                data_file=None,
                config_file=False,
                include=[str(path) for path in self.options.files],
            )
            cover.set_option("run:disable_warnings", ["no-data-collected"])
            begin = time.perf_counter()
            cover.start()
            reports = runtestprotocol(item, log=False, nextitem=None)
            cover.stop()
            self.seconds[item.nodeid] = time.perf_counter() - begin
            if not all(report.passed for report in reports):
                continue
            data = cover.get_data()
            for path in self.options.files:
                for line in data.lines(str(path.resolve())) or ():
                    reached.setdefault(str(path), {}).setdefault(line, []).append(item)
        return reached

    @staticmethod
    def noticed(mutant: Mutant, tests: list[pytest.Item]) -> bool:
        """Say whether a test fails, or does not end."""
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            put_in(mutant)
            for item in tests:
                if not all(one.passed for one in runtestprotocol(item, log=False, nextitem=None)):
                    os._exit(1)
            os._exit(0)
        return os.waitpid(child, 0)[1] != 0


def main() -> None:
    """Tell which mutants survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of the library, or a file")
    parser.add_argument("--tests", nargs="+", default=["tests/analysis", "tests/simulation"])
    parser.add_argument("--ignore", nargs="*", default=[], help="files of tests to leave out")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = options.folder
    options.files = [folder] if folder.is_file() else sorted(folder.glob("*.py"))
    ignored = [f"--ignore={path}" for path in options.ignore]
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-s", *ignored, *options.tests]
    sys.exit(pytest.main(arguments, plugins=[Plugin(options)]))


if __name__ == "__main__":
    main()
