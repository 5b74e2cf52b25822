"""Quotes, greetings and signatures of mails as people write them, masked and unmasked."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import mail
from nlp.analysis import Analyzer
from nlp.mail import silent_spans
from nlp.normalise import normalise

SAID = "注文した品がまだ届きません。\n土日でも届けてもらえますか"


def spoken(text: str) -> str:
    """Return what is left when silent spans are cut out, without empty lines."""
    at, pieces = 0, []
    for start, end, _ in [*silent_spans(text), (len(text), len(text), "")]:
        pieces.append(text[at:start])
        at = end
    return "\n".join(line.strip() for line in "".join(pieces).split("\n") if line.strip())


@pytest.mark.parametrize(
    "signature",
    [
        "--\n[氏名1]\n[メール1]",
        "-- \n田中　花子",
        "=====\n株式会社みなと 総務部\n[氏名1]([氏名2])\n〒[郵便番号1] [住所1]\nTEL：[電話番号1]\n=====",
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
    for start, end, _ in silent_spans(text):
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


QUOTED = {
    "outlook": "\n\n-----Original Message-----\nFrom: サポート <support@example.jp>\nSent: Friday, "
    "November 20, 2026 10:23 AM\nTo: [氏名1]\nSubject: RE: "
    "ご注文\n\nご注文ありがとうございます。\n発送は20日です。",
    "outlook without a rule": "\n\n差出人: サポート\n送信日時: 2026年11月20日 10:23\n宛先: "
    "[氏名1]\n件名: ご注文の件\n\n発送は20日です。",
    "gmail": "\n\n2026年11月20日(金) 10:23 サポート <support@example.jp>:\n\n> 発送は20日です。\n> "
    "お待ちください。\n>",
    "gmail in english": "\n\nOn Fri, Nov 20, 2026 at 10:23 AM Support <support@example.jp>\nwrote:\n\n> "
    "発送は20日です。\n",
    "iphone": "\n\niPhoneから送信\n\n2026/11/20 10:23、サポート <support@example.jp>のメール:\n\n> "
    "発送は20日です。",
    "wide marks": "\n\n＞発送は20日です。\n＞＞届かないのですが。\n",
    "written": "\n\n2026年11月20日 10:23 サポート さんは書きました:\n> 発送は20日です。",
}


@pytest.mark.parametrize("quote", QUOTED.values(), ids=QUOTED)
def test_quoted_reply_is_silent(quote: str) -> None:
    assert spoken(normalise(SAID + quote).text) == SAID
    parts = {span.part for span in silent_spans(normalise(SAID + quote).text)}
    assert parts <= {"quote", "signature"}


def test_answers_between_quotes_are_said() -> None:
    mail = (
        "2026年11月20日(金) 10:23 サポート <support@example.jp>:\n> 色は何色でしょうか。\n白です。\n"
        "> 破損の写真はございますか。\nありません。もう捨てました。\n> よろしくお願いいたします。\n"
    )
    assert spoken(mail) == "白です。\nありません。もう捨てました。"


def test_a_forwarded_mail_with_nothing_above_is_said() -> None:
    mail = "---------- Forwarded message ---------\nFrom: [氏名1]\nDate: 2026年11月20日(金) 10:23\nSubject: 苦情\nTo: 店舗\n\n床が濡れていて滑りました。\n改善してください。"
    assert spoken(mail) == "床が濡れていて滑りました。\n改善してください。"


@pytest.mark.parametrize(
    "notice",
    [
        "このメールに返信するとチケットにコメントが追加されます。",
        "※このメールは送信専用です。ご返信いただいてもお答えできません。",
        "本メールへの返信はできませんのでご了承ください。",
        "##- この行より上に返信を入力してください -##",
        "このメールには機密情報が含まれている場合があります。誤って受信された場合は破棄してください。",
        "メルマガの配信停止はこちら https://example.jp/stop",
        "This e-mail and any attachments are confidential.",
        "Copyright 2026 Example Inc.",
    ],
)
def test_notices_are_silent(notice: str) -> None:
    assert spoken(f"{SAID}\n\n{notice}\n") == SAID
    assert spoken(f"{notice}\n{SAID}") == SAID


@pytest.mark.parametrize(
    "text",
    [
        "先週問い合わせました。\nこのメールに返信しても返事が来ません。",
        "要望です。\nメルマガの配信停止の方法が分かりません。",
        "困っています。\n2026年11月20日の件です:\n担当者の態度が悪かったです。",
        "注文しました。\nこのメールは自分で書いています。",
        "経緯です。\n2026/11/20 注文\n2026/11/25 未着",
    ],
)
def test_what_looks_like_a_notice_or_a_quote_is_said(text: str) -> None:
    assert spoken(text) == text


def test_remnants_of_html_are_no_words() -> None:
    mail = "<p>お世話になっております。</p><br />商品が&nbsp;割れていました&hellip;<br>交換してください。<div>&gt; 発送しました。</div>"
    found = Analyzer().analyse(mail)
    assert [(s.part, s.kind == "other") for s in found.sentences] == [
        ("greeting", True),
        ("body", False),
        ("body", False),
        ("quote", True),
    ]


def test_the_parts_of_a_mail_cover_it() -> None:
    mail = "あおば商店 御中\nお世話になっております。\n" + SAID + "\n--\n[氏名1]" + QUOTED["outlook"]
    found = Analyzer().analyse(mail)
    assert "".join("".join(s.text for s in found.sentences).split()) == "".join(mail.split())
    assert next(s.part for s in found.sentences if s.part != "body") == "greeting"
    assert {s.kind for s in found.sentences if s.part != "body"} == {"other"}
    assert "other" not in {s.kind for s in found.sentences if s.part == "body"}


@pytest.mark.parametrize("head", ["", "お世話になります。\n\n", "件名: 床の件\nお世話になります。\n\n"])
def test_a_greeting_above_a_forwarded_mail_is_not_its_answer(head: str) -> None:
    mail = f"{head}-------- 転送されたメッセージ --------\nSubject: 床の件\nFrom: [氏名1]\nTo: 渋谷店\n\n床が濡れていました。"
    assert spoken(mail).endswith("床が濡れていました。")


def test_a_notice_below_the_signature_hides_neither() -> None:
    mail = f"{SAID}\n\nみらい工務店\n営業部 [氏名1]\nTEL:[電話番号1]\n\n本メールは機密情報を含みます。\n誤って受信された場合は破棄してください。"
    assert spoken(mail) == SAID
    assert [span.part for span in silent_spans(mail)] == ["signature", "notice", "notice"]


def test_a_subject_above_the_greeting_is_said() -> None:
    mail = f"件名: 配送の件\nあおば商店 御中\nお世話になっております。\n{SAID}"
    assert spoken(mail) == f"件名: 配送の件\n{SAID}"


_PIECES = re.findall(
    r"\S+",
    "[氏名1] ［氏名2］ [電話番号1] ［住所1］ (［メール1］) TEL 電話： 〒 100-0001 03-1234-5678 a@b.jp https://x.jp/ 拝 より 株式会社 ㈱みなと"
    " 総務部 営業課 から送信 iPhone Sent from my 東京都港区1-2 -- ==== ━━━━ ・・・・ ( ------ 。 です -----Original Message----- ________"
    " > ＞ | From: To: 差出人: 日付: 2025年1月2日 2025/1/2 <a@b> wrote: On 書きました: 届きません",
)


@given(
    st.lists(st.sampled_from([*_PIECES, " ", "\n", "From: a\nTo: b", "送信元: a\n日付: b"]), max_size=8).map(
        "".join
    )
)
def test_cheap_looks_pass_by_nothing(text):
    for line in text.split("\n"):
        signs = (mail._CONTACT, mail._SENT_FROM, mail._SIGNED, mail._COMPANY, mail._RULE)
        assert not any(p.fullmatch(line) for p in signs) or mail._MAY_SIGN.search(line)
    quotes = mail._QUOTE_FROM.search(text) or mail._QUOTED_LINE.search(text)
    assert not quotes or mail._MAY_QUOTE.search("\n" + text)
    passed = silent_spans(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mail, "_may_be_signed", lambda _text, _end: True)
        assert silent_spans(text) == passed
