"""A build that takes pages over holds, byte for byte, what a fresh one would hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.build import SiteBuild, build_site
from reports.keep.digests import digest_table, digest_value
from reports.keep.record import read_record
from reports.render.drawn import Drawn
from reports.withdrawn import Withdrawal
from tests.reports.copies import MADE_AT, MONDAY

WEEKS = [MONDAY - timedelta(days=7 * back) for back in (2, 1, 0)]
DEPARTMENTS = [
    {"department": "support", "name": "お客様窓口", "position": 1},
    {"department": "product", "name": "商品開発部", "position": 2},
]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def _without_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long to make and is the same bytes for the same report."""
    monkeypatch.setattr("reports.render.html.draw_pictures", lambda _: Drawn())
    monkeypatch.setattr("reports.department_week.list_downloads", lambda *_: ())
    monkeypatch.setattr("reports.department_week.make_downloads", lambda *_: {})
    monkeypatch.setattr("reports.build.write_executive", lambda *_, **__: "")
    monkeypatch.setattr("reports.build.write_days", lambda *_, **__: ())


class Nights:
    """Builds night after night, each upon the one before, and the same afresh beside it."""

    def __init__(self, folder: Path, open_copy: Callable[..., Any]) -> None:
        self.folder, self.open_copy = folder, open_copy
        self.kept: Path | None = None
        self.count = 0

    def build(
        self, *, made_at: datetime = MADE_AT, withdrawn: Any = None, is_compared: bool = True, **views: Any
    ) -> SiteBuild:
        reader = self.open_copy(departments=DEPARTMENTS, **views)
        self.count += 1
        out, fresh = self.folder / f"kept-{self.count}", self.folder / f"fresh-{self.count}"
        built = build_site(reader, out, made_at=made_at, withdrawn=withdrawn, previous=self.kept)
        self.kept = out
        if is_compared:
            build_site(reader, fresh, made_at=made_at, withdrawn=withdrawn)
            found, wanted = tree(out), tree(fresh)
            assert found.keys() == wanted.keys()
            assert [name for name in wanted if found[name] != wanted[name]] == []
        return built


@pytest.fixture
def company(voice: Callable[..., Any], topic: Callable[..., Any], days: Callable[..., Any]) -> dict[str, Any]:
    voices = [
        voice(100 * number + each, f"{week:%m月%d日}の{each}番目の声です。", day=week + timedelta(days=each % 7),
              department=department, topic_id=f"T00000{number % 2 + 1}")
        for number, week in enumerate(WEEKS)
        for each in range(6)
        for department in ("support" if each % 2 else "product",)
    ]  # fmt: skip
    return {
        "voices": voices,
        "topics": [topic("T000001"), topic("T000002", "詰め替えの注ぎ口から漏れる")],
        "days": days(WEEKS[0] - timedelta(days=7), MONDAY + timedelta(days=6), voices),
    }


@pytest.mark.system
def test_nights_with_late_data_rename_and_withdrawal_give_what_fresh_builds_give(
    tmp_path: Path,
    open_copy: Callable[..., Any],
    company: dict[str, Any],
    voice: Callable[..., Any],
    topic: Callable[..., Any],
) -> None:
    nights = Nights(tmp_path, open_copy)
    first = nights.build(**company)
    assert len(first.rendered) == first.pages

    quiet = nights.build(**company)
    assert not [name for name in quiet.rendered if "/2026-W" in name]

    late = voice(901, "遅れて届いた声です。", day=WEEKS[1], department="product")
    company["voices"] = [*company["voices"], late]
    after_late = nights.build(**company)
    assert "product/2026-W44/index.html" not in after_late.rendered
    weeks = {name.split("/")[1] for name in after_late.rendered if "/2026-W" in name}
    # the late week itself, and the one after it, which says 前週, but not the week before
    assert weeks == {"2026-W45", "2026-W46"}

    company["topics"] = [topic("T000001", "電話が混む"), company["topics"][1]]
    nights.build(**company, withdrawn={"product": Withdrawal(MADE_AT, "確認中")})
    nights.build(**company)


def test_words_of_a_removed_voice_are_nowhere_in_a_kept_build(
    tmp_path: Path, open_copy: Callable[..., Any], company: dict[str, Any]
) -> None:
    nights = Nights(tmp_path, open_copy)
    nights.build(**company, is_compared=False)
    gone = company["voices"][7]
    assert any(gone["sentence"].encode() in page for page in tree(tmp_path / "kept-1").values())
    company["voices"] = [each for each in company["voices"] if each is not gone]
    nights.build(**company, is_compared=False)
    assert not any(gone["sentence"].encode() in page for page in tree(tmp_path / "kept-2").values())


def test_kept_pages_carry_the_time_when_their_content_was_made(
    tmp_path: Path, open_copy: Callable[..., Any], company: dict[str, Any], voice: Callable[..., Any]
) -> None:
    nights = Nights(tmp_path, open_copy)
    nights.build(**company, is_compared=False)
    company["voices"] = [*company["voices"], voice(901, "新しい声です。", day=MONDAY, department="product")]
    nights.build(**company, made_at=MADE_AT + timedelta(days=1), is_compared=False)
    pages = tree(tmp_path / "kept-2")
    assert "11月16日 5:40作成" in pages["product/2026-W44/index.html"].decode()
    assert "11月17日 5:40作成" in pages["product/2026-W46/index.html"].decode()
    assert "11月17日 5:40作成" in pages["index.html"].decode()


def test_a_page_that_was_altered_or_lost_is_rendered_again_and_the_old_build_stays_as_it_is(
    tmp_path: Path, open_copy: Callable[..., Any], company: dict[str, Any]
) -> None:
    nights = Nights(tmp_path, open_copy)
    nights.build(**company, is_compared=False)
    altered = tmp_path / "kept-1/support/2026-W44/index.html"
    altered.write_text("別の内容", encoding="utf-8")
    (tmp_path / "kept-1/product/2026-W45/index.html").unlink()
    built = nights.build(**company, is_compared=False)
    assert {"support/2026-W44/index.html", "product/2026-W45/index.html"} <= built.rendered
    assert altered.read_text(encoding="utf-8") == "別の内容"


@pytest.mark.parametrize("content", [b"", b"{}", b'{"code":"x","format":1}', b"\xff\xfe"])
def test_a_damaged_record_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keep.json").write_bytes(content)
    found = read_record(tmp_path)
    assert found is None or found.units == {}


plain = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3) | st.dates()


@given(st.lists(st.tuples(plain, plain), max_size=4), st.lists(st.tuples(plain, plain), max_size=4))
def test_values_have_one_digest_only_where_they_are_equal(one: list[Any], other: list[Any]) -> None:
    is_same = repr(one) == repr(other)
    assert (digest_value(one) == digest_value(other)) == is_same


rows = st.lists(
    st.tuples(st.none() | st.text("あ\0a", max_size=2), st.none() | st.lists(st.text("い", max_size=1), max_size=2),
              st.none() | st.sampled_from([MADE_AT, MADE_AT + timedelta(days=1)])), max_size=3
)  # fmt: skip
SCHEMA = pa.schema([("a", pa.string()), ("b", pa.list_(pa.string())), ("c", pa.timestamp("us", tz="UTC"))])


def table_of(given_rows: list[Any]) -> pa.Table:
    named = [{"a": a, "b": b, "c": c} for a, b, c in given_rows]
    return pa.Table.from_pylist(named, schema=SCHEMA)


@given(rows, rows)
def test_tables_have_one_digest_only_where_their_rows_are_equal(one: list[Any], other: list[Any]) -> None:
    left, right = table_of(one), table_of(other)
    assert (digest_table(left) == digest_table(right)) == (left.equals(right))
    parts = [left.slice(position, 1) for position in range(left.num_rows)]
    assert digest_table(pa.concat_tables(parts) if parts else left) == digest_table(left)
