"""The journal as the portal reads it: entries never change, so the files are read again when one is added."""

from collections.abc import Callable, Collection
from threading import Lock

from reports.portal.entry_words import ids_of, is_edit
from warehouse.journal import Entry, Journal


class JournalView:
    """Entries of a journal, kept in mind between requests."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._stamp: object = None
        self._entries: list[Entry] = []
        self._lock = Lock()

    def entries(self) -> list[Entry]:
        """Return all readable entries, oldest first."""
        with self._lock:
            stamp = sorted(path.name for path in self._journal.folder.glob("*.json"))
            if stamp != self._stamp:
                self._entries = self._journal.entries()
                self._stamp = stamp
            return self._entries

    def edits(self, about: Collection[str]) -> list[Entry]:
        """Return the edits about any of some ids, oldest first."""
        wanted = frozenset(about)
        return self._find(lambda entry: not wanted.isdisjoint(ids_of(entry)))

    def edits_after(self, position: str) -> list[Entry]:
        """Return all edits after an entry, oldest first."""
        return self._find(lambda entry: entry.entry_id > position)

    def pinned(self) -> frozenset[str]:
        """Return the topics that have a mark and were not freed of it since."""
        last = {
            str(each.target.get("topic_id")): each.action
            for each in self.entries()
            if each.action in ("pin", "unpin")
        }
        return frozenset(topic_id for topic_id, action in last.items() if action == "pin")

    def _find(self, is_wanted: Callable[[Entry], bool]) -> list[Entry]:
        return [entry for entry in self.entries() if is_edit(entry) and is_wanted(entry)]
