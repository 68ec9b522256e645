"""X's texts as a person reads them: decoded, with the links that were meant.

X wraps every link in one of t.co; ``entities.urls`` says what it stands for, in
posts and direct messages of either API (docs.x.com, Data dictionary).
"""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from shared.channels import tame

LINK = re.compile(r"https?://t\.co/[A-Za-z0-9]+")
NAME = re.compile(r"@(\w+)\s+", re.ASCII)


def urls(holders: Iterable[Any]) -> list[Mapping[str, Any]]:
    """List the links that the entities of these objects describe."""
    entities = [tame.mapping(tame.mapping(it).get("entities")) for it in holders]
    return [tame.mapping(u) for it in entities for u in tame.elements(it.get("urls"))]


def readable(
    words: str, links: Iterable[Mapping[str, Any]], left_out: Iterable[Any]
) -> str | None:
    """Decode words, put in what their links mean, leave out those nobody typed."""
    meant = {
        url: expanded
        for link in links
        if (url := tame.text(link.get("url")))
        and (expanded := tame.text(link.get("expanded_url")))
    }
    meant |= {url: "" for it in left_out if (url := tame.text(it))}
    read = LINK.sub(lambda found: meant.get(found[0], found[0]), unescape(words))
    return tame.text(read.strip())


def names_before(words: str, shown_from: int | None) -> tuple[tuple[str, ...], int]:
    """Read the names the platform put before a reply, and where the rest begins.

    What is shown begins at ``shown_from``, the author's own words: names from
    there on are his. None if that is not said; then all names are X's.
    """
    names: list[str] = []
    end = 0
    while found := NAME.match(words, end):
        if shown_from is not None and found.end(1) >= shown_from:
            break
        names.append(found[1])
        end = found.end()
    return tuple(names), end
