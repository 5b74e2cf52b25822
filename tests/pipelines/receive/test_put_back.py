"""A file that lies at its place again, after another one had taken its name meanwhile."""

from datetime import date

import pytest

from tests.pipelines.receive.conftest import HEADER

DAY, NEXT = date(2026, 11, 21), date(2026, 11, 22)


def texts(center):
    return {name: item["turns"][0]["text"] for name, item in center.contacts(DAY).items()}


def statuses(center):
    return sorted(item["status"] for item in center.receipts())


def test_in_place_of_a_broken_one_it_replaces_it(center, row):
    whole = f"{HEADER}\n{row(1)}\n"
    center.deliver("phone/2026-11-21.csv", whole)
    center.run()
    center.deliver("phone/2026-11-21.csv", "番号,日付\n1,2026-11-21\n", hours=30)
    center.run()
    assert statuses(center) == ["broken", "received"]
    center.deliver("phone/2026-11-21.csv", whole, hours=34)
    assert center.receive() == {DAY}
    center.pull()
    assert statuses(center) == ["received", "replaced"]
    assert set(center.contacts()) == {"phone:1"}
    assert center.receive() == frozenset()


def test_in_place_of_a_correction_it_wins_again(center, row):
    for hours, text in ((26, "前"), (30, "誤"), (34, "前"), (38, "誤")):
        center.deliver_rows(row(1, text=text), hours=hours)
        center.run()
        assert texts(center) == {"phone:1": text}


@pytest.mark.parametrize("step", ["write_rows", "mark_day", "write_facts"])
def test_a_receiver_that_died_over_it_is_made_up_for(center, row, monkeypatch, step):
    for hours, text in ((26, "前"), (30, "誤")):
        center.deliver_rows(row(1, text=text), hours=hours)
        center.run()
    center.deliver_rows(row(1, text="前"), hours=34)
    monkeypatch.setattr(type(center.intake.layer), step, _die)
    with pytest.raises(KeyboardInterrupt):
        center.receive()
    monkeypatch.undo()
    center.run()
    assert texts(center) == {"phone:1": "前"}


def test_a_copy_made_later_does_not_win_over_a_correction_that_lies_elsewhere(center, row):
    center.deliver_rows(row(1, text="前"))
    center.deliver_rows(row(1, text="後"), day=NEXT)
    center.receive(NEXT)
    center.deliver_rows(row(1, text="前"), hours=72)
    center.receive(NEXT)
    center.pull()
    assert texts(center) == {"phone:1": "後"}


def _die(*_):
    raise KeyboardInterrupt
