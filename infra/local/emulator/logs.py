"""CloudWatch Logs: filter patterns of terms find what they find at AWS.

As shipped ``?ERROR ?CRITICAL`` asks for both, question marks included, and a phrase
in quotes is torn apart, so that the runbook's commands show nothing.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import re
from collections.abc import Callable

from ministack.services import cloudwatch_logs as service

_shipped = service._compile_filter_pattern
_TERM = re.compile(r'([?-]?)(?:"([^"]*)"|(\S+))')


def fix() -> None:
    """Replace what makes a matcher of a pattern."""
    service._compile_filter_pattern = _compile


def _compile(raw: str) -> Callable[[str], bool]:
    """Every term is in a line, one of those with ``?``, none of those with ``-``.

    Patterns of fields, in brackets, are MiniStack's to guess.
    """
    if raw.startswith(("{", "[")):
        shipped: Callable[[str], bool] = _shipped(raw)
        return shipped
    terms: dict[str, list[str]] = {"": [], "?": [], "-": []}
    for sign, phrase, word in _TERM.findall(raw):
        terms[sign].append(phrase or word)

    def matches(line: str) -> bool:
        found = {sign: [term in line for term in terms[sign]] for sign in terms}
        one_of = not found["?"] or any(found["?"])
        return one_of and all(found[""]) and not any(found["-"])

    return matches
