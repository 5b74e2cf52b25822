"""What ``koe annotate`` says of a text is what the night writes of it."""

import json
from datetime import date

import pyarrow as pa
import pytest

from pipelines.annotate import annotate_shard, shard_path
from pipelines.filters import annotate_block
from pipelines.settings import load_settings
from tests.warehouse.builders import make_lake_contact
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS

DAY = date(2026, 11, 20)
TEXTS = [
    "電話がまったくつながらなくて困っています。早く直してほしいです。",
    "えーと、ｻﾎﾟｰﾄｾﾝﾀｰに電話したんですけど全然つながらなくてもう三回目なんですよね",
    "充電していたら煙が出ました。返品したいです。消費生活センターに相談します。",
    "定期便を解約したいのに解約ページが見つかりません（泣）😢",
    "店員さんの説明が丁寧で助かりました。ありがとうございました。",
    "［氏名1］です。\nＷｉ－Ｆｉの設定方法を教えてください。\n--\n株式会社こえ\n［電話番号1］",
    "ポイントの期限はいつまでですか？㈱こえ①の件です～",
    "はい。",
    "",
    "　\u0000\ud800。！？",
    "思っていたより小さかったので無香料も出してほしい。" * 40,
]
PER_VOICE = ("kind", "kind_score", "sentiment", "flags", "risk", "tokens", "expressions")


@pytest.fixture
def night(tmp_path, monkeypatch):
    """Utterances and voices of a day in which each text is a contact."""
    variables = {"KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key")}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(None, variables)
    # the lake's strings are UTF-8, which has no lone surrogates
    texts = [text.replace("\ud800", "\ufffd") for text in TEXTS]
    rows = [
        make_lake_contact("mail", number, ("customer", text), contact_id=f"mail:{number:02d}")
        for number, text in enumerate(texts)
    ]
    table = pa.Table.from_pylist(rows, schema=LAKE_CONTACTS.arrow_schema(with_day=False))
    settings.lake.write_day(LAKE_CONTACTS, DAY, table, attempt="test")
    annotate_shard(DAY, 0, settings)
    return [
        settings.lake.read_table(shard_path(settings, kind, DAY, 0)).to_pylist()
        for kind in (core.UTTERANCES, core.VOICES)
    ]


def test_filter_and_night_give_the_same(night):
    utterances, voices = night
    lines = [
        json.dumps({"id": f"mail:{number:02d}", "text": text.replace("\ud800", "\ufffd")})
        for number, text in enumerate(TEXTS)
    ]
    answers = [json.loads(line) for line in annotate_block("\n".join(lines).encode()).splitlines()]

    assert [row["contact_id"] for row in utterances] == [answer["id"] for answer in answers]
    for name in ("intent", "intent_score", "sentiment"):
        assert [row[name] for row in utterances] == [a[name] for a in answers]
    said = {
        f"{answer['id']}/1.{number}": sentence
        for answer in answers
        for number, sentence in enumerate(answer["sentences"], start=1)
        if sentence["kind"] != "other"
    }
    assert {row["voice_id"]: row["sentence"] for row in voices} == {k: s["text"] for k, s in said.items()}
    assert len(voices) > len(TEXTS)
    for row in voices:
        sentence = said[row["voice_id"]]
        assert {name: row[name] for name in PER_VOICE} == {name: sentence[name] for name in PER_VOICE}
