from datetime import date

import pyarrow as pa
import pytest

from pipelines.annotate import annotate_shard, list_turns, shard_count, shard_path
from pipelines.errors import PipelineError
from pipelines.settings import load_settings
from pipelines.topics import assign_day
from tests.warehouse.builders import make_lake_contact
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS

DAY = date(2026, 11, 20)
COMPLAINT = "電話がまったくつながらなくて困っています。"


def make_contact(number: int, *turns: tuple[str, str], excluded: str | None = None) -> dict:
    return make_lake_contact("phone", number, *turns, excluded_reason=excluded)


def store(settings, *contacts):
    rows = pa.Table.from_pylist(list(contacts), schema=LAKE_CONTACTS.arrow_schema(with_day=False))
    settings.lake.write_day(LAKE_CONTACTS, DAY, rows, attempt="test")


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "koe.yaml").write_text("shard_contacts: 2\n", encoding="utf-8")
    return load_settings(None, {"KOE_HOME": str(tmp_path), "KOE_KEY_FILE": str(tmp_path.parent / "key")})


def counted(*turns, excluded=None):
    rows = pa.Table.from_pylist(
        [make_contact(1, *turns, excluded=excluded)], schema=LAKE_CONTACTS.arrow_schema(with_day=False)
    )
    return [turn.counts for turn in list_turns(rows)]


def test_a_memo_counts_only_where_the_customers_words_are_missing():
    assert counted(("operator", "はい"), ("memo", "漏れるとのこと")) == [False, True]
    assert counted(("customer", "漏れます"), ("memo", "漏れるとのこと")) == [True, False]
    assert counted(("unknown", "漏れます"), ("memo", "漏れるとのこと")) == [True, False]


def test_an_excluded_contact_has_no_voices():
    assert counted(("customer", COMPLAINT), excluded="voicemail") == [False]


def test_voices_carry_their_place_and_what_an_operator_says_is_none(settings):
    store(
        settings,
        make_contact(
            1, ("operator", "ご不便をおかけして申し訳ございません。"), ("customer", f"はい。{COMPLAINT}")
        ),
    )
    annotate_shard(DAY, 0, settings)
    assign_day(DAY, settings)
    (voice,) = settings.lake.read_day(core.VOICES, DAY).to_pylist()
    assert voice["contact_id"] == "phone:0001"
    assert voice["seq"] == 2
    assert voice["voice_id"].startswith("phone:0001/2.")
    assert (voice["kind"], voice["sentence"]) == ("complaint", COMPLAINT)
    assert "電話" in voice["tokens"]


def test_shards_of_any_size_give_the_same_rows(tmp_path, settings):
    contacts = [
        make_contact(number, ("customer", COMPLAINT + "ありがとう。" * number)) for number in range(1, 6)
    ]
    made = []
    for size in (1, 2, 100):
        (tmp_path / "config" / "koe.yaml").write_text(f"shard_contacts: {size}\n", encoding="utf-8")
        fresh = load_settings(None, dict(settings.variables) | {"KOE_KEY_FILE": str(settings.key_file)})
        store(fresh, *contacts)
        for shard in range(shard_count(DAY, fresh)):
            annotate_shard(DAY, shard, fresh)
        assign_day(DAY, fresh)
        made.append([fresh.lake.read_day(table, DAY) for table in (core.UTTERANCES, core.VOICES)])
        fresh.lake.fs.rm(fresh.lake.day_path(core.VOICES, DAY))
        fresh.lake.fs.rm(fresh.lake.day_path(core.UTTERANCES, DAY))
    assert made[0] == made[1] == made[2]


def test_assigning_twice_is_assigning_once(settings):
    store(settings, make_contact(1, ("customer", COMPLAINT)))
    annotate_shard(DAY, 0, settings)
    assert assign_day(DAY, settings) == assign_day(DAY, settings) == 1


def test_a_missing_shard_is_named_with_its_remedy(settings):
    store(settings, *(make_contact(number, ("customer", COMPLAINT)) for number in (1, 2, 3)))
    annotate_shard(DAY, 0, settings)
    with pytest.raises(
        PipelineError, match=r"voices-00001\.parquet is missing; run annotate for 2026-11-20 again"
    ):
        assign_day(DAY, settings)


def test_shards_of_older_contacts_are_refused(settings):
    store(settings, make_contact(1, ("customer", "前の文です。")))
    annotate_shard(DAY, 0, settings)
    store(settings, make_contact(1, ("customer", COMPLAINT)))
    with pytest.raises(PipelineError, match="older contacts or by an older analysis; run annotate"):
        assign_day(DAY, settings)


def test_a_day_without_contacts_is_one_empty_shard(settings):
    store(settings)
    assert shard_count(DAY, settings) == 1
    annotate_shard(DAY, 0, settings)
    assert assign_day(DAY, settings) == 0
    assert settings.lake.has_day(core.ASSIGNMENTS, DAY)


def test_a_voice_with_a_name_in_it_is_never_quoted(settings):
    store(
        settings, make_contact(1, ("customer", "［氏名1］さんの電話がまったくつながらなくて困っています。"))
    )
    annotate_shard(DAY, 0, settings)
    assert settings.lake.read_table(shard_path(settings, core.VOICES, DAY, 0)).column(
        "quotable"
    ).to_pylist() == [False]
    assert assign_day(DAY, settings) == 1


def test_a_changed_analysis_replaces_the_days_rows_though_its_contacts_stay(settings, monkeypatch):
    from pipelines import annotate

    store(settings, make_contact(1, ("customer", COMPLAINT)))
    annotate_shard(DAY, 0, settings)
    assert assign_day(DAY, settings) == 1
    monkeypatch.setattr(annotate, "VERSION", annotate.VERSION + 1)
    monkeypatch.setattr(annotate, "VOICE_SPEAKERS", ("memo",))
    annotate_shard(DAY, 0, settings)
    assert assign_day(DAY, settings) == 0
