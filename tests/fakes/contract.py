"""Holds what the functions are asked and answer to the contract that they publish."""

import ast
import functools
import importlib
import json
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any
from urllib.parse import quote

from chalice.app import Response
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from functions.contract.check import check
from functions.contract.document import document
from functions.contract.operation import Operation
from functions.contract.operations import OPERATIONS
from functions.http import Request, status_of
from shared.errors import CareError
from tests.architecture.sources import ROOT

WHERE = "urn:contract"
_within: ContextVar[bool] = ContextVar("within", default=False)
PARAMETER = re.compile(r"\\\{\w+\\\}")  # in a path that is escaped
JSON = "application/json"


@cache
def published() -> dict[str, Any]:
    return document(None)


def hold(
    operation: Operation, status: int, body: Any, media: str = JSON, name: str = ""
) -> None:
    """Check that an answer is one that the contract knows.

    ``body`` is looked into where it is JSON; ``name`` is that of a settings document.

    Raises:
        AssertionError: it is not; says where.

    """
    asked = f"{operation.method} {operation.path} answered {status}"
    kind = media.partition(";")[0]
    at = _place(operation, name, status)
    assert at is not None, f"{asked}, which is not documented"
    if "content" not in _at(at):
        assert not body, f"{asked} with a body, which is not documented"
        return
    assert kind in _at(at)["content"], f"{asked} as {kind}, which is not documented"
    if kind != JSON:
        return
    problems = validator(f"{at}/content/{_escaped(kind)}/schema").iter_errors(body)
    said = [f"{found.json_path}: {found.message[:300]}" for found in problems]
    assert said == [], f"{asked}, not as documented: {said[:3]}"


def hold_answer(method: str, path: str, status: int, body: Any, media: str) -> None:
    """The same of an answer to a path as it was asked for."""
    for operation in sorted(OPERATIONS, key=lambda o: o.path.count("{")):
        pattern = PARAMETER.sub("([^/]+)", re.escape(operation.path))
        found = re.fullmatch(pattern, path)
        if found and operation.method == method:
            name = found[1] if operation.documents else ""
            hold(operation, status, body, media, name)
            return
    raise AssertionError(f"{method} {path} is not in the contract.")


@cache
def validator(pointer: str) -> Draft202012Validator:
    """A validator of the schema at a place of the document."""
    resource = DRAFT202012.create_resource(published())
    registry: Registry[Any] = Registry().with_resource(WHERE, resource)
    return Draft202012Validator(
        {"$ref": f"{WHERE}{quote(pointer, safe='#/~')}"},
        registry=registry,
        format_checker=FormatChecker(),
    )


def _place(operation: Operation, name: str, status: int) -> str | None:
    """Where the document describes an answer; None: nowhere."""
    known = operation.documents
    shown = name if name in known else next(iter(known), "")
    path = operation.path.replace("{name}", shown) if known else operation.path
    of = f"#/paths/{_escaped(path)}/{operation.method.lower()}/responses"
    answer = _at(of).get(str(status))
    return None if answer is None else answer.get("$ref", f"{of}/{status}")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _at(pointer: str) -> Any:
    found: Any = published()
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def served() -> Iterator[tuple[Operation, str, str]]:
    """Each operation with the module and the name of the function that serves it."""
    files = (ROOT / "app.py", *(ROOT / "functions").glob("*_routes.py"))
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in files)
    for function in (node for tree in trees for node in tree.body):
        calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
        said = {k.arg: k.value for k in calls[0].keywords} if calls else {}
        if "methods" not in said:  # a queue's function, or a schedule's
            continue
        path, handler = calls[0].args[0], calls[-1].args[1]
        module, name = ast.unparse(handler).split(".")
        of_path = [o for o in OPERATIONS if o.path == ast.literal_eval(path)]
        for method in ast.literal_eval(said["methods"]):
            yield from ((o, module, name) for o in of_path if o.method == method)


def watch() -> None:
    """Have every handler held to the contract, whoever calls it."""
    for operation, module, name in served():
        of = importlib.import_module(f"functions.{module}")
        setattr(of, name, _held(operation, getattr(of, name)))


def _held(operation: Operation, handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler behind the check that ``serve`` makes, its answers held."""

    @functools.wraps(handler)
    def held(*given: Any) -> Any:
        if _within.get():  # called by another one, with a request that is not its own
            return handler(*given)
        mark = _within.set(True)
        try:
            return held_alone(*given)
        finally:
            _within.reset(mark)

    def held_alone(*given: Any) -> Any:
        name = str(given[0]) if operation.documents else ""
        request = given[-2]
        if isinstance(request, Request):
            # Its cursor is plain by now: functions/paging.py has opened it.
            query = {n: v for n, v in request.query.items() if n != "cursor"}
            check(operation, query, request.body)
        try:
            answer = handler(*given)
        except CareError as error:
            said = {"error": {"code": error.code, "message": error.message}}
            hold(operation, status_of(error), said, name=name)
            raise
        if isinstance(answer, Response):
            media = str(answer.headers.get("Content-Type", JSON))
            is_json = media.startswith(JSON) and answer.body
            body = json.loads(answer.body) if is_json else None
            hold(operation, answer.status_code, body, media, name)
        else:
            hold(operation, 200, json.loads(json.dumps(answer)), name=name)
        return answer

    return held
