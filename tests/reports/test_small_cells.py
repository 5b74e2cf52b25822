"""Numbers of few cases are not broken down to where they could single someone out."""

import re
from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.build import build_site
from reports.model.labels import JST
from reports.model.small_cells import withhold_cells, withhold_small_cells

MONDAY_ROWS = re.compile(r'<td class="when">([^<]*)</td>')
PRODUCT = re.compile(r'<td class="what">([^<]*)</td>')


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(["A", "B", None]), st.sampled_from(["x", "y"])),
        max_size=40,
    ),
    st.integers(1, 7),
)
def test_no_value_is_left_that_fewer_cases_share(rows, least):
    numbers = {number: place for place, number in enumerate(sorted({row[0] for row in rows}), 1)}
    table = pa.table({
        "case_number": pa.array([numbers[row[0]] for row in rows], pa.int64()),
        "product": pa.array([row[1] for row in rows], pa.string()),
        "lot": pa.array([row[2] for row in rows], pa.string()),
        "day": pa.array([0] * len(rows), pa.date32()),
        "sentence": ["声"] * len(rows),
    })  # fmt: skip
    kept = withhold_small_cells(table, least)
    assert kept["sentence"].to_pylist() == table["sentence"].to_pylist()
    assert kept["case_number"] == table["case_number"]
    for name in ("product", "lot"):
        pairs = list(zip(kept[name].to_pylist(), kept["case_number"].to_pylist(), strict=True))
        for value in {value for value, _ in pairs if value is not None}:
            assert len({case for found, case in pairs if found == value}) >= least
    is_small = len(numbers) < least
    assert set(kept["day"].to_pylist()) <= ({None} if is_small else set(table["day"].to_pylist()))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(0, 12), st.integers(1, 7))
def test_no_cell_can_be_worked_out_from_the_total_and_the_others(cells, elsewhere, least):
    total = sum(cells) + elsewhere
    shown = withhold_cells(cells, total, least)
    kept = [cell for cell in shown if cell is not None]
    assert all(cell is None or cell == was >= least for cell, was in zip(shown, cells, strict=True))
    left = total - sum(kept)
    assert not kept or left == 0 or left >= least
    if elsewhere == 0 and min(cells) >= least:
        assert shown == tuple(cells)


@pytest.fixture(scope="module")
def pages(open_copy, voice, topic, tmp_path_factory):
    voices = [
        voice(i, f"{i}番の困りごとです。", product="洗剤" if i < 5 else "柔軟剤", lot="L9") for i in range(6)
    ]
    voices += [
        voice(i, f"{i}番の困りごとです。", product="洗剤", lot="L9", topic_id="T000002")
        for i in range(10, 14)
    ]
    voices += [voice(20, "煙が出ました。", product="加湿器", risk=["smoke_fire"], topic_id=None)]
    reader = open_copy(voices=voices, topics=[topic(), topic("T000002", "少ない話題")])

    def build(**options):
        out = tmp_path_factory.mktemp("small") / "site"
        build_site(
            reader, out, made_at=voices[0]["started_at"].astimezone(JST) + timedelta(days=9), **options
        )
        folder = out / "support/2026-W46"
        return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}

    return build


def test_a_number_of_four_cases_has_no_days_and_no_products(pages):
    page = pages()["T000002"]
    assert set(MONDAY_ROWS.findall(page)) == {"—"}
    assert "洗剤" not in page
    assert "L9" not in page
    assert "件数が少ないため、日付と商品も伏せています。" in page
    assert "10番の困りごとです。" in page


def test_a_number_of_six_keeps_days_and_the_product_that_five_share(pages):
    page = pages()["T000001"]
    assert set(MONDAY_ROWS.findall(page)) == {"11/9(月)"}
    assert sorted(PRODUCT.findall(page)) == ["", *["洗剤"] * 5]
    assert "日付と商品も" not in page


def test_quotes_of_a_small_number_are_not_dated(pages):
    quotes = re.findall(r"<blockquote>.*?</blockquote>", pages()["index"])
    small = [quote for quote in quotes if re.search(r"1[0-3]番", quote)]
    large = [quote for quote in quotes if re.search(r"「[0-5]番", quote)]
    assert small
    assert large
    assert not [quote for quote in small if "11/9" in quote]
    assert all("11/9" in quote for quote in large)


def test_an_urgent_voice_keeps_what_is_needed_to_act(pages):
    page = pages()["risk"]
    assert "加湿器" in page
    assert "11/9(月)" in page


def test_the_least_number_is_a_setting(pages):
    assert "洗剤" in pages(least_cases=4)["T000002"]
    assert set(MONDAY_ROWS.findall(pages(least_cases=7)["T000001"])) == {"—"}
