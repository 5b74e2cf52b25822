import os
from datetime import UTC, date, datetime

import fsspec
import pytest

from pipelines.config import SourceSettings
from pipelines.errors import SourceError
from pipelines.sources.listing import list_files

D20, D21, D22 = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)


def source(path: str) -> SourceSettings:
    columns = {"contact_id": "id", "channel": {"value": "mail"}}
    return SourceSettings.model_validate(
        {"path": path, "day": "2026-01-01", "columns": columns, "text": ["x"]}
    )


def put(folder, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"123")
        os.utime(path, (1_763_700_000, 1_763_700_000))


def found(path: str, *days: date) -> list[tuple[str, date | None]]:
    return [(file.relative_path, file.nominal_day) for file in list_files("s", source(path), days or None)]


def test_one_file_a_day(tmp_path):
    put(tmp_path, "2026-11-20.csv", "2026-11-21.csv", "2026-11-99.csv", "old/2026-11-21.csv", "x.csv")
    path = f"{tmp_path}/{{day}}.csv"
    assert found(path) == [("2026-11-20.csv", D20), ("2026-11-21.csv", D21)]
    assert found(path, D21, D22) == [("2026-11-21.csv", D21)]


def test_days_in_folders_and_wildcards(tmp_path):
    put(
        tmp_path,
        "[a]/2026/11/tel_20261121_1.csv",
        "[a]/2026/11/tel_20261121_2.csv",
        "[a]/2026/12/tel_20261121_3.csv",
    )
    path = f"{tmp_path}/[a]/{{day:%Y}}/{{day:%m}}/tel_{{day:%Y%m%d}}_*.csv"
    wanted = [("2026/11/tel_20261121_1.csv", D21), ("2026/11/tel_20261121_2.csv", D21)]
    assert found(path) == wanted
    assert found(path, D20, D21) == wanted
    assert found(path, D20) == []


def test_what_wildcards_matched_is_known(tmp_path):
    put(tmp_path, "in.[x]/2026/tel_20261121_鬼龍院翔太.csv", "in.[x]/2026/tel_20261122.csv")
    path = f"{tmp_path}/in.[x]/{{day:%Y}}/tel_{{day:%Y%m%d}}*.csv"
    files = list_files("s", source(path))
    free = [[file.relative_path[a:b] for a, b in file.free_parts] for file in files]
    assert free == [["_鬼龍院翔太"], []]
    (undated, *_) = list_files("s", source(f"{tmp_path}/**_??*.csv"))
    assert [undated.relative_path[a:b] for a, b in undated.free_parts] == [
        "in.[x]/2026/tel_20261121",
        "鬼龍院翔太",
    ]


def test_undated_files_belong_to_every_window(tmp_path):
    put(tmp_path, "a.csv", "b.csv", "c.txt", "d/e.csv")
    assert found(f"{tmp_path}/*.csv", D21) == [("a.csv", None), ("b.csv", None)]
    assert found(f"{tmp_path}/**.csv", D21) == [("a.csv", None), ("b.csv", None), ("d/e.csv", None)]
    assert found(f"{tmp_path}/c.txt", D21) == [("c.txt", None)]


def test_what_is_not_there_is_no_error(tmp_path):
    assert found(f"{tmp_path}/none/{{day}}.csv") == found(f"{tmp_path}/none/{{day}}.csv", D21) == []
    assert found(f"{tmp_path}/none.csv") == found(f"{tmp_path}/*.csv") == []


def test_size_and_delivery_time(tmp_path):
    put(tmp_path, "2026-11-21.csv")
    (file,) = list_files("s", source(f"{tmp_path}/{{day}}.csv"), [D21])
    assert (file.size, file.modified_at) == (3, datetime(2025, 11, 21, 4, 40, tzinfo=UTC))


def test_other_storages_work_by_url():
    fs = fsspec.filesystem("memory")
    fs.pipe_file("/in/2026-11-21.csv", b"1")
    (file,) = list_files("s", source("memory://in/{day}.csv"), [D20, D21])
    assert (file.nominal_day, file.relative_path) == (D21, "2026-11-21.csv")
    with fsspec.open(file.url) as stream:
        assert stream.read() == b"1"
    fs.rm("/in", recursive=True)


def test_an_unknown_storage_is_named_without_its_address():
    with pytest.raises(SourceError, match="source s: its files cannot be listed") as caught:
        list_files("s", source("abfs://secret-bucket/{day}.csv"), [D21])
    assert "secret-bucket" not in str(caught.value)
