"""【前回の週報から新しくなったこと】: what a reader of last week's report does not know yet."""

from collections.abc import Sequence

from reports.keys import WeekKey
from reports.model.context import SiteContext
from reports.model.figures import TopicFigure
from reports.model.labels import format_date, format_number
from reports.model.signals import Alert, Signals
from reports.model.week import WeekContext
from reports.model.weekly import Correction, NewsItem, Risks, TopicCandidate

NOTHING_CHANGED = "前回の週報から、新しくお知らせすることはありません。"
_NAMED = 2


def list_news(
    site: SiteContext,
    signals: Signals,
    week: WeekContext,
    department: str | None,
    *,
    risks: Risks,
    new_topics: Sequence[TopicFigure],
    candidates: Sequence[TopicCandidate],
    corrections: Sequence[Correction],
    more_corrections: int,
) -> tuple[NewsItem, ...]:
    """Return the news in the order of their weight; each is one line."""
    key = week.key
    found = [
        _risks(risks),
        *_rises(site, signals, key, department),
        _topics(new_topics),
        _candidates(key, candidates),
        *_actions(signals, key, department),
        _corrections(corrections, more_corrections),
        _refit(week),
    ]
    return tuple(item for item in found if item is not None)


def _risks(risks: Risks) -> NewsItem | None:
    if not risks.cases:
        return None
    classes = list(dict.fromkeys(name for risk in risks.listed for name in risk.classes))
    return NewsItem(
        "至急", f"{'・'.join(classes)}に関わる可能性のあるお申し出 {format_number(risks.cases)}件", "#risk"
    )


def _rises(site: SiteContext, signals: Signals, week: WeekKey, department: str | None) -> list[NewsItem]:
    rises = signals.week_rises(week, department)
    before = {_series(alert): alert for alert in signals.week_rises(week.previous, department)}
    now = {_series(alert) for alert in rises}
    fresh = [alert for alert in rises if _series(alert) not in before]
    calm = [alert for key, alert in before.items() if key not in now]
    items = [
        NewsItem("増加", f"{say_rise(site, alert)}増え始めました。", "#decisions") for alert in fresh[:_NAMED]
    ]
    if calm and site.newest_day is not None and site.newest_day >= week.sunday:
        names = "".join(f"「{site.topic_label(alert.topic_id)}」" for alert in calm[:_NAMED])
        more = f"ほか{len(calm) - _NAMED}話題" if len(calm) > _NAMED else ""
        items.append(
            NewsItem(
                "平常", f"前週に増えていた{names}{more}は、増えたとは言えない件数に戻りました。", "#ranking"
            )
        )
    return items


def say_rise(site: SiteContext, alert: Alert) -> str:
    """Return 「注ぎ口から漏れる」が48件(平常の幅20〜34件)と、 as the beginning of a sentence."""
    name = (
        "どの話題にも当てはまらない、似た声"
        if alert.topic_id is None
        else f"「{site.topic_label(alert.topic_id)}」"
    )
    return (
        f"{name}が{format_number(alert.seen)}件"
        f"(平常の幅{format_number(alert.low)}〜{format_number(alert.high)}件)と、"
    )


def _series(alert: Alert) -> tuple[str, str | None]:
    return alert.kind, alert.topic_id


def _topics(topics: Sequence[TopicFigure]) -> NewsItem | None:
    if not topics:
        return None
    names = "".join(f"「{topic.label}」" for topic in topics[:_NAMED])
    more = f"ほか{len(topics) - _NAMED}つ" if len(topics) > _NAMED else ""
    return NewsItem("新しい話題", f"{names}{more}がはじめて見つかりました。", "#decisions")


def _candidates(week: WeekKey, candidates: Sequence[TopicCandidate]) -> NewsItem | None:
    fresh = [candidate for candidate in candidates if candidate.first_day >= week.monday]
    if not fresh:
        return None
    return NewsItem("新しい話題", f"候補が{len(fresh)}つ加わりました。", "#candidates")


def _actions(signals: Signals, week: WeekKey, department: str | None) -> list[NewsItem]:
    own = signals.actions_of(department)
    done = [action for action in own if action.done_on and week.monday <= action.done_on <= week.sunday]
    answered = [
        action
        for action in own
        if action.answered_on and week.monday <= action.answered_on <= week.sunday and action not in done
    ]
    items = [
        NewsItem("打ち手", f"「{each.what}」を{format_date(each.done_on)}に実施しました。", "#actions")
        for each in done[:_NAMED]
        if each.done_on is not None
    ]
    return items + [
        NewsItem("回答", f"「{each.what}」に回答がありました。", "#actions") for each in answered[:_NAMED]
    ]


def _corrections(shown: Sequence[Correction], more: int) -> NewsItem | None:
    if not shown:
        return None
    reasons = "、".join(dict.fromkeys(each.reason for each in shown))
    changed = f"公開済みの数字のうち{format_number(len(shown) + more)}か所が変わりました"
    return NewsItem("訂正", f"{changed}({reasons})。", "#corrections")


def _refit(week: WeekContext) -> NewsItem | None:
    days = sorted({note.happened_on for note in week.lineage if note.registry_version > 1})
    if not days:
        return None
    when = "、".join(format_date(day) for day in days)
    return NewsItem(
        "分け方", f"話題の分け方を{when}に見直しました。前の週も同じ分け方で数え直しています。", "#reading"
    )
