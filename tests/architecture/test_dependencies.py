"""Dependencies point inward, and what is pure stays so."""

import sys

import pytest

from tests.architecture.sources import Source, begins, sources, under

PURE = (
    "shared/domain",
    "shared/channels",
    "shared/text",
    "shared/kpis",
    "shared/pages",
)
INWARD = {
    "shared/domain": ("shared.domain", "shared.text", "shared.errors", "holidays"),
    "shared/channels": ("shared.channels", "shared.domain", "shared.errors"),
    "shared/text": ("shared.text", "shared.errors", "vaderSentiment"),
    "shared/kpis": ("shared.kpis", "shared.pages", "shared.domain", "shared.errors"),
    "shared/pages": ("shared.pages", "shared.domain", "shared.errors"),
}
WORLDLY = ("os", "time", "socket", "subprocess", "random", "secrets")
CLOCKS = ("now", "utcnow", "today", "time", "monotonic")
OURS = ("app", "functions", "shared", "infra", "tests", "bench")


def ids(source: Source) -> str:
    return source.path


@pytest.mark.parametrize("source", under(*PURE), ids=ids)
def test_a_pure_module_imports_only_what_lies_further_in(source: Source) -> None:
    allowed = next(a for folder, a in INWARD.items() if source.path.startswith(folder))
    outside = {
        name
        for name in source.imported()
        if not begins(name, *allowed) and not begins(name, *sys.stdlib_module_names)
    }

    assert outside == set()


@pytest.mark.parametrize("source", under(*PURE), ids=ids)
def test_a_pure_module_knows_neither_clock_nor_machine(source: Source) -> None:
    worldly = {n for n in source.imported() if begins(n, *WORLDLY)}
    clocks = {
        f"{whose}.{what}" for whose in ("datetime", "date", "time") for what in CLOCKS
    }

    assert (worldly, source.attributes() & clocks) == (set(), set())


@pytest.mark.parametrize("source", under("shared"), ids=ids)
def test_what_is_shared_imports_no_function(source: Source) -> None:
    upward = {n for n in source.imported() if begins(n, "functions", "infra", "app")}

    assert upward == set()


@pytest.mark.parametrize("source", under("shared/adapters"), ids=ids)
def test_an_adapter_knows_no_kpi(source: Source) -> None:
    assert {n for n in source.imported() if begins(n, "shared.kpis")} == set()


@pytest.mark.parametrize("source", under("functions"), ids=ids)
def test_a_function_imports_neither_infrastructure_nor_tests(source: Source) -> None:
    wrong = {n for n in source.imported() if begins(n, "infra", "tests", "bench")}

    assert wrong == set()


@pytest.mark.parametrize("source", under("functions"), ids=ids)
def test_only_the_wiring_knows_the_adapters(source: Source) -> None:
    known = {n for n in source.imported() if begins(n, "shared.adapters", "boto3")}

    assert known == set() or source.path == "functions/wiring.py"


@pytest.mark.parametrize("source", under("infra"), ids=ids)
def test_tools_import_no_test(source: Source) -> None:
    assert {n for n in source.imported() if begins(n, "tests")} == set()


def test_one_file_of_the_product_reads_the_environment() -> None:
    shipped = [
        s for s in sources() if not s.path.startswith(("bench", "infra", "tests"))
    ]
    readers = {s.path for s in shipped if {"os.environ", "os.getenv"} & s.attributes()}

    assert readers == {"shared/config.py"}


def test_the_product_needs_only_what_the_package_holds() -> None:
    allowed = {
        *sys.stdlib_module_names,
        *OURS,
        *("chalice", "pynamodb", "requests", "aws_lambda_powertools"),
        *("vaderSentiment", "holidays", "boto3", "botocore", "fastjsonschema"),
    }
    shipped = under("functions", "shared")
    needed = {name.partition(".")[0] for s in shipped for name in s.imported()}

    assert needed <= allowed
