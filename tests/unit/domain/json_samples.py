"""JSON of any shape, and documents with one value changed, for readers to refuse."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@st.composite
def changed_somewhere(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Draw a document with one of its values, at any depth, replaced."""
    changed = deepcopy(document)
    holder, key = draw(st.sampled_from(list(places(changed))))
    holder[key] = draw(ANYTHING)
    return changed


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a document: what holds it, and the key or index."""
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])
