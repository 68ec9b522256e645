"""Entries: small when stored, whole when read, one of each fact."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log import Entry, from_json, in_order, to_json
from tests.fakes.entries import action, at, received, sent

ENTRIES = st.builds(
    received,
    st.integers(-10_000, 10_000),
    st.text(min_size=1, max_size=9),
    text=st.none() | st.text(),
    addressed=st.lists(st.text()).map(tuple),
    historic=st.booleans(),
    attachments=st.lists(
        st.fixed_dictionaries({"type": st.text(), "url": st.none() | st.text()})
    ).map(tuple),
    expires_at=st.none() | st.just(at(3)),
    score=st.none() | st.integers(0, 10),
    sentiment_score=st.none() | st.floats(-1, 1),
    raw=st.none() | st.dictionaries(st.text(), st.integers() | st.text()),
)


@given(ENTRIES)
def test_an_entry_reads_back_as_it_was(entry: Entry) -> None:
    assert from_json(entry.key, to_json(entry)) == entry


def test_what_is_at_its_default_is_not_stored() -> None:
    assert to_json(Entry(at=at(0), id="r1", kind="resolved")) == {"kind": "resolved"}


def test_a_field_of_a_later_version_is_passed_over() -> None:
    entry = received()

    assert from_json(entry.key, {**to_json(entry), "colour": "red"}) == entry


@given(st.lists(ENTRIES), st.randoms(use_true_random=False))
def test_order_is_of_the_facts_not_of_arrival(
    entries: list[Entry], random: st.DataObject
) -> None:
    once = {e.key: e for e in entries}.values()
    shuffled = list(once)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random

    assert in_order(shuffled) == in_order(once)


class TestEchoes:
    def test_the_earlier_of_reply_and_echo_counts(self) -> None:
        own, echo = sent(3, agent="amy"), sent(3.1)

        assert in_order([echo, own]) == [own]

    def test_an_echo_dated_earlier_takes_over_who_wrote(self) -> None:
        own, echo = sent(3.1, agent="amy", send_key="k"), sent(3)
        (kept,) = in_order([own, echo])

        assert (kept.at, kept.agent, kept.send_key) == (at(3), "amy", "k")

    def test_two_who_know_no_author_are_one(self) -> None:
        assert in_order([sent(3), sent(3.1)]) == [sent(3)]

    def test_an_edit_of_the_same_id_is_a_fact_of_its_own(self) -> None:
        edit = Entry(at=at(5), id="m1", kind="message_edited", target="m1")

        assert in_order([edit, received()]) == [received(), edit]

    def test_the_echo_of_a_survey_is_automatic(self) -> None:
        asked = action("survey_sent", 5, "c1", target="s1", expires_at=at(99))
        first, last = in_order([sent(5 + 1 / 60, "s1"), asked])

        assert (first, last.automatic) == (asked, True)


def test_the_key_sorts_by_time() -> None:
    keys = [received(n, "z" if n < 0 else "a").key for n in (-1, 0, 1)]

    assert keys == sorted(keys)
    assert received(0, "a").at - received(-1, "z").at == timedelta(minutes=1)
