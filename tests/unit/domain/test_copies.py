"""What is stored of several copies of a fact asks neither for order nor number."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.copies import taken
from shared.domain.log import Entry
from tests.fakes.entries import at, received, sent

OR_NONE = [None, "a", "b", "cc"]
COPIES = st.builds(
    received,
    text=st.sampled_from([None, "Hello", "Hello!", "World", "@shop hello"]),
    account=st.sampled_from(OR_NONE),
    conversation=st.sampled_from(OR_NONE),
    payload=st.sampled_from(OR_NONE),
    followers=st.sampled_from([None, 0, 9, 41]),
    attachments=st.sampled_from([(), ({"type": "photo", "url": "https://p/1"},)]),
    target=st.sampled_from([None, "m0"]),
    received_at=st.sampled_from([at(1), at(2)]),
    processed_at=st.sampled_from([at(3), at(4)]),
    correlation_id=st.sampled_from([None, "first", "second"]),
    flush=st.sampled_from([None, "praise"]),
).map(lambda it: it if it.text or it.attachments else replace(it, flush=None))


def told(entries: list[Entry]) -> list[Entry]:
    """Store one after the other; the log at its end."""
    log: dict[str, Entry] = {}
    for entry in entries:
        log |= taken(log.values(), [entry])
    return list(log.values())


@given(st.lists(COPIES, min_size=1, max_size=4), st.data())
def test_copies_are_one_entry_in_any_order_and_number(
    copies: list[Entry], data: st.DataObject
) -> None:
    order = data.draw(st.permutations([*copies, copies[0]]))

    assert told(copies) == told(order)
    assert told(copies) == list(taken([], copies).values())
    assert len(told(copies)) == 1


@given(COPIES)
def test_the_same_again_writes_nothing(copy: Entry) -> None:
    later = replace(copy, received_at=at(9), processed_at=at(9), correlation_id="zz")

    assert taken(told([copy]), [copy, later]) == {}


@given(COPIES, COPIES)
def test_the_id_is_that_of_the_delivery_which_came_first(
    one: Entry, other: Entry
) -> None:
    one = replace(one, received_at=at(1), correlation_id="of the first")
    other = replace(other, received_at=at(2), correlation_id="of the second")

    (found,) = told([other, one])
    assert (found.received_at, found.correlation_id) == (at(1), "of the first")


@given(COPIES, COPIES)
def test_what_one_copy_tells_is_never_lost(one: Entry, other: Entry) -> None:
    (found,) = told([one, other])

    assert found.followers in {one.followers, other.followers}
    for name in ("account", "conversation", "payload", "followers", "target"):
        known = {getattr(one, name), getattr(other, name)} - {None}
        assert getattr(found, name) in (known or {None})


def test_our_own_record_is_not_changed_by_an_echo() -> None:
    ours = sent(5, "a1", agent="amy", account="page")
    echo = sent(5, "a1", received_at=at(6), text="On its way. https://t.co/1")

    assert taken([ours], [echo]) == {}


def test_without_a_time_of_its_own_the_first_delivery_counts() -> None:
    first = received(1, time_from_receipt=True, followers=None)
    again = received(2, time_from_receipt=True, followers=41)

    assert taken([first], [again]) == {}
