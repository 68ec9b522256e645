"""Whatever ids say, those of two customers never become one name."""

from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain.cases import case_id
from shared.domain.joined import joined
from shared.domain.surveys import nps_id

IDS = st.text(alphabet="a1|%7C:#", min_size=1, max_size=5)


@given(st.tuples(IDS, IDS, IDS), st.tuples(IDS, IDS, IDS))
def test_other_parts_make_another_text(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assume(one != other)

    assert joined(*one) != joined(*other)


@given(IDS, IDS, IDS, IDS)
def test_no_message_of_another_opens_the_same_case(
    one: str, its: str, other: str, others: str
) -> None:
    assume((one, its) != (other, others))

    assert case_id(f"email:{one}", its) != case_id(f"email:{other}", others)
    assert nps_id(f"email:{one}", its) != nps_id(f"email:{other}", others)


def test_a_bar_in_an_id_was_once_the_bar_between_ids() -> None:
    assert case_id("email:a|b", "c") != case_id("email:a", "b|c")


def test_usual_ids_are_named_as_ever() -> None:
    assert joined("x:1", "m1") == "x:1|m1"
    assert case_id("x:1", "m1") == "c1a6616660ea936ff525"
