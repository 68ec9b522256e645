"""The routes of the numbers."""

from chalice.app import Blueprint, Response

from functions.http import public, serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/live", methods=["GET"], authorizer=PEOPLE)
def show_live() -> Response:
    from functions import live

    return serve(routes, live.show_live)


@routes.route("/promise", methods=["GET"], cors=False)
def show_promise() -> Response:
    from functions import promise

    return public(routes, promise.show_promise)


@routes.route("/help-views", methods=["POST"], authorizer=PEOPLE)
def put_help_views() -> Response:
    from functions import help_views

    return serve(routes, help_views.put_help_views)


@routes.route("/kpis/hourly", methods=["GET"], authorizer=PEOPLE)
def show_hourly() -> Response:
    from functions import kpis

    return serve(routes, kpis.show_hourly)


@routes.route("/forecast", methods=["GET"], authorizer=PEOPLE)
def show_forecast() -> Response:
    from functions import forecast

    return serve(routes, forecast.show_forecast)


@routes.route("/kpis/recompute", methods=["POST"], authorizer=PEOPLE)
def start_recompute() -> Response:
    from functions import recomputing

    return serve(routes, recomputing.start_recompute)


@routes.route("/kpis/recompute/{recompute}", methods=["GET"], authorizer=PEOPLE)
def show_recompute(recompute: str) -> Response:
    from functions import recomputing

    return serve(routes, recomputing.show_recompute, recompute)


@routes.route("/kpis/daily", methods=["GET"], authorizer=PEOPLE)
def show_daily() -> Response:
    from functions import kpis

    return serve(routes, kpis.show_daily)
