"""The JSON of the ``surveys`` settings: read with errors that name the field."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.fields import (
    read_choice,
    read_flag,
    read_list,
    read_name,
    read_number,
    read_whole,
)
from shared.domain.policies_json import read_duration, write_duration
from shared.domain.survey_decision import CHOICES
from shared.domain.survey_rules import (
    HIGHEST,
    LINK,
    LOWEST,
    Question,
    Sample,
    SurveyRules,
)
from shared.domain.texts_json import read_language, read_texts
from shared.errors import BadInput

# A number of responses is final when they have expired: so many days are computed.
LONGEST_EXPIRY = timedelta(days=30)
LONGEST_DELAY = timedelta(days=180)  # a timer may run for a year
MOST_SAMPLED = 1_000  # a channel: all are begun in one run
_DEFAULT = SurveyRules()
_QUESTION = ("delay", "expires", "share", "ask_why", "supervisor", "thank")
_SAMPLE = tuple(f.name for f in fields(Sample))
SAMPLED = {"every_days": (1, 366), "per_channel": (0, MOST_SAMPLED), "hour": (0, 23)}
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "typed": (LOWEST, HIGHEST),
    "linked": (LINK,),
    "why": (),
    "thanks": (),
}
_FIELDS = ("quiet", "channels", "languages", "csat", "nps", "texts")


def read_surveys(value: Any) -> SurveyRules:
    """Read the rules; what is left out is as in a new deployment.

    ``{"quiet": "30d", "channels": ["x"], "languages": ["en"], "csat": {"delay":
    "10m", "expires": "3d", "share": 1, "ask_why": true, "supervisor": true,
    "thank": false}, "nps": {…, "after": ["purchase"], "sample": {"every_days": 7,
    "per_channel": 0, "hour": 11}}, "texts": {"csat": {"en": "…"}, "nps": {…},
    "typed": {…}, "linked": {"en": "… {link}"}, "why": {…}, "thanks": {…}}}``.
    ``quiet`` null is none; ``channels`` and ``languages`` null are all.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "surveys", _FIELDS)
    texts = read_fields(known.get("texts", {}), "texts", ("csat", "nps", *_TEXTS))
    nps = read_fields(known.get("nps", {}), "nps", (*_QUESTION, "after", "sample"))
    csat = read_fields(known.get("csat", {}), "csat", _QUESTION)
    quiet = known.get("quiet", write_duration(_DEFAULT.quiet))
    words = {
        name: read_texts(texts, name, f"texts.{name}", getattr(_DEFAULT, name), *gaps)
        for name, gaps in _TEXTS.items()
    }
    _check_links(words["linked"].by_language)
    return SurveyRules(
        quiet=read_duration(quiet, "quiet") or timedelta(),
        channels=_read_some(known, "channels", _read_channel),
        languages=_read_some(known, "languages", read_language),
        csat=_read_question(csat, "csat", _DEFAULT.csat, texts),
        nps=_read_question(nps, "nps", _DEFAULT.nps, texts),
        after=read_list(nps.get("after", _DEFAULT.after), "nps.after", read_name),
        sample=_read_sample(nps.get("sample", {})),
        **words,
    )


def write_surveys(rules: SurveyRules) -> dict[str, Any]:
    """Say the rules in full, the way `read_surveys` reads them."""
    return {
        "quiet": write_duration(rules.quiet) or None,
        "channels": _write_some(rules.channels),
        "languages": _write_some(rules.languages),
        "csat": _write_question(rules.csat),
        "nps": _write_question(rules.nps)
        | {"after": list(rules.after), "sample": asdict(rules.sample)},
        "texts": {
            "csat": dict(rules.csat.text.by_language),
            "nps": dict(rules.nps.text.by_language),
            **{name: dict(getattr(rules, name).by_language) for name in _TEXTS},
        },
    }


def _read_channel(value: Any, field: str) -> str:
    return read_choice(value, field, sorted(CHOICES))


def _read_question(
    known: Mapping[str, Any], name: str, otherwise: Question, texts: Mapping[str, Any]
) -> Question:
    said = {**_write_question(otherwise), **known}
    return Question(
        delay=_read_time(said["delay"], f"{name}.delay", LONGEST_DELAY),
        expires=_read_time(said["expires"], f"{name}.expires", LONGEST_EXPIRY),
        share=read_number(said["share"], f"{name}.share", 0, 1),
        asks_why=read_flag(said["ask_why"], f"{name}.ask_why"),
        supervisor=read_flag(said["supervisor"], f"{name}.supervisor"),
        thanks=read_flag(said["thank"], f"{name}.thank"),
        text=read_texts(texts, name, f"texts.{name}", otherwise.text),
    )


def _write_question(question: Question) -> dict[str, Any]:
    return {
        "delay": write_duration(question.delay),
        "expires": write_duration(question.expires),
        "share": question.share,
        "ask_why": question.asks_why,
        "supervisor": question.supervisor,
        "thank": question.thanks,
    }


def _read_time(value: Any, field: str, longest: timedelta) -> timedelta:
    found = read_duration(value, field)
    if found is None or found > longest:
        raise BadInput(f"{field} must be more than 0 and at most {longest.days}d.")
    return found


def _read_sample(value: Any) -> Sample:
    given = read_fields(value, "nps.sample", _SAMPLE)
    said = {**asdict(_DEFAULT.sample), **given}
    return Sample(
        **{
            name: read_whole(said[name], f"nps.sample.{name}", *bounds)
            for name, bounds in SAMPLED.items()
        }
    )


def _read_some(
    known: Mapping[str, Any], name: str, read: Callable[[Any, str], str]
) -> frozenset[str] | None:
    """Read which ones of all; null means every one."""
    value = known.get(name)
    return None if value is None else frozenset(read_list(value, name, read))


def _write_some(values: frozenset[str] | None) -> list[str] | None:
    return None if values is None else sorted(values)


def _check_links(texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        if LINK not in text:
            raise BadInput(f"texts.linked.{language} must have {LINK} in it.")
