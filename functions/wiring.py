"""Builds the adapters once per container, each when it is first asked for.

What a function does not use it does not import: the receive path must start
fast, and most of the import time is botocore, PynamoDB and requests.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shared import config

if TYPE_CHECKING:
    from shared.adapters.rules import KeptSettings
    from shared.domain.settings import Rulebook
    from shared.ports import Clock, Log
    from shared.ports_agents import Agents
    from shared.ports_audit import Audit
    from shared.ports_customers import Customers
    from shared.ports_events import Changes, Posts, Subscribers
    from shared.ports_files import Files
    from shared.ports_health import Health
    from shared.ports_numbers import HelpViewsStore, Kept, KpiRuns, Recomputes
    from shared.ports_outbound import Outbox, Rates, Sender
    from shared.ports_outside import Outside
    from shared.ports_privacy import Personal
    from shared.ports_queue import Queue
    from shared.ports_secrets import Secrets
    from shared.ports_sentiments import Sentiments
    from shared.ports_surveys import SurveyLinks
    from shared.ports_workflow import Workflow


class Wiring:
    """``shared.ports.Ports`` on AWS."""

    def __init__(self) -> None:
        self._config = config.load()

    @property
    def timezone(self) -> ZoneInfo:
        return self._config.timezone

    @property
    def public_url(self) -> str | None:
        return self._config.public_url

    @property
    def settings(self) -> Rulebook:
        return self.settings_store.rules(self.clock.now())

    @cached_property
    def settings_store(self) -> KeptSettings:
        from shared.adapters.items import bind
        from shared.adapters.rules import KeptSettings
        from shared.adapters.settings import DynamoSettings
        from shared.domain.settings import default_settings

        bind(self._config.table)
        config = self._config
        first = default_settings(config.timezone.key, config.human_agent)
        return KeptSettings(DynamoSettings(), first)

    @cached_property
    def clock(self) -> Clock:
        from shared.adapters.clock import SystemClock

        return SystemClock(self._config.clock_file)

    @cached_property
    def log(self) -> Log:
        from shared.adapters.items import bind
        from shared.adapters.table import DynamoLog

        bind(self._config.table)
        return DynamoLog(lambda: self.settings)

    @cached_property
    def customers(self) -> Customers:
        from shared.adapters.customers import DynamoCustomers
        from shared.adapters.items import bind

        bind(self._config.table)
        return DynamoCustomers()

    @cached_property
    def agents(self) -> Agents:
        from shared.adapters.agents import DynamoAgents
        from shared.adapters.items import bind

        bind(self._config.table)
        return DynamoAgents()

    @cached_property
    def health(self) -> Health:
        from shared.adapters.health import DynamoHealth
        from shared.adapters.items import bind

        bind(self._config.table)
        return DynamoHealth(self._config.stage)

    @cached_property
    def queue(self) -> Queue:
        from shared.adapters.queue import SqsQueue

        return SqsQueue(_client("sqs"), self._config.queue_url)

    @cached_property
    def outbox(self) -> Outbox:
        from shared.adapters.queue import SqsOutbox

        return SqsOutbox(_client("sqs"), self._config.outbound_url)

    @cached_property
    def workflow(self) -> Workflow:
        from shared.adapters.workflow import StepFunctionsWorkflow

        config, client = self._config, _client("stepfunctions")
        return StepFunctionsWorkflow(
            client, config.state_machine, config.survey_machine
        )

    @cached_property
    def rates(self) -> Rates:
        from shared.adapters.items import bind
        from shared.adapters.rates import DynamoRates

        bind(self._config.table)
        return DynamoRates()

    @cached_property
    def sender(self) -> Sender:
        from shared.adapters import sender

        urls = {
            "meta": self._config.meta_url,
            "telegram": self._config.telegram_url,
            "x": self._config.x_url,
        }
        return sender.Sender(urls, self._token)

    @cached_property
    def sentiments(self) -> Sentiments:
        from shared.adapters.sentiments import LocalSentiments

        if self._config.sentiment == "local":
            return LocalSentiments()
        from shared.adapters.comprehend import CLIENT, ComprehendSentiments

        return ComprehendSentiments(_client("comprehend", CLIENT), LocalSentiments())

    @cached_property
    def secrets(self) -> Secrets:
        from shared.adapters.secrets import SecretsManager

        return SecretsManager(self._config.names, _client("secretsmanager"))

    @cached_property
    def kept(self) -> Kept:
        from shared.adapters.kept import KeptAnswers

        return KeptAnswers()

    @cached_property
    def help_views(self) -> HelpViewsStore:
        from shared.adapters.help_views import DynamoHelpViews
        from shared.adapters.items import bind

        bind(self._config.table)
        return DynamoHelpViews()

    @cached_property
    def kpi_runs(self) -> KpiRuns:
        from shared.adapters.kpi_runs import StepFunctionsKpiRuns

        config = self._config
        client = _client("stepfunctions")
        return StepFunctionsKpiRuns(
            client, config.kpi_machine, config.kpi_sharded_above
        )

    @cached_property
    def recomputes(self) -> Recomputes:
        from shared.adapters.recomputes import LambdaRecomputes

        function = self._config.names.of("compute_kpis")
        return LambdaRecomputes(_client("lambda"), function)

    @cached_property
    def files(self) -> Files:
        from shared.adapters.files import S3Files

        return S3Files(_client("s3"), self._config.bucket)

    @cached_property
    def survey_links(self) -> SurveyLinks:
        from shared.adapters.items import bind
        from shared.adapters.survey_links import DynamoSurveyLinks

        bind(self._config.table)
        return DynamoSurveyLinks()

    @cached_property
    def personal(self) -> Personal:
        from shared.adapters.erasing import DynamoPersonal
        from shared.adapters.items import bind

        bind(self._config.table)
        return DynamoPersonal()

    @cached_property
    def audit(self) -> Audit:
        from shared.adapters.audit import DynamoAudit
        from shared.adapters.items import bind

        bind(self._config.table)
        return DynamoAudit()

    @cached_property
    def changes(self) -> Changes:
        from shared.adapters.changes import StreamChanges

        return StreamChanges()

    @cached_property
    def posts(self) -> Posts:
        from shared.adapters.queue import SqsPosts

        config = self._config
        return SqsPosts(_client("sqs"), config.events_url, config.events_dead_url)

    @cached_property
    def subscribers(self) -> Subscribers:
        from shared.adapters.items import bind
        from shared.adapters.subscribers import DynamoSubscribers

        bind(self._config.table)
        return DynamoSubscribers(self._config.stage)

    @cached_property
    def outside(self) -> Outside:
        from shared.adapters.outside import Outside as Https

        return Https(loopback=self._config.outside == "loopback")

    def _token(self, channel: str, account: str) -> str:
        tokens = self.secrets.channel(channel).get("tokens")
        token = tokens.get(account) if isinstance(tokens, dict) else None
        return token if isinstance(token, str) else ""


_wiring: list[Wiring] = []


def ports() -> Wiring:
    """The adapters of this container."""
    if not _wiring:
        _wiring.append(Wiring())
    return _wiring[0]


def _client(service: str, config: Any = None) -> Any:
    import boto3

    return boto3.client(service, config=config)
