"""Pages of urgent cases, alerts, improvement actions and of all edits, each with its form."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response

from reports.model.labels import JST, name_channel, name_risk, shorten
from reports.portal.answers import NO_EDIT
from reports.portal.desk import ActionState, EscalationState
from reports.portal.edit_flow import EditFlow, Subject
from reports.portal.edit_forms import EditForm, fill
from reports.portal.edit_kinds import STATUSES, answer_form, escalation_form, outcome_form
from reports.portal.entry_words import ids_of
from reports.portal.rights import Viewer
from reports.portal.room import Room, View
from reports.portal.submitted import Given, Submitted
from reports.portal.topic_pages import done_line
from reports.queries import fetch_rows
from warehouse.journal import Entry

MOST_CASES, MOST_ALERTS, MOST_ENTRIES = 200, 400, 100
RUN_GAP = timedelta(days=7)
"""Alerts about one matter that lie further apart than this belong to two rises."""
_REF = re.compile(r"[0-9a-f]{16}")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_OUTCOMES = {"real": "本物", "false": "空振り", "known": "既知"}


@dataclass(frozen=True)
class CaseLine:
    """One urgent case; `last` is the last word on it."""

    ref: str
    case_id: str
    day: date
    channel: str
    classes: str
    product: str
    sentence: str
    department: str
    last: EscalationState | None


@dataclass(frozen=True)
class ActionLine:
    """One improvement action."""

    action: ActionState
    topics: str
    department: str
    status: str
    is_overdue: bool
    can_edit: bool


class DeskPages:
    """Routes ``cases``, ``alerts``, ``actions`` and ``edits``."""

    def __init__(self, room: Room, flow: EditFlow, find_viewer: Callable[..., Any]) -> None:
        self._room, self._flow, self._find_viewer = room, flow, find_viewer

    def add_to(self, app: FastAPI) -> None:
        """Add the routes."""
        person = Annotated[Viewer, Depends(self._find_viewer)]
        pages = {
            "cases": (self._cases, self._case),
            "alerts": (self._alerts, self._alert),
            "actions": (self._actions, self._action),
        }
        for name, (show, edit) in pages.items():
            self._add(app, name, person, show, edit)

        def edits(viewer: person) -> Response:
            return self._edits(viewer)

        app.add_api_route("/edits", edits, methods=["GET"], response_model=None)

    def _add(
        self,
        app: FastAPI,
        name: str,
        person: Any,
        show: Callable[..., Response],
        edit: Callable[..., Response],
    ) -> None:
        def listed(viewer: person, done: str = "") -> Response:
            return show(viewer, done)

        def ask(number: str, viewer: person) -> Response:
            return edit(number, viewer, None, None)

        def submit(number: str, viewer: person, given: Submitted, request: Request) -> Response:
            return edit(number, viewer, given, request)

        app.add_api_route(f"/{name}", listed, methods=["GET"], response_model=None)
        app.add_api_route(f"/{name}/{{number}}", ask, methods=["GET"], response_model=None)
        app.add_api_route(f"/{name}/{{number}}", submit, methods=["POST"], response_model=None)

    def _cases(self, viewer: Viewer, done: str) -> Response:
        with self._room.open(viewer) as view:
            cases = _load_cases(view, "")
            self._room.write_down(viewer, view, page="cases", kind="sentences")
            saved = done_line(view, done, viewer)
            return self._room.answer("cases.html", viewer=viewer, root="", cases=cases, done=saved)

    def _case(self, number: str, viewer: Viewer, given: Given | None, request: Request | None) -> Response:
        with self._room.open(viewer) as view:
            found = _load_cases(view, number) if _REF.fullmatch(number) else []
            if not found:
                raise HTTPException(404)
            case = found[0]
            heading = f"{case.classes} {case.day.month}/{case.day.day} {case.channel}"
            subject = _subject("cases", number, heading, {"case_id": case.case_id})
            state = {"to": case.last.to if case.last else "", "state": "answered" if case.last else "open"}
            return self._answer(view, viewer, subject, escalation_form(), given, request, state)

    def _alerts(self, viewer: Viewer, done: str) -> Response:
        with self._room.open(viewer) as view:
            alerts = list_runs(_load_alerts(view, ""))
            saved = done_line(view, done, viewer)
            return self._room.answer("alerts.html", viewer=viewer, root="", alerts=alerts, done=saved)

    def _alert(self, number: str, viewer: Viewer, given: Given | None, request: Request | None) -> Response:
        with self._room.open(viewer) as view:
            found = _load_alerts(view, number) if _ID.fullmatch(number) else []
            if not found:
                raise HTTPException(404)
            subject = _subject("alerts", number, found[0]["label"], {"alert_id": number})
            return self._answer(view, viewer, subject, outcome_form(), given, request, {})

    def _actions(self, viewer: Viewer, done: str) -> Response:
        with self._room.open(viewer) as view:
            today = self._room.places.clock().astimezone(JST).date()
            lines = [
                _action_line(view, action, today)
                for action in reversed(list(view.in_force.actions.values()))
                if _may_see(view, action)
            ]
            saved = done_line(view, done, viewer)
            return self._room.answer("actions.html", viewer=viewer, root="", actions=lines, done=saved)

    def _action(self, number: str, viewer: Viewer, given: Given | None, request: Request | None) -> Response:
        with self._room.open(viewer) as view:
            action = view.in_force.actions.get(number)
            if action is None:
                raise HTTPException(404)
            if not _may_answer(view, action):
                raise HTTPException(403, NO_EDIT)
            subject = _subject("actions", number, shorten(action.what, 30), {"action_id": number})
            return self._answer(
                view, viewer, subject, answer_form(action), given, request, {"status": "answered"}
            )

    def _answer(
        self,
        view: View,
        viewer: Viewer,
        subject: Subject,
        form: EditForm,
        given: Given | None,
        request: Request | None,
        values: dict[str, str],
    ) -> Response:
        if given is None or request is None:
            return self._flow.ask(view, viewer, subject, form, fill(values))
        self._flow.refuse_foreign(given, request.headers, viewer)
        return self._flow.submit(view, viewer, subject, form, given)

    def _edits(self, viewer: Viewer) -> Response:
        with self._room.open(viewer) as view:
            published = view.facts.get("journal_position", "")
            mine = [each for each in view.journal.edits_after("") if _concerns(view, each)]
            proposed = [
                each
                for each in mine
                if each.action == "synonym" and each.entry_id not in view.in_force.taken_up
            ]
            others = [each for each in mine if each not in proposed]
            waiting = [each for each in others if each.entry_id > published]
            earlier = [each for each in others if each.entry_id <= published]
            return self._room.answer(
                "edits.html",
                viewer=viewer,
                root="",
                proposed=view.lines(proposed),
                waiting=view.lines(waiting),
                earlier=view.lines(earlier[-MOST_ENTRIES:]),
                more=max(0, len(earlier) - MOST_ENTRIES),
            )


def _subject(name: str, number: str, heading: str, target: dict[str, Any]) -> Subject:
    return Subject(heading, f"{name}/{number}", name, name, target, frozenset(map(str, target.values())))


def _load_cases(view: View, ref: str) -> list[CaseLine]:
    rows = fetch_rows(view.reader, "portal_risk_cases", case_ref=ref, count=MOST_CASES, **view.reach.params)
    return [
        CaseLine(
            ref=row["case_ref"],
            case_id=row["case_id"],
            day=row["day"],
            channel=name_channel(row["channel"]),
            classes="・".join(map(name_risk, row["risk"])),
            product=row["product"] or "",
            sentence=shorten(row["sentence"] or "", 120),
            department=view.reach.name(row["department"]),
            last=view.in_force.escalations.get(row["case_id"]),
        )
        for row in rows
    ]


def _load_alerts(view: View, alert_id: str) -> list[dict[str, Any]]:
    """Return alerts; none from a copy that was made before there were any."""
    if "alerts" not in {row["name"] for row in fetch_rows(view.reader, "portal_views")}:
        return []
    rows = fetch_rows(view.reader, "portal_alerts", alert_id=alert_id, count=MOST_ALERTS, **view.reach.params)
    for row in rows:
        label = view.names.topics.get(row["topic_id"] or "")
        row["label"] = f"「{label}」" if label else "話題に分けられなかった声"
        row["department"] = view.reach.name(row["department"])
        said = view.in_force.outcomes.get(row["alert_id"]) or row["outcome"]
        row["outcome"] = _OUTCOMES.get(said or "", "")
    return rows


def list_runs(alerts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one alert for each run of alerts about the same matter, newest first, with the day it ``began``.

    A rise is told every night while it lasts: nobody records twenty times what it was. The newest weekly
    alert stands for a run, since reports ask for it; what was recorded of any of its alerts is shown with it.

    Parameters
    ----------
    alerts : sequence of mapping
        Newest first, with day, scope, kind, topic_id, department and outcome.
    """
    runs: dict[tuple[Any, ...], list[list[dict[str, Any]]]] = {}
    for alert in alerts:
        of_matter = runs.setdefault((alert["kind"], alert["topic_id"], alert["department"]), [])
        if not of_matter or of_matter[-1][-1]["day"] - alert["day"] > RUN_GAP:
            of_matter.append([])
        of_matter[-1].append(alert)
    told = [_tell_run(run) for of_matter in runs.values() for run in of_matter]
    return sorted(told, key=lambda run: (run["last"], run["alert_id"]), reverse=True)


def _tell_run(run: Sequence[dict[str, Any]]) -> dict[str, Any]:
    stands = next((alert for alert in run if alert["scope"] == "week"), run[0])
    outcome = next((alert["outcome"] for alert in run if alert["outcome"]), "")
    return {**stands, "outcome": outcome, "began": run[-1]["day"], "last": run[0]["day"]}


def _owners_of(view: View, action: ActionState) -> set[str | None]:
    own = {action.department} if action.department else set()
    return own | {owner for topic_id in action.topic_ids for owner in view.owners(topic_id)}


def _may_see(view: View, action: ActionState) -> bool:
    return _may_answer(view, action) or any(view.sees(topic_id) for topic_id in action.topic_ids)


def _may_answer(view: View, action: ActionState) -> bool:
    owners = _owners_of(view, action)
    return view.reach.covers_any(owners) if owners else view.reach.viewer.sees_all


def _action_line(view: View, action: ActionState, today: date) -> ActionLine:
    return ActionLine(
        action=action,
        topics="".join(view.names.topic(topic_id) for topic_id in action.topic_ids),
        department=view.reach.name(action.department),
        status=dict(STATUSES).get(action.status, action.status),
        is_overdue=action.due_on is not None and action.due_on < today and action.status != "closed",
        can_edit=_may_answer(view, action),
    )


def _concerns(view: View, entry: Entry) -> bool:
    """Whether an edit is about something that the person may see."""
    if view.reach.viewer.sees_all:
        return True
    target = entry.target
    if entry.action == "answer":
        action = view.in_force.actions.get(str(target.get("action_id")))
        return action is not None and _may_see(view, action)
    if entry.action in ("escalation", "outcome"):
        return entry.by == view.reach.viewer.name
    return any(view.sees(topic_id) for topic_id in ids_of(entry))
