import pyarrow as pa

from pipelines.config import DepartmentsFile
from pipelines.routing import route_topics
from tests.warehouse.builders import make_rows, make_topic
from warehouse.contract import core
from warehouse.registry import SAMPLES

DEPARTMENTS = DepartmentsFile.model_validate(
    {
        "departments": [
            {"id": "product", "name": "商品開発部", "words": ["ポンプ", "香り"]},
            {"id": "ec", "name": "開発部", "words": ["アプリ", "ログイン"], "share_words": ["ポンプ"]},
        ]
    }
)


def route(sentences, label="いろいろ"):
    samples = pa.Table.from_pylist(
        [{"topic_id": "T000001", "sentence": text} for text in sentences], schema=SAMPLES
    )
    routes = route_topics(make_rows(core.TOPICS, [make_topic("T000001", label=label)]), samples, DEPARTMENTS)
    return routes.to_pylist()[0]


def test_most_sentences_decide_and_sharers_are_named():
    row = route(["ポンプが固い", "ポンプが吸わない", "アプリで書きます"])
    assert row["owner_department"] == "product"
    assert row["shared_with"] == ["ec"]


def test_words_are_found_in_half_width_kana_too():
    assert route(["ｱﾌﾟﾘが落ちる"])["owner_department"] == "ec"


def test_a_topic_that_fits_nobody_is_unassigned():
    row = route(["雨が降る", "駅が遠い", "寒い", "暑い", "眠い"])
    assert row["owner_department"] is None
    assert row["route_source"] == "none"


def test_a_tie_goes_to_the_first_in_the_file():
    assert route(["ポンプ", "アプリ"])["owner_department"] == "product"
