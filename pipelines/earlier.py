"""Whether a day can be taken up in the middle: what an earlier run of it left in lake and warehouse."""

from datetime import date

from pipelines.errors import EarlierRunError
from pipelines.manifest import is_unloaded, read_manifest
from pipelines.settings import Settings
from pipelines.steps import Steps
from warehouse.contract import core
from warehouse.hashes import hash_table


def require_earlier_run(day: date, steps: Steps, settings: Settings) -> None:
    """Make sure that what the steps build upon is there and whole.

    Raises
    ------
    EarlierRunError
        The day never ran; or its analysis was interrupted or not loaded, so that assigning topics to it would
        mix two states.
    """
    known = read_manifest(settings, day)
    if not known:
        message = f"{day} was never run, so '{steps}' has nothing to begin with; run it with steps 'all'"
        raise EarlierRunError(message)
    if steps is not Steps.TOPICS:
        return
    voices = hash_table(core.VOICES, day, settings.lake.read_day(core.VOICES, day))
    loaded = known["tables"].get(core.VOICES.full_name, {}).get("hash")
    if voices.digest != loaded or is_unloaded(settings, day):
        message = (
            f"{day} was received or analysed anew without being loaded (an interrupted run), so topics alone "
            "cannot be brought up to date; run it with steps 'analysis'"
        )
        raise EarlierRunError(message)
