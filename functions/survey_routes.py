"""The routes of surveys."""

from chalice.app import Blueprint, Response

from functions.http import public, serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)
FORM = ["application/x-www-form-urlencoded"]


@routes.route("/surveys/{token}", methods=["GET"], cors=False)
def show_survey(token: str) -> Response:
    from functions import survey_page

    return public(routes, survey_page.show_page, token)


@routes.route("/surveys/{token}", methods=["POST"], content_types=FORM, cors=False)
def answer_survey(token: str) -> Response:
    from functions import survey_page

    return public(routes, survey_page.answer_survey, token)


@routes.route("/customers/{customer}/events", methods=["POST"], authorizer=PEOPLE)
def report_event(customer: str) -> Response:
    from functions import customer_events

    return serve(routes, customer_events.report_event, customer)
