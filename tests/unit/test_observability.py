"""A line of the log is one line, whatever is in it and whoever wrote that."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters import embedded
from shared.observability import logger

FORGED = 'x\r\n{"level":"INFO","message":"forged"}'
CONTROL = "\x1b[2J \x9b31m \x00\x07\x7f \u2028\u2029 \u202e \ud800"
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What the functions log, as Lambda would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)
    yield stream
    logging.getLogger(logger.service).removeHandler(handler)


def line(text: str) -> dict[str, object]:
    """The one line that there is, of visible ASCII alone."""
    assert text.endswith("\n")
    only = text[:-1]
    assert "\n" not in only
    assert only.isascii()
    assert only.replace("\x7f", "").isprintable()
    found: dict[str, object] = json.loads(only)
    return found


@pytest.mark.parametrize("odd", [FORGED, CONTROL])
def test_what_comes_from_outside_stays_where_it_is_put(
    said: io.StringIO, odd: str
) -> None:
    logger.info("Received.", extra={"what": odd})

    assert line(said.getvalue())["what"] == odd


@pytest.mark.parametrize("odd", [FORGED, CONTROL])
def test_an_error_that_quotes_it_is_one_line_too(said: io.StringIO, odd: str) -> None:
    try:
        int(odd)
    except ValueError:
        logger.exception("Failed.")

    assert line(said.getvalue())["level"] == "ERROR"


@given(st.text())
def test_a_metric_is_one_line_whatever_it_is_about(odd: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        stream = io.StringIO()
        patched.setattr(sys, "stdout", stream)
        embedded.count("test", "Metric", MONDAY, channel=odd)

    assert line(stream.getvalue())["channel"] == odd
