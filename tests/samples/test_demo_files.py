import csv
import gzip
import hashlib
import io
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from samples.company import DemoError, make_demo
from samples.company.demo import MARK

END = date(2026, 11, 21)
DAYS = 12
Turns = list[str]


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_bytes().decode("cp932"))))
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        head, *body = CalamineWorkbook.from_path(path).get_sheet_by_name("アンケート回答").to_python()
        return [dict(zip(map(str, head), row, strict=True)) for row in body]
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in content.decode().splitlines()]


def _contact(source: str, row: dict[str, Any]) -> tuple[str, Turns]:
    """Native id and turns, as config/sources.yaml tells Koe to read them."""
    if source == "phone":
        log = [line.partition("：")[2] for line in row["通話ログ"].split("\n") if line]
        return row["受付番号"], log + [row["応対メモ"]] * bool(row["応対メモ"])
    if source == "chat":
        return row["chat_id"], [message["text"] for message in row["messages"]]
    keys = {
        "mail": ("message_id", "subject", "body", "reply"),
        "sns": ("post_id", "body"),
        "survey": ("回答番号", "良かった点", "お気づきの点・ご要望"),
    }[source]
    return row[keys[0]], [row[key] for key in keys[1:] if row[key]]


def _hashes(home: Path) -> dict[str, tuple[str, int]]:
    files = sorted(path for path in (home / "demo").rglob("*") if path.is_file())
    return {
        str(path.relative_to(home)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns if "files" in path.parts else 0,
        )
        for path in files
    }


def _truth(home: Path, table: str) -> list[dict[str, Any]]:
    return list(pq.read_table(home / "demo/truth" / f"{table}.parquet").to_pylist())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder, days=DAYS, contacts_per_day=60, end=END)
    return folder


@pytest.fixture(scope="module")
def delivered(home: Path) -> dict[str, list[Turns]]:
    """Contact id → its turns in every version, in the order of the files."""
    found: dict[str, list[Turns]] = defaultdict(list)
    for source in ("phone", "mail", "chat", "sns", "survey"):
        for path in sorted((home / "demo/files" / source).iterdir()):
            if path.name == f"{END - timedelta(days=6)}.jsonl.gz":
                continue
            for row in _rows(path):
                native, turns = _contact(source, row)
                found[f"{source}:{native}"].append(turns)
    return found


def test_same_arguments_give_the_same_bytes_and_times(home: Path, tmp_path: Path) -> None:
    make_demo(tmp_path, days=DAYS, contacts_per_day=60, end=END)
    assert _hashes(tmp_path) == _hashes(home)


def test_another_seed_gives_other_contacts(home: Path, tmp_path: Path) -> None:
    make_demo(tmp_path, days=1, contacts_per_day=60, end=END, seed=8)
    assert (
        _hashes(tmp_path)["demo/files/chat/2026-11-21.jsonl"]
        != _hashes(home)["demo/files/chat/2026-11-21.jsonl"]
    )


def test_a_day_does_not_depend_on_the_number_of_days(home: Path, tmp_path: Path) -> None:
    make_demo(tmp_path, days=8, contacts_per_day=60, end=END)
    shorter, longer = _hashes(tmp_path), _hashes(home)
    files = {name for name in shorter if "/files/" in name}
    assert len(files) > 50
    assert {name: shorter[name] for name in files} == {name: longer[name] for name in files}


def test_truth_speaks_of_what_was_delivered(home: Path, delivered: dict[str, list[Turns]]) -> None:
    contacts = {row["contact_id"]: row for row in _truth(home, "contacts")}
    arrived = {
        name for name, row in contacts.items() if row["delivery"] not in {"corrupt_file", "missing_file"}
    }
    assert set(delivered) == arrived
    for name in arrived:
        assert len(delivered[name]) == contacts[name]["rows_delivered"], name


@pytest.mark.parametrize(
    ("table", "column"), [("voices", "sentence"), ("pii", "text"), ("risks", "sentence")]
)
def test_planted_text_stands_in_its_turn(
    home: Path, delivered: dict[str, list[Turns]], table: str, column: str
) -> None:
    rows = [row for row in _truth(home, table) if row["contact_id"] in delivered]
    assert rows
    for row in rows:
        newest = delivered[row["contact_id"]][-1]
        assert row[column] in newest[row["turn"] - 1], row["contact_id"]


def test_no_voice_holds_planted_personal_data(home: Path) -> None:
    values = defaultdict(set)
    for row in _truth(home, "pii"):
        if row["type"] != "name":
            values[row["contact_id"]].add(row["text"])
    for row in _truth(home, "voices"):
        assert not [value for value in values[row["contact_id"]] if value in row["sentence"]]


def test_a_third_of_contacts_hold_personal_data(home: Path) -> None:
    share = len({row["contact_id"] for row in _truth(home, "pii")}) / len(_truth(home, "contacts"))
    assert 0.25 < share < 0.45
    assert {row["type"] for row in _truth(home, "pii")} >= {
        "name",
        "phone",
        "mail",
        "address",
        "order_number",
    }
    assert {row["speaker"] for row in _truth(home, "pii")} == {"customer", "operator", "memo"}


def test_late_file_arrives_two_days_after_the_others(home: Path) -> None:
    times = {}
    for back in (3, 4, 5):
        path = home / "demo/files/mail" / f"{END - timedelta(days=back)}.jsonl.gz"
        times[back] = datetime.fromtimestamp(path.stat().st_mtime, ZoneInfo("Asia/Tokyo"))
    assert times[5].isoformat() == "2026-11-17T01:10:00+09:00"
    assert times[4].isoformat() == "2026-11-20T01:10:00+09:00"
    assert times[3].isoformat() == "2026-11-19T01:10:00+09:00"


def test_late_rows_come_with_a_later_file_only(home: Path) -> None:
    late = [row for row in _truth(home, "contacts") if row["delivery"] == "late_rows"]
    held, brought = END - timedelta(days=5), END - timedelta(days=3)
    assert {row["day"] for row in late} == {held}
    assert {row["file_day"] for row in late} == {brought}
    ids = {row["contact_native_id"] for row in late}
    assert len(ids) == 6
    assert ids <= {row["chat_id"] for row in _rows(home / "demo/files/chat" / f"{brought}.jsonl")}
    assert not ids & {row["chat_id"] for row in _rows(home / "demo/files/chat" / f"{held}.jsonl")}


def test_corrected_calls_come_later_with_another_memo(home: Path) -> None:
    before = {row["受付番号"]: row for row in _rows(home / "demo/files/phone/tel_20261118.csv")}
    after = [row for row in _rows(home / "demo/files/phone/tel_20261119.csv") if row["受付番号"] in before]
    assert len(after) == 5
    for row in after:
        first = before[row["受付番号"]]
        assert row["更新日時"] > first["更新日時"]
        assert row["応対メモ"] != first["応対メモ"]
        assert row["受付日時"] == first["受付日時"]
    assert {row["受付番号"] for row in after} == {
        row["contact_native_id"] for row in _truth(home, "contacts") if row["corrected"]
    }


def test_one_file_is_broken_and_one_missing(home: Path) -> None:
    with pytest.raises(EOFError):
        gzip.decompress((home / "demo/files/mail/2026-11-15.jsonl.gz").read_bytes())
    assert not (home / "demo/files/survey/survey_20261120.xlsx").exists()
    assert (home / "demo/files/survey/survey_20261119.xlsx").exists()


def test_plants_before_the_first_day_are_left_out(tmp_path: Path) -> None:
    make_demo(tmp_path, days=4, contacts_per_day=60, end=END)
    rows = _truth(tmp_path, "contacts")
    assert {row["delivery"] for row in rows} == {"on_time", "missing_file"}
    events = json.loads((tmp_path / "demo/truth/events.json").read_text("utf-8"))["events"]
    assert {event["event"] for event in events} == {"corrected_rows", "missing_file", "risk_voice"}


def test_phone_files_hold_what_only_cp932_knows(home: Path) -> None:
    raw = b"".join(path.read_bytes() for path in sorted((home / "demo/files/phone").iterdir()))
    text = raw.decode("cp932")
    assert all(letter in text for letter in "㈱髙①～")
    with pytest.raises(UnicodeDecodeError):
        raw.decode("shift_jis")


def test_risks_fall_on_several_days_of_the_last_week(home: Path) -> None:
    rows = [row for row in _truth(home, "risks") if not row["decoy"]]
    last_week = Counter(row["day"] for row in rows if (END - row["day"]).days < 7)
    assert len(last_week) >= 3
    assert set(last_week.values()) == {1}


def test_excluded_calls_hold_no_voice(home: Path) -> None:
    excluded = {row["contact_id"] for row in _truth(home, "contacts") if row["excluded_reason"]}
    assert excluded
    assert not excluded & {row["contact_id"] for row in _truth(home, "voices")}


def test_some_matters_take_several_contacts_over_several_channels(home: Path) -> None:
    cases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _truth(home, "cases"):
        cases[row["case"]].append(row)
    repeated = [rows for rows in cases.values() if len(rows) > 1]
    assert len(repeated) > 10
    assert any(len({row["contact_id"].partition(":")[0] for row in rows}) > 1 for rows in repeated)
    known = {rows[0]["source_case_id"] is not None for rows in repeated}
    assert known == {True, False}


def test_config_of_a_person_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    mine = tmp_path / "config/departments.yaml"
    mine.write_text("# mine\nowner_from: topic\n", "utf-8")
    with pytest.raises(DemoError, match=r"departments\.yaml"):
        make_demo(tmp_path, days=1, contacts_per_day=5, end=END)
    assert mine.read_text("utf-8").startswith("# mine")
    assert not (tmp_path / "demo").exists()


def test_own_config_and_files_are_replaced(tmp_path: Path) -> None:
    make_demo(tmp_path, days=2, contacts_per_day=5, end=END)
    first = (tmp_path / "config/sources.yaml").read_text("utf-8")
    assert first.startswith(MARK)
    make_demo(tmp_path, days=1, contacts_per_day=5, end=END)
    names = [path.name for path in (tmp_path / "demo/files/chat").iterdir()]
    assert names == ["2026-11-21.jsonl"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config", "demo"]


@pytest.mark.parametrize("wrong", [{"days": 0}, {"contacts_per_day": 0}, {"seed": -1}])
def test_impossible_arguments_are_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(DemoError):
        make_demo(tmp_path, end=END, **wrong)  # type: ignore[arg-type]
