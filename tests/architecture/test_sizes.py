"""Files and functions stay small, named for their subject, and say their purpose."""

import ast
import re
from pathlib import PurePosixPath

import pytest

from tests.architecture.sources import Source, sources, under

LINES = 300
TEST_LINES = 600
BODY_LINES = 45
DRAWERS = {"utils", "helpers", "common", "misc", "util", "helper"}
DECLARES = re.compile(r"app\.py|functions/\w+_routes\.py")
LATER = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")


def ids(source: Source) -> str:
    return source.path


@pytest.mark.parametrize("source", sources(), ids=ids)
class TestEveryFile:
    def test_it_begins_with_one_docstring(self, source: Source) -> None:
        assert ast.get_docstring(source.tree)

    def test_it_is_short(self, source: Source) -> None:
        limit = TEST_LINES if source.path.startswith("tests/") else LINES

        assert source.lines <= limit

    def test_its_functions_are_short(self, source: Source) -> None:
        long = {
            f.name
            for f in source.functions()
            if (f.end_lineno or f.lineno) - f.lineno + 1 > BODY_LINES
        }

        assert long == set()

    def test_it_is_named_for_a_subject(self, source: Source) -> None:
        assert not DRAWERS & set(PurePosixPath(source.path).with_suffix("").parts)

    def test_it_leaves_nothing_for_later(self, source: Source) -> None:
        assert LATER.findall(source.text) == []


def test_what_can_happen_is_an_import_and_a_call() -> None:
    declared = [s for s in sources() if DECLARES.fullmatch(s.path)]
    kinds = {tuple(map(type, f.body)) for s in declared for f in s.functions()}

    assert declared[0].path == "app.py"
    assert kinds == {(ast.ImportFrom, ast.Return), (ast.ImportFrom, ast.Expr)}


def test_nothing_is_declared_beside_the_table_of_contents() -> None:
    decorated = {
        s.path
        for s in under("functions", "shared")
        if {"app.route", "Blueprint.route"} & s.attributes()
    }

    assert decorated == set()


def test_every_fake_and_sample_is_used_by_a_test() -> None:
    helpers = [
        s
        for s in under("tests")
        if not s.path.rpartition("/")[2].startswith(("test_", "conftest"))
    ]
    used = {name for s in under("tests") for name in s.imported()}
    modules = {s.path.removesuffix(".py").replace("/", ".") for s in helpers}

    assert {m for m in modules if not any(n.startswith(f"{m}.") for n in used)} == set()
