"""The routes of the numbers, as ``app.py`` has those of everything else."""

from chalice.app import Blueprint, Response

from functions import forecast, help_views, kpis, live, promise, recomputing
from functions.http import public, serve
from functions.sign_in import PEOPLE

routes = Blueprint(__name__)


@routes.route("/live", methods=["GET"], authorizer=PEOPLE)
def show_live() -> Response:
    return serve(routes, live.show_live)


@routes.route("/promise", methods=["GET"], cors=False)
def show_promise() -> Response:
    return public(routes, promise.show_promise)


@routes.route("/help-views", methods=["POST"], authorizer=PEOPLE)
def put_help_views() -> Response:
    return serve(routes, help_views.put_help_views)


@routes.route("/kpis/hourly", methods=["GET"], authorizer=PEOPLE)
def show_hourly() -> Response:
    return serve(routes, kpis.show_hourly)


@routes.route("/forecast", methods=["GET"], authorizer=PEOPLE)
def show_forecast() -> Response:
    return serve(routes, forecast.show_forecast)


@routes.route("/kpis/recompute", methods=["POST"], authorizer=PEOPLE)
def start_recompute() -> Response:
    return serve(routes, recomputing.start_recompute)


@routes.route("/kpis/recompute/{recompute}", methods=["GET"], authorizer=PEOPLE)
def show_recompute(recompute: str) -> Response:
    return serve(routes, recomputing.show_recompute, recompute)


@routes.route("/kpis/daily", methods=["GET"], authorizer=PEOPLE)
def show_daily() -> Response:
    return serve(routes, kpis.show_daily)
