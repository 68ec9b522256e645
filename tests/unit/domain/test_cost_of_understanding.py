"""What a message costs to be understood, counted: times differ with the machine."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from infra.understanding.evaluate import NOW, arriving
from shared.domain.intake import to_entry
from shared.domain.settings import default_settings

# Calls of functions a message, with a tenth to spare.
KNOWN, NEW = 1030, 1800
RULES = default_settings("UTC")
SAID = (
    "@acme still waiting for my parcel, order 4711, and nobody answers the phone!",
    "@acme sto ancora aspettando il mio pacco e nessuno risponde al telefono!",
    "@acme continuo à espera da minha encomenda e ninguém atende o telefone!",
    "@acme sigo esperando mi paquete, pedido 4711, y nadie contesta el teléfono!",
    "@acme j'attends toujours mon colis et personne ne répond au téléphone !",
    "@acme ich warte noch immer auf mein Paket, und niemand geht ans Telefon!",
    "@acme nadal czekam na moją paczkę, a nikt nie odbiera telefonu!",
    "@acme до сих пор жду посылку, и никто не отвечает на звонки!",
    "@acme încă aștept coletul și nimeni nu răspunde la telefon!",
)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the calls of functions, those of the interpreter's own as well."""
    calls = [0]

    def profile(_frame: FrameType, event: str, _arg: Any) -> None:
        calls[0] += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def test_a_message_of_known_words_is_understood_in_few_calls() -> None:
    for said in SAID:
        _understand(said)  # lays out the words of its language

    assert _fewest(SAID, SAID) < KNOWN


def test_words_that_were_never_met_cost_less_than_as_much_again() -> None:
    for said in SAID:
        _understand(said)

    assert _fewest(_with_new_words("k", "ш"), _with_new_words("w", "ж")) < NEW


def _with_new_words(latin: str, cyrillic: str) -> list[str]:
    return [
        said.replace("a", f"a{latin}").replace("о", f"о{cyrillic}")  # noqa: RUF001
        for said in SAID
    ]


def _fewest(*turns: Sequence[str]) -> float:
    """Count the calls a message in the cheapest turn.

    A memory that other tests have filled may be emptied in one of them, but not in
    the next as well.
    """
    costs = []
    for turn in turns:
        with counted() as calls:
            for said in turn:
                _understand(said)
        costs.append(calls[0] / len(turn))
    return min(costs)


def _understand(said: str) -> None:
    to_entry(arriving(said), NOW, RULES)
