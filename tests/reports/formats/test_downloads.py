"""The files beside a weekly report, opened with real readers, and the threads behind its rows."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.build import build_site
from reports.formats import fonts
from reports.formats.blocks import read_blocks
from reports.model.threads import Screen
from reports.portal.site_paths import Area, parse_address
from tests.reports.copies import MONDAY

MADE_AT = datetime(2026, 11, 16, 5, 40, 7, 123, tzinfo=ZoneInfo("Asia/Tokyo"))
LABEL = "=cmd|'/C calc'!A0 <b>注ぎ口</b>"
SECRET = "娘の持病のことで相談しました。"
SCREEN = Screen(lambda text: "田中" in text or "090" in text, "v1")


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    open_copy: Callable[..., Any],
    voice: Callable[..., Any],
    topic: Callable[..., Any],
) -> Path:
    """Build a week with a hostile topic name, a hidden sentence and turns of a contact; twice."""
    voices = [
        voice(
            number,
            f"注ぎ口から漏れて困りました{number}。",
            day=MONDAY + timedelta(days=number % 5),
            product="ミスト",
        )
        for number in range(7)
    ]
    voices += [voice(0, SECRET, quotable=False, voice_id="tel:000000/3.1", seq=3)]
    voices += [voice(50, "＝1+1 ありがとう。", kind="praise", topic_id="T000002")]
    turns = [("operator", "お電話ありがとうございます。"), ("customer", "注ぎ口から漏れて困りました0。田中です。"),
             ("customer", SECRET), ("memo", "<script>折り返し</script>"), ("customer", "番号は09"), ("unknown", "0です")]  # fmt: skip
    utterances = [
        {"day": MONDAY, "contact_id": "tel:000000", "seq": seq, "speaker": speaker, "text": text}
        for seq, (speaker, text) in enumerate(turns, start=1)
    ]
    topics = [topic(label=LABEL, keywords=["注ぎ口", "漏れる"]), topic("T000002", "お礼", kind="praise")]
    reader = open_copy(voices=voices, topics=topics, utterances=utterances)
    root = tmp_path_factory.mktemp("sites")
    for name in ("one", "two"):
        build_site(reader, root / name, weeks=["2026-W46"], made_at=MADE_AT, screen=SCREEN)
    return root


@pytest.fixture(scope="module")
def week(folder: Path) -> Path:
    return folder / "one/support/2026-W46"


def test_the_same_report_gives_the_same_bytes(folder: Path) -> None:
    for path in (folder / "one").rglob("*.*"):
        assert path.read_bytes() == (folder / "two" / path.relative_to(folder / "one")).read_bytes(), (
            path.name
        )


def test_the_workbook_opens_with_filters_frozen_headers_and_no_formula(week: Path) -> None:
    book = openpyxl.load_workbook(week / "support-2026-W46.xlsx")
    assert book.sheetnames == ["要約", "話題", "話題×経路", "お客様の声", "訂正と読み方"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    topics = book["話題"]
    assert topics.freeze_panes == "A2"
    assert topics.auto_filter.ref == "A1:M3"
    [name] = [cell for row in topics.iter_rows() for cell in row if cell.value == LABEL]
    assert name.quotePrefix
    assert [cell.value for cell in topics["D"]][1:] == [7, 1]
    said = [row[6] for row in book["お客様の声"].iter_rows(values_only=True)]
    assert "注ぎ口から漏れて困りました3。" in said
    assert SECRET not in said
    assert book.properties.created == MADE_AT.replace(tzinfo=None, microsecond=0)


def test_the_csv_opens_in_excel_and_holds_the_figures(week: Path) -> None:
    content = (week / "support-2026-W46.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1][1:4] == [f"'{LABEL}", "担当", "7"]


def test_the_csv_of_sentences_holds_all_that_may_be_shown(week: Path) -> None:
    content = (week / "support-2026-W46-voices.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["種類", "話題", "案件", "日付", "経路", "商品", "お客様の言葉"]
    assert len(rows) == 8
    assert rows[0][:5] == ["不満・お困りごと", f"'{LABEL}", "1", "2026-11-09", "電話"]
    assert rows[-1][3:] == ["", "電話", "", "'＝1+1 ありがとう。"]
    assert SECRET not in content.decode()


@pytest.mark.skipif(fonts.find_font() is None, reason="no Japanese font on this machine")
def test_the_pdf_says_what_the_page_says_with_its_font_embedded(week: Path, folder: Path) -> None:
    document = pypdf.PdfReader(week / "support-2026-W46.pdf")
    text = "".join(page.extract_text() for page in document.pages).replace("\n", "")
    assert f"「{LABEL}」" in text
    assert "データは揃っているか" in text
    assert SECRET not in text
    found = [font.get_object() for page in document.pages for font in page["/Resources"]["/Font"].values()]
    described = [
        font["/DescendantFonts"][0]["/FontDescriptor"] for font in found if "/DescendantFonts" in font
    ]
    assert described
    assert all("/FontFile3" in each or "/FontFile2" in each for each in described)
    assert pypdf.PdfReader(folder / "one/executive.pdf").pages


def test_without_a_japanese_font_the_night_goes_on_without_pdf(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(fonts, "PACKAGES", ())
    monkeypatch.setattr(fonts, "OF_SYSTEM", ("Koe No Such Font",))
    fonts.find_font.cache_clear()
    assert fonts.find_font() is None
    assert "noto-cjk-sans-jp-regular" in caplog.text
    fonts.find_font.cache_clear()


def test_rows_mark_the_words_of_the_topic_and_lead_to_the_thread(week: Path) -> None:
    page = (week / "T000001.html").read_text(encoding="utf-8")
    assert "<mark>注ぎ口</mark>から<mark>漏</mark>れて" in page
    assert 'href="thread-1.html#c1"' in page
    assert "<b>" not in page
    # one case alone leads to no contact
    assert "thread-" not in (week / "T000002.html").read_text(encoding="utf-8")


def test_a_thread_shows_speakers_and_leaves_out_what_must_not_be_shown(week: Path) -> None:
    page = (week / "thread-1.html").read_text(encoding="utf-8")
    assert (
        page.index("オペレーター") < page.index("お客様</th>") < page.index("メモ") < page.index("話者不明")
    )
    assert "注ぎ口から漏れて困りました0。" in page
    assert "&lt;script&gt;折り返し" in page
    for hidden in (SECRET, "田中", "持病"):
        assert hidden not in page


def test_downloads_and_threads_belong_to_the_department_and_are_written_down(week: Path) -> None:
    names = [path.name for path in week.iterdir() if path.suffix != ".html" or "thread" in path.name]
    assert len(names) >= 3
    for name in names:
        path = parse_address(f"current/support/2026-W46/{name}")
        assert (path.area, path.folder, path.holds_sentences) == (Area.DEPARTMENT, "support", True)
        assert path.kind == ("sentences" if name.endswith(".html") else "file")
    assert parse_address("current/executive.pdf").area is Area.COMPANY


@given(st.text())
def test_reading_a_page_into_blocks_takes_any_text(text: str) -> None:
    page = f"<nav><p>x</p></nav><main><h1>{text.replace('<', '&lt;').replace('&', '&amp;')}</h1></main>"
    assert all(block["kind"] == "h1" for block in read_blocks(page))
