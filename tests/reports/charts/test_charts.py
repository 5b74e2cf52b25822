import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.charts import draw_heat_map, draw_ranking, draw_trend
from reports.charts.heat_map import _DARK, _TINTS
from reports.charts.picture import INK
from reports.keys import WeekKey
from reports.model.figures import NormalRange
from reports.model.pictures import HeatMap, HeatRow, RankedBar, Ranking, Trend, TrendMark, TrendPoint

MONDAY = date(2026, 5, 25)
USUAL = NormalRange(10, 20)
HOSTILE = "\x00\u202e\ud800<script>1</script>&'\"~0~ ㈱髙😱"


def make_points(counts, normal=USUAL):
    return tuple(
        TrendPoint(WeekKey(MONDAY + timedelta(weeks=place)), cases, normal if cases is not None else None)
        for place, cases in enumerate(counts)
    )


def make_trend(counts=(12, 14, 30, None, 5, 16), marks=()):
    return Trend("trend-1", "「注ぎ口から漏れる」", make_points(counts), tuple(marks))


def make_ranking(labels=("注ぎ口から漏れる", "香りが強すぎる")):
    bars = [RankedBar(label, 40 - 7 * place, 30, NormalRange(20, 34)) for place, label in enumerate(labels)]
    return Ranking("bars", "多い不満とご要望", tuple(bars))


def make_heat(cells=((9, 0), (5, None)), least=5):
    rows = [HeatRow(f"話題{place}", tuple(row)) for place, row in enumerate(cells)]
    return HeatMap(
        "heat",
        "話題と商品",
        ("しっとりミスト詰替400ml", "ナイトクリーム")[: len(cells[0])],
        tuple(rows),
        least,
    )


PICTURES = [(draw_trend, make_trend), (draw_ranking, make_ranking), (draw_heat_map, make_heat)]


def texts_of(picture):
    return [element.text for element in ET.fromstring(picture.svg).iter("text")]


@pytest.mark.parametrize(("draw", "make"), PICTURES)
def test_a_picture_fits_a_page_without_scripts_and_styles(draw, make):
    picture = draw(make())
    root = ET.fromstring(picture.svg)
    assert root.get("role") == "img"
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert list(named) == [f"{picture.name}-title", f"{picture.name}-desc"]
    assert root.get("aria-labelledby").split() == list(named)
    assert [element.text for element in named.values()] == [picture.title, picture.description]
    tags = {element.tag for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "line", "rect", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"style", "class", "font-family", "onclick", "href", "clip-path"}
    assert len(picture.svg.encode()) < 10_000
    assert float(root.get("viewBox").split()[2]) == pytest.approx(360, abs=2)


@pytest.mark.parametrize(("draw", "make"), PICTURES)
def test_the_same_numbers_give_the_same_bytes(draw, make):
    assert draw(make()) == draw(make())


def test_hostile_names_stay_text():
    picture = draw_ranking(make_ranking((HOSTILE, "普通の話題")))
    assert HOSTILE[3:20] in "".join(texts_of(picture))
    assert not re.search("[\x00-\x08\u202e\ud800]", picture.svg)
    assert "<script" not in picture.svg
    drawn = draw_heat_map(HeatMap("h", HOSTILE, (HOSTILE[:8], "b"), (HeatRow(HOSTILE, (1, 2)),)))
    assert "<script" not in drawn.svg


def test_nothing_depends_on_the_width_of_words():
    def places(labels):
        return re.sub(r">[^<]*<", "><", draw_ranking(make_ranking(labels)).svg)

    assert places(("i", "ll")) == places(("漢字のとても長い名前の話題です", "WWWWWWWWWWWWW"))


def test_a_week_without_data_interrupts_the_line():
    svg = draw_trend(make_trend()).svg
    (line,) = re.findall(r'd="(M[^"]*)" stroke="#0072B2" stroke-width="1.5"', svg)
    assert line.count("M") == 2


def test_weeks_outside_their_range_have_a_mark_of_their_own_shape():
    def triangles(counts):
        return draw_trend(make_trend(counts)).svg.count('fill="#D55E00"')

    assert [triangles((12, 14, 15)), triangles((12, 30, 15)), triangles((5, 30, 15))] == [0, 1, 2]


def test_a_week_that_is_not_whole_is_a_ring():
    points = make_points((12, 14))
    partial = (points[0], TrendPoint(points[1].week, 14, points[1].normal, is_partial=True))
    picture = draw_trend(Trend("t", "x", partial))
    assert 'fill="#ffffff" stroke="#0072B2"' in picture.svg
    assert picture.rows[-1] == ("6月1日から", "14件(途中)", "10〜20件")


def test_marks_stand_on_their_day_and_are_told_below():
    marks = [TrendMark(MONDAY + timedelta(days=20), "action", "打ち手:金型を修正"),
             TrendMark(MONDAY + timedelta(days=22), "refit", "話題の分け方を見直し")]  # fmt: skip
    picture = draw_trend(make_trend(marks=marks))
    assert [text for text in texts_of(picture) if text in ("打ち手", "見直し")] == ["打ち手", "見直し"]
    assert picture.notes == ("6月14日 打ち手:金型を修正", "6月16日 話題の分け方を見直し")
    heights = [
        float(y) for y in re.findall(r"translate\([\d.]+,(-[\d.]+)\)\" font-size=\"10px\"", picture.svg)
    ]
    assert len(set(heights)) == 2, "words over neighbouring days would lie on each other"


def test_small_cells_are_empty_in_the_picture_and_told_in_the_table():
    picture = draw_heat_map(make_heat())
    assert sorted(text for text in texts_of(picture) if text.isdigit()) == ["0", "5", "9"]
    assert picture.rows == (("話題0", "9件", "0件"), ("話題1", "5件", "出していません"))
    assert picture.notes == (
        "空欄は、5件未満か、差し引きでそれが分かってしまう数です(個人が特定されないよう、出していません)。",
    )
    assert draw_heat_map(make_heat(((9, 8), (5, 6)))).notes == ()


def test_every_number_of_a_ranking_is_written_beside_its_bar():
    picture = draw_ranking(make_ranking())
    assert [text for text in texts_of(picture) if "件" in text] == ["40件(+10)", "33件(+3)"]
    assert picture.rows[0] == ("注ぎ口から漏れる", "40件", "30件", "20〜34件")


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_tints_keep_their_order_in_grey_and_their_numbers_are_readable():
    lights = [luminance(tint) for tint in _TINTS]
    assert lights == sorted(lights, reverse=True)
    for place, tint in enumerate(_TINTS):
        assert contrast(tint, "#ffffff" if place >= _DARK else INK) >= 4.5


counts = st.lists(st.none() | st.integers(min_value=0, max_value=10**6), min_size=1, max_size=30)


@settings(max_examples=12, deadline=None)
@given(counts, st.none() | st.tuples(st.integers(0, 100), st.integers(0, 10**6)))
def test_any_history_can_be_drawn(cases, ends):
    normal = NormalRange(min(ends), max(ends)) if ends else None
    picture = draw_trend(Trend("t", "x", make_points(cases, normal)))
    ET.fromstring(picture.svg)
    assert "NaN" not in picture.svg
    assert len(picture.rows) == len(cases)
