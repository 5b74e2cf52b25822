"""Pages about topics: the list, one topic with its history, and its edits."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response

from reports.errors import KeyFormatError
from reports.keys import WeekKey, parse_week
from reports.model.paths import name_folder, name_page
from reports.portal.answers import GONE, NO_EDIT
from reports.portal.edit_flow import EditFlow, Subject
from reports.portal.edit_forms import Filled, fill
from reports.portal.edit_kinds import BUTTONS, TOPIC_EDITS, FormContext, feedback_form, topic_form
from reports.portal.entry_words import EntryLine
from reports.portal.rights import Viewer
from reports.portal.room import Room, Topic, View
from reports.portal.site_weeks import site_weeks
from reports.portal.submitted import Given, Submitted, first
from reports.portal.topic_page import STATUSES, TopicCard, load_history
from reports.portal.topic_trend import draw_trend_once, load_trend
from reports.queries import fetch_rows
from warehouse.journal import Entry

MOST_ENTRIES = 30
_TOPIC_ID = re.compile(r"T[0-9]{6,12}")


@dataclass(frozen=True)
class TopicLine:
    """One line of the list of topics."""

    card: TopicCard
    owner: str
    status: str
    is_pinned: bool
    is_waiting: bool


class TopicPages:
    """Routes below ``topics``."""

    def __init__(self, room: Room, flow: EditFlow, find_viewer: Callable[..., Any]) -> None:
        self._room, self._flow, self._find_viewer = room, flow, find_viewer

    def add_to(self, app: FastAPI) -> None:
        """Add the routes."""
        person = Annotated[Viewer, Depends(self._find_viewer)]

        def topics(viewer: person) -> Response:
            return self._list(viewer)

        def topic(topic_id: str, viewer: person, done: str = "") -> Response:
            return self._show(topic_id, viewer, done)

        def ask(topic_id: str, action: str, viewer: person) -> Response:
            return self._edit(topic_id, action, viewer, None, None)

        def edit(topic_id: str, action: str, viewer: person, given: Submitted, request: Request) -> Response:
            return self._edit(topic_id, action, viewer, given, request)

        def ask_button(
            topic_id: str, button: str, viewer: person, department: str = "", week: str = ""
        ) -> Response:
            given = {"department": (department,), "week": (week,)}
            return self._press(topic_id, button, viewer, given, None)

        def press(topic_id: str, button: str, viewer: person, given: Submitted, request: Request) -> Response:
            return self._press(topic_id, button, viewer, given, request)

        def original(topic_id: str, viewer: person, given: Submitted, request: Request) -> Response:
            return self._open_original(topic_id, viewer, given, request)

        for method, path, answer in (
            ("GET", "/topics", topics),
            ("GET", "/topics/{topic_id}", topic),
            ("POST", "/topics/{topic_id}/original", original),
            ("GET", "/topics/{topic_id}/edit/{action}", ask),
            ("POST", "/topics/{topic_id}/edit/{action}", edit),
            ("GET", "/topics/{topic_id}/feedback/{button}", ask_button),
            ("POST", "/topics/{topic_id}/feedback/{button}", press),
        ):
            app.add_api_route(path, answer, methods=[method], response_model=None)

    def _list(self, viewer: Viewer) -> Response:
        with self._room.open(viewer) as view:
            pinned = view.journal.pinned()
            published = view.facts.get("journal_position", "")
            edits = [each for each in view.journal.edits_after(published) if each.action != "synonym"]
            waiting = {key for each in edits for key in _topics_of(each)}
            lines = [
                TopicLine(
                    card,
                    view.reach.name(card.owner),
                    STATUSES.get(card.status, ""),
                    key in pinned,
                    key in waiting,
                )
                for key, card in view.cards.items()
                if card.parent and card.status != "merged" and view.sees(key)
            ]
            week = fetch_rows(view.reader, "portal_newest_week")[0]["week"]
            lines.sort(key=lambda line: not line.is_pinned)
            return self._room.answer(
                "topics.html", viewer=viewer, root="", topics=lines, week=WeekKey.of(week) if week else None
            )

    def _show(self, topic_id: str, viewer: Viewer, done: str) -> Response:
        with self._room.open(viewer) as view:
            topic = _find(view, topic_id)
            card = topic.card
            weeks = site_weeks(self._room.places.site_dir)
            history = load_history(
                view.reader, card, view.reach, site_weeks=weeks, least_cases=view.desk.least_cases()
            )
            trend = load_trend(view.reader, card, history.weeks, view.in_force.actions.values())
            entries = view.journal.edits({topic_id})
            lines = view.lines(entries[-MOST_ENTRIES:])
            self._room.write_down(
                viewer, view, page=f"topics/{topic_id}", kind="sentences", folder=name_folder(card.owner)
            )
            return self._room.answer(
                "topic.html",
                viewer=viewer,
                root="../",
                card=card,
                said_status=STATUSES.get(card.status, ""),
                owner=view.reach.name(card.owner),
                shared="・".join(map(view.reach.name, card.shared_with)),
                history=history,
                pictures=draw_trend_once(trend).trends if trend else (),
                lines=lines,
                edits=_edits_of(topic, is_pinned=topic_id in view.journal.pinned()),
                done=done_line(view, done, viewer),
                changed=_say_changed(view, topic),
            )

    def _edit(
        self, topic_id: str, action: str, viewer: Viewer, given: Given | None, request: Request | None
    ) -> Response:
        if action not in TOPIC_EDITS:
            raise HTTPException(404)
        with self._room.open(viewer) as view:
            if given is not None and request is not None:
                self._flow.refuse_foreign(given, request.headers, viewer)
            topic = _find(view, topic_id)
            if not topic.can_edit or (given and not _may_take(view, first(given, "into"))):
                raise HTTPException(403, NO_EDIT)
            form = topic_form(action, _context(view, topic))
            back = f"topics/{topic_id}"
            named = {"topic_ids": [topic_id]} if action == "action" else {"topic_id": topic_id}
            others = {first(given, "into")} if given else set()
            ids = frozenset({topic_id, *others} - {""})
            address = f"topics/{topic_id}/edit/{action}"
            subject = Subject(topic.state.label, address, back, back, named, ids)
            if given is None:
                return self._flow.ask(view, viewer, subject, form, _first_values(action, topic))
            return self._flow.submit(view, viewer, subject, form, given)

    def _press(
        self, topic_id: str, button: str, viewer: Viewer, given: Given, request: Request | None
    ) -> Response:
        if button not in BUTTONS or button == "original":
            raise HTTPException(404)
        with self._room.open(viewer) as view:
            if request is not None:
                self._flow.refuse_foreign(given, request.headers, viewer)
            topic = _find(view, topic_id)
            department, week = _place(view, given)
            folder = name_folder(department)
            form = feedback_form(button, [each for each in view.reach.names if each[0] != department])
            back = f"current/{folder}/{week}/index.html"
            subject = Subject(
                heading=topic.state.label,
                address=f"topics/{topic_id}/feedback/{button}",
                back=back,
                after=f"topics/{topic_id}",
                target={"topic_id": topic_id, "department": department, "week": str(week)},
                ids=frozenset({topic_id}),
            )
            if request is None:
                values = {"department": folder, "week": str(week)}
                return self._flow.ask(view, viewer, subject, form, fill(values))
            return self._flow.submit(view, viewer, subject, form, given)

    def _open_original(self, topic_id: str, viewer: Viewer, given: Given, request: Request) -> Response:
        with self._room.open(viewer) as view:
            self._flow.refuse_foreign(given, request.headers, viewer)
            topic = _find(view, topic_id)
            department, week = _place(view, given)
            target = {"topic_id": topic_id, "department": department, "week": str(week)}
            values = {"button": "original"}
            seen = any(
                (each.by, dict(each.target), dict(each.values)) == (viewer.name, target, values)
                for each in view.journal.entries()
            )
            if not seen:
                self._flow.note(viewer, "feedback", target, values)
            owners = view.owners(topic_id)
            role = "owner" if department in owners else "shared"
            page = name_page(topic_id, topic.card.kind, topic_kind=topic.card.kind, role=role)
            address = f"current/{name_folder(department)}/{week}/{page}"
            return Response(status_code=303, headers={"location": f"../../{address}"})


def _find(view: View, topic_id: str) -> Topic:
    if not _TOPIC_ID.fullmatch(topic_id):
        raise HTTPException(404, GONE)
    return view.topic(topic_id)


def _may_take(view: View, topic_id: str) -> bool:
    """Whether a topic may be merged into; what is no topic is told by the form."""
    owners = view.owners(topic_id)
    return not owners or view.reach.covers_any(owners)


def _place(view: View, given: Given) -> tuple[str | None, WeekKey]:
    """Return the department and week of the report under which a button stood."""
    is_open, department = view.reach.find(first(given, "department"))
    if not is_open:
        raise HTTPException(403)
    try:
        return department, parse_week(first(given, "week"))
    except KeyFormatError:
        raise HTTPException(404) from None


def _context(view: View, topic: Topic) -> FormContext:
    state = topic.state
    others = [
        other
        for other in view.in_force.topics.values()
        if other.kind == state.kind and other.topic_id != state.topic_id and other.status != "merged"
    ]
    parents = {other.parent_id for other in view.in_force.topics.values() if other.parent_id}
    siblings = [
        other
        for other in others
        if (other.parent_id is None) == (state.parent_id is None) and view.reach.covers(other.owner)
    ]
    themes = [other for other in others if other.parent_id is None and other.topic_id in parents]
    return FormContext(state, siblings, themes, view.reach.names)


def _edits_of(topic: Topic, *, is_pinned: bool) -> list[tuple[str, str]]:
    if not topic.can_edit:
        return []
    is_muted = topic.state.status == "muted"
    hidden = {"mute" if is_muted else "unmute", "pin" if is_pinned else "unpin"}
    hidden |= set() if topic.state.parent_id else {"set_parent"}
    if topic.state.status == "merged":
        return [("note", TOPIC_EDITS["note"])]
    return [(action, name) for action, name in TOPIC_EDITS.items() if action not in hidden]


def _first_values(action: str, topic: Topic) -> Filled:
    state = topic.state
    owner = name_folder(None) if state.owner is None else state.owner
    values: dict[str, dict[str, Any]] = {
        "rename": {"label": state.label},
        "route": {"department": owner, "shared_with": state.shared_with},
        "set_parent": {"parent_id": state.parent_id or ""},
        "action": {"status": "draft", "department": state.owner or ""},
    }
    return fill(values.get(action, {}))


def _say_changed(view: View, topic: Topic) -> str:
    """Return how a topic will look when the edits that wait are taken up."""
    card, state = topic.card, topic.state
    told = []
    if state.label != card.label:
        told.append(f"名前は「{state.label}」になります。")
    if state.owner != card.owner:
        told.append(f"担当は{view.reach.name(state.owner)}になります。")
    if state.status == "merged" and card.status != "merged":
        told.append(f"{view.names.topic(state.merged_into)}に統合されます。")
    if state.status == "muted" and card.status != "muted":
        told.append("確認済みになります。")
    if card.status == "muted" and state.status != "muted":
        told.append("確認済みではなくなります。")
    return "".join(told)


def done_line(view: View, done: str, viewer: Viewer) -> EntryLine | None:
    """Return the entry that the person has just saved, for the sentence that says so."""
    found = [each for each in view.journal.entries() if each.entry_id == done and each.by == viewer.name]
    return view.lines(found)[0] if found else None


def _topics_of(entry: Entry) -> list[str]:
    several = entry.target.get("topic_ids")
    named = [entry.target.get("topic_id"), entry.values.get("into")]
    return [
        each for each in (*named, *(several if isinstance(several, list) else ())) if isinstance(each, str)
    ]
