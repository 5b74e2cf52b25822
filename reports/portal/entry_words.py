"""Journal entries in plain Japanese, and what they are about."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.model.labels import UNASSIGNED_NAME
from reports.portal.edit_kinds import BUTTONS, STATUSES
from warehouse.journal import Entry

_OUTCOMES = {"real": "本物", "false": "空振り", "known": "既知"}
_STATUSES = dict(STATUSES) | {"answered": "回答", "cancelled": "取りやめ"}
WAITING, IN_FORCE, PROPOSED, TAKEN_UP = "反映待ち", "反映済み", "採用待ち", "採用済み"
_QUIET = frozenset({"forget", "purge", "hold", "release", "rollback", "withdraw", "restore"})
"""Orders of operators: no edits of topics."""


@dataclass(frozen=True)
class Names:
    """Labels of topics and names of departments, by id."""

    topics: Mapping[str, str]
    departments: Mapping[str, str]

    def topic(self, topic_id: object) -> str:
        """Return 「電話がつながらない」, or the id of a topic that is gone."""
        return f"「{self.topics[str(topic_id)]}」" if str(topic_id) in self.topics else str(topic_id)

    def department(self, department: object) -> str:
        """Return the name; 未割当 for None and where the reader did not know."""
        if department in (None, "", "unassigned"):
            return UNASSIGNED_NAME
        return self.departments.get(str(department), str(department))


@dataclass(frozen=True)
class EntryLine:
    """One entry as readers see it; `state` is 反映済み, 反映待ち or why it does not apply.

    Words that are proposed are 採用待ち or 採用済み: who keeps the word lists takes them up, not the night.
    """

    at: datetime
    by: str
    told: str
    why: str
    state: str
    is_refused: bool = False
    topic_id: str | None = None
    topic: str = ""
    next_step: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether readers do not see its effect yet."""
        return self.state in (WAITING, PROPOSED)


def ids_of(entry: Entry) -> frozenset[str]:
    """Return the ids of the topics, alert, case or action that an entry is about."""
    found = [entry.target.get(name) for name in ("topic_id", "alert_id", "case_id", "action_id")]
    found.append(entry.values.get("into"))
    several = entry.target.get("topic_ids")
    found += several if isinstance(several, list) else [several]
    return frozenset(item for item in found if isinstance(item, str) and item)


def is_edit(entry: Entry) -> bool:
    """Whether an entry changes, or adds to, what readers see of topics; looking at originals does not."""
    return entry.action not in _QUIET and not is_look(entry)


def is_look(entry: Entry) -> bool:
    """Whether an entry only says that somebody opened the originals."""
    return entry.action == "feedback" and entry.values.get("button") == "original"


def tell(entry: Entry, names: Names) -> str:
    """Return what an entry does, as one sentence.

    Examples
    --------
    >>> at = datetime.fromisoformat("2026-11-22T00:00:00+00:00")
    >>> entry = Entry("01J", at, "佐藤", "rename", {"topic_id": "T1"}, {"label": "電話がつながらない"})
    >>> tell(entry, Names({}, {}))
    '名前を「電話がつながらない」に変更'
    """
    teller = _TELLERS.get(entry.action)
    return teller(entry, names) if teller else entry.action


def _route(entry: Entry, names: Names) -> str:
    shared = entry.values.get("shared_with")
    others = [names.department(each) for each in shared] if isinstance(shared, list) else []
    told = f"担当を{names.department(entry.values.get('department'))}に変更"
    return f"{told}({'・'.join(others)}と共有)" if others else told


def _synonym(entry: Entry, _: Names) -> str:
    variants = entry.values.get("variants", [])
    words = "、".join(map(str, variants)) if isinstance(variants, list) else str(variants)
    return f"「{words}」を「{entry.values.get('representative', '')}」と同じ言葉として提案"


def _feedback(entry: Entry, names: Names) -> str:
    button = str(entry.values.get("button", ""))
    told = f"「{BUTTONS.get(button, button)}」"
    to = entry.values.get("to")
    if button == "wrong_department" and to:
        told += "(正しい担当は不明)" if to == "unassigned" else f"(正しい担当:{names.department(to)})"
    return f"{names.department(entry.target.get('department'))}から{told}"


def _action(entry: Entry, _: Names) -> str:
    values = entry.values
    told = f"打ち手「{values.get('what', '')}」を登録"
    parts = [_STATUSES.get(str(values.get("status", "")), "")]
    parts += [
        f"{word}{values[name]}"
        for name, word in (("done_on", "実施日 "), ("due_on", "期限 "))
        if values.get(name)
    ]
    shown = "、".join(part for part in parts if part)
    return f"{told}({shown})" if shown else told


def _answer(entry: Entry, _: Names) -> str:
    status = _STATUSES.get(str(entry.values.get("status", "answered")), "回答")
    text = entry.values.get("text")
    return f"打ち手に回答({status})" + (f":{text}" if text else "")


def _escalation(entry: Entry, _: Names) -> str:
    to, text = entry.values.get("to", ""), entry.values.get("text")
    told = f"{to}から回答" if entry.values.get("state") == "answered" else f"{to}に連絡"
    return told + (f":{text}" if text else "")


NEXT_OF_EDITS = "週報には、次の夜間処理のあと(お急ぎの場合は運用担当の koe publish のあと)に反映されます。"
NEXT_OF_WORDS = (
    "言葉は全部署の数え方に関わるため、まだ何も変わりません。用語の管理担当が確かめて "
    "synonyms.csv に採り入れると(koe words proposed)、次の夜間処理から同じ言葉として数えます。"
    "過ぎた日の数字は、その日を再集計したときに変わります。それまで「採用待ち」と表示します。"
)
_TELLERS: Mapping[str, Callable[[Entry, Names], str]] = {
    "rename": lambda entry, _: f"名前を「{entry.values.get('label', '')}」に変更",
    "merge": lambda entry, names: f"{names.topic(entry.values.get('into'))}に統合",
    "pin": lambda *_: "目印を付けた",
    "unpin": lambda *_: "目印を外した",
    "mute": lambda *_: "確認済みにした",
    "unmute": lambda *_: "確認済みを取り消した",
    "route": _route,
    "set_parent": lambda entry, names: f"主題を{names.topic(entry.values.get('parent_id'))}に変更",
    "note": lambda entry, _: f"メモ:{entry.values.get('text', '')}",
    "synonym": _synonym,
    "feedback": _feedback,
    "action": _action,
    "answer": _answer,
    "outcome": lambda entry, _: f"お知らせの結果:{_OUTCOMES.get(str(entry.values.get('outcome')), '?')}",
    "escalation": _escalation,
}


def lines_of(
    entries: Sequence[Entry],
    names: Names,
    *,
    published: str,
    refused: Mapping[str, str],
    taken_up: Collection[str] = (),
) -> tuple[EntryLine, ...]:
    """Return entries newest first; those after the entry `published` wait for the next publication.

    `taken_up` are the entries with words that the word lists hold by now.
    """
    return tuple(_line(entry, names, published, refused, taken_up) for entry in reversed(entries))


def _line(
    entry: Entry, names: Names, published: str, refused: Mapping[str, str], taken_up: Collection[str]
) -> EntryLine:
    reason = refused.get(entry.entry_id, "")
    if entry.action == "synonym":
        state = TAKEN_UP if entry.entry_id in taken_up else PROPOSED
    else:
        state = IN_FORCE if entry.entry_id <= published else WAITING
    topic_id = next(iter(sorted(each for each in ids_of(entry) if each in names.topics)), None)
    target = entry.target.get("topic_id")
    topic_id = target if isinstance(target, str) and target in names.topics else topic_id
    return EntryLine(
        at=entry.at,
        by=entry.by,
        told=tell(entry, names),
        why=entry.why,
        state=first_sentence(reason) or state,
        is_refused=bool(reason),
        topic_id=topic_id,
        topic=names.topics.get(topic_id or "", ""),
        next_step=say_next(entry.action),
    )


def say_next(action: str) -> str:
    """Return what happens after an entry is saved, and who does it."""
    return NEXT_OF_WORDS if action == "synonym" else NEXT_OF_EDITS


def first_sentence(reason: str) -> str:
    """Return what a reader of pages needs of a reason that goes on with commands for operators."""
    return reason.split("。")[0] + "。" if reason else ""
