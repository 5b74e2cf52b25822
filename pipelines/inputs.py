"""What a day's rows were made from, piece by piece, and which of the pieces are others now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.contract import core

FILES = "file"
NOT_THERE = "-"
_WORDS = {
    "dictionary.csv": "dictionary",
    "synonyms.csv": "synonyms",
    "stop_words.csv": "stop words",
    "labels.csv": "labels",
}
_LISTS = frozenset(_WORDS.values())
_ROWS = frozenset(
    {FILES, "sources.yaml", "koe.yaml", "masking.yaml", "masking", "key", "suppressed", "code", "library"}
)
_ANALYSIS = _ROWS | _LISTS | frozenset({"kinds model", "analyzer"})
_ASSIGNMENT = _ANALYSIS | {"code of assign", "registry", "registry_version"}
_DECISIVE: dict[str, frozenset[str]] = {
    core.CONTACTS.full_name: _ROWS,
    core.UTTERANCES.full_name: _ANALYSIS,
    core.VOICES.full_name: _ANALYSIS,
    core.ASSIGNMENTS.full_name: _ASSIGNMENT,
}


@dataclass(frozen=True)
class InputChange:
    """One input that is not what it was.

    Attributes
    ----------
    kind : str
        ``file``, ``dictionary``, ``synonyms``, ``stop words``, ``labels``, the name of another settings file,
        ``kinds model``, ``analyzer``, ``masking``, ``library``, ``code``, ``registry``, ``journal`` …
    name : str
        Which of the kind: a source file as the manifest names it, a library; else empty.
    was, now : str
        Digests or versions, shortened; ``-`` where there was, or is, none.
    """

    kind: str
    name: str
    was: str
    now: str

    def line(self) -> str:
        """Return ``dictionary: 3f2a… → 91cc…``."""
        named = f"{self.kind} {self.name}" if self.name else self.kind
        return f"{named}: {self.was} → {self.now}"

    def decides(self, table: str) -> bool:
        """Say whether the rows of a table (``core.voices``) hang on this input."""
        return self.kind in _DECISIVE[table]


def flatten(inputs: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return ``(kind, name)`` → short digest of a manifest's inputs, one entry a piece."""
    found: dict[tuple[str, str], str] = {}
    for key, digest in _pieces(inputs):
        # a file that was delivered again under its name stands there twice
        found[key] = f"{found[key]} + {digest}" if key in found else digest
    return found


def list_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[InputChange, ...]:
    """Return the inputs that differ, files first; a piece that only one of them knows of counts.

    The analyzer's fingerprint covers its word lists and model: it is named only where none of these does,
    and where it is the same, other bytes of a word list changed nothing and are not named.
    """
    before, after = flatten(was), flatten(now)
    changes = [
        InputChange(kind, name, before.get((kind, name), NOT_THERE), after.get((kind, name), NOT_THERE))
        for kind, name in sorted(set(before) | set(after), key=lambda key: (key[0] != FILES, key))
        if before.get((kind, name)) != after.get((kind, name))
    ]
    kinds = {change.kind for change in changes}
    idle = {"analyzer"} if kinds & {*_LISTS, "kinds model"} else set()
    if "analyzer" not in kinds:
        idle = set(_LISTS)
    return tuple(change for change in changes if change.kind not in idle)


def _pieces(inputs: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for file in inputs.get("files", ()):
        name, _, digest = file.rpartition("@")
        yield (FILES, name), _short(digest or NOT_THERE)
    for name, digest in inputs.get("config", {}).items():
        yield (_WORDS.get(name, name), ""), _short(digest)
    for name, version in inputs.get("libraries", {}).items():
        yield ("library", name), str(version)
    for name, kind in (
        ("code", "code"),
        ("assigned_code", "code of assign"),
        ("analyzer", "analyzer"),
        ("kinds_model", "kinds model"),
        ("masking", "masking"),
        ("key", "key"),
        ("suppressed", "suppressed"),
        ("registry", "registry"),
        ("registry_version", "registry_version"),
        ("journal_position", "journal"),
    ):
        if inputs.get(name) not in (None, ""):
            yield (kind, ""), _short(str(inputs[name]))


def _short(digest: str) -> str:
    return f"{digest[:12]}…" if len(digest) > 32 else digest
