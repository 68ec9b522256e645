"""Lambda workers: quick when silent, warm after an exception, few in a burst."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.contract.emulator.conftest import Playground

Unique = Callable[[str], str]

WHO = "import os\ndef handler(event, context):\n    return os.getpid()\n"
FUSSY = (
    "import os\n"
    "class Unfit(Exception): pass\n"
    "def handler(event, context):\n"
    "    if event: raise Unfit('no')\n"
    "    return os.getpid()\n"
)
HEAVY = """
import os, time

time.sleep(1)  # as a package does that imports much

def handler(event, context):
    return os.getpid()
"""
SLOWER = (
    "import os, time\n"
    "def handler(event, context):\n"
    "    time.sleep(1.5)\n"
    "    return os.getpid()\n"
)
SLOW = (
    "import os, time\n"
    "def handler(event, context):\n"
    "    time.sleep(0.05)\n"
    "    return os.getpid()\n"
)
WHERE = (
    "import os\ndef handler(event, context):\n    return os.path.realpath(__file__)\n"
)


def test_a_silent_function_answers_without_waiting_for_a_log_line(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), WHO)
    playground.invoke(unique("f"))

    assert min(_seconds(playground, unique("f")) for _ in range(20)) < 0.045


def test_an_exception_keeps_the_worker_warm(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), FUSSY)
    before = playground.invoke(unique("f"))
    playground.invoke(unique("f"), {"fail": True})

    assert playground.invoke(unique("f")) == before


def test_an_exception_is_reported_with_its_class(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), FUSSY)

    error = playground.invoke(unique("f"), {"fail": True})

    assert (error["errorType"], error["errorMessage"]) == ("Unfit", "no")


def test_a_burst_waits_for_a_few_workers(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), SLOW)
    with ThreadPoolExecutor(4) as pool:  # warm
        list(pool.map(lambda _: playground.invoke(unique("f")), range(4)))

    with ThreadPoolExecutor(12) as pool:
        workers = set(pool.map(lambda _: playground.invoke(unique("f")), range(24)))

    assert len(workers) < 10


def test_a_burst_waits_while_the_first_workers_still_start(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), HEAVY)

    with ThreadPoolExecutor(12) as pool:
        workers = set(pool.map(lambda _: playground.invoke(unique("f")), range(12)))

    assert len(workers) <= 4


def test_of_many_that_have_waited_for_long_one_starts_a_worker_not_each(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), SLOWER)

    with ThreadPoolExecutor(36) as pool:
        workers = set(pool.map(lambda _: playground.invoke(unique("f")), range(36)))

    assert len(workers) <= 6


def test_a_new_function_can_be_called_at_once(
    playground: "Playground", unique: Unique
) -> None:
    playground.function(unique("f"), WHO)

    found = playground.client("lambda").get_function(FunctionName=unique("f"))

    assert found["Configuration"]["State"] == "Active"


def test_one_package_is_unpacked_once_for_all_functions(
    playground: "Playground", unique: Unique
) -> None:
    for name in ("f", "g"):
        playground.function(unique(name), WHERE)

    assert playground.invoke(unique("f")) == playground.invoke(unique("g"))


def _seconds(playground: "Playground", name: str) -> float:
    began = time.monotonic()
    playground.invoke(name)
    return time.monotonic() - began
