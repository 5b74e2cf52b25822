"""Published copies as tests want them, and what reports say of one week of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from reports.build import build_site
from reports.keys import WeekKey
from reports.model import build_weekly, load_site, load_week
from reports.model.weekly import WeeklyReport
from tests.reports.company import make_company
from tests.reports.copies import MADE_AT, WEEK, Row, make_days, make_topic, make_voice, write_copy
from warehouse.published import Reader, open_published

SENTENCES = [
    "何度かけても話し中でつながりません。",
    "電話が混んでいて三十分待たされました。",
    "オペレーターにつながる前に切れてしまう。",
    "ﾃﾞﾝﾜが全然通じないんですけど😡",
    "昼休みにかけてもずっと音楽が流れるだけ",
]


@pytest.fixture(scope="session")
def voice() -> Callable[..., Row]:
    return make_voice


@pytest.fixture(scope="session")
def topic() -> Callable[..., Row]:
    return make_topic


@pytest.fixture(scope="session")
def days() -> Callable[..., list[Row]]:
    return make_days


@pytest.fixture(scope="module")
def open_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Reader]]:
    """Return a function that writes a copy and opens it as reports do."""
    with ExitStack() as stack:

        def open_new(**views: Mapping[str, Any] | Sequence[Row]) -> Reader:
            path = tmp_path_factory.mktemp("copy") / "published-b000001.duckdb"
            return stack.enter_context(open_published(write_copy(path, **views)))  # type: ignore[arg-type]

        yield open_new


@pytest.fixture(scope="session")
def company() -> dict[str, Any]:
    return make_company()


@pytest.fixture(scope="session")
def company_site(company: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that company, built once and only read."""
    folder = tmp_path_factory.mktemp("company")
    with open_published(write_copy(folder / "published-b000001.duckdb", **company)) as reader:
        return build_site(reader, folder / "site", made_at=MADE_AT, weeks=["2026-W45", "2026-W46"]).out


@pytest.fixture
def report(open_copy: Callable[..., Reader]) -> Callable[..., WeeklyReport]:
    """Return a function that writes a copy and builds one department's report of the week."""

    def build(department: str | None = "support", week: WeekKey = WEEK, **views: Any) -> WeeklyReport:
        reader = open_copy(**views)
        site = load_site(reader)
        context = load_week(reader, site, week)
        whose = next(each for each in site.departments if each.department == department)
        return build_weekly(reader, site, context, whose, made_at=MADE_AT)

    return build


@pytest.fixture
def calls(voice: Callable[..., Row]) -> Callable[..., list[Row]]:
    """Return a function that makes voices of different cases, one sentence after the other."""

    def make(count: int, first: int = 1, **changes: Any) -> list[Row]:
        return [voice(first + i, SENTENCES[i % len(SENTENCES)], **changes) for i in range(count)]

    return make
