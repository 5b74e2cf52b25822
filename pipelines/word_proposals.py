"""Words that people proposed in the portal as meaning the same, and which of them synonyms.csv took up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nlp.normalise import normalise
from nlp.vocabulary import Vocabulary
from pipelines.config.vocabulary_files import read_vocabulary
from pipelines.settings import Settings
from warehouse.journal import Entry


@dataclass(frozen=True, slots=True)
class Proposal:
    """One entry ``synonym`` of the journal.

    Attributes
    ----------
    variants : tuple of str
        Words that are to count as `representative`.
    waiting : tuple of str
        Those of them that synonyms.csv does not lead there yet; empty = taken up.
    """

    entry_id: str
    at: datetime
    by: str
    representative: str
    variants: tuple[str, ...]
    waiting: tuple[str, ...]


def list_proposals(settings: Settings) -> list[Proposal]:
    """Return what was proposed, oldest first, beside the word lists as they are now."""
    vocabulary = read_vocabulary(settings.config_dir).vocabulary
    return compare_proposals(settings.journal.entries(), vocabulary)


def compare_proposals(entries: Iterable[Entry], vocabulary: Vocabulary) -> list[Proposal]:
    """Return the proposals among some entries; what names no words is left out."""
    found = (_read(entry, vocabulary) for entry in entries if entry.action == "synonym")
    return [proposal for proposal in found if proposal is not None]


def _read(entry: Entry, vocabulary: Vocabulary) -> Proposal | None:
    representative = str(entry.values.get("representative", "")).strip()
    given = entry.values.get("variants")
    variants = tuple(str(word).strip() for word in given) if isinstance(given, list) else ()
    if not representative or not any(variants):
        return None
    goal = vocabulary.representative(normalise(representative).text)
    waiting = tuple(
        word for word in variants if word and vocabulary.representative(normalise(word).text) != goal
    )
    return Proposal(entry.entry_id, entry.at, entry.by, representative, variants, waiting)
