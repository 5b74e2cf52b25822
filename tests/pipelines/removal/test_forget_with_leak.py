"""A leak of a day that a removal does not touch holds the removal up no more than it is published."""

import logging

import pytest

from pipelines.canary.contacts import planted_on
from pipelines.publish import publish
from pipelines.removal.forget import Asked, forget
from pipelines.settings import load_settings
from pipelines.site import build_reports
from tests.pipelines.homes import NOW, set_canaries
from tests.pipelines.removal.removal_homes import (
    make_night,
    own_sentences,
    places_holding,
    talkative_customer,
)
from warehouse.contract import core
from warehouse.database import open_database
from warehouse.published import newest

pytestmark = pytest.mark.system

ASKED = Asked("sato", "2026-014", NOW)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_night(tmp_path_factory.mktemp("homes"))
    set_canaries(made.config_dir, 6)
    return load_settings(None, made.variables)


def test_the_old_copy_goes_and_the_leak_is_not_published(settings, caplog):
    key = talkative_customer(settings)
    days = settings.lake.days(core.UTTERANCES)
    touched = {day for day in days if key in _keys(settings, day)}
    other = next(day for day in days if day not in touched)
    secret = next(v.written for v in planted_on(other) if (v.type, v.form) == ("phone", "hyphens"))
    said = settings.lake.read_day(core.UTTERANCES, other).drop_columns(["day"]).to_pylist()
    longest = max(said, key=lambda row: len(row["text"]))  # nobody else says the same
    longest["text"] = secret
    _write(settings, other, said)
    with open_database(settings.warehouse_dir) as database:  # made anew and not published yet
        database.run("UPDATE core.days SET input_hash = 'x' WHERE day = $day", {"day": other})
    needles = {key, *own_sentences(settings, key)}
    with caplog.at_level(logging.ERROR):
        forget(settings, [key], ASKED, tell=lambda _: None)
    assert "lake/utterances" in caplog.text
    assert secret not in caplog.text
    assert newest(settings.warehouse_dir) is None
    assert places_holding(settings.home, needles) == []
    longest["text"] = "直りました。"
    _write(settings, other, said)
    publish(settings, now=NOW)
    assert build_reports(settings, now=NOW).exists()


def _keys(settings, day):
    from warehouse.contract.lake import LAKE_CONTACTS

    return settings.lake.read_day(LAKE_CONTACTS, day).column("customer_key").to_pylist()


def _write(settings, day, rows):
    import pyarrow as pa

    table = pa.Table.from_pylist(rows, schema=core.UTTERANCES.arrow_schema(with_day=False))
    settings.lake.write_day(core.UTTERANCES, day, table, attempt="t")
