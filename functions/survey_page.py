"""The public page on which a survey is answered, once.

To look at it changes nothing: mail programs and messengers open links before
people do. The token is all there is to know, so nobody else's page can send the
form for him. An answer is reserved before it is written, under the survey's own
key: of two at once the first counts, and a repeat completes what was cut off.
What is said beside the score is a message of the customer's case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalice.app import Request, Response

from functions.http import guard
from shared.domain.log import PAGE, Entry
from shared.domain.state import Survey
from shared.domain.survey_messages import SCALES
from shared.domain.survey_tokens import link_id, read_token
from shared.domain.times import from_text, to_text
from shared.pages import survey_page
from shared.pages.survey_page import Given, Notice
from shared.ports import Card, Ports
from shared.ports_sentiments import Said

# Whoever writes an answer has ended by then, one way or the other.
UNDER_WAY = timedelta(minutes=2)
_STATUSES: dict[Notice, int] = {
    "recorded": 200,
    "already": 200,
    "unknown": 404,
    "over": 410,
    "unavailable": 503,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A survey that may be answered, and whose it is."""

    person: str
    survey: Survey
    language: str

    @property
    def scale(self) -> tuple[int, int]:
        return SCALES[self.survey.kind]


def show_page(token: str, request: Request, ports: Ports) -> Response:
    """The form, or why there is none; changes nothing."""

    def page() -> Response:
        found = _open(token, request, ports)
        if not isinstance(found, Opened):
            return found
        return _respond(200, _form(found, None, ports), found.language)

    return _always_a_page(page, request)


def answer_survey(token: str, request: Request, ports: Ports) -> Response:
    """Record the answer that was sent with the form, unless there is one."""

    def page() -> Response:
        found = _open(token, request, ports)
        if not isinstance(found, Opened):
            return found
        raw = request.raw_body
        body = raw if isinstance(raw, bytes) else raw.encode()
        given = survey_page.read_form(body, found.scale)
        if given.score is None:
            return _respond(400, _form(found, given, ports), found.language)
        is_first = _record(found, given, ports)
        return _notice("recorded" if is_first else "already", found.language)

    return _always_a_page(page, request)


def _open(token: str, request: Request, ports: Ports) -> Opened | Response:
    """Find the survey of a link; what is made up costs no request of ours."""
    accepted = request.headers.get("accept-language")
    visitors = survey_page.language_of(None, accepted)
    now = ports.clock.now()
    for key in ports.secrets.link_keys():
        link = read_token(token, key)
        if link is not None:
            break
    else:
        return _notice("unknown", visitors)
    person = ports.survey_links.person(link.id) if now < link.expires_at else None
    if person is None:
        return _notice("over", visitors)
    known = ports.log.cards([person])[person].person
    survey = known.survey
    if survey is None or link_id(person, survey.id, key) != link.id:
        return _notice("over", visitors)  # he has been asked something else since
    told = survey.language or known.tally.language
    language = survey_page.language_of(told, accepted)
    if survey.score is not None:
        return _notice("already", language)
    if not survey.takes(now):
        return _notice("over", language)
    return Opened(person, survey, language)


def _form(found: Opened, refused: Given | None, ports: Ports) -> str:
    question = ports.settings.newest.surveys.of(found.survey.kind).text
    text = question.text_for(found.language)
    return survey_page.form(found.language, text, found.scale, refused=refused)


def finish(card: Card, ports: Ports) -> bool:
    """Write the answer to his survey that was reserved and cut off; whether there was.

    Who has sent it was told that it failed, and need not have tried again.
    """
    survey = card.person.survey
    if survey is None or survey.score is not None:
        return False
    stored = ports.log.claimed(card.person.id, _key(survey)) or {}
    if "score" not in stored:
        return False
    if ports.clock.now() < from_text(str(stored["claimed_at"])) + UNDER_WAY:
        return False
    told = survey.language or card.person.tally.language
    language = survey_page.language_of(told, None)
    _write(Opened(card.person.id, survey, language), stored, ports)
    return True


def _record(found: Opened, given: Given, ports: Ports) -> bool:
    """Write the answer that came first; tell whether it is this one."""
    now = ports.clock.now()
    note = {"score": given.score, "comment": given.comment}
    stored = ports.log.claim(found.person, _key(found.survey), now, note)
    if stored is not None and "answered_at" in stored:
        return False
    _write(found, stored or {**note, "claimed_at": to_text(now)}, ports)
    return stored is None


def _write(found: Opened, first: Mapping[str, Any], ports: Ports) -> None:
    # Who only looks at the page does not wait for what stores and reads messages.
    from functions.attribution import Arrival, Attributed
    from functions.storing import store

    at, said = from_text(str(first["claimed_at"])), str(first.get("comment") or "")
    key = _key(found.survey)
    answer = Entry(
        at=at,
        id=key,
        kind="survey_answered",
        survey=found.survey.id,
        score=int(first["score"]),
        says_more=bool(said),
        what=PAGE,
    )
    entries = [answer, _comment(found, said, at, ports)] if said else [answer]
    arrivals = [Arrival(person=found.person, entry=entry) for entry in entries]
    store(Attributed(arrivals=arrivals), ports)
    ports.log.settle(found.person, key, {"answered_at": first["claimed_at"]})


def _key(survey: Survey) -> str:
    """What an answer is reserved under, and known by in the log."""
    return f"{PAGE}:{survey.id}"


def _comment(found: Opened, said: str, at: datetime, ports: Ports) -> Entry:
    """What was said beside the score, understood like any message of his."""
    from shared.domain.intake import begin_comment, finish_entry

    now, channel = ports.clock.now(), found.person.partition(":")[0]
    begun = begin_comment(found.survey.id, said, found.language, at, now)
    (mood,) = ports.sentiments.read([Said(begun.text, begun.language)])
    return finish_entry(begun, mood, channel, ports.settings)


def _always_a_page(page: Callable[[], Response], request: Request) -> Response:
    """Run it; whatever fails is logged, and is a page as well."""
    response = guard(page)
    if response.headers.get("Content-Type") == survey_page.HEADERS["Content-Type"]:
        return response
    accepted = request.headers.get("accept-language")
    return _notice("unavailable", survey_page.language_of(None, accepted))


def _notice(about: Notice, language: str) -> Response:
    return _respond(_STATUSES[about], survey_page.notice(language, about), language)


def _respond(status: int, page: str, language: str) -> Response:
    return Response(
        body=page,
        status_code=status,
        headers={**survey_page.HEADERS, "Content-Language": language},
    )
