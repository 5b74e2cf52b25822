"""Samples for the name model from real texts: where their names stand, and which texts hold none."""

import gzip
import json
import random

import pytest

from benchmarks.masking_names import names, real_texts, transplants
from benchmarks.masking_names.names import Pool
from benchmarks.masking_names.real_texts import hard_texts, plain_texts, texts_of
from benchmarks.masking_names.transplants import transplanted
from nlp.masking.people.model import NameModel

SOURCE = "blog_opinions"
POOL = Pool(
    [("倉持", "クラモチ")],
    [("喜久江", "キクエ"), ("富", "トミ")],
    ["サントス"],
    ["渋谷"],
    ["机"],
    ["棚"],
    ["だめ"],
)
EVERYTHING_IS_A_NAME = NameModel({}, 0, {}, -1, "")


class OneName:
    def pick(self, _rng, _nouns):
        return POOL


@pytest.fixture(autouse=True)
def _only_listed_names(monkeypatch):
    monkeypatch.setattr(names, "_UNLISTED", -1)


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    for module, name in ((transplants, "_SOURCES"), (real_texts, "_PLAIN"), (real_texts, "_SEARCHED")):
        monkeypatch.setattr(module, name, {SOURCE: 9})
    monkeypatch.setattr(transplants, "names", OneName)

    def write(*texts):
        with gzip.open(tmp_path / f"{SOURCE}.jsonl.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
        return tmp_path

    return write


@pytest.mark.parametrize(
    "text", ["受付の方が親切でした", "うちの母は足が悪いです", "子どもが喜んでいました", "友人と泊まりました"]
)
def test_a_name_takes_the_place_of_someone_and_its_place_is_known(corpora, text):
    for seed in range(30):
        (sample,) = transplanted(corpora(text), seed)
        ((start, end),) = sample.spans
        name = sample.text[start:end]
        assert set(text) >= set(sample.text[:start]) - set("、(の")
        assert sample.text.endswith(text[-4:])
        assert name not in text
        assert not any(word in name for word in ("受付", "母", "子ども", "友人", "さん"))


@pytest.mark.parametrize("text", ["天気がよかったです", "母様の佐藤様が来ました", "母が" + "とても" * 99])
def test_texts_without_someone_with_names_or_too_long_stay_out(corpora, text):
    assert list(transplanted(corpora(text), 1)) == []


def test_texts_come_once_and_turns_one_by_one(tmp_path):
    rows = [{"text": "一"}, {"turns": [{"text": "二"}, {"text": "一"}]}]
    with gzip.open(tmp_path / f"{SOURCE}.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    assert texts_of(tmp_path, SOURCE) == ["一", "二"]


def test_plain_texts_are_those_in_which_the_rules_find_no_name(corpora):
    folder = corpora("景色がよかった", "担当の佐藤様でした")
    assert [sample.text for sample in plain_texts(folder, 1)] == ["景色がよかった"]


def test_hard_texts_nearly_fool_the_model_and_hold_no_name(corpora):
    folder = corpora("石川の地酒", "…!", "担当の佐藤様でした", "山田花子の絵", "小川の音")
    found = {sample.text for sample in hard_texts(folder, EVERYTHING_IS_A_NAME, 1, {"小川の音"})}
    assert found == {"石川の地酒"}


def test_a_given_name_may_be_kana_but_for_its_end():
    made = {POOL.first(random.Random(seed)) for seed in range(300)}
    assert {name[-1] for name in made if name[0] in "トと"} <= set("子江枝代美恵")
    assert any(name.startswith(("トミ", "とみ")) for name in made)
