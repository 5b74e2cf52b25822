"""Versions, late and corrected rows, and the promise that every row is accounted for."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.receive import day as received_day
from pipelines.receive import receive_file
from pipelines.sources.listing import list_files
from warehouse.contract import core

DAY = date(2026, 11, 21)
NEXT = date(2026, 11, 22)
BEFORE = date(2026, 11, 20)


def texts(center, day=DAY):
    return {name: item["turns"][0]["text"] for name, item in center.contacts(day).items()}


def test_a_file_is_read_once(center, row):
    path = center.deliver_rows(row(1))
    assert center.receive() == {DAY}
    calls = center.masker.calls
    assert center.receive() == frozenset()
    path.touch()
    assert center.receive() == frozenset()
    assert center.masker.calls == calls


def test_running_again_writes_the_same_bytes(center, row):
    center.deliver_rows(row(2), row(1), row(3, "2026-11-20 23:59"))
    center.run()
    before = {path: path.read_bytes() for path in (center.folder / "lake").rglob("*.parquet")}
    center.run()
    center.masker.fingerprint = "fake-2"
    center.run()
    assert {path: path.read_bytes() for path in (center.folder / "lake").rglob("*.parquet")} == before


def test_another_masking_or_mapping_reads_the_file_again(center, row):
    center.deliver_rows(row(1))
    center.run()
    center.has_run = lambda day: True
    center.masker.fingerprint = "fake-2"
    assert center.receive() == {DAY}
    center.change(text=["メモ", "本文"])
    assert center.receive() == {DAY}
    center.change(expected_by="07:00")
    assert center.receive() == frozenset()


def test_a_day_that_a_new_reading_leaves_is_emptied(center, row):
    center.deliver_rows(row(1, "2026-11-20 10:00", メモ="2026-11-21 10:00"))
    center.run()
    center.pull(BEFORE)
    assert set(center.contacts(BEFORE)) == {"phone:1"}
    columns = {**center.sources["phone"]["columns"], "started_at": "メモ"}
    center.change(columns=columns)
    assert center.receive() == {BEFORE, DAY}
    assert center.pull().stale_days == ()
    center.has_run = lambda day: True
    assert center.pull().stale_days == (BEFORE,)
    center.pull(BEFORE)
    assert center.pull().stale_days == ()
    assert set(center.contacts()) == {"phone:1"}
    assert center.contacts(BEFORE) == {}
    assert [item["source_file"] for item in center.receipts(BEFORE)] == []


def test_late_rows_make_their_day_stale(center, row):
    center.deliver_rows(row(1))
    center.run()
    center.has_run = lambda day: day == DAY
    center.deliver_rows(row(2, "2026-11-21 23:00"), row(3, "2026-11-22 08:00"), day=NEXT)
    assert center.receive(NEXT) == {DAY, NEXT}
    assert center.pull(NEXT).stale_days == (DAY,)
    assert center.pull(NEXT).stale_days == (DAY,)
    center.pull(DAY)
    assert center.pull(NEXT).stale_days == ()
    assert set(center.contacts()) == {"phone:1", "phone:2"}
    assert set(center.contacts(NEXT)) == {"phone:3"}


def test_a_correction_wins_and_both_versions_are_counted(center, row):
    center.deliver_rows(row(1, text="前"))
    center.deliver_rows(row(1, text="後"), day=NEXT)
    center.receive(NEXT)
    center.pull()
    assert texts(center) == {"phone:1": "後"}
    assert center.contacts()["phone:1"]["version"] == 2
    assert [(item["contact_rows"], item["superseded_rows"]) for item in center.receipts()] == [(0, 1), (1, 0)]


def test_the_declared_update_time_beats_the_delivery(center, row):
    center.change(columns={**center.sources["phone"]["columns"], "updated_at": "メモ"}, text=["本文"])
    center.deliver_rows(row(1, text="新", メモ="2026-11-21 18:00"), day=DAY)
    center.deliver_rows(
        row(1, text="旧", メモ="2026-11-21 12:00"), row(2, text="x", メモ="9999-01-01"), day=NEXT
    )
    center.receive(NEXT)
    center.pull()
    assert texts(center)["phone:1"] == "新"
    assert center.contacts()["phone:2"]["updated_at"] is None


@pytest.mark.parametrize("first", [DAY, NEXT])
def test_a_contact_that_moves_to_another_day_exists_once(center, row, first):
    center.deliver_rows(row(1, "2026-11-21 23:59"), row(2))
    center.receive()
    center.pull(DAY)
    center.deliver_rows(row(1, "2026-11-22 00:01", "直し"), day=NEXT)
    assert center.receive(NEXT) == {DAY, NEXT}
    for day in (first, DAY, NEXT):
        center.pull(day)
    assert set(center.contacts()) == {"phone:2"}
    assert center.contacts(NEXT)["phone:1"]["version"] == 2
    assert [item["superseded_rows"] for item in center.receipts()] == [1]


def test_equal_bytes_under_two_names_are_two_files(center, row):
    center.change(path="phone/{day}_*.csv")
    content = f"{center.header}\n{row(1)}\n"
    center.deliver("phone/2026-11-21_a.csv", content)
    center.deliver("phone/2026-11-21_b.csv", content)
    center.run()
    assert center.contacts()["phone:1"]["version"] == 2
    receipts = center.receipts()
    assert len({item["source_file"] for item in receipts}) == 2
    counts = sorted((item["contact_rows"], item["superseded_rows"]) for item in receipts)
    assert counts == [(0, 1), (1, 0)]


def test_what_a_wildcard_matched_is_kept_as_a_digest(center, row):
    center.change(path="phone/tel_{day:%Y%m%d}*.csv")
    content = f"{center.header}\n{row(1)}\n"
    for name in ("tel_20261121_鬼龍院翔太.csv", "tel_20261121_秋山.csv", "tel_20261121.csv"):
        center.deliver(f"phone/{name}", content)
    center.run()
    names = sorted(item["source_file"] for item in center.receipts())
    assert len(set(names)) == 3
    assert [re.sub("[0-9a-f]{8}[.]", "H.", name) for name in names] == [
        "tel_20261121#H.csv",
        "tel_20261121#H.csv",
        "tel_H.csv",
    ]
    assert "tel_20261121.csv" in names
    assert "鬼龍院" not in center.stored_text()


def test_a_wrong_file_time_does_not_make_the_day_a_future_one(center, row):
    center.deliver_rows(row(1), day=DAY, hours=-48)
    center.run()
    assert set(center.contacts()) == {"phone:1"}


def test_a_later_delivery_of_the_same_bytes_is_read_again_for_its_future_rows(center, row):
    rows = [row(1), row(2, "2026-11-24 09:00")]
    center.deliver_rows(*rows)
    center.run()
    assert center.quarantine() == [(2, "future_date")]
    center.deliver_rows(*rows, hours=26 + 48)
    assert center.receive() == {DAY, date(2026, 11, 24)}
    assert center.receive() == frozenset()
    center.pull(date(2026, 11, 24))
    center.pull()
    assert center.quarantine() == []
    assert set(center.contacts(date(2026, 11, 24))) == {"phone:2"}


def test_equal_bytes_of_two_sources_do_not_meet(center, row):
    center.sources["other"] = {**center.sources["phone"], "path": "other/{day}.csv"}
    content = f"{center.header}\n{row(1)}\n"
    center.deliver("phone/2026-11-21.csv", content)
    center.deliver("other/2026-11-21.csv", content)
    center.run()
    assert set(center.contacts()) == {"phone:1", "other:1"}


def test_a_source_that_is_no_longer_configured_is_left_out(center, row):
    center.sources["other"] = {**center.sources["phone"], "path": "other/{day}.csv"}
    center.deliver_rows(row(1))
    center.deliver("other/2026-11-21.csv", f"{center.header}\n{row(1)}\n")
    center.run()
    del center.sources["other"]
    center.run()
    assert set(center.contacts()) == {"phone:1"}


def test_receivers_side_by_side_do_no_harm(center, row):
    center.deliver_rows(*(row(n, text=f"{n}番") for n in range(200)))
    (file,) = list_files("phone", center.intake.sources.sources["phone"])
    intakes = [replace(center.intake, attempt=f"t{n}") for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda intake: receive_file(file, intake), intakes))
    center.run()
    assert len(center.contacts()) == 200
    assert not list((center.folder / "lake").rglob(".*"))


def test_rows_that_arrive_while_the_day_is_written_are_not_missed(center, row, monkeypatch):
    center.deliver_rows(row(1))
    center.receive()
    written = received_day.contact_winners

    def meanwhile(*args):
        outcome = written(*args)
        if not (center.folder / "in" / "phone" / f"{NEXT}.csv").exists():
            center.deliver_rows(row(2), day=NEXT)
            center.receive(NEXT)
        return outcome

    monkeypatch.setattr(received_day, "contact_winners", meanwhile)
    assert center.pull().stale_days == ()
    assert set(center.contacts()) == {"phone:1", "phone:2"}


def test_a_receiver_that_died_is_made_up_for(center, row, monkeypatch):
    center.deliver_rows(row(1), row(2, "2026-11-20 10:00"))
    layer = type(center.intake.layer)

    def die(*args):
        raise KeyboardInterrupt

    for step in ("write_rows", "mark_day", "write_facts"):
        monkeypatch.setattr(layer, step, die)
        with pytest.raises(KeyboardInterrupt):
            center.receive()
        monkeypatch.undo()
        center.pull()
        assert center.contacts() == {}
    assert center.receive() == {DAY, BEFORE}
    center.pull()
    assert set(center.contacts()) == {"phone:1"}


deliveries = st.lists(
    st.tuples(
        st.integers(0, 3),  # day of the file
        st.lists(
            st.tuples(
                st.sampled_from(["1", "2", "3", "4", ""]),
                st.sampled_from(
                    ["2026-11-21 10:00", "2026-11-22 10:00", "2026-11-23 01:00", "壊", "2030-01-01", ""]
                ),
                st.sampled_from(["あ", "", "a\x00"]),
            ).filter(any),  # a line of commas only is blank, not a row
            max_size=5,
        ),
    ),
    max_size=4,
    unique_by=lambda item: item[0],
)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(deliveries=deliveries, order=st.permutations(range(4)))
def test_every_row_is_accounted_for_in_any_order_of_days(make_center, row, deliveries, order):
    results = []
    days = [DAY + timedelta(days=offset) for offset in range(4)]
    for days_run in (days, [days[place] for place in order]):
        center = make_center()
        for offset, rows in deliveries:
            center.deliver_rows(*(row(*cells) for cells in rows), day=days[offset])
        for day in days_run:
            center.receive(day)
        for day in days_run:
            center.pull(day)
        delivered = sum(len(rows) for _, rows in deliveries)
        receipts = [receipt for day in days for receipt in center.receipts(day)]
        assert sum(receipt["row_count"] for receipt in receipts) == delivered
        for receipt in receipts:
            parts = [receipt[f"{name}_rows"] for name in ("contact", "superseded", "quarantined")]
            assert receipt["row_count"] == sum(parts)
            assert min(parts) >= 0
        contacts = [contact for day in days for contact in center.contacts(day)]
        assert len(contacts) == len(set(contacts)) == sum(receipt["contact_rows"] for receipt in receipts)
        assert sum(len(center.quarantine(day)) for day in days) == sum(
            r["quarantined_rows"] for r in receipts
        )
        results.append(
            [center.intake.lake.read_day(core.RECEIPTS, day).drop_columns("delivered_at") for day in days]
        )
    assert results[0] == results[1]
