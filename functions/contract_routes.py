"""The route of the contract."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/openapi.json", methods=["GET"], authorizer=PEOPLE)
def show_document() -> Response:
    from functions import published

    return serve(routes, published.show_document)
