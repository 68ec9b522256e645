"""Whether a customer wants no more surveys: a word where he is asked, or a sentence.

"Stop" says so only as the whole answer to a survey; it may mean anything else in
a talk. A sentence says so by itself: a refusal, and soon behind it a word for
surveys. Nine languages at once, for a short answer does not tell its language.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from shared.text.folding import fold

OptOut = Literal["word", "sentence"]
LONGEST = 160  # characters: who writes more has something else to say
MOST_BETWEEN = 4  # words, from the refusal to what is refused
WORD = re.compile(r"[^\W_]+")
# The whole of an answer, beside polite words.
ANSWERS = (
    *("stop", "stop it", "stop this", "stop please", "unsubscribe", "opt out"),
    *("optout", "leave me alone", "no more", "no more messages", "stop messaging me"),
    *("basta", "basta cosi", "smettila", "smettetela", "disiscrivimi", "cancellami"),
    *("lasciatemi in pace", "parar", "pare", "parem", "chega", "sair", "descadastrar"),
    *("deixem me em paz", "dosc", "przestancie", "przestan", "wypisz", "wypisz mnie"),
    *("wypiszcie mnie", "rezygnuje", "dajcie mi spokoj", "стоп", "хватит"),
    *("отписаться", "отпишите меня", "прекратите", "оставьте меня в покое"),
    *("opreste", "opriti", "dezabonare", "dezaboneaza ma", "destul", "ajunge"),
    *("lasati ma in pace", "alto", "baja", "dame de baja", "denme de baja"),
    *("dejadme en paz", "dejenme en paz", "arret", "arrete", "arretez", "assez"),
    *("desabonner", "desinscription", "desabonnez moi", "desinscrivez moi"),
    *("laissez moi tranquille", "stopp", "aufhoren", "aufhoeren", "abmelden"),
    *("abbestellen", "schluss", "schluss damit", "lasst mich in ruhe"),
    *("lassen sie mich in ruhe",),
)
POLITE = (
    "please pls thanks thank you grazie per favore obrigado obrigada por favor prosze "
    "dziekuje спасибо пожалуйста multumesc va rog gracias merci svp bitte danke"
)
REFUSALS = (
    *("no more", "stop", "stop sending", "don t send", "do not send", "don t want"),
    *("do not want", "dont send", "dont want", "unsubscribe me from", "opt out of"),
    *("remove me from", "unsubscribe from", "basta", "basta con", "niente piu"),
    *("non voglio", "non mandatemi", "non inviatemi", "smettetela con", "nao quero"),
    *("nao me enviem", "nao me mandem", "parem com", "parem de", "chega de"),
    *("nie chce", "nie wysylajcie", "nie przysylajcie", "dosc", "koniec z"),
    *("не хочу", "не присылайте", "не отправляйте", "хватит", "никаких"),
    *("nu mai vreau", "nu mai trimiteti", "nu mi mai trimiteti", "gata cu", "fara"),
    *("no quiero", "no me envien", "no me manden", "no me envieis", "dejen de"),
    *("basta de", "no mas", "ne m envoyez", "ne me envoyez", "je ne veux", "plus de"),
    *("arretez de", "arretez avec", "arretez vos", "keine weiteren", "keine"),
    *("ich will keine", "ich mochte keine", "schluss mit", "stoppt"),
)
SURVEYS = (
    "survey surveys sondaggio sondaggi questionario questionari inquerito inqueritos "
    "pesquisa pesquisas questionarios ankieta ankiet ankiety ankietami опрос опросы "
    "опросов опросами sondaj sondaje sondajele sondajul chestionar chestionare "
    "encuesta encuestas sondage sondages enquete enquetes umfrage umfragen befragung "
    "befragungen"
)


def opts_out(text: str | None) -> OptOut | None:
    """Tell how a customer says that he wants no more surveys; None: he does not.

    A ``word`` means it only as the answer to a survey.
    """
    if not text or len(text) > LONGEST:
        return None
    words = WORD.findall(fold(text))
    if _OF_ANSWERS.issuperset(words) and not _ANSWERS.isdisjoint(
        (" ".join(words), " ".join(_without_please(words)))
    ):
        return "word"
    return "sentence" if _refuses_surveys(words) else None


def _without_please(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if word not in _POLITE)


def _refuses_surveys(words: list[str]) -> bool:
    """Tell whether a refusal stands a few words before a word for surveys."""
    if _SURVEYS.isdisjoint(words):
        return False
    named = [place for place, word in enumerate(words) if word in _SURVEYS]
    return any(
        tuple(words[end - length : end]) in _REFUSALS
        for place in named
        for end in range(max(0, place - MOST_BETWEEN), place + 1)
        for length in _LENGTHS
        if end >= length
    )


_POLITE = frozenset(fold(POLITE).split())
_SURVEYS = frozenset(fold(SURVEYS).split())
_ANSWERS = frozenset(fold(answer) for answer in ANSWERS)
_OF_ANSWERS = _POLITE.union(*map(str.split, _ANSWERS))
_REFUSALS = frozenset(tuple(fold(words).split()) for words in REFUSALS)
_LENGTHS = sorted({len(words) for words in _REFUSALS})
