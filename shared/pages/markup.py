"""Markup: elements whose every text and attribute is escaped, by construction.

What is not ``Markup`` is text and is escaped where it becomes part of an
element, so no name of a queue, topic or agent can ever be read as HTML.
"""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

VOID = frozenset({"br", "input", "link", "meta"})


class Markup(str):
    """Text that is HTML already; only ``element``, ``together`` and CSS make it."""

    __slots__ = ()


Child: TypeAlias = str | None


def element(name: str, /, *children: Child, **attributes: str | float | None) -> Markup:
    """Return one element; children and attributes that are None are left out.

    In the names of attributes ``_`` stands for ``-``, at the end for nothing:
    ``class_``, ``aria_label``. Numbers have at most two decimals.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    opened = f"<{name}{said}>"
    return Markup(opened if name in VOID else f"{opened}{together(children)}</{name}>")


def together(children: Iterable[Child]) -> Markup:
    """Return children one after the other: markup as it stands, text escaped."""
    return Markup("".join(_child(child) for child in children if child is not None))


def isolated(name: str) -> Markup:
    """Return somebody's free text, whose direction of writing moves nothing else."""
    return element("bdi", name)


def _child(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child)


def _text(value: str | float) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
