"""【ご回答待ち】: answers that were due, as of the day that a report is about and never of the clock."""

from collections.abc import Sequence
from datetime import date

from reports.model.action_facts import ActionFact
from reports.model.context import SiteContext
from reports.model.labels import format_date, shorten
from reports.model.weekly import OverdueAnswer


def list_overdue(
    site: SiteContext, actions: Sequence[ActionFact], day: date, department: str | None
) -> tuple[OverdueAnswer, ...]:
    """Return what a department owed an answer to on `day`, the longest overdue first."""
    late = [action for action in actions if action.department == department and action.is_overdue(day)]
    late.sort(key=lambda action: (action.due_on or day, action.action_id))
    return tuple(_make_answer(site, action) for action in late)


def _make_answer(site: SiteContext, action: ActionFact) -> OverdueAnswer:
    named = [topic for topic in action.topic_ids if topic in site.topics]
    topics = "".join(f"「{site.topic_label(topic)}」" for topic in named)
    return OverdueAnswer(
        what=f"{topics}{action.what}" if topics else action.what,
        due_on=action.due_on or date.min,
        state=_say_state(action),
    )


def _say_state(action: ActionFact) -> str:
    """Return 担当:包装設計、期限11月12日、未回答, or when the answer came after the report's day."""
    owner = f"担当:{action.owner}、" if action.owner else ""
    due = f"期限{format_date(action.due_on)}、" if action.due_on else ""
    came = [when for when in (action.answered_on, action.done_on, action.closed_on) if when is not None]
    if not came:
        return f"{owner}{due}未回答"
    answer = f":「{shorten(action.answer)}」" if action.answer else ""
    return f"{owner}{due}{format_date(min(came))}に回答あり{answer}"


def say_none_overdue(actions: Sequence[ActionFact], day: date, department: str | None) -> str:
    """Return why the list is empty: nothing was ever asked, or nothing is late; and what is due next."""
    open_ones = [
        action
        for action in actions
        if action.department == department and action.status == "draft" and action.due_on is not None
    ]
    coming = sorted(action.due_on for action in open_ones if action.due_on and action.due_on > day)
    if coming:
        return (
            f"期限を過ぎたものはありません。期限前が{len(coming)}件あります(次は{format_date(coming[0])})。"
        )
    asked = any(action.department == department and action.due_on for action in actions)
    return "期限を過ぎたものはありません。" if asked else "期限を決めてお願いしているものはありません。"
