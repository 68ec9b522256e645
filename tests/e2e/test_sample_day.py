"""The sample day comes to the same numbers however often it was cut off."""

from collections.abc import Callable, Iterator

import pytest

from infra.local import sample_day
from infra.local.emulator_process import PYTHON, free_port
from infra.local.stack import Stack
from infra.local.supervisor import LocalAws

pytestmark = pytest.mark.e2e
STEPS = ("08:30", "09:05", "10:40", "14:00", "17:30")


@pytest.fixture(scope="module")
def fresh_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A stack of this module's own, which has not seen the day yet."""
    if not PYTHON.exists():
        pytest.skip("the local AWS is not installed; run: make install")
    folder = tmp_path_factory.mktemp("day") / "local"
    aws = LocalAws(free_port(), folder, say=lambda _line: None)
    aws.start()
    yield aws
    aws.stop()


def test_a_day_that_cannot_be_completed_says_so_in_one_sentence(
    fresh_aws: LocalAws,
) -> None:
    stack = Stack.read(fresh_aws.folder)

    def say(line: str) -> None:
        if line.strip().startswith("09:05"):
            fresh_aws.kill()

    with pytest.raises(sample_day.SampleDayFailed) as failed:
        sample_day.play(stack, say)
    fresh_aws.restart()

    said = str(failed.value)
    assert said.startswith("The sample day could not be completed: ")
    assert said.endswith("; `make reset` starts afresh.")
    assert len(said.splitlines()) == 1


def test_a_day_cut_off_after_each_step_is_completed(fresh_aws: LocalAws) -> None:
    stack = Stack.read(fresh_aws.folder)
    for clock in STEPS[1:]:
        with pytest.raises(KeyboardInterrupt):
            sample_day.play(stack, _until(clock))
        fresh_aws.kill()
        stack = fresh_aws.restart()

    assert sample_day.play(stack, print).wrong == {}
    assert sample_day.play(stack, _until(STEPS[0])).wrong == {}


def _until(clock: str) -> Callable[[str], None]:
    """Press Ctrl-C when a step is announced."""

    def say(line: str) -> None:
        if line.strip().startswith(clock):
            raise KeyboardInterrupt

    return say
