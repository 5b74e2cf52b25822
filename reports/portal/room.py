"""What every page of the desk needs: the open copy, the person's reach, names, the journal, an answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Response

from reports.portal.access_log import Opening
from reports.portal.answers import GONE, NOTHING_YET, html_answer
from reports.portal.desk import Desk, InForce, TopicState
from reports.portal.entry_words import EntryLine, Names, lines_of
from reports.portal.form_guard import FormGuard
from reports.portal.journal_view import JournalView
from reports.portal.places import PortalPlaces
from reports.portal.reach import Reach, load_reach
from reports.portal.rights import Viewer
from reports.portal.topic_page import TopicCard, load_cards
from reports.render import html
from warehouse.published import open_published

if TYPE_CHECKING:
    from warehouse.journal import Entry
    from warehouse.published import Reader


@dataclass(frozen=True)
class Topic:
    """A topic as readers see it and as it is with the edits they do not see yet."""

    card: TopicCard
    state: TopicState
    can_edit: bool


class View:
    """One request: the open copy and what is looked up in it once."""

    def __init__(self, reader: "Reader", reach: Reach, desk: Desk, journal: JournalView) -> None:
        self.reader, self.reach, self.desk, self.journal = reader, reach, desk, journal

    @cached_property
    def cards(self) -> dict[str, TopicCard]:
        """Topics as readers see them."""
        return load_cards(self.reader)

    @cached_property
    def in_force(self) -> InForce:
        """What all edits come to."""
        return self.desk.in_force()

    @cached_property
    def facts(self) -> dict[str, str]:
        """What the copy stands on."""
        return self.reader.facts()

    @cached_property
    def names(self) -> Names:
        """Labels as they will be, and departments."""
        labels = {key: card.label for key, card in self.cards.items()}
        return Names(
            labels | {key: state.label for key, state in self.in_force.topics.items()}, dict(self.reach.names)
        )

    def owners(self, topic_id: str) -> set[str | None]:
        """Return who owns a topic, now and after the edits that wait; empty for a topic that is gone."""
        known = self.cards.get(topic_id)
        state = self.in_force.topics.get(topic_id)
        return ({known.owner} if known else set()) | ({state.owner} if state else set())

    def topic(self, topic_id: str) -> Topic:
        """Return a topic that the person may see; HTTPException 403 or 404 otherwise."""
        card, state = self.cards.get(topic_id), self.in_force.topics.get(topic_id)
        if card is None or state is None:
            raise HTTPException(404, GONE)
        owners = self.owners(topic_id)
        if not self.reach.covers_any({*owners, *card.shared_with, *state.shared_with}):
            raise HTTPException(403)
        return Topic(card, state, self.reach.covers_any(owners))

    def sees(self, topic_id: str) -> bool:
        """Whether the person may see a topic."""
        card, state = self.cards.get(topic_id), self.in_force.topics.get(topic_id)
        shared = {*(card.shared_with if card else ()), *(state.shared_with if state else ())}
        return self.reach.covers_any(self.owners(topic_id) | shared)

    def lines(self, entries: "list[Entry]") -> tuple[EntryLine, ...]:
        """Return entries in words, newest first."""
        published = self.facts.get("journal_position", "")
        state = self.in_force
        return lines_of(
            entries, self.names, published=published, refused=state.refused, taken_up=state.taken_up
        )


class Room:
    """Opens views and answers with pages."""

    def __init__(self, places: PortalPlaces, desk: Desk) -> None:
        self.places, self.desk = places, desk
        self.journal = JournalView(desk.journal)

    @contextmanager
    def open(self, viewer: Viewer) -> Iterator[View]:
        """Open the newest copy for one person; HTTPException 404 before the first publication."""
        path = self.desk.find_copy()
        if path is None:
            raise HTTPException(404, NOTHING_YET)
        withdrawn = self.desk.withdrawn()
        with open_published(path) as reader:
            yield View(reader, load_reach(reader, viewer, withdrawn), self.desk, self.journal)

    @property
    def guard(self) -> FormGuard:
        """Signs forms."""
        return FormGuard(self.desk.key())

    def sign(self, viewer: Viewer) -> str:
        """Return the hidden value of a form for one person."""
        return self.guard.sign(viewer.name, self.places.clock())

    def write_down(
        self, viewer: Viewer, view: View, *, page: str, kind: str, folder: str = "", rows: int | None = None
    ) -> None:
        """Note that customers' words are opened; AccessLogError where that fails."""
        self.places.access_log.append(
            Opening(
                at=self.places.clock(),
                by=viewer.name,
                via=self.places.via,
                folder=folder,
                build=view.facts.get("build", ""),
                page=page,
                kind=kind,
                rows=rows,
            )
        )

    def answer(
        self,
        template: str,
        *,
        viewer: Viewer,
        root: str,
        status: int = 200,
        with_forms: bool = False,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> Response:
        """Return a page of the desk; `root` leads from its address to the portal's."""
        shared: Mapping[str, Any] = {"root": root, "viewer": viewer, "has_plan": self.desk.plan is not None}
        page = html.render_template(f"portal/{template}", **shared, **values)
        return html_answer(
            page, styles=html.portal_style_hashes(), status=status, with_forms=with_forms, headers=headers
        )
