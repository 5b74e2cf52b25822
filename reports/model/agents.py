"""この声がこう変わった: for the people who took the calls, what became of what they wrote down.

It is open to everyone who is logged in, so it holds plain counts, names of topics with enough cases, and what
departments did: no customer's sentence, no risk, no day or channel of a case.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reports.model import action_wording as words
from reports.model.action_facts import ActionFact
from reports.model.context import SiteContext
from reports.model.labels import format_date, format_number

FOLDER = "agents"
PAGE = f"{FOLDER}/index.html"
MAX_CHANGED, MAX_UNDER_WAY = 20, 10
DONE = ("decreased", "unchanged", "increased")


@dataclass(frozen=True)
class ChangedVoice:
    """One action that was seen through; `counts` is empty where there are too few cases to be told."""

    topics: tuple[str, ...]
    what: str
    department: str
    done_on: date | None
    counts: str
    result: str


@dataclass(frozen=True)
class AgentsPage:
    """The page; `under_way` is what departments are at, one sentence each."""

    made_at: datetime
    changed: tuple[ChangedVoice, ...]
    under_way: tuple[str, ...]
    note: str


def build_agents(
    site: SiteContext,
    actions: Sequence[ActionFact],
    *,
    made_at: datetime,
    withdrawn: Collection[str] = (),
) -> AgentsPage:
    """Return the page; actions of departments whose reports are withdrawn are left out."""
    shown = [
        action
        for action in actions
        if action.department not in withdrawn and not set(action.topic_owners) & set(withdrawn)
    ]
    newest = sorted(shown, key=lambda each: (each.done_on or date.min, each.action_id), reverse=True)
    day = site.newest_day or date.min
    changed = [each for each in newest if _is_through(each, day)]
    under_way = [each for each in newest if each not in changed and not each.is_closed]
    until = [each.effect.judged_until for each in changed if each.effect and each.effect.judged_until]
    return AgentsPage(
        made_at=made_at,
        changed=tuple(_make_changed(site, each) for each in changed[:MAX_CHANGED]),
        under_way=tuple(_say_under_way(site, each, day) for each in under_way[:MAX_UNDER_WAY]),
        note=f"件数は{format_date(max(until))}までの集計によります。{words.CAVEAT}" if until else "",
    )


def _is_through(action: ActionFact, day: date) -> bool:
    """Whether an action was done and either closed, or found to have moved the number down."""
    was_done = action.done_on is not None and action.done_on <= day
    return was_done and (action.is_closed or action.verdict == "decreased")


def _make_changed(site: SiteContext, action: ActionFact) -> ChangedVoice:
    effect = action.effect
    enough = effect is not None and effect.before_cases >= site.least_cases
    counts = result = ""
    if effect is not None and enough:
        counts = words.say_counts(
            effect.before_cases, effect.before_days, effect.after_cases, effect.after_days
        )
    if effect is not None and enough and effect.verdict in DONE and None not in (effect.low, effect.high):
        result = words.say_verdict(
            effect.verdict, effect.low or 0.0, effect.high or 0.0, smallest=None, volume=effect.volume
        )
    return ChangedVoice(
        topics=_topics(site, action) if enough else (),
        what=action.what,
        department=site.department_name(action.department) if action.department else "全社",
        done_on=action.done_on,
        counts=counts,
        result=result or "効果は、件数からは判定できませんでした。",
    )


def _topics(site: SiteContext, action: ActionFact) -> tuple[str, ...]:
    return tuple(site.topic_label(each) for each in action.counted_topics if each in site.topics)


def _say_under_way(site: SiteContext, action: ActionFact, day: date) -> str:
    """Return 商品開発部:「…」(12月1日に実施の予定)."""
    department = site.department_name(action.department) if action.department else "全社"
    if action.done_on is None:
        state = "検討しています"
    elif action.done_on > day:
        state = f"{format_date(action.done_on)}に実施の予定"
    else:
        state = f"{format_date(action.done_on)}に実施、効果を見ています"
    return f"{department}:「{action.what}」({state})"


def say_thanks(page: AgentsPage) -> str:
    """Return the first sentence of the page."""
    if not page.changed:
        return (
            "みなさまが受けた声をもとにした改善のうち、終わったものと、声が減ったと分かったものを載せます。"
            "まだありません。"
        )
    return f"みなさまが受けて書き留めた声から、{format_number(len(page.changed))}つの改善が形になりました。"
