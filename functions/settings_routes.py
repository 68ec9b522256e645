"""The routes of the settings."""

from chalice.app import Blueprint, Response

from functions.http import serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/settings/{name}", methods=["GET"], authorizer=PEOPLE)
def show_settings(name: str) -> Response:
    from functions import settings

    return serve(routes, settings.show_settings, name)


@routes.route("/settings/{name}", methods=["PUT"], authorizer=PEOPLE)
def put_settings(name: str) -> Response:
    from functions import settings

    return serve(routes, settings.put_settings, name)


@routes.route("/settings/{name}/versions", methods=["GET"], authorizer=PEOPLE)
def list_versions(name: str) -> Response:
    from functions import settings

    return serve(routes, settings.list_versions, name)


@routes.route("/settings/{name}/test", methods=["POST"], authorizer=PEOPLE)
def try_settings(name: str) -> Response:
    from functions import settings

    return serve(routes, settings.try_settings, name)


@routes.route("/settings", methods=["GET"], authorizer=PEOPLE)
def list_settings() -> Response:
    from functions import settings

    return serve(routes, settings.list_settings)


@routes.route("/settings/{name}/schema", methods=["GET"], authorizer=PEOPLE)
def show_schema(name: str) -> Response:
    from functions import settings

    return serve(routes, settings.show_schema, name)


@routes.route("/settings/{name}/rollback", methods=["POST"], authorizer=PEOPLE)
def roll_back(name: str) -> Response:
    from functions import settings

    return serve(routes, settings.roll_back, name)
