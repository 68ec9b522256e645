"""What the documents say of routes, files and targets is true."""

import ast
import re
from collections.abc import Iterator

import pytest

from functions import roles
from functions.contract.operations import find
from shared.domain.survey_decision import REASONS
from tests.architecture.sources import ROOT, sources

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "events/README.md",
    "infra/access_patterns.md",
    "infra/RUNBOOK.md",
    "infra/THREATS.md",
    "shared/kpis/METRICS.md",
    "shared/text/MODEL.md",
)
ROLES = {
    roles.STAFF: "agent",
    roles.LEADS: "supervisor",
    roles.READERS: "supervisor, analyst",
    roles.ADMINS: "admin",
    roles.EVERYBODY: "any role",
    (): "public",
}
BLUEPRINTS = (
    "case",
    "customer",
    "number",
    "survey",
    "settings",
    "privacy",
    "contract",
    "audit",
    "people",
    "subscriber",
)
ROUTES = (
    "app.py",
    *(f"functions/{of}_routes.py" for of in BLUEPRINTS),
)
ROW = re.compile(r"^\| (`[A-Z/]+ /.*?`.*?) \| (.+?) \| (.+) \|$", re.MULTILINE)
SPAN = re.compile(r"`([A-Z/]+) (/[^`?]*)")
FILE = re.compile(r"`([\w./-]+\.(?:py|md|json|yaml|sql))`")
LINK = re.compile(r"\]\(([^)#:]+)\)")
TARGET = re.compile(r"\bmake ([a-z]+)\b")


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def shape(path: str) -> str:
    """A path without the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", path)


def declared() -> Iterator[tuple[str, str, str]]:
    """Method, path and role of every route of ``app.py`` and its blueprints."""
    files = [s for s in sources() if s.path in ROUTES]
    for function in (f for s in files for f in s.functions()):
        routes = (it for it in function.decorator_list if isinstance(it, ast.Call))
        for route in routes:
            said = {keyword.arg: keyword.value for keyword in route.keywords}
            if "methods" not in said:  # a queue's function, or a schedule's
                continue
            path = ast.literal_eval(route.args[0])
            for method in ast.literal_eval(said["methods"]):
                yield method, shape(path), ROLES[find(method, path).roles]


def documented() -> Iterator[tuple[str, str, str]]:
    """The same of every route in the README's table."""
    for row in ROW.finditer(text("README.md")):
        for methods, path in SPAN.findall(row[1]):
            for method in methods.split("/"):
                yield method, shape(path), row[2]


def test_every_route_is_in_the_readme_and_no_other() -> None:
    routes = sorted((method, path) for method, path, _ in declared())
    rows = sorted((method, path) for method, path, _ in documented())

    assert rows == routes


def test_the_readme_names_the_role_that_a_route_asks_for() -> None:
    needed = {(method, path): role for method, path, role in declared()}
    said = {(method, path): role for method, path, role in documented()}

    assert {k: r for k, r in said.items() if not r.startswith(needed[k])} == {}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    folder = (ROOT / document).parent
    whole = text(document)
    named = {n for n in FILE.findall(whole) if "/" in n and not n.startswith(".local")}
    missing = {n for n in named if not any((f / n).exists() for f in (ROOT, folder))}
    broken = {n for n in LINK.findall(whole) if not (folder / n).exists()}

    assert (missing, broken) == (set(), set())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_that_a_document_names_can_be_made(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    commands = re.findall(r"`(make [^`]+)`|^(make .*)$", text(document), re.MULTILINE)
    named = {target for said in commands for target in TARGET.findall("".join(said))}

    assert named - targets == set()


def test_the_readme_names_every_reason_why_somebody_is_not_asked() -> None:
    table = text("README.md").partition("## Surveys")[2].partition("## The numbers")[0]

    assert [reason for reason in REASONS if f"`{reason}`" not in table] == []
