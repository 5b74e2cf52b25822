from datetime import date
from pathlib import Path

import fugashi
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score

from samples.company.channels.day import contacts_of
from samples.company.company import load_company
from samples.company.dice import Dice
from samples.company.errors import DemoError
from samples.company.files import parquet_bytes, xlsx_bytes
from samples.company.material import Issue, load_issues
from samples.company.people import half_width, person
from samples.company.personal import is_operators, split_frames
from samples.company.small_talk import load_material
from samples.company.surface import fill, for_cp932, vary_memo, vary_post, vary_spoken, vary_written
from samples.company.world import World

NASTY = ["", "。", "ﾎﾟﾝﾌﾟが㈱髙①～", "𠮷野家〜−—", "😭😭", "\x00", "a" * 5000, "できません", "使えないです！"]


@given(st.text(max_size=80) | st.sampled_from(NASTY), st.integers(0, 2**31))
def test_spoken_and_memo_variants_fit_cp932(text: str, seed: int) -> None:
    for varied in (vary_spoken(text, Dice(seed)), vary_memo(text, Dice(seed))):
        assert varied.encode("cp932").decode("cp932") == varied


@given(st.sampled_from(load_material().issues), st.integers(0, 2**31))
def test_variants_keep_refusals(issue: Issue, seed: int) -> None:
    dice = Dice(seed)
    sentence = dice.pick(issue.wordings)
    varied = vary_written(sentence, dice)
    assert len(varied) >= len(sentence) * 0.6
    # 「ません」 and 「ない」 may be misspelt, never lost
    if sentence.endswith("ません。"):
        assert "せ" in varied
        assert "ん" in varied


def test_same_dice_same_variant() -> None:
    text = "ポンプが最後まで吸い上がらないので、とても困っています。"
    assert vary_post(text, Dice(1, 2), kind="complaint") == vary_post(text, Dice(1, 2), kind="complaint")
    assert len({vary_written(text, Dice(n)) for n in range(60)}) > 15


def test_what_cp932_does_not_know() -> None:
    assert for_cp932("𠮷田様〜㈱髙①😭") == "吉田様～㈱髙①"
    assert half_width("ポンプがダメ") == "ﾎﾟﾝﾌﾟがﾀﾞﾒ"
    assert fill("{product}が{days}日", {"product": "しっとりミスト", "days": "3"}) == "しっとりミストが3日"


def test_persons_lie_in_ranges_that_nobody_has() -> None:
    people = [person(7, number) for number in range(400)]
    assert all("-0000-" in who.phone for who in people)
    assert all(who.postal_code.startswith("000-") for who in people)
    assert all(who.mail.endswith(("@example.jp", "@example.com", "@mail.example.jp")) for who in people)
    assert any("髙" in who.surname or "﨑" in who.surname for who in people)
    assert person(7, 3) == person(7, 3)


def test_frames_are_said_by_the_right_side() -> None:
    assert is_operators("お名前は{name}様でお間違いないでしょうか")
    assert is_operators("ご注文番号{order}で承っております")
    assert not is_operators("折り返しは{phone}までお願いします。")
    frames = load_material().frames
    for kind in frames:
        mine, theirs = split_frames(frames[kind])
        assert mine, kind
        assert not set(mine) & set(theirs)


def test_workbooks_and_parquet_are_the_same_bytes_every_time() -> None:
    columns, rows = ["回答", "点"], [{"回答": "=1+1", "点": 3}, {"回答": "https://example.jp", "点": None}]
    assert xlsx_bytes("回答", columns, rows) == xlsx_bytes("回答", columns, rows)
    schema = pa.schema([("回答", pa.string()), ("点", pa.int32())])
    assert parquet_bytes(schema, rows) == parquet_bytes(schema, rows)


def test_broken_issue_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("- id: x\n  kind: complaint\n", "utf-8")
    with pytest.raises(DemoError, match=r"bad\.yaml.*label"):
        load_issues(tmp_path)
    path.write_text("- id: [\n", "utf-8")
    with pytest.raises(DemoError, match=r"bad\.yaml, line"):
        load_issues(tmp_path)


def test_material_has_enough_genuinely_different_sentences() -> None:
    issues = load_material().issues
    assert len(issues) >= 45
    assert {issue.kind for issue in issues} == {"complaint", "request", "procedure", "question", "praise"}
    every = [text for issue in issues for text in (*issue.wordings, *issue.spoken, *issue.memo)]
    assert len(every) == len(set(every))
    assert all(len(issue.wordings) >= 20 and len(issue.spoken) >= 8 for issue in issues)


def test_bag_of_words_does_not_find_the_issues() -> None:
    world = World(load_company(), load_material(), date(2026, 11, 21), 800, 7)
    truth = {}
    for day in (date(2026, 11, 20), date(2026, 11, 21)):
        for source in ("phone", "mail", "chat", "sns", "survey"):
            for item in contacts_of(world, day, source):
                truth |= {sentence: issue.id for _, sentence, issue in item.script.voices if issue.label}
    tagger = fugashi.Tagger("-Owakati")
    words = TfidfVectorizer(
        tokenizer=lambda text: tagger.parse(text).split(), token_pattern=None, lowercase=False, min_df=2
    ).fit_transform(truth)
    found = KMeans(len(set(truth.values())), n_init=1, random_state=0).fit_predict(words)
    score = adjusted_mutual_info_score(list(truth.values()), found)
    assert 0.05 < score < 0.7
