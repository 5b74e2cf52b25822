"""The portal's desk of this installation: journal, preview, search words and plans, read as they are now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from pipelines.config.vocabulary_files import SYNONYMS
from pipelines.edit_preview import preview_edit
from pipelines.edited import edited_topics
from pipelines.edits import Edited
from pipelines.errors import PipelineError
from pipelines.pseudonyms import Pseudonymizer, load_keys
from pipelines.publication import publication_state
from pipelines.settings import Settings
from pipelines.word_proposals import list_proposals
from reports.portal.desk import (
    ActionState,
    BackfillPlan,
    Desk,
    EscalationState,
    InForce,
    PlannedDay,
    Preview,
    PreviewLine,
    TopicState,
)
from reports.portal.errors import DeskError
from warehouse.errors import WarehouseError
from warehouse.journal import Entry
from warehouse.published import newest

_OUTLOOKS = {
    "new": "はじめて集計します",
    "no files": "ファイルがありません",
    "same": "変わりません",
    "changes": "数字が変わることがあります",
    "interrupted": "途中で止まっています。続きから集計します",
    "refused": "前の集計がないため、できません",
}
_CAUSES = {
    "file": "ファイル",
    "dictionary": "辞書",
    "synonyms": "同義語",
    "stop words": "除く言葉",
    "labels": "手直しの見本",
    "kinds model": "種類の学習",
    "analyzer": "解析",
    "masking": "伏せ字",
    "code": "プログラム",
    "code of assign": "プログラム",
    "library": "部品の版",
    "registry": "話題の見直し",
    "registry_version": "話題の見直し",
    "key": "鍵",
    "suppressed": "削除の請求",
}
P = ParamSpec("P")
R = TypeVar("R")


def make_desk(settings_of: Callable[[], Settings]) -> Desk:
    """Return the desk; `settings_of` is asked each time, so that edits of the configuration count at once."""
    in_force = _InForceNow(settings_of)
    return Desk(
        journal=settings_of().journal,
        key=_plainly(lambda: form_key(settings_of())),
        find_copy=_plainly(lambda: newest(settings_of().warehouse_dir)),
        in_force=_plainly(in_force.read),
        preview=_plainly(lambda entry: _preview(settings_of(), entry)),
        withdrawn=_plainly(lambda: frozenset(publication_state(settings_of()).withdrawn)),
        lemmas=_plainly(lambda text: base_forms(settings_of(), text)),
        plan=_plainly(lambda first, last: _plan(settings_of(), first, last)),
        least_cases=_plainly(lambda: settings_of().general.min_cell_cases),
    )


def form_key(settings: Settings) -> bytes:
    """Return the secret that forms are signed with, made of the key of the pseudonyms."""
    return bytes.fromhex(Pseudonymizer(load_keys(settings.key_file)[0]).digest("portal forms", ""))


def base_forms(settings: Settings, text: str) -> tuple[str, ...]:
    """Return the base forms of the content words, as they are stored beside every voice."""
    from pipelines.config.vocabulary_files import VOCABULARY_FILES

    folder = settings.config_dir
    states = tuple(_stamp(folder / name) for name in VOCABULARY_FILES)
    reader = _word_reader(folder, states)
    return reader(text)


@lru_cache(maxsize=1)
def _word_reader(folder: Path, _states: tuple[Any, ...]) -> Callable[[str], tuple[str, ...]]:
    from nlp.tokens import Tokenizer, content_terms
    from pipelines.config.vocabulary_files import read_vocabulary

    vocabulary = read_vocabulary(folder).vocabulary
    tokenizer = Tokenizer(vocabulary)
    lock = Lock()

    def read(text: str) -> tuple[str, ...]:
        with lock:  # MeCab's tagger serves one thread at a time
            return content_terms(tokenizer.tokenise(text), vocabulary)

    return read


class _InForceNow:
    """What all edits come to, worked out again when journal, registry or departments have changed."""

    def __init__(self, settings_of: Callable[[], Settings]) -> None:
        self._settings_of = settings_of
        self._stamp: object = None
        self._known = InForce({})
        self._lock = Lock()

    def read(self) -> InForce:
        """Return the state as it is now."""
        settings = self._settings_of()
        with self._lock:
            stamp = (
                settings.registry.versions(),
                sorted(path.name for path in settings.journal.folder.glob("*.json")),
                _stamp(settings.config_dir / "departments.yaml"),
                _stamp(settings.config_dir / SYNONYMS),
            )
            if stamp != self._stamp:
                taken_up = {item.entry_id for item in list_proposals(settings) if not item.waiting}
                edited = edited_topics(settings, settings.registry.latest())
                self._known = replace(_in_force(edited), taken_up=frozenset(taken_up))
                self._stamp = stamp
            return self._known


def _in_force(edited: Edited) -> InForce:
    routes = {row["topic_id"]: row for row in edited.routes.to_pylist()}
    topics = {
        row["topic_id"]: _topic(row, routes.get(row["topic_id"], {})) for row in edited.topics.to_pylist()
    }
    return InForce(
        topics,
        refused={row["entry_id"]: row["reason"] for row in edited.conflicts.to_pylist()},
        actions={row["action_id"]: _action(row) for row in edited.actions.to_pylist()},
        outcomes={row["alert_id"]: row["outcome"] for row in edited.alert_outcomes.to_pylist()},
        escalations={row["case_id"]: _escalation(row) for row in edited.escalations.to_pylist()},
    )


def _topic(row: dict[str, Any], route: dict[str, Any]) -> TopicState:
    return TopicState(
        topic_id=row["topic_id"],
        kind=row["kind"],
        label=row["label"],
        status=row["status"],
        merged_into=row["merged_into"],
        parent_id=row["parent_id"],
        owner=route.get("owner_department"),
        shared_with=tuple(route.get("shared_with") or ()),
    )


def _action(row: dict[str, Any]) -> ActionState:
    names = (
        "action_id",
        "department",
        "what",
        "status",
        "done_on",
        "due_on",
        "owner",
        "expected_effect",
        "answer",
    )
    return ActionState(topic_ids=tuple(row["topic_ids"] or ()), **{name: row[name] for name in names})


def _escalation(row: dict[str, Any]) -> EscalationState:
    at: datetime = row["escalated_at"]
    return EscalationState(row["escalated_to"], row["escalation_state"] == "answered", at, row["note"])


def _preview(settings: Settings, entry: Entry) -> Preview:
    if settings.registry.versions():
        found = preview_edit(settings, entry)
        lines = tuple(
            PreviewLine(
                item.topic_id,
                item.label,
                item.label_after,
                (item.related,) if item.related else (),
                item.voices,
                item.voices_after,
            )
            for item in found.changes
        )
        return Preview(lines, found.departments, found.conflict)
    return Preview()


def _plan(settings: Settings, first: date, last: date) -> BackfillPlan:
    from pipelines.plan import make_plan
    from pipelines.steps import Steps
    from pipelines.workers import default_workers

    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    plan = make_plan(days, settings, steps=Steps.ALL, workers=default_workers())
    planned = tuple(
        PlannedDay(
            item.day,
            item.contacts,
            _OUTLOOKS[item.outlook.value],
            tuple(dict.fromkeys(_CAUSES.get(change.kind, change.kind) for change in item.changes)),
        )
        for item in plan.days
    )
    return BackfillPlan(planned, plan.contacts, plan.minutes, plan.measured)


def _plainly(call: Callable[P, R]) -> Callable[P, R]:
    """Turn errors of ours into one that the portal knows."""

    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except (PipelineError, WarehouseError, OSError) as error:
            raise DeskError(str(error)) from error

    return called


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
