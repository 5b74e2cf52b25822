"""Every kind of bad input of the issue: quarantined or excluded with a reason, the rest of the day unharmed."""

import gzip
import io
import json
import zipfile
from datetime import date

import pytest

DAY = date(2026, 11, 21)
GOOD = "2026-11-21 10:00"
HEADER = "番号,日時,顧客,窓口,満足度,店舗,本文,メモ,種別"


@pytest.fixture
def with_chat(center):
    """A second source that always delivers one good contact: "the rest of the day"."""
    center.sources["chat"] = {
        "path": "chat/{day}.jsonl",
        "columns": {"contact_id": "id", "started_at": "at", "channel": {"value": "chat"}},
        "text": ["body"],
    }
    center.deliver("chat/2026-11-21.jsonl", json.dumps({"id": "c1", "at": GOOD, "body": "良い"}))
    return center


def phone_receipt(center):
    (receipt,) = [item for item in center.receipts() if item["source"] == "phone"]
    return {name: receipt[name] for name in ("status", "row_count", "contact_rows", "quarantined_rows")}


def test_a_missing_file_that_was_expected_is_said_to_be_missing(with_chat):
    with_chat.change(expected_by="06:00")
    assert with_chat.run().missing == ("phone",)
    assert phone_receipt(with_chat)["status"] == "missing"
    assert set(with_chat.contacts()) == {"chat:c1"}


def test_a_missing_file_that_nobody_expects_is_silent(with_chat):
    assert with_chat.run().missing == ()
    assert [item["source"] for item in with_chat.receipts()] == ["chat"]


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", HEADER.encode() + b"\r\n"])
def test_an_empty_file_is_not_a_missing_one(with_chat, content):
    with_chat.change(expected_by="06:00")
    with_chat.deliver("phone/2026-11-21.csv", content)
    assert with_chat.run().missing == ()
    assert phone_receipt(with_chat) == {
        "status": "empty", "row_count": 0, "contact_rows": 0, "quarantined_rows": 0,
    }  # fmt: skip


def make_bomb() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.csv", bytes(80 << 20))
    return sink.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("{day}.csv", bytes(range(128, 256)) * 30),
        ("{day}.csv.gz", gzip.compress((HEADER + "\n").encode() * 400, mtime=0)[:-20]),
        ("{day}.zip", make_bomb()[:500]),
        ("{day}.zip", make_bomb()),
        ("{day}.xlsx", b"PK\x03\x04 not a workbook"),
        ("{day}.parquet", b"PAR1 no"),
    ],
    ids=["encoding", "truncated-gz", "truncated-zip", "bomb", "xlsx", "parquet"],
)
def test_a_file_that_cannot_be_read_is_broken_and_the_day_goes_on(with_chat, name, content):
    with_chat.change(path="phone/" + name)
    with_chat.deliver("phone/" + name.format(day=DAY), content)
    result = with_chat.run()
    assert result.quarantined == {"broken_file": 1}
    assert with_chat.quarantine() == [(0, "broken_file")]
    assert phone_receipt(with_chat)["status"] == "broken"
    assert set(with_chat.contacts()) == {"chat:c1"}


def test_a_broken_file_that_comes_again_whole_is_replaced_and_breaks_nothing_any_more(center, row):
    center.deliver("phone/2026-11-21.csv", "番号,日付\n1,2026-11-21\n")
    center.run()
    assert phone_receipt(center)["status"] == "broken"
    center.deliver("phone/2026-11-21.csv", f"{HEADER}\n{row(1)}\n", hours=34)
    center.run()
    found = {item["status"]: item["contact_rows"] for item in center.receipts()}
    assert found == {"received": 1, "replaced": 0}
    assert set(center.contacts()) == {"phone:1"}


def test_a_later_file_of_another_day_replaces_no_broken_one(center, row):
    center.deliver("phone/2026-11-21.csv", "番号,日付\n1,2026-11-21\n")
    center.deliver("phone/2026-11-20.csv", f"{HEADER}\n{row(1)}\n", hours=34)
    center.run()
    assert sorted(item["status"] for item in center.receipts()) == ["broken", "received"]


def test_a_wrong_encoding_setting_breaks_the_file_and_says_so(center, row):
    center.change(encoding="utf-8")
    center.deliver("phone/2026-11-21.csv", f"{HEADER}\n{row(1)}\n".encode("cp932"))
    center.run()
    assert center.details() == ["the content is not in the encoding utf-8"]


def test_the_encoding_found_is_reported(center, row):
    center.deliver("phone/2026-11-21.csv", f"{HEADER}\n{row(1, text='㈱髙島屋①～ﾊﾝｶｸ')}\n".encode("cp932"))
    center.run()
    assert center.receipts()[0]["encoding"] == "cp932"
    assert center.contacts()["phone:1"]["turns"][0]["text"] == "㈱髙島屋①～ﾊﾝｶｸ"


def test_unknown_columns_are_named_with_those_that_are_there(center):
    center.deliver(
        "phone/2026-11-21.csv", "番号,日付,本文,090-1234-5678\n1,2026-11-21,あ,\n2,2026-11-21,い,\n"
    )
    center.run()
    assert center.quarantine() == [(0, "unknown_columns")]
    assert phone_receipt(center) == {
        "status": "broken", "row_count": 2, "contact_rows": 0, "quarantined_rows": 2,
    }  # fmt: skip
    (detail,) = center.details()
    assert "lacks the columns メモ, 店舗, 日時" in detail
    assert "found: 番号, 日付, 本文, ［秘］" in detail


def test_a_file_without_header_shows_nothing_of_its_first_row(center):
    center.deliver("phone/2026-11-21.csv", "1,2026-11-21,山田太郎,漏れます\n2,2026-11-21,佐藤,い\n")
    center.run()
    assert "is there a header row?" in center.details()[0]
    assert "山田" not in center.stored_text()


def test_jsonl_may_leave_out_empty_columns_but_not_those_every_contact_needs(with_chat):
    with_chat.sources["chat"]["columns"]["csat"] = "rating"
    with_chat.run()
    assert with_chat.contacts()["chat:c1"]["csat"] is None
    with_chat.sources["chat"]["columns"]["started_at"] = "time"
    with_chat.run()
    assert with_chat.quarantine() == [(0, "unknown_columns")]
    assert with_chat.contacts() == {}


def test_dates_that_cannot_be_read_or_lie_in_the_future(center, row):
    center.deliver_rows(
        row(1, "2026/13/45"),
        row(2, ""),
        row(3, "2026-11-24 09:00"),
        row(4, "2026-11-23 09:00"),
        row(5),
        row(6, "山田花子"),
    )
    result = center.run()
    assert center.quarantine() == [(1, "bad_date"), (2, "no_date"), (3, "future_date"), (6, "bad_date")]
    assert result.quarantined == {"bad_date": 2, "future_date": 1, "no_date": 1}
    assert set(center.contacts()) == {"phone:5"}
    assert "'2026/13/45'" in center.details()[0]
    assert "山田" not in center.stored_text()


def test_duplicate_ids_leave_the_later_row_and_are_counted(center, row):
    center.deliver_rows(row(1, text="前"), row(2), row(1, text="後"))
    center.run()
    contact = center.contacts()["phone:1"]
    assert (contact["turns"][0]["text"], contact["source_row"], contact["version"]) == ("後", 3, 2)
    (receipt,) = center.receipts()
    assert (receipt["row_count"], receipt["contact_rows"], receipt["superseded_rows"]) == (3, 2, 1)


@pytest.mark.parametrize("text", ["あ" * 333_334, "a" * 1_048_576, "長い。" * 350_000])
def test_texts_of_a_megabyte_are_quarantined(center, row, text):
    center.deliver_rows(row(1, text=text), row(2))
    center.run()
    assert center.quarantine() == [(1, "text_too_long")]
    assert set(center.contacts()) == {"phone:2"}


def test_nul_surrogates_and_emoji(with_chat):
    body = {"id": "c\x002", "at": GOOD, "body": "漏\x00れ\ud83dた😀"}
    with_chat.deliver("chat/2026-11-21.jsonl", json.dumps(body))
    with_chat.run()
    assert with_chat.contacts()["chat:c2"]["turns"] == [{"speaker": "customer", "text": "漏れた😀"}]


def test_only_symbols_are_a_normal_contact_and_no_text_is_excluded(center, row):
    center.deliver_rows(
        row(1, text="！？…♪"), row(2, text="　"), row(3, text="", 種別="留守電"), row(4, 種別="留守電")
    )
    center.run()
    reasons = {name: item["excluded_reason"] for name, item in center.contacts().items()}
    assert reasons == {"phone:1": None, "phone:2": "no_text", "phone:3": "voicemail", "phone:4": "voicemail"}
    assert center.contacts()["phone:2"]["turns"] == []


def test_a_row_without_id_or_with_an_unknown_channel_is_named(center, row):
    center.change(
        columns={
            **center.sources["phone"]["columns"],
            "channel": {"column": "種別", "values": {"電話": "phone"}},
        }
    )
    center.deliver_rows(row("", 種別="電話"), row(2, 種別="電話"), row(3, 種別="無線"), row(4))
    center.run()
    assert center.quarantine() == [(1, "no_id"), (3, "unknown_channel"), (4, "unknown_channel")]
    assert set(center.contacts()) == {"phone:2"}


def test_cells_that_are_no_numbers_become_null_and_are_counted(center, row):
    center.deliver_rows(row(1, 満足度="5"), row(2, 満足度="とても"), row(3, 満足度="50"))
    center.run()
    assert [item["csat"] for item in center.contacts().values()] == [5.0, None, None]
    layer = center.intake.layer
    (file,) = layer.day_files(DAY)
    assert layer.read_facts(file.key).warnings == {"csat": 2}


def test_rows_with_damaged_bytes_or_quotes_are_named(center, row):
    lines = [HEADER, row(1), row(2).replace("漏", "\udc81"), row(3) + ",x", row(4).removesuffix('"'), row(5)]
    center.deliver("phone/2026-11-21.csv", "\n".join(lines).encode("utf-8", "surrogateescape"))
    center.run()
    assert center.quarantine() == [(2, "bad_encoding"), (3, "column_count"), (4, "broken_quote")]
    assert set(center.contacts()) == {"phone:1", "phone:5"}


def test_rows_of_the_year_9999_are_named(with_chat):
    rows = [{"id": "c1", "at": "9999-12-31T20:00:00Z", "body": "x"}, {"id": "c2", "at": GOOD, "body": "良い"}]
    with_chat.deliver("chat/2026-11-21.jsonl", "\n".join(map(json.dumps, rows)))
    with_chat.run()
    assert with_chat.quarantine() == [(1, "bad_date")]
    assert set(with_chat.contacts()) == {"chat:c2"}


def test_a_lone_surrogate_in_a_key_or_a_header_is_left_out(with_chat):
    with_chat.deliver("chat/2026-11-21.jsonl", '{"a\\ud800b":1,"x":2}')
    with_chat.deliver(
        "phone/2026-11-21.csv", "番号,日付,本文,お電話がつながりません".encode() + b"\xff\n1,2,3,4\n"
    )
    with_chat.run()
    assert with_chat.quarantine() == [(0, "unknown_columns")] * 2
    assert any("found: ab, x" in detail for detail in with_chat.details())
