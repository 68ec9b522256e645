"""Names of resources, derived in one place for code, stack and launcher alike."""

from dataclasses import dataclass

APP = "care"


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of one stage: ``care-{stage}-{thing}``.

    Chalice names its functions the same way, which is how the stack's state
    machine can name functions that are deployed after it.
    """

    stage: str

    def of(self, thing: str) -> str:
        """Name one thing of this stage, e.g. ``care-prod-table``."""
        return f"{APP}-{self.stage}-{thing}"

    @property
    def stack(self) -> str:
        return f"{APP}-{self.stage}"

    def bucket(self, account: str, region: str) -> str:
        """Bucket names are global, so the account and region are part of it."""
        return f"{APP}-{self.stage}-{account}-{region}"

    def secret(self, thing: str) -> str:
        """Name a secret, e.g. ``care/prod/facebook`` or ``care/prod/key``."""
        return f"{APP}/{self.stage}/{thing}"
