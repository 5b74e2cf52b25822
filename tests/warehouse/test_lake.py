import pytest

from tests.warehouse.builders import DAY, make_rows, make_voice
from warehouse.contract import core
from warehouse.errors import WarehouseError
from warehouse.lake import Lake

VOICES = make_rows(core.VOICES, [make_voice(f"phone:{n}/1.1") for n in (2, 1, 3)])


@pytest.fixture
def lake(tmp_path):
    return Lake(str(tmp_path / "lake"))


def test_a_day_comes_back_sorted_and_as_the_contract_says(lake):
    lake.write_day(core.VOICES, DAY, VOICES, attempt="1")
    rows = lake.read_day(core.VOICES, DAY)
    assert rows.schema.equals(core.VOICES.arrow_schema())
    assert rows.sort_by("voice_id").equals(VOICES.sort_by("voice_id"))
    assert rows.column("voice_id").to_pylist() == sorted(rows.column("voice_id").to_pylist())


def test_the_same_rows_give_the_same_bytes_whatever_their_order(lake):
    made = []
    for order in ([0, 1, 2], [2, 0, 1]):
        lake.write_day(core.VOICES, DAY, VOICES.take(order), attempt="x")
        made.append(lake.fs.cat_file(lake.day_path(core.VOICES, DAY)))
    assert made[0] == made[1]


def test_a_day_that_is_not_there_is_empty(lake):
    assert lake.read_day(core.VOICES, DAY).num_rows == 0
    assert not lake.has_day(core.VOICES, DAY)
    assert lake.days(core.VOICES) == []


def test_nothing_half_written_is_shown_or_left(lake, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lake.fs, "mv", fail)
    with pytest.raises(OSError, match="No space"):
        lake.write_day(core.VOICES, DAY, VOICES, attempt="1")
    folder = lake.path("voices", f"day={DAY}")
    assert lake.names(folder) == []
    assert lake.fs.ls(folder) == []


def test_a_damaged_file_is_named_with_its_remedy(lake):
    lake.write_bytes(lake.day_path(core.VOICES, DAY), b"PAR1 not really", attempt="1")
    with pytest.raises(WarehouseError, match=r"voices/day=2026-11-20.*delete it and run its day again"):
        lake.read_day(core.VOICES, DAY)


def test_it_works_on_any_fsspec_url():
    memory = Lake("memory://koe-test-lake")
    memory.write_day(core.VOICES, DAY, VOICES, attempt="1")
    assert memory.days(core.VOICES) == [DAY]
    assert memory.read_day(core.VOICES, DAY, ["voice_id"]).num_rows == 3
