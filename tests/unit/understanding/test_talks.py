"""The measure of languages in talks is one: right where they are easily told."""

from infra.understanding.talks import told

TEXTS = {
    "ru": ["Где моя посылка? Я жду уже две недели.", "Когда привезут мой заказ?"] * 3,
    "it": ["Buongiorno, il mio ordine non è ancora arrivato, quando arriva?"] * 3,
}


def test_another_alphabet_is_told_by_any_word() -> None:
    found = told(TEXTS, 50)["ru"]

    assert (found.alone, found.in_talk, found.turned, found.unsure) == (1, 1, 1, 0)


def test_a_talk_helps_who_is_told_badly_alone() -> None:
    found = told(TEXTS, 50)["it"]

    assert found.alone < found.in_talk
    assert 0 < found.unsure < 1


def test_the_same_texts_give_the_same_shares() -> None:
    assert told(TEXTS, 50) == told(TEXTS, 50)
