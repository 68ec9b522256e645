"""The repository's Python files, parsed: what the architecture tests look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("functions", "shared", "infra", "bench", "tests")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path below the root, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def imported(self) -> set[str]:
        """Every module imported anywhere in it, a name from a module included."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {f"{node.module}.{name.name}" for name in node.names}
        return found

    def attributes(self) -> set[str]:
        """Every dotted use of two names, e.g. ``datetime.now``, ``os.environ``."""
        return {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def sources() -> tuple[Source, ...]:
    """All files of ours, app.py first."""
    files = [ROOT / "app.py"]
    for folder in OURS:
        files += sorted((ROOT / folder).rglob("*.py"))
    return tuple(_source(file) for file in files)


def under(*folders: str) -> list[Source]:
    """The files in these folders."""
    return [s for s in sources() if s.path.startswith(tuple(f"{f}/" for f in folders))]


def begins(name: str, *modules: str) -> bool:
    """Tell whether a dotted name is one of the modules or inside one."""
    return any(name == m or name.startswith(f"{m}.") for m in modules)


def _source(file: Path) -> Source:
    text = file.read_text(encoding="utf-8")
    return Source(file.relative_to(ROOT).as_posix(), text, ast.parse(text))
