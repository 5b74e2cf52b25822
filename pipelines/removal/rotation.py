"""``koe key rotate``: a fresh key. Raw numbers are not kept, so only a backfill links customers anew."""

from datetime import date

from pipelines.errors import PipelineError
from pipelines.manifest import days_with_manifest
from pipelines.pseudonyms import Pseudonymizer, add_key, load_keys
from pipelines.quiet import alone
from pipelines.removal.plan import read_plan
from pipelines.resources import key_mark, mark_key, pseudonymizer
from pipelines.settings import Settings


def rotate_key(settings: Settings) -> list[date]:
    """Put a fresh key in use and return the days that carry pseudonyms of older ones.

    The old keys stay in the file: they know again who asked to be forgotten. Nothing else is made with them.
    A rotation that was killed is ended by the next one, without a second fresh key.

    Raises
    ------
    PipelineError
        A removal was broken off and must be ended first, or the key is not this installation's.
    """
    with alone(settings.home):
        if read_plan(settings) is not None:
            message = (
                "key rotate: a removal was broken off; end it first with 'koe forget --resume' or 'koe purge'"
            )
            raise PipelineError(message)
        keys = Pseudonymizer(*load_keys(settings.key_file)) if settings.key_file.exists() else None
        replaced = {old.fingerprint for old in keys.generations[1:]} if keys else set()
        if key_mark(settings) not in replaced:
            pseudonymizer(settings)  # refuses a key that is not this installation's
            add_key(settings.key_file)
        mark_key(settings, Pseudonymizer(*load_keys(settings.key_file)))
        return days_with_manifest(settings)
