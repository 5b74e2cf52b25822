"""What the rows of a day become: contacts and business rows, masked and keyed."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.receive import day as received_day
from warehouse.contract import business

DAY = date(2026, 11, 21)
NEXT = date(2026, 11, 22)
BEFORE = date(2026, 11, 20)


def test_a_contact_has_all_its_columns_masked(center, row):
    center.deliver_rows(
        row(
            1,
            "2026/11/21 09:05",
            "山田様、090-1234-5678です",
            顧客="Ｃ－１",
            窓口="山田様窓口",
            満足度="４",
            店舗="渋谷",
            メモ="了解",
        ),
    )
    center.run()
    (contact,) = center.contacts().values()
    keys = center.intake.keys
    assert contact["customer_key"] == keys.key_of("customer", "C-1")
    assert contact["turns"] == [
        {"speaker": "customer", "text": "［秘］様、［秘］です"},
        {"speaker": "memo", "text": "了解"},
    ]
    assert contact["queue"] == "［秘］様窓口"
    assert contact["attributes"] == '{"store":"渋谷"}'
    assert (contact["csat"], contact["source_file"], contact["source_row"]) == (4.0, "2026-11-21.csv", 1)
    assert contact["started_at"] == datetime(2026, 11, 21, 9, 5, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_nothing_personal_reaches_the_lake(center, row):
    center.change(path="phone/**.csv")
    rows = [
        row(1, "山田様", "a"),
        row("03-1234-5678", text="佐藤様", 窓口="佐藤様", 店舗="佐藤様", メモ="佐藤様", 顧客="C-777"),
    ]
    center.deliver("phone/佐藤様.csv", "\n".join([center.header, *rows]))
    center.run()
    stored = center.stored_text()
    assert "［秘］" in stored
    for secret in ("佐藤", "山田", "1234-5678", "C-777"):
        assert secret not in stored


def test_ids_that_are_plain_stay_and_others_are_hashed(center, row):
    center.deliver_rows(row("A-1_x.9"), row("受付 7"), row("0312345678"), row("x" * 65))
    center.run()
    ids = sorted(center.contacts())
    assert ids[3] == "phone:A-1_x.9"
    assert all(len(name) == len("phone:#") + 20 for name in ids[:3])


def test_rows_of_a_group_form_one_contact(center):
    center.sources = {
        "survey": {
            "path": "all.jsonl",
            "group_by": "response_id",
            "columns": {"started_at": "date", "channel": {"value": "survey"}, "nps": "nps"},
            "text": [{"column": "text", "speaker": {"column": "who", "values": {"客": "customer"}}}],
        }
    }
    rows = [
        ("r1", "2026-11-21 10:00", 9, "客", "あ"),
        ("r2", "2026-11-22 10:00", 1, "客", "い"),
        ("r1", "2020-01-01", 0, "？", "う"),
    ]
    lines = [dict(zip(("response_id", "date", "nps", "who", "text"), item, strict=True)) for item in rows]
    center.deliver(
        "all.jsonl",
        "\n".join([*map(json.dumps, lines), json.dumps({"response_id": "", "text": "x"})]),
        hours=72,
    )
    center.run()
    (contact,) = center.contacts().values()
    assert contact["contact_id"] == "survey:r1"
    assert contact["nps"] == 9
    assert [(turn["speaker"], turn["text"]) for turn in contact["turns"]] == [
        ("customer", "あ"),
        ("unknown", "う"),
    ]
    assert center.receipts()[0]["row_count"] == 2
    center.pull(NEXT)
    assert set(center.contacts(NEXT)) == {"survey:r2"}
    delivered = date(2026, 11, 24)
    center.pull(delivered)
    assert center.quarantine(delivered) == [(4, "no_id")]
    assert received_day.source_days(center.intake) == [DAY, NEXT]


def test_undated_rows_take_the_constant_day_and_dated_files_their_name(center, row):
    columns = {
        name: value for name, value in center.sources["phone"]["columns"].items() if name != "started_at"
    }
    center.change(columns=columns)
    center.deliver_rows(row(1))
    center.run()
    assert set(center.contacts()) == {"phone:1"}
    center.change(day="2026-11-20")
    center.run()
    center.pull(BEFORE)
    assert set(center.contacts(BEFORE)) == {"phone:1"}
    assert center.contacts() == {}


def test_business_rows_are_keyed_and_the_last_delivery_counts(center):
    center.sources = {
        "orders": {
            "table": "orders",
            "path": "orders_{day}.csv",
            "columns": {
                "day": "日",
                "order": "注文",
                "customer": "会員",
                "product": "品",
                "quantity": "数",
                "lot": "ロット",
            },
        }
    }
    center.deliver(
        "orders_2026-11-21.csv",
        "日,注文,会員,品,数,ロット\n2026/11/21,O-1,C-1,泡,1,\n2026/11/21,O-2,,泡,2,L1\n,O-3,C,泡,1,\n",
    )
    center.deliver(
        "orders_2026-11-22.csv",
        "日,注文,会員,品,数,ロット\n2026/11/21,O-1,C-1,泡,5,\n2026/11/21,,C-1,泡,5,\n",
        day=NEXT,
    )
    center.receive(NEXT)
    result = center.pull()
    rows = center.intake.lake.read_day(business.ORDERS, DAY).to_pylist()
    keys = center.intake.keys
    assert {(item["order_key"], item["quantity"], item["lot"]) for item in rows} == {
        (keys.key_of("order", "O-1"), 5.0, None),
        (keys.key_of("order", "O-2"), 2.0, "L1"),
    }
    assert result.quarantined == {"no_date": 1}
    counts = [
        (i["row_count"], i["contact_rows"], i["superseded_rows"], i["quarantined_rows"])
        for i in center.receipts()
    ]
    assert counts == [(3, 1, 1, 1), (1, 1, 0, 0)]
    center.pull(NEXT)
    assert center.quarantine(NEXT) == [(2, "missing_value")]


def test_days_of_dated_sources_come_from_file_names(center, row):
    for day in (NEXT, BEFORE):
        center.deliver_rows(row(1), day=day)
    assert received_day.source_days(center.intake) == [BEFORE, NEXT]
    assert not (center.folder / "lake").exists()


def test_a_night_waits_for_expected_files_only(center, row):
    sources = center.intake.sources
    assert received_day.list_awaited(DAY, sources) == []
    center.change(expected_by="06:00")
    (awaited,) = received_day.list_awaited(DAY, center.intake.sources)
    assert (awaited.source, awaited.until) == (
        "phone",
        datetime(2026, 11, 22, 6, tzinfo=ZoneInfo("Asia/Tokyo")),
    )
    center.deliver_rows(row(1))
    assert received_day.list_awaited(DAY, center.intake.sources) == []


def test_only_files_of_the_window_are_looked_at(center, row):
    for late in range(6):
        center.deliver_rows(row(late, f"{DAY - timedelta(days=late)} 10:00"), day=DAY - timedelta(days=late))
    assert center.receive(DAY) == {DAY - timedelta(days=late) for late in range(center.late_days + 1)}
