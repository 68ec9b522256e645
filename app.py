"""The table of contents: every route, queue, schedule and workflow task.

Bodies are one line. Queue, schedule and plain functions are declared here and
not on blueprints, whose functions Lambda runs without this file.
"""

from typing import Any

from chalice.app import (
    Chalice,
    CloudWatchEvent,
    CognitoUserPoolAuthorizer,
    Cron,
    Response,
    SQSEvent,
)

from functions import (
    case_workflow,
    customers,
    daily,
    desk,
    errands,
    health,
    ingest,
    kpis,
    people,
    replying,
    settings,
    sweep,
    unflushing,
    webhooks,
)
from functions.http import LEADS, READERS, STAFF, public, serve
from functions.wiring import ports
from shared import config
from shared.names import APP, Names

stack = config.load()
app = Chalice(app_name=APP)
PEOPLE = CognitoUserPoolAuthorizer("people", provider_arns=[stack.user_pool_arn])
JSON = ["application/json"]


# Platforms


@app.route("/webhooks/{channel}", methods=["GET"])
def confirm_webhook(channel: str) -> Response:
    return public(app, webhooks.confirm_request, channel)


@app.route("/webhooks/{channel}", methods=["POST"], content_types=JSON)
def receive_webhook(channel: str) -> Response:
    return public(app, webhooks.receive_request, channel)


@app.on_sqs_message(
    queue=Names(stack.stage).of("inbound"), batch_size=10, name="ingest"
)
def ingest_events(event: SQSEvent) -> None:
    ingest.ingest_event(event, ports())


@app.on_sqs_message(
    queue=Names(stack.stage).of("outbound"), batch_size=1, name="deliver"
)
def deliver_answers(event: SQSEvent) -> None:
    errands.deliver_event(event, ports())


# Case workflow


@app.lambda_function(name="route")
def route(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return case_workflow.route(event, ports())


@app.lambda_function(name="await_deadline")
def await_deadline(event: dict[str, Any], _context: Any) -> None:
    case_workflow.await_deadline(event, ports())


@app.lambda_function(name="on_deadline")
def on_deadline(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return case_workflow.on_deadline(event, ports())


@app.lambda_function(name="ask")
def ask(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return case_workflow.ask(event, ports())


# Scheduled (UTC; the day that is computed is the reporting zone's)


@app.schedule(Cron(10, "*", "*", "*", "?", "*"), name="nightly")
def nightly(_event: CloudWatchEvent) -> None:
    daily.compute_due_days(ports())


@app.schedule(Cron(40, 2, "*", "*", "?", "*"), name="sweep")
def sweep_cases(_event: CloudWatchEvent) -> None:
    sweep.sweep(ports())


@app.lambda_function(name="compute_kpis")
def compute_kpis(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    return daily.compute_kpis(event, ports())


# Agents and supervisors


@app.route("/cases", methods=["GET"], authorizer=PEOPLE)
def list_cases() -> Response:
    return serve(app, STAFF, desk.list_cases)


@app.route("/cases/{case_id}", methods=["GET"], authorizer=PEOPLE)
def show_case(case_id: str) -> Response:
    return serve(app, STAFF, desk.show_case, case_id)


@app.route("/cases/{case_id}/timeline", methods=["GET"], authorizer=PEOPLE)
def show_timeline(case_id: str) -> Response:
    return serve(app, STAFF, desk.show_timeline, case_id)


@app.route("/cases/{case_id}/reply", methods=["POST"], authorizer=PEOPLE)
def reply(case_id: str) -> Response:
    return serve(app, STAFF, replying.reply, case_id)


@app.route("/cases/{case_id}/resolve", methods=["POST"], authorizer=PEOPLE)
def resolve(case_id: str) -> Response:
    return serve(app, STAFF, desk.resolve, case_id)


@app.route("/customers/{customer}", methods=["GET"], authorizer=PEOPLE)
def show_customer(customer: str) -> Response:
    return serve(app, STAFF, customers.show_customer, customer)


@app.route("/customers/{customer}/history", methods=["GET"], authorizer=PEOPLE)
def show_history(customer: str) -> Response:
    return serve(app, STAFF, customers.show_history, customer)


@app.route("/customers/{customer}/unflush", methods=["POST"], authorizer=PEOPLE)
def unflush(customer: str) -> Response:
    return serve(app, LEADS, unflushing.unflush, customer)


@app.route("/agents", methods=["GET"], authorizer=PEOPLE)
def list_agents() -> Response:
    return serve(app, STAFF, people.list_agents)


@app.route("/agents/{agent}", methods=["GET"], authorizer=PEOPLE)
def show_agent(agent: str) -> Response:
    return serve(app, STAFF, people.show_agent, agent)


@app.route("/agents/{agent}", methods=["PUT"], authorizer=PEOPLE)
def put_agent(agent: str) -> Response:
    return serve(app, LEADS, people.put_agent, agent)


@app.route("/agents/{agent}/availability", methods=["POST"], authorizer=PEOPLE)
def set_availability(agent: str) -> Response:
    return serve(app, STAFF, people.set_availability, agent)


@app.route("/settings/{name}", methods=["GET"], authorizer=PEOPLE)
def show_settings(name: str) -> Response:
    return serve(app, LEADS, settings.show_settings, name)


@app.route("/settings/{name}", methods=["PUT"], authorizer=PEOPLE)
def put_settings(name: str) -> Response:
    return serve(app, LEADS, settings.put_settings, name)


@app.route("/settings/{name}/versions", methods=["GET"], authorizer=PEOPLE)
def list_versions(name: str) -> Response:
    return serve(app, LEADS, settings.list_versions, name)


@app.route("/settings/{name}/test", methods=["POST"], authorizer=PEOPLE)
def try_settings(name: str) -> Response:
    return serve(app, LEADS, settings.try_settings, name)


# Analysts


@app.route("/kpis/daily", methods=["GET"], authorizer=PEOPLE)
def show_daily() -> Response:
    return serve(app, READERS, kpis.show_daily)


# The public


@app.route("/health", methods=["GET"])
def show_health() -> Response:
    return public(app, health.show_health)
