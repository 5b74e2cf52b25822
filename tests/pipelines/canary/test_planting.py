"""Planted contacts go the way of all others, masked, and no reader sees them or a figure that counts them."""

from pipelines.backfill import run_days
from pipelines.pull import make_intake, pull_day
from pipelines.settings import load_settings
from tests.pipelines.homes import CANARIES, END, NOW, make_home, set_canaries
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.published import newest, open_published


def query(settings, sql):
    with open_published(newest(settings.warehouse_dir)) as reader:
        return reader.query(sql).to_pylist()


def test_planted_contacts_are_stored_masked_and_shown_to_nobody(settings):
    contacts = settings.lake.read_day(LAKE_CONTACTS, END).to_pylist()
    planted = {row["contact_id"] for row in contacts if row["excluded_reason"] == "canary"}
    assert len(planted) == CANARIES
    utterances = settings.lake.read_day(core.UTTERANCES, END).to_pylist()
    assert planted <= {row["contact_id"] for row in utterances}
    assert not planted & set(settings.lake.read_day(core.VOICES, END).column("contact_id").to_pylist())
    for view in ("contacts", "utterances", "voices"):
        assert not planted & {row["contact_id"] for row in query(settings, f"FROM published.{view}")}
    for view in ("receipts", "quarantine"):
        assert "(canary)" not in {row["source_file"] for row in query(settings, f"FROM published.{view}")}


def test_without_planted_contacts_readers_see_the_same_figures(settings, tmp_path):
    plain = make_home(settings.home.parent.parent / "plain", days=1, contacts_per_day=20, canaries=0)
    run_days([END], plain, now=NOW, workers=1)
    for view in ("days", "daily_contact_counts", "receipts", "quarantine", "weekly_totals", "voices"):
        sql = f"SELECT * FROM published.{view} ORDER BY ALL"
        assert query(settings, sql) == query(plain, sql), view


def test_taking_the_planted_contacts_out_leaves_none_behind(tmp_path):
    settings = make_home(tmp_path / "fewer", days=1, contacts_per_day=5, canaries=CANARIES)
    pull_day(END, settings)
    set_canaries(settings.config_dir, 0)
    pull_day(END, load_settings(None, settings.variables))
    reasons = settings.lake.read_day(LAKE_CONTACTS, END).column("excluded_reason").to_pylist()
    assert "canary" not in reasons


def test_planting_twice_changes_nothing(settings):
    before = settings.lake.read_day(LAKE_CONTACTS, END)
    pull_day(END, settings)
    assert settings.lake.read_day(LAKE_CONTACTS, END).equals(before)
    assert make_intake(settings).layer.day_files(END)
