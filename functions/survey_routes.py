"""The routes of the survey page, as ``app.py`` has those of everything else."""

from chalice.app import Blueprint, Response

from functions import survey_page
from functions.http import public

routes = Blueprint(__name__)
FORM = ["application/x-www-form-urlencoded"]


@routes.route("/surveys/{token}", methods=["GET"])
def show_survey(token: str) -> Response:
    return public(routes, survey_page.show_page, token)


@routes.route("/surveys/{token}", methods=["POST"], content_types=FORM)
def answer_survey(token: str) -> Response:
    return public(routes, survey_page.answer_survey, token)
