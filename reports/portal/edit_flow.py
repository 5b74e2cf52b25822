"""One way for every edit: a form, what it would change, and only then a journal entry."""

import errno
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from fastapi import HTTPException, Response
from starlette.datastructures import Headers

from reports.portal.answers import FOREIGN_FORM, STALE_FORM
from reports.portal.desk import Preview
from reports.portal.edit_forms import EditForm, Filled, read_form
from reports.portal.edit_kinds import entry_values
from reports.portal.entry_words import first_sentence, say_next, tell
from reports.portal.form_guard import FIELD, is_from_own_page
from reports.portal.rights import Viewer
from reports.portal.room import Room, View
from reports.portal.submitted import Given, first
from warehouse.journal import Entry, make_entry

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subject:
    """What an edit is about.

    Attributes
    ----------
    heading : str
        Its name.
    address, back, after : str
        Below the portal: of the form, of where one came from, and of what is shown when it is saved.
    target : mapping
        The target of the journal entry.
    ids : frozenset of str
        Topics, alert, case or action that it touches: other edits of these are told.
    """

    heading: str
    address: str
    back: str
    after: str
    target: dict[str, Any]
    ids: frozenset[str]

    @property
    def root(self) -> str:
        """Leads from the form's address to the portal's."""
        return "../" * self.address.partition("?")[0].count("/")


class EditFlow:
    """Shows forms and previews, and writes the entry when it is asked for."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._lock = Lock()

    def refuse_foreign(self, given: Given, headers: Headers, viewer: Viewer) -> None:
        """Raise HTTPException 403 for what no form of ours, shown to this person, has sent."""
        if not is_from_own_page(headers):
            raise HTTPException(403, FOREIGN_FORM)
        if not self._room.guard.knows(first(given, FIELD), viewer.name, self._room.places.clock()):
            raise HTTPException(403, STALE_FORM)

    def ask(self, view: View, viewer: Viewer, subject: Subject, form: EditForm, filled: Filled) -> Response:
        """Return the form."""
        return self._room.answer(
            "form.html",
            viewer=viewer,
            root=subject.root,
            status=422 if filled.problems else 200,
            with_forms=True,
            subject=subject,
            form=form,
            filled=filled,
            seen=_newest(view, subject),
            token=self._room.sign(viewer),
        )

    def submit(self, view: View, viewer: Viewer, subject: Subject, form: EditForm, given: Given) -> Response:
        """Return the form again, what it would change, or the way to where the saved edit is shown."""
        filled = read_form(form, given)
        if filled.problems or first(given, "step") == "edit":
            return self.ask(view, viewer, subject, form, filled)
        entry = self._make(viewer, subject, form, filled)
        preview = view.desk.preview(entry)
        if preview.conflict:
            wrong = replace(filled, problems={"": first_sentence(preview.conflict)})
            return self.ask(view, viewer, subject, form, wrong)
        return self._save(view, viewer, subject, form, given, filled, entry, preview)

    def _save(
        self,
        view: View,
        viewer: Viewer,
        subject: Subject,
        form: EditForm,
        given: Given,
        filled: Filled,
        entry: Entry,
        preview: Preview,
    ) -> Response:
        """Write the entry where it is confirmed and nothing else was edited meanwhile, else ask."""
        with self._lock:
            newer = [each for each in view.journal.edits(subject.ids) if each.entry_id > first(given, "seen")]
            trouble = ""
            if first(given, "step") == "save":
                if newer and _is_same(newer[-1], entry):
                    # The button was pressed twice.
                    return _go(subject, newer[-1])
                if not newer:
                    try:
                        return _go(subject, self._append(entry))
                    except OSError as error:
                        _log.error("%s: %s; the edit was not saved", view.desk.journal.folder, error.strerror)
                        trouble = _say_trouble(error)
        return self._room.answer(
            "preview.html",
            viewer=viewer,
            root=subject.root,
            status=503 if trouble else 200,
            with_forms=True,
            subject=subject,
            form=form,
            filled=filled,
            preview=preview,
            told=tell(entry, view.names),
            next_step=say_next(entry.action),
            newer=view.lines(newer) if first(given, "step") == "save" or newer else (),
            trouble=trouble,
            seen=_newest(view, subject),
            token=self._room.sign(viewer),
        )

    def _make(self, viewer: Viewer, subject: Subject, form: EditForm, filled: Filled) -> Entry:
        return make_entry(
            form.action,
            target=subject.target,
            values=entry_values(form, filled),
            by=viewer.name,
            why=filled.text("why"),
            at=self._room.places.clock(),
        )

    def _append(self, entry: Entry) -> Entry:
        return self._room.desk.journal.append(
            entry.action, target=entry.target, values=entry.values, by=entry.by, why=entry.why, at=entry.at
        )

    def note(self, viewer: Viewer, action: str, target: dict[str, Any], values: dict[str, Any]) -> None:
        """Write an entry that asks nothing back; HTTPException 503 where it cannot be written."""
        entry = make_entry(
            action, target=target, values=values, by=viewer.name, why="", at=self._room.places.clock()
        )
        try:
            self._append(entry)
        except OSError as error:
            _log.error("%s: %s; the entry was not saved", self._room.desk.journal.folder, error.strerror)
            raise HTTPException(503) from error


def _newest(view: View, subject: Subject) -> str:
    edits: Sequence[Entry] = view.journal.edits(subject.ids)
    return edits[-1].entry_id if edits else ""


def _is_same(one: Entry, other: Entry) -> bool:
    return (one.by, one.action, dict(one.target), dict(one.values), one.why) == (
        other.by,
        other.action,
        dict(other.target),
        dict(other.values),
        other.why,
    )


def _go(subject: Subject, entry: Entry) -> Response:
    mark = "&" if "?" in subject.after else "?"
    return Response(
        status_code=303, headers={"location": f"{subject.root}{subject.after}{mark}done={entry.entry_id}"}
    )


def _say_trouble(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "記録する場所(ディスク)の空きがありません。Koeの管理担当にお知らせください。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "記録する場所に書き込めません。Koeの管理担当にお知らせください。"
    return "記録を書き込めませんでした。Koeの管理担当にお知らせください。"
