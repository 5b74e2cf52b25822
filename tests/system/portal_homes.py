"""A small published home for tests of the portal: two departments, topics, a site, no lake."""

from datetime import UTC, date, datetime

import pyarrow as pa

from reports.build import build_site
from reports.site import publish_site
from tests.reports import copies
from tests.warehouse.builders import make_rows, make_topic
from warehouse.contract.business import LINEAGE
from warehouse.contract.core import TOPICS
from warehouse.published import open_published
from warehouse.registry import SAMPLES, Registry, RegistryVersion

MADE_AT = datetime(2026, 11, 16, 20, tzinfo=UTC)
BUILD = "000001-20261116T200000Z"
WORDS = "電話が混んでいてつながりません。"
REPORT, ROWS = "2026-W46/index.html", "2026-W46/T000001.html"
DEPARTMENTS = """departments:
  - {id: product, name: 商品開発部, words: [電話]}
  - {id: sales, name: 営業部, words: [荷物]}
"""
ACCESS = """departments:
  product: {roles: [koe_product], users: [taro]}
  sales: {roles: [koe_sales]}
"""
TOPICS_OF = {
    "T000001": ("電話が混んでつながらない", "product", "T000010"),
    "T000002": ("荷物が届かない", "sales", "T000010"),
    "T000003": ("電話の音が小さい", "product", "T000010"),
    "T000010": ("電話と荷物", "product", None),
    "T000011": ("電話のこと", "product", None),
    "T000012": ("電話の音", "product", "T000011"),
}


def make_home(home):
    """Make the home: configuration, registry, published copy and site."""
    voices = [
        copies.make_voice(
            10 * n + i,
            WORDS,
            department=name,
            topic_id="T000001" if n else "T000002",
            tokens=["電話", "混む", "繋がる"],
        )
        for n, name in enumerate(("sales", "product"))
        for i in range(6)
    ]
    voices.append(
        copies.make_voice(
            90, "焦げて煙が出ました。", department="product", topic_id="T000003", risk=["smoke_fire"]
        )
    )
    names = [("product", "商品開発部"), ("sales", "営業部")]
    departments = [{"department": d, "name": name, "position": n} for n, (d, name) in enumerate(names)]
    topics = [
        copies.make_topic(
            topic_id,
            label,
            owner_department=owner,
            parent_id=parent,
            parent_label=TOPICS_OF[parent][0] if parent else None,
        )
        for topic_id, (label, owner, parent) in TOPICS_OF.items()
    ]
    (home / "config").mkdir(parents=True)
    (home / "warehouse").mkdir()
    path = home / "warehouse" / "published-000001.duckdb"
    copies.write_copy(path, voices=voices, departments=departments, topics=topics)
    (home / "warehouse" / "published").symlink_to(path.name)
    with open_published(path) as reader:
        publish_site(home / "site", BUILD, lambda out: build_site(reader, out, made_at=MADE_AT))
    Registry(home / "topics").write(_version(), attempt="test")
    (home / "config" / "departments.yaml").write_text(DEPARTMENTS, encoding="utf-8")
    (home / "config" / "access.yaml").write_text(ACCESS, encoding="utf-8")
    return home


def _version():
    rows = [
        make_topic(topic_id, label=label, parent_id=parent, born_on=date(2026, 6, 30))
        for topic_id, (label, _, parent) in TOPICS_OF.items()
    ]
    samples = [{"topic_id": topic_id, "sentence": label} for topic_id, (label, _, _) in TOPICS_OF.items()]
    return RegistryVersion(
        1, make_rows(TOPICS, rows), make_rows(LINEAGE, []), pa.Table.from_pylist(samples, schema=SAMPLES),
        {}, {"until": "2026-11-15", "next_topic": 13},
    )  # fmt: skip
