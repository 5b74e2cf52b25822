"""A published copy of a department's month, made by SQL: its size is real, its words mean nothing."""

from datetime import date, timedelta
from pathlib import Path

from warehouse.database import Database, open_database
from warehouse.marts import refresh_marts
from warehouse.published import newest
from warehouse.publishing import BuildFacts, publish_copy

MONDAY = date(2026, 10, 26)
WEEKS, TOPICS, OLDER_WEEKS = 4, 200, 4
_DAY = "$first + (number % $days)::INTEGER"
_MOMENT = f"({_DAY})::TIMESTAMP AT TIME ZONE 'Asia/Tokyo' + to_seconds(32400 + number // $days % 28800)"
_CONTACT = "'tel:' || lpad(number::VARCHAR, 9, '0')"
_SENTENCE = "'説明書のとおりに使ったのに、' || number || '回目もうまくいきませんでした。'"
_SPREAD = "(number * 2654435761 % 1000003)"
"""Numbers that look thrown: topics, channels and products are independent of the day."""


def make_copy(folder: Path, voices: int) -> Path:
    """Write a warehouse of `voices` voices in four weeks and a tenth of it in four older ones."""
    folder.mkdir(parents=True)
    with open_database(folder) as database:
        database.run("SET TimeZone = 'Asia/Tokyo'")
        with database.transaction():
            _fill_small(database)
            _fill_rows(database, MONDAY, WEEKS * 7, voices, offset=0)
            older = MONDAY - timedelta(weeks=OLDER_WEEKS)
            _fill_rows(database, older, OLDER_WEEKS * 7, voices // 10, offset=voices)
            refresh_marts(database, owner_from="routes", case_days=14)
        facts = BuildFacts(1, "", MONDAY, 3, (WEEKS + OLDER_WEEKS) * 7)
        publish_copy(database, folder, build="000001", facts=facts)
    path = newest(folder)
    assert path is not None
    return path


def _fill_small(database: Database) -> None:
    database.run(
        "INSERT INTO core.departments BY NAME "
        "SELECT 'product' AS department, '商品開発部' AS name, 1 AS position"
    )
    database.run(
        "INSERT INTO core.topics BY NAME SELECT 'T' || lpad(n::VARCHAR, 6, '0') AS topic_id, "
        "CASE WHEN n % 4 = 0 THEN 'request' ELSE 'complaint' END AS kind, '話題その' || n AS label, "
        "'machine' AS label_source, DATE '2026-09-27' AS born_on, 'active' AS status, "
        "[]::VARCHAR[] AS keywords, []::VARCHAR[] AS representatives, 1 AS registry_version "
        "FROM range(1, $topics + 1) AS t(n)",
        {"topics": TOPICS},
    )
    database.run(
        "INSERT INTO core.routes BY NAME SELECT topic_id, 'product' AS owner_department, "
        "[]::VARCHAR[] AS shared_with, 'rule' AS route_source FROM core.topics"
    )


def _fill_rows(database: Database, first: date, days: int, voices: int, *, offset: int) -> None:
    span = {"first": first, "days": days}
    rows = {**span, "voices": voices, "offset": offset}
    numbers = "FROM (SELECT n + $offset AS number FROM range($voices) AS t(n))"
    database.run(
        "INSERT INTO core.days BY NAME SELECT $first + n::INTEGER AS day, "
        "'pass' AS verdict, 0 AS warning_count, 0 AS failure_count, 1 AS registry_version, "
        "'x' AS input_hash FROM range($days) AS t(n)",
        span,
    )
    database.run(
        f"INSERT INTO core.contacts BY NAME SELECT {_DAY} AS day, {_CONTACT} AS contact_id, 'tel' AS source, "
        f"['phone', 'mail', 'chat', 'sns', 'survey'][1 + {_SPREAD} % 5] AS channel, {_MOMENT} AS started_at, "
        f"['自社窓口', '委託窓口A'][1 + {_SPREAD} % 2] AS desk, '商品' || ({_SPREAD} % 40) AS product, "
        f"3 + {_SPREAD} % 3 AS csat, {_SPREAD} % 4 > 0 AS resolved, "
        f"'f' AS source_file, 1 AS source_row, 1 AS version {numbers}",
        rows,
    )
    database.run(
        f"INSERT INTO core.utterances BY NAME SELECT {_DAY} AS day, {_CONTACT} AS contact_id, 1 AS seq, "
        f"'customer' AS speaker, {_SENTENCE} AS text, "
        f"'complaint' AS intent, 0.9 AS intent_score, -0.5 AS sentiment {numbers}",
        rows,
    )
    database.run(
        f"INSERT INTO core.voices BY NAME SELECT {_DAY} AS day, {_CONTACT} || '/1.1' AS voice_id, "
        f"{_CONTACT} AS contact_id, 1 AS seq, "
        f"{_SENTENCE} AS sentence, "
        "['説明書', 'とおり', '使う', '回目', 'うまい', 'いく'] AS tokens, "
        f"CASE WHEN (1 + {_SPREAD} % $topics) % 4 = 0 THEN 'request' ELSE 'complaint' END AS kind, "
        "0.9 AS kind_score, -0.5 AS sentiment, []::VARCHAR[] AS flags, "
        "CASE WHEN number % 5000 = 0 THEN ['injury'] ELSE []::VARCHAR[] END AS risk, true AS quotable, "
        f"[] AS expressions {numbers}",
        {**rows, "topics": TOPICS},
    )
    database.run(
        f"INSERT INTO core.assignments BY NAME SELECT {_DAY} AS day, {_CONTACT} || '/1.1' AS voice_id, "
        f"'T' || lpad((1 + {_SPREAD} % $topics)::VARCHAR, 6, '0') AS topic_id, 0.8 AS similarity, "
        f"1 AS registry_version {numbers}",
        {**rows, "topics": TOPICS},
    )
