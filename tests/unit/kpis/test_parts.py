"""Parts of a day, however the facts are split, come to the day itself."""

import gzip
import json
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kpis import cells as cell_parts
from shared.kpis.cells import cells_of, join
from shared.kpis.daily import rules_of
from shared.kpis.exports import finish
from shared.kpis.facts import Facts
from shared.kpis.parts import KINDS, Gathering, Part, facts_paths, joined
from tests.unit.kpis.samples import DAY, LATER, ROME, RULES
from tests.unit.kpis.small_worlds import World, worlds

SPLITS = st.integers(1, 8)
DICE = st.randoms(use_true_random=False)


def split(facts: Facts, dice: Random, parts: int) -> list[Facts]:
    """Deal facts out at random; some parts may have none."""
    found: list[dict[str, list[object]]] = [
        {kind: [] for kind in KINDS} for _ in range(parts)
    ]
    for kind in KINDS:
        for fact in getattr(facts, kind):
            found[dice.randrange(parts)][kind].append(fact)
    return [Facts(**kinds) for kinds in found]  # type: ignore[arg-type]


def gathered(world: World, facts: Facts, name: str) -> tuple[Part, dict[str, bytes]]:
    rules = rules_of(world.day, world.zone, world.rules)
    gathering = Gathering(world.day, world.zone, rules, name)
    gathering.add(facts)
    return gathering.finish()


def lines(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """Every fact of some files, with its folder."""
    return sorted(
        (path.rpartition("/")[0], line)
        for path, body in files.items()
        for line in gzip.decompress(body).splitlines()
    )


@settings(deadline=None, max_examples=50)
@given(world=worlds(), dice=DICE, parts=SPLITS)
def test_cells_of_any_split_join_to_the_cells_of_the_whole(
    world: World, dice: Random, parts: int
) -> None:
    rules = rules_of(world.day, world.zone, world.rules)
    whole = cells_of(world.facts, rules)
    dealt = [cells_of(some, rules) for some in split(world.facts, dice, parts)]
    dice.shuffle(dealt)

    assert cell_parts.to_json(join(dealt)) == cell_parts.to_json(join([whole]))


@settings(deadline=None, max_examples=50)
@given(world=worlds(), dice=DICE, parts=SPLITS)
def test_a_day_in_parts_has_the_numbers_and_the_facts_of_the_day(
    world: World, dice: Random, parts: int
) -> None:
    whole, files = gathered(world, world.facts, "0")
    dealt = [
        gathered(world, some, str(n))
        for n, some in enumerate(split(world.facts, dice, parts))
    ]
    together = joined([part for part, _ in dealt])
    of_parts = {path: body for _, some in dealt for path, body in some.items()}

    assert numbers(world, together) == numbers(world, whole)
    assert lines(of_parts) == lines(files)
    assert set(of_parts) == set(together.files) <= set(facts_paths(world.day))


def numbers(world: World, part: Part) -> dict[str, bytes]:
    """The files that tell of no part: rows, volume, what is kept."""
    found = finish(world.day, world.zone, part, world.rules, world.computed_at)
    return {path: it for path, it in found.items() if not path.startswith("facts/")}


@settings(deadline=None, max_examples=50)
@given(world=worlds())
def test_a_part_is_read_back_as_it_was_written(world: World) -> None:
    part, _ = gathered(world, world.facts, "3")
    body = json.loads(json.dumps(part.to_json()))
    read = Part.from_json(body)

    assert read.to_json() == part.to_json()
    assert (read.volume, read.files) == (part.volume, part.files)
    assert numbers(world, joined([read])) == numbers(world, joined([part]))


def test_a_manifest_counts_the_facts_of_all_parts() -> None:
    parts = [Gathering(DAY, ROME, RULES, str(n)).finish()[0] for n in range(8)]
    files = finish(DAY, ROME, joined(parts), RULES, LATER)
    manifest = json.loads(files[f"facts/clocks/date={DAY}/_manifest.json"])

    assert list(manifest["files"]) == [f"part-{n}.jsonl.gz" for n in range(8)]
