"""Quotes, greetings and signatures of mails as people write them, masked and unmasked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.mail import silent_spans

SAID = "注文した品がまだ届きません。\n土日でも届けてもらえますか"


def spoken(text: str) -> str:
    """Return what is left when silent spans are cut out, without empty lines."""
    at, pieces = 0, []
    for start, end in [*silent_spans(text), (len(text), len(text))]:
        pieces.append(text[at:start])
        at = end
    return "\n".join(line.strip() for line in "".join(pieces).split("\n") if line.strip())


@pytest.mark.parametrize(
    "signature",
    [
        "--\n[氏名1]\n[メール1]",
        "-- \n田中　花子",
        "====================\n株式会社みなと 総務部\n[氏名1]([氏名2])\n〒[郵便番号1] [住所1]\nTEL：[電話番号1]\n====================",
        "━━━━━━━━\n［氏名1］\n電話：［電話番号1］\n━━━━━━━━",
        "┌────────────┐\n  ヤマノサトシ\n  携帯:[電話番号1]\n└────────────┘",
        "***********************\n [氏名1]\n Mail: [メール1]\n Tel: [電話番号1]\n***********************",
        "[氏名1] 拝\n[住所1]\nE-mail [メール1]",
        "小野寺　正樹 拝\n東京都港区赤坂1-2-3\nE-mail [メール1]",
        "[氏名1]より",
        "[氏名1]",
        "みらい工務店\n営業部 [氏名1]\n03-1234-5678",
        "[氏名1]\nTEL 03-1234-5678 / FAX 03-1234-5679\nhttps://www.example.jp/",
        "スマートフォンから送信\n[氏名1]",
        "iPhoneから送信",
        "〒[郵便番号1]\n[住所1]\n[氏名1]\n[電話番号1]",
        "山本\n090-1234-5678",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_signature_is_silent(signature: str, gap: str) -> None:
    assert spoken(SAID + gap + signature) == SAID
    assert spoken(SAID + gap + signature + "\n\n> ご注文ありがとうございます。\n> またのご利用を") == SAID


@pytest.mark.parametrize(
    "greeting",
    [
        "前略",
        "みなもと商店 ご担当者様",
        "お客様相談室 御中\nいつもお世話になっております。",
        "お世話になっております。[氏名1]です。",
        "大変お世話になっております。\n[氏名1]と申します。",
        "はじめまして。",
    ],
)
def test_greeting_is_silent(greeting: str) -> None:
    assert spoken(f"{greeting}\n{SAID}") == SAID


@pytest.mark.parametrize(
    "text",
    [
        "電話がつながりません\n早くしてほしい",
        "連絡は電話：[電話番号1]にください。\n届きません",
        "お世話になっております、\n[氏名1]ですが荷物が届きません",
        "住所は[住所1]です。\n変更してください",
        "前略\n"[:0] + "届きません\nどうなっていますか\n返金希望",
        "良い点\n----\n使いやすい。長く使っていますが、まったく壊れる気配がなく、家族みんなで毎日のように使い続けていてとても助かっています。",
        "水漏れ\n交換希望",
    ],
)
def test_what_is_said_stays(text: str) -> None:
    assert spoken(text) == text


def test_only_a_signature_is_no_signature() -> None:
    assert silent_spans("[氏名1]\n[電話番号1]") == []
    assert silent_spans("[氏名1]") == []


@given(st.text(alphabet="[氏名1]。> -\n電話:あ様=前略\ud800\x00", max_size=80))
def test_spans_are_in_order_and_inside(text: str) -> None:
    at = 0
    for start, end in silent_spans(text):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize(
    "unit", ["\n", ">\n", "-" * 5 + "\n", "[氏名1]\n", "お世話", "a@", "From: \n", "〒 "]
)
def test_time_grows_with_length_only(unit: str) -> None:
    text = "あ\n" + unit * (200_000 // len(unit))
    started = time.process_time()
    silent_spans(text)
    assert time.process_time() - started < 2
