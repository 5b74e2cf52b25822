"""What receiving and pulling need, in one value."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from pipelines.config.sources_file import SourceSettings, SourcesFile
from pipelines.pseudonyms import Pseudonymizer
from pipelines.receive.layer import ReceivedLayer
from pipelines.receive.masked_rows import ContactMasker, rows_schema
from pipelines.sources.unpack import Limits
from pipelines.suppression import Suppression
from warehouse.lake import Lake

READING_VERSION: Final = 4
"""Goes up when the code reads the same bytes in another way; every file is then received anew."""

_NOT_DECISIVE: Final = {"path", "label", "expected_by"}


@dataclass(frozen=True)
class Intake:
    """What receiving and pulling need.

    Attributes
    ----------
    sources : SourcesFile
        The configured sources.
    lake : Lake
        Where everything is kept.
    masker : ContactMasker
        Hides personal data.
    keys : Pseudonymizer
        Makes customer, agent and order keys.
    late_days : int
        How far back files are looked for, and within which a correction may move a contact to another day.
    attempt : str
        Goes into names of temporary files; no two processes share it.
    limits : Limits
        Sizes beyond which files and texts are refused.
    suppression : Suppression
        People who asked to be forgotten, and days that were purged.
    hints : frozenset of str
        Values of ``department_hint`` that departments.yaml names.
    locks : Path or None
        Folder of the lock by which processes at work at once receive each file once; None without others.
    """

    sources: SourcesFile
    lake: Lake
    masker: ContactMasker
    keys: Pseudonymizer
    late_days: int
    attempt: str
    limits: Limits = field(default_factory=Limits)
    suppression: Suppression = field(default_factory=Suppression)
    hints: frozenset[str] = frozenset()
    locks: Path | None = None

    @property
    def layer(self) -> ReceivedLayer:
        """The received layer of the lake."""
        return ReceivedLayer(self.lake, self.attempt)

    @cached_property
    def readings(self) -> dict[str, str]:
        """Source to the fingerprint of all that decides how its bytes are read and masked."""
        return {name: self._reading_of(source) for name, source in self.sources.sources.items()}

    def _reading_of(self, source: SourceSettings) -> str:
        content = {
            "source": source.model_dump(mode="json", exclude=_NOT_DECISIVE),
            "timezone": self.sources.timezone,
            "masker": self.masker.fingerprint,
            "keys": self.keys.fingerprint,
            "limits": asdict(self.limits),
            "schema": str(rows_schema(source.contract)),
            "code": READING_VERSION,
            **({"hints": sorted(self.hints)} if self.hints else {}),
        }
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
