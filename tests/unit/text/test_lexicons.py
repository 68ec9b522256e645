"""The words that carry a mood: the rules of looking them up, and the data itself."""

import pytest

from shared.text.language import guess
from shared.text.lexicons import (
    DATA,
    KEY,
    LANGUAGES,
    Lexicon,
    care,
    emoji,
    general,
    modifiers,
)
from shared.text.valence import valences
from shared.text.words import clear, tokens

PLENTY = 1000


def lexicon(language: str = "en", **entries: float) -> Lexicon:
    made = Lexicon()
    for entry, valence in entries.items():
        made.add(entry.replace("_", " "), valence, language)
    return made


class TestLookingUp:
    def test_a_phrase_goes_before_its_first_word(self) -> None:
        found = lexicon(thanks=2.0, thanks_for_nothing=-2.4)

        assert found.find(["thanks", "for", "nothing"], 0) == (-2.4, 3)
        assert found.find(["thanks", "for", "all"], 0) == (2.0, 1)

    def test_the_longest_beginning_counts(self) -> None:
        found = Lexicon()
        found.add("help*", 1.0, "en")
        found.add("helpless*", -2.0, "en")

        assert found.find(["helplessly"], 0) == (-2.0, 1)
        assert found.find(["helpful"], 0) == (1.0, 1)

    def test_a_phrase_may_begin_with_a_beginning(self) -> None:
        found = Lexicon()
        found.add("верн* деньги", -1.2, "ru")

        assert found.find(["верните", "деньги"], 0) == (-1.2, 2)
        assert found.find(["верните", "меня"], 0) is None

    def test_a_word_is_found_without_its_accents_unless_it_is_another(self) -> None:
        found = Lexicon()
        found.add("péssimo", -3.0, "pt")
        found.add("schön", 2.0, "de")

        assert found.find(["pessimo"], 0) == (-3.0, 1)
        assert found.find(["schon"], 0) is None
        assert found.find(["schoen"], 0) == (2.0, 1)

    def test_a_short_beginning_keeps_its_accents(self) -> None:
        found = Lexicon()
        found.add("gên*", -1.5, "fr")

        assert found.find(["gênant"], 0) == (-1.5, 1)
        assert found.find(["gens"], 0) is None

    def test_an_ending_may_be_only_so_long(self) -> None:
        found = Lexicon(ending=2)
        found.add("casi*", -1.0, "it")

        assert found.find(["casino"], 0) == (-1.0, 1)
        assert found.find(["casistica"], 0) is None


class TestTheRules:
    @pytest.mark.parametrize("language", ["fr", "ro", "it", "es"])
    def test_a_negation_said_twice_is_one(self, language: str) -> None:
        once, twice = {
            "fr": ("pas bon", "ne pas bon"),
            "ro": ("nu bun", "nu nimic bun"),
            "it": ("non buono", "non mai buono"),
            "es": ("no bueno", "no nunca bueno"),
        }[language]
        good = lexicon(bon=1.9, bun=1.9, buono=1.9, bueno=1.9)
        about = modifiers(language)

        said = [valences(tokens(text), good, about) for text in (once, twice)]

        assert said[0] == said[1]
        assert said[0][0] < 0

    def test_a_phrase_that_says_nothing_hides_its_words(self) -> None:
        found = lexicon(care=2.0, customer_care=0.0)
        about = modifiers("en")

        assert valences(tokens("customer care"), found, about) == []
        assert valences(tokens("they care"), found, about) == [2.0]

    def test_what_is_loud_among_others_weighs_more(self) -> None:
        found, about = lexicon(bad=-2.0), modifiers("en")

        (quiet,) = valences(tokens("this is bad"), found, about)
        (loud,) = valences(tokens("this is BAD"), found, about)
        (shouted,) = valences(tokens("THIS IS BAD"), found, about)

        assert loud < quiet == shouted

    @pytest.mark.parametrize(
        ("said", "language", "worth"),
        [
            ("nobody answers", "en", True),
            ("they answer", "en", False),
            ("nada funciona", "es", True),
            ("die App funktioniert leider nicht", "de", True),
            ("никто ничего не сказал", "ru", True),
            ("a ajuns", "ro", False),
        ],
    )
    def test_what_goes_without_saying_counts_where_it_is_denied(
        self, said: str, language: str, worth: bool
    ) -> None:
        assert bool(valences(tokens(said), Lexicon(), modifiers(language))) is worth

    @pytest.mark.parametrize(
        ("said", "language"),
        [
            ("nigdy w życiu nie byłem tak zły", "pl"),
            ("никто меня ещё так не злил", "ru"),
            ("never in my life so bad", "en"),
            ("noch nie was schlechteres erlebt", "de"),
            ("nimeni nu a fost atat de rau", "ro"),
        ],
    )
    def test_never_so_bad_is_bad_however_far_apart_it_is_said(
        self, said: str, language: str
    ) -> None:
        bad = lexicon(bad=-2.0, zły=-2.0, злил=-2.0, schlechteres=-2.0, rau=-2.0)

        (found,) = valences(tokens(clear(said)), bad, modifiers(language))

        assert found <= -2.0

    def test_a_word_drawn_out_is_the_word_said_loudly(self) -> None:
        found, about = lexicon(good=2.0, terrible=-2.0), modifiers("en")

        (plain, drawn) = (
            valences(tokens(it), found, about) for it in ("so bad", "sooo terriiible")
        )
        (very,) = valences(tokens("terrible"), found, about)

        assert plain == []
        assert drawn[0] < very
        assert valences(tokens("goooood"), found, about)[0] > found.words["good"]


class TestTheData:
    def test_every_row_of_the_care_lexicon_has_a_cell_for_every_language(self) -> None:
        lines = (DATA / "care.txt").read_text(encoding="utf-8").splitlines()
        rows = [line.split(";") for line in lines if not line.startswith("#")]

        assert {len(row) for row in rows} == {1 + len(LANGUAGES)}
        assert all(-4 <= float(row[0]) <= 4 for row in rows)
        assert all(entry.strip() for row in rows for entry in row)

    @pytest.mark.parametrize(
        ("word", "language"),
        [
            ("sur", "fr"),
            ("gens", "fr"),
            ("sabia", "pt"),
            ("sujeito", "pt"),
            ("hotel", "ro"),
            ("tipul", "ro"),
            ("las", "ro"),
            ("podłoga", "pl"),
            ("zabieram", "pl"),
            ("genitori", "it"),
            ("pentola", "it"),
            ("rotonda", "es"),
            ("sich", "de"),
            ("pedido", "pt"),
            ("solicito", "pt"),
            ("facture", "fr"),
            ("schreiben", "de"),
            ("bitte", "de"),
            ("bank", "de"),
            ("przelew", "pl"),
            ("страховка", "ru"),
        ],
    )
    def test_everyday_words_that_begin_like_feelings_say_nothing(
        self, word: str, language: str
    ) -> None:
        hits = [of(language).find([word], 0) for of in (care, general)]

        assert {hit[0] for hit in hits if hit} <= {0.0}

    @pytest.mark.parametrize("language", LANGUAGES[1:])
    def test_a_letter_alone_is_worth_nothing(self, language: str) -> None:
        words = {*care(language).words, *general(language).words}

        assert {word for word in words if len(word) == 1} == set()

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "please want help support credit"),
            ("it", "partito mentre bisogno risposta premier subito"),
            ("pt", "equipe tarde negro maior presidente motivo"),
            ("es", "necesito podría negro hermano seguro dicho"),
            ("fr", "plan pourrait france fonctionne panneaux mercredi"),
            ("de", "gefahren kriegen leicht laut würde bereits schicken liebe"),
            ("pl", "ponieważ pozwala kolejny powinien prostu złotych przelew"),
            ("ru", "просто украина получить вернуть провайдер спросить зависит"),
            ("ro", "cred început politică motiv bucurești amendă"),
        ],
    )
    def test_an_everyday_word_is_not_the_feeling_it_begins_like(
        self, language: str, said: str
    ) -> None:
        hits = {word: general(language).find([word], 0) for word in said.split()}

        assert {word for word, hit in hits.items() if hit and hit[0]} == set()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_changes_others_is_one_word(self, language: str) -> None:
        about = modifiers(language)
        words = {*about.negators, *about.negators_after, *about.contrasts}

        assert {word for word in words if len(word.split()) != 1} == set()

    def test_every_entry_is_made_of_words_and_stars(self) -> None:
        lines = (DATA / "care.txt").read_text(encoding="utf-8").splitlines()
        cells = [line.split(";")[1:] for line in lines if not line.startswith("#")]
        odd = [cell for row in cells for cell in row if set(cell) & set("[](){}!?.")]

        assert odd == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_words_are_written_as_messages_are_read(self, language: str) -> None:
        words = {*care(language).words, *general(language).words}
        words |= {*care(language).stems, *general(language).stems}

        assert {word for word in words if clear(word) != word} == set()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_language_has_plenty_of_words(self, language: str) -> None:
        assert len(care(language).words) + len(care(language).stems) > PLENTY / 2
        assert len(general(language).words) > PLENTY

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_phrase_that_begins_with_a_beginning_can_be_found(
        self, language: str
    ) -> None:
        starts = [
            phrase[0]
            for phrases in care(language).phrases.values()
            for phrase, _ in phrases
            if phrase[0].endswith("*")
        ]

        assert [start for start in starts if len(start) <= KEY] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_data_speak_the_language_they_claim(self, language: str) -> None:
        column = LANGUAGES.index(language) + 1
        lines = (DATA / "care.txt").read_text(encoding="utf-8").splitlines()
        phrases = [
            entry
            for line in lines
            if not line.startswith("#")
            for entry in line.split(";")[column].split("|")
            if " " in entry and "*" not in entry
        ]
        told = [guess(phrase).language for phrase in phrases]

        assert max(set(told), key=told.count) == language

    def test_every_emoji_is_one_that_a_message_is_cut_into(self) -> None:
        cut = {sign: [t.text for t in tokens(clear(sign))] for sign in emoji()}

        assert {s: t for s, t in cut.items() if t != [s]} == {}
