"""One logger for all functions: structured, and never with text, names or tokens.

A line is one JSON object of ASCII: what comes from outside (an id, a kind) can
neither begin a line of its own nor speak to a terminal, whose control characters
are also beyond ASCII.
"""

import json
from functools import partial

from aws_lambda_powertools import Logger

logger = Logger(
    service="care",
    json_serializer=partial(json.dumps, default=str, separators=(",", ":")),
)
