"""Rewrite a few words inside one function, and fail loudly if they are not there."""

import inspect
import textwrap
from collections.abc import Callable
from importlib.metadata import version
from types import ModuleType
from typing import Any

from infra.local.emulator import VERSION


class Outdated(RuntimeError):
    """The installed MiniStack is not the one these fixes were written for."""


def check_version() -> None:
    """Refuse any other version: its source may differ from what is replaced.

    Raises:
        Outdated: another version is installed.

    """
    installed = version("ministack")
    if installed != VERSION:
        raise Outdated(f"ministack {VERSION} is needed, {installed} is installed.")


def rewrite(module: ModuleType, name: str, *changes: tuple[str, str]) -> None:
    """Replace words in the source of ``module.name`` (a dotted name for a method).

    For functions too long to copy; a short one is better replaced whole.

    Raises:
        Outdated: the words are not in the source exactly once.

    """
    owner, function = _find(module, name)
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in changes:
        if source.count(old) != 1:
            raise Outdated(f"{name} has {source.count(old)} times {old!r}.")
        source = source.replace(old, new)
    made: dict[str, Any] = {}
    code = compile(source, f"<rewritten {module.__name__}.{name}>", "exec")
    exec(code, module.__dict__, made)  # noqa: S102 - our own words in a pinned source
    setattr(owner, function.__name__, made[function.__name__])


def _find(module: ModuleType, name: str) -> tuple[Any, Callable[..., Any]]:
    owner: Any = module
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    return owner, getattr(owner, last)
