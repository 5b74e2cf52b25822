"""Searches what customers said, across all published days, within the rights of one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.model.labels import name_channel, name_kind
from reports.portal.errors import SearchError
from reports.portal.folding import MOST_WORDS, full_width, half_width, mark_words, split_words
from reports.portal.reach import Reach
from reports.queries import fetch_within

if TYPE_CHECKING:
    from warehouse.published import Reader

PAGE_ROWS = 30
MOST_PAGES = 100
SECONDS = 10.0
NEEDED_COLUMNS = frozenset({"tokens"})


@dataclass(frozen=True)
class Hit:
    """One sentence; `pieces` are its parts, those that match marked. `day` None = withheld."""

    pieces: tuple[tuple[str, bool], ...]
    channel: str
    kind: str
    day: date | None
    topic_id: str | None
    label: str
    department: str


@dataclass(frozen=True)
class Found:
    """One page of what was found.

    Attributes
    ----------
    voices, cases : int
        Quotable sentences that match, and their cases.
    hidden : int
        Sentences that match and must not be shown; 0 where they are few, so that nobody can find out
        by asking whether a name was said.
    """

    hits: tuple[Hit, ...]
    voices: int
    cases: int
    hidden: int
    page: int

    @property
    def pages(self) -> int:
        """Number of pages."""
        return min(MOST_PAGES, max(1, -(-self.voices // PAGE_ROWS)))


def search_voices(
    reader: "Reader",
    query: str,
    reach: Reach,
    *,
    page: int,
    lemmas: Callable[[str], tuple[str, ...]],
    least_cases: int,
) -> Found:
    """Return the sentences that hold every word of a query, as it is written or as a base form.

    「つながらない」 finds 「つながりません」, and ﾛｸﾞｲﾝ what was written ログイン.

    Raises
    ------
    SearchError
        It takes longer than ten seconds, or the copy was made by an older Koe.
    """
    words = split_words(query)
    if not words:
        return Found((), 0, 0, 0, 1)
    bases = [tuple(dict.fromkeys(lemmas(word))) for word in words]
    params: dict[str, object] = dict(reach.params)
    for number in range(MOST_WORDS):
        given = number < len(words)
        params[f"word{number + 1}"] = words[number] if given else ""
        params[f"wide{number + 1}"] = full_width(words[number]) if given else ""
        params[f"half{number + 1}"] = half_width(words[number]) if given else ""
        params[f"base{number + 1}"] = list(bases[number]) if given else []
    page = min(max(1, page), MOST_PAGES)
    rows = fetch_within(
        reader, "portal_search", SECONDS, count=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS, **params
    )
    marked = (*words, *(_stem(base) for each in bases for base in each))
    first = rows[0]
    is_small = first["cases"] < least_cases
    hits = tuple(
        Hit(
            pieces=mark_words(row["sentence"], marked),
            channel=name_channel(row["channel"]),
            kind=name_kind(row["kind"]),
            day=None if is_small else row["day"],
            topic_id=row["topic_id"],
            label=row["label"] or "",
            department=reach.name(row["department"]),
        )
        for row in rows
        if row["sentence"] is not None
    )
    hidden = first["hidden"] if first["hidden"] >= least_cases else 0
    return Found(hits, first["voices"], first["cases"], hidden, page)


def refuse_old_copy(columns: frozenset[str]) -> None:
    """Raise `SearchError` for a copy without the columns that a search needs."""
    if not columns >= NEEDED_COLUMNS:
        message = "the published copy is of an older version of Koe; run 'koe publish'"
        raise SearchError(message)


def _stem(base: str) -> str:
    """Return the part of a base form that does not change: つなが of つながる."""
    last = base[-1:]
    return base[:-1] if len(base) > 1 and "ぁ" <= last <= "ん" else base
