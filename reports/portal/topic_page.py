"""What the page of a topic shows: history by week, where it comes from, what customers said lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.labels import format_date, name_channel, shorten
from reports.model.paths import name_folder, name_page
from reports.portal.reach import Reach
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

MOST_WEEKS, MOST_SENTENCES, SENTENCE_LIMIT = 26, 20, 160
STATUSES = {
    "active": "",
    "dormant": "休止(このところ声がありません)",
    "merged": "統合済み",
    "muted": "確認済み",
}


@dataclass(frozen=True)
class WeekRow:
    """One week of a topic; `page` leads to the sentences where the site holds them, else it is empty."""

    week: WeekKey
    department: str
    cases: int
    voices: int
    normal: tuple[int, int] | None
    is_confirmed: bool
    page: str


@dataclass(frozen=True)
class Said:
    """One quotable sentence; `day` None = withheld, the topic has too few cases."""

    sentence: str
    channel: str
    day: date | None


@dataclass(frozen=True)
class TopicCard:
    """A topic as readers see it since the last publication."""

    topic_id: str
    kind: str
    label: str
    is_renamed: bool
    status: str
    parent: str
    born_on: date
    owner: str | None
    shared_with: tuple[str, ...]
    keywords: tuple[str, ...]
    cases: int = 0
    cases_before: int = 0


@dataclass(frozen=True)
class TopicHistory:
    """Weeks newest first, what refits did oldest first, sentences newest first."""

    weeks: tuple[WeekRow, ...]
    lineage: tuple[str, ...]
    sentences: tuple[Said, ...]


def load_cards(reader: "Reader") -> dict[str, TopicCard]:
    """Return all topics of a copy by id, those with most cases in the newest week first."""
    week = fetch_rows(reader, "portal_newest_week")[0]["week"]
    return {row["topic_id"]: _make_card(row) for row in fetch_rows(reader, "portal_topics", week=week)}


def load_history(
    reader: "Reader", card: TopicCard, reach: Reach, *, site_weeks: frozenset[WeekKey], least_cases: int
) -> TopicHistory:
    """Return the history of a topic, of the departments that are open.

    Parameters
    ----------
    site_weeks : frozenset of WeekKey
        Weeks whose sentences the site holds.
    """
    views = {row["name"] for row in fetch_rows(reader, "portal_views")}
    weeks = _load_weeks(reader, card, reach, site_weeks, has_ranges="weekly_expectations" in views)
    cases = fetch_rows(reader, "portal_topic_cases", topic_id=card.topic_id, **reach.params)[0]["cases"]
    rows = fetch_rows(
        reader, "portal_topic_sentences", topic_id=card.topic_id, count=MOST_SENTENCES, **reach.params
    )
    sentences = tuple(
        Said(
            shorten(row["sentence"], SENTENCE_LIMIT),
            name_channel(row["channel"]),
            row["day"] if cases >= least_cases else None,
        )
        for row in rows
    )
    return TopicHistory(weeks, tell_lineage(reader, card), sentences)


def tell_lineage(reader: "Reader", card: TopicCard) -> tuple[str, ...]:
    """Return what the refits did with a topic, in plain words; going on as it was is told once."""
    labels = {key: each.label for key, each in load_cards(reader).items()}
    told: list[str] = []
    kept: list[date] = []
    for row in fetch_rows(reader, "portal_topic_lineage", topic_id=card.topic_id):
        if row["event"] == "continued":
            kept.append(row["happened_on"])
            continue
        told.append(f"{_day(row['happened_on'])} {_tell_event(row, card.topic_id, labels)}")
    if kept:
        last = _day(kept[-1])
        told.append(f"話題の見直し{len(kept)}回で、同じ話題として続いています(最近は{last})。")
    return tuple(told)


def _tell_event(row: Mapping[str, Any], topic_id: str, labels: Mapping[str, str]) -> str:
    is_own = row["topic_id"] == topic_id
    others = row["related_ids"] if is_own else [row["topic_id"]]
    names = "、".join(f"「{shorten(labels[other])}」" if other in labels else other for other in others)
    if row["event"] == "split":
        return f"{names}から分かれました。" if is_own else f"{names}がここから分かれました。"
    if row["event"] == "merged":
        return f"{names}に合流しました。" if is_own else f"{names}がここに合流しました。"
    own = {
        "born": "新しい話題として見つかりました。",
        "dormant": "声がなくなり、休止しました。",
        "revived": "また声が届き、再開しました。",
    }
    return own.get(row["event"], f"{row['event']}。")


def _load_weeks(
    reader: "Reader", card: TopicCard, reach: Reach, site_weeks: frozenset[WeekKey], *, has_ranges: bool
) -> tuple[WeekRow, ...]:
    params = {"topic_id": card.topic_id, "kind": card.kind}
    rows = [
        row
        for row in fetch_rows(reader, "portal_topic_weeks", **params)
        if reach.covers(row["department"]) and card.owner not in reach.withdrawn
    ]
    owned = [row for row in rows if row["role"] == "owner"]
    ranges = fetch_rows(reader, "portal_topic_ranges", **params) if has_ranges else []
    normal = {(row["week"], row["department"], row["role"]): (row["low"], row["high"]) for row in ranges}
    # Who only shares a topic sees its owner's counts nowhere else either: their own rows stand for it.
    return tuple(
        _make_week(row, card, reach, normal.get((row["week"], row["department"], row["role"])), site_weeks)
        for row in (owned or rows)[:MOST_WEEKS]
    )


def _make_week(
    row: Mapping[str, Any],
    card: TopicCard,
    reach: Reach,
    normal: tuple[int, int] | None,
    site_weeks: frozenset[WeekKey],
) -> WeekRow:
    week = WeekKey.of(row["week"])
    page = name_page(card.topic_id, card.kind, topic_kind=card.kind, role=row["role"])
    address = f"current/{name_folder(row['department'])}/{week}/{page}" if week in site_weeks else ""
    return WeekRow(
        week=week,
        department=reach.name(row["department"]),
        cases=row["cases"],
        voices=row["voices"],
        normal=normal,
        is_confirmed=row["is_confirmed"],
        page=address,
    )


def _make_card(row: Mapping[str, Any]) -> TopicCard:
    return TopicCard(
        topic_id=row["topic_id"],
        kind=row["kind"],
        label=row["label"] or "名前のまだない話題",
        is_renamed=row["label_source"] == "human",
        status=row["status"],
        parent=row["parent_label"] or "",
        born_on=row["born_on"],
        owner=row["owner_department"],
        shared_with=tuple(row["shared_with"] or ()),
        keywords=tuple(row["keywords"] or ()),
        cases=row["cases"],
        cases_before=row["cases_before"],
    )


def _day(day: date) -> str:
    return f"{day.year}年{format_date(day)}"
