"""【打ち手のその後】: the department's own actions, before and after, and whether the number moved."""

from collections.abc import Sequence
from datetime import date, timedelta

from reports.model import action_wording as words
from reports.model.action_facts import AHEAD_DAYS, ActionFact
from reports.model.context import SiteContext
from reports.model.labels import format_date, shorten
from reports.model.weekly import ActionOutcome

SHOWN_DAYS = 182
MAX_OUTCOMES = 5


def list_outcomes(
    site: SiteContext, actions: Sequence[ActionFact], first: date, last: date, department: str | None
) -> tuple[tuple[ActionOutcome, ...], int]:
    """Return what became of a department's actions as its report of the days `first` to `last` tells it.

    Newest first, and how many more there are. Closed actions stay until the week they were closed in.
    """
    found = [action for action in actions if action.concerns(department) and _is_told(action, first, last)]
    found.sort(key=lambda action: (action.done_on or date.max, action.action_id), reverse=True)
    outcomes = tuple(make_outcome(site, action, actions, last) for action in found[:MAX_OUTCOMES])
    return outcomes, max(0, len(found) - MAX_OUTCOMES)


def _is_told(action: ActionFact, first: date, last: date) -> bool:
    if action.closed_on is not None and action.closed_on < first:
        return False
    if action.done_on is None:
        return action.status == "done"
    return last - timedelta(days=SHOWN_DAYS) <= action.done_on <= last + timedelta(days=AHEAD_DAYS)


def make_outcome(
    site: SiteContext, action: ActionFact, actions: Sequence[ActionFact], day: date
) -> ActionOutcome:
    """Return one action in words, as it stood on `day` as far as its date goes."""
    others = {other.action_id: other for other in actions}
    planned = action.done_on is not None and action.done_on > day
    return ActionOutcome(
        what=action.what,
        done_on=action.done_on,
        sentence=_say_planned(action) if planned else _say_effect(action, others),
        topics=tuple(site.topic_label(topic) for topic in _named(site, action)),
        notes=_notes(site, action),
        verdict="planned" if planned else (action.verdict or "undecidable"),
        done_by=action.department,
    )


def _named(site: SiteContext, action: ActionFact) -> list[str]:
    return [topic for topic in action.counted_topics or action.topic_ids if topic in site.topics]


def _say_planned(action: ActionFact) -> str:
    return words.say_planned(action.effect.judge_from if action.effect else None)


def _say_effect(action: ActionFact, others: dict[str, ActionFact]) -> str:
    effect = action.effect
    if effect is None:
        return words.LATER
    counts = words.say_counts(effect.before_cases, effect.before_days, effect.after_cases, effect.after_days)
    if effect.verdict != "undecidable" and effect.low is not None and effect.high is not None:
        told = words.say_verdict(
            effect.verdict, effect.low, effect.high, smallest=effect.smallest, volume=effect.volume
        )
    else:
        told = words.say_undecidable(
            effect.reason,
            low=effect.low,
            high=effect.high,
            smallest=effect.smallest,
            judge_from=effect.judge_from,
            others=tuple(others[each].what for each in effect.other_actions if each in others),
        )
    return counts + told


def _notes(site: SiteContext, action: ActionFact) -> tuple[str, ...]:
    """Return what a reader must know of the topics, of what was hoped for and of what was answered."""
    notes = []
    moved = [
        topic for topic in action.topic_ids if topic in site.topics and topic not in action.counted_topics
    ]
    if moved and action.counted_topics:
        names = "".join(f"「{site.topic_label(topic)}」" for topic in moved)
        notes.append(f"話題{names}は統合されたため、統合先の件数で見ています。")
    gone = len([topic for topic in action.topic_ids if topic not in site.topics])
    if gone and action.counted_topics:
        notes.append(f"対象のうち{gone}つの話題は今の一覧になく、件数に入っていません。")
    if action.expected_effect:
        notes.append(f"見込んでいた効果:{shorten(action.expected_effect)}。")
    if action.is_closed and action.closed_on:
        notes.append(f"この打ち手は{format_date(action.closed_on)}に終了としました。")
    return tuple(notes)


def say_judged_until(actions: Sequence[ActionFact], department: str | None) -> str:
    """Return up to which day the section counts, and how to read it; empty where nothing was counted."""
    until = [
        action.effect.judged_until
        for action in actions
        if action.concerns(department) and action.effect and action.effect.judged_until
    ]
    return f"{format_date(max(until))}までの件数によります。{words.CAVEAT}" if until else ""
