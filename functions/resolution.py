"""What follows a resolution: the workflow stops waiting and asks the customer."""

from shared.domain.state import Case
from shared.ports import Ports


def end_wait(case: Case, ports: Ports) -> None:
    """Tell the workflow of a resolved case, if it still waits; harmless if not.

    The episode may have been timed under another id, given in a lost race.
    """
    resolved_at = case.episode.resolved_at
    if resolved_at is None:
        return
    ask_at = resolved_at + ports.settings.newest.survey_delay
    for case_id, episode in case.names():
        token = ports.log.token(case_id, episode)
        if token is not None:
            ports.workflow.resolved(token, ask_at)
            ports.log.keep_token(case_id, episode, None)
