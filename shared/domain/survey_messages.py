"""The words of a survey: the question, how to answer it, what is said after it."""

from collections.abc import Iterator, Mapping

from shared.domain.survey_rules import (
    HIGHEST,
    LINK,
    LOWEST,
    SurveyKind,
    SurveyRules,
)

SCALES: Mapping[SurveyKind, tuple[int, int]] = {"csat": (1, 5), "nps": (0, 10)}
_LONGEST_LINK = f"https://{'x' * 200}.com"


def with_digits(rules: SurveyRules, kind: SurveyKind, language: str) -> str:
    """The question with the request to type a number."""
    lowest, highest = SCALES[kind]
    typed = rules.typed.text_for(language)
    typed = typed.replace(LOWEST, str(lowest)).replace(HIGHEST, str(highest))
    return f"{rules.of(kind).text.text_for(language)} {typed}"


def with_link(rules: SurveyRules, kind: SurveyKind, language: str, link: str) -> str:
    """The question with the link to its page."""
    linked = rules.linked.text_for(language).replace(LINK, link)
    return f"{rules.of(kind).text.text_for(language)} {linked}"


def messages(rules: SurveyRules) -> Iterator[tuple[str, str]]:
    """Every message that may be sent, as long as it can become, and its field."""
    for kind in SCALES:
        texts = (rules.of(kind).text, rules.typed, rules.linked)
        for language in sorted({code for text in texts for code in text.by_language}):
            yield f"{kind}.{language}", with_digits(rules, kind, language)
            yield f"{kind}.{language}", with_link(rules, kind, language, _LONGEST_LINK)
    for name in ("why", "thanks"):
        for language, text in getattr(rules, name).by_language.items():
            yield f"{name}.{language}", text
