"""Make the link to a survey's page, for where no buttons can be sent."""

from datetime import datetime

from shared.domain.survey_tokens import SurveyToken, link_id, write_token
from shared.ports import Ports


def survey_link(
    survey: str, person: str, expires_at: datetime, ports: Ports
) -> str | None:
    """Return the address of the page of somebody's survey, the same at every repeat.

    None where the deployment does not know its own address (``CARE_PUBLIC_URL``).
    """
    if ports.public_url is None:
        return None
    key = ports.secrets.link_keys()[0]
    link = link_id(person, survey, key)
    ports.survey_links.keep(link, person, expires_at)
    return (
        f"{ports.public_url}/surveys/{write_token(SurveyToken(link, expires_at), key)}"
    )
