"""The routes of privacy."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/customers/{customer}/export", methods=["GET"], authorizer=PEOPLE)
def export_customer(customer: str) -> Response:
    from functions import privacy

    return serve(routes, privacy.export_customer, customer)


@routes.route("/customers/{customer}", methods=["DELETE"], authorizer=PEOPLE)
def erase_customer(customer: str) -> Response:
    from functions import privacy

    return serve(routes, privacy.erase_customer, customer)
