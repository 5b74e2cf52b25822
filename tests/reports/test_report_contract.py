"""Reports on a copy that the warehouse itself has published: every query meets the real views."""

from datetime import UTC, datetime, timedelta

import pytest

from reports.build import build_site
from tests.warehouse.builders import (
    DAY,
    TABLES,
    make_assignment,
    make_contact,
    make_receipt,
    make_rows,
    make_topic,
    make_voice,
)
from warehouse.checks import record_checks, run_checks
from warehouse.contract import business, core
from warehouse.database import open_database
from warehouse.lake import Lake
from warehouse.load import LoadedDay, load_slices
from warehouse.marts import refresh_marts
from warehouse.published import open_published
from warehouse.publishing import BuildFacts, publish_copy

FACTS = BuildFacts(1, "", DAY, provisional_days=3, published_days=30)


@pytest.fixture
def published(tmp_path):
    """Path of a copy with two days, a case of three contacts, a shared topic and a voice without topic."""
    lake = Lake(str(tmp_path / "lake"))
    contacts = {
        DAY - timedelta(days=7): [make_contact("phone:1", DAY - timedelta(days=7))],
        DAY: [make_contact(f"phone:{name}", DAY, customer_key="k1") for name in "234"]
        + [make_contact(f"phone:{name}", DAY) for name in "56789"],
    }
    routes = [
        {
            "topic_id": "T000001",
            "owner_department": "product",
            "shared_with": ["stores"],
            "route_source": "rule",
        }
    ]
    departments = [
        {"department": name, "name": f"{name}部", "position": 1, "hint": name}
        for name in ("product", "stores")
    ]
    with open_database(tmp_path / "warehouse") as database:
        for day, rows in contacts.items():
            _fill(lake, day, rows)
            with database.transaction():
                database.replace_all(core.TOPICS, make_rows(core.TOPICS, [make_topic("T000001")]))
                database.replace_all(core.ROUTES, make_rows(core.ROUTES, routes))
                database.replace_all(business.DEPARTMENTS, make_rows(business.DEPARTMENTS, departments))
                load_slices(database, lake, [LoadedDay(day, 1, f"hash of {day}")])
                record_checks(database, run_checks(database, [day]))
        with database.transaction():
            refresh_marts(database, owner_from="topic", case_days=14)
        return publish_copy(database, tmp_path / "warehouse", build="000001", facts=FACTS)


def _fill(lake, day, contacts):
    voices = [
        make_voice(f"{row['contact_id']}/1.1", day, risk=["injury"][: row is contacts[0]]) for row in contacts
    ]
    topics = ["T000001"] * (len(voices) - 1) + [None if len(voices) > 1 else "T000001"]
    assignments = [
        make_assignment(voice["voice_id"], topic, day) for voice, topic in zip(voices, topics, strict=True)
    ]
    rows = {
        "contacts": contacts,
        "voices": voices,
        "assignments": assignments,
        "receipts": [make_receipt(len(contacts), day)],
    }
    for name, values in rows.items():
        lake.write_day(TABLES[name], day, make_rows(TABLES[name], values), attempt="1")


def test_reports_agree_with_what_the_warehouse_publishes(published, tmp_path):
    with open_published(published) as reader:
        built = build_site(reader, tmp_path / "site", made_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert built.weeks == ("2026-W46", "2026-W47")
    assert built.departments == ("product", "stores", "unassigned")
    page = (built.out / "product/2026-W47/index.html").read_text(encoding="utf-8")
    # Eight contacts: three are one case, one has no topic and so no owner.
    assert "お問い合わせ8回(6件)を受信しました(前週1回)" in page
    assert '<a href="T000001.html">5件</a>' in page
    assert "stores部と共有" in page
    stores = (built.out / "stores/2026-W47/index.html").read_text(encoding="utf-8")
    assert "product部が担当" in stores
    unassigned = (built.out / "unassigned/2026-W47/index.html").read_text(encoding="utf-8")
    assert "うち担当部署の決まっていない声は1件" in unassigned
