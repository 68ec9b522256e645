"""Every journey by its name."""

from tests.faults.client_journeys import worked
from tests.faults.journeys import (
    Journey,
    breached,
    large,
    limited,
    public_to_private,
    recommended,
)
from tests.faults.night_journeys import counted, let_go, mended
from tests.faults.outside_journeys import phoned, told

JOURNEYS: dict[str, Journey] = {
    journey.__name__: journey
    for journey in (
        public_to_private,
        breached,
        limited,
        recommended,
        large,
        phoned,
        told,
        worked,
        counted,
        mended,
        let_go,
    )
}
