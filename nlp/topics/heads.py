"""Predicates that a name can end in: of clauses, of questions without copula, of favours and hopes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlp.expressions.predicates import Predicate, read_honorific, read_predicate
from nlp.expressions.requests import GIVE
from nlp.tokens import Token

_HOPES = frozenset(["希望", "所望", "理想", "ベスト"])
_GLAD = frozenset(["嬉しい", "助かる", "有り難い", "良い", "幸い"])
_LINKING = frozenset(
    ["対する", "関する", "因る", "於く", "就く", "取る", "伴う", "基づく", "際する", "連れる", "沿う", "巡る"]
)
_ABOUT = re.compile("(?:ついて|つきまして)(?:は|の|も|、|,|$)")
_TOLD = frozenset(["知る", "分かる", "教える", "聞く", "尋ねる", "確認", "伺う", "調べる", "問い合わせる"])
# a clause before one of these tells when or although, not what is the matter
_CIRCUMSTANCE = re.compile(
    r"^(?:まで|[んの]?(?:と(?!思|感|のこと|のお|のご|の[事旨])|って[い言書聞]|ても|でも|たら|だら|ながら|つつ)|のに(?!困)|ば(?!かり))"
)
_AFFIRMED = {"ていない": "ている", "でいない": "でいる", "くない": "い", "ではない": "だ", "じゃない": "だ"}
_DENIED = re.compile("(?:" + "|".join(_AFFIRMED) + ")$")


class Head(NamedTuple):
    """A predicate, where its first word stands (お of お願い), and whether it is a noun without copula."""

    predicate: Predicate
    start: int
    noun: bool = False


def read_head(tokens: Sequence[Token], head: int) -> Head | None:
    """Read the predicate that begins at `head`; None where none of a name does."""
    token = tokens[head]
    if token.lemma == "言う" and text_of(tokens[max(head - 2, 0) : head]) in ("なんて", "何て"):
        return None  # なんて|いう|か, while looking for the word
    if _is_linking(tokens, head):
        return None
    if token.lemma == "願う" or token.surface in {"願い", "御願い"}:
        return _read_asking(tokens, head)
    if token.lemma in GIVE:
        return _read_giving(tokens, head)
    if token.tag in "NUEXRTJS1" and is_asked(tokens, head + 1):  # 送料はいくらですか
        return _read_asked_noun(tokens, head)
    if token.surface in _HOPES:
        return _read_hope(tokens, head)
    if not _may_head(tokens, head):
        return None
    read = read_predicate(tokens, head)
    after = tokens[read.end].tag if read.end < len(tokens) else ""
    if after in ("N", "U", "E", "X", "M", "R", "T", "P", "H", "Z", "k") and not read.wish:
        return None
    return Head(read, head)


def _is_linking(tokens: Sequence[Token], head: int) -> bool:
    """Tell verbs that only link: 返品に|対する, 会員に|とって, 返品に|ついては, 相|変わらず."""
    token, before = tokens[head], tokens[head - 1] if head else tokens[head]
    if token.lemma in _LINKING and head and before.tag in "ntoe":
        return True
    # the dictionary may take it for 付く
    about = before.surface == "に" and token.surface in {"つい", "つき"}
    if about and _ABOUT.match(text_of(tokens[head : head + 4])):
        return True
    return token.lemma == "変わる" and before.surface == "相"


def _read_asked_noun(tokens: Sequence[Token], head: int) -> Head | None:
    """Read いくら, 和食 and 何|度 before ですか."""
    start = head
    while start and tokens[start].tag in "1S" and tokens[start - 1].tag in "NUXER01":
        start -= 1
    text = text_of(tokens[start : head + 1])
    if start == head and re.fullmatch("[ぁ-ん]", text):
        return None
    after_or = start > 0 and tokens[start - 1].surface == "か"  # 店か|どっちか
    if text == "いかが" or after_or or _is_some(tokens, head + 1):
        return None
    return Head(Predicate(text, False, False, head + 1), start, noun=True)


def _is_some(tokens: Sequence[Token], end: int) -> bool:
    """Tell 何回|か|行った from いくら|か|知りたい."""
    following = tokens[end : end + 2]
    if len(following) < 2 or following[0].surface != "か":
        return False
    return following[0].tag == "q" and following[1].tag in "VUADGN" and following[1].lemma not in _TOLD


def _may_head(tokens: Sequence[Token], head: int) -> bool:
    token = tokens[head]
    tail = text_of(tokens[head + 1 : head + 6])
    if token.tag == "J":
        if text_of(tokens[max(head - 2, 0) : head]) == "のご":  # 届いたとのご不満
            return False
        return bool(re.match(r"(?:です|でし|だっ|だ(?![と])|で(?!も)|じゃ|。|$)", tail))
    if tail[:1] == "さ" and token.tag == "A":  # 広|さ is a noun
        return False
    before = tokens[head - 1] if head else token
    if token.lemma in {"有る", "無い"} and before.tag in "aY" and before.form.startswith("連用形"):
        return False  # 使いたく|ありません, 広く|ない
    if token.lemma == "居る" and tokens[head + 1 : head + 2] and before.tag == "w" and tail[:2] == "そう":
        return False  # はい|そうです, as speakers answer themselves
    return token.tag in "VADG" or (
        token.tag == "Y" and bool(re.match(r"(?:て|、|,|。|ない|なか|あり|$)", tail))
    )


def _read_asking(tokens: Sequence[Token], head: int) -> Head | None:
    """Read お|願い|し|ます as お願いしたい; what was asked for before (お願いした) is no wish."""
    end = head + 1
    while end < len(tokens) and (tokens[end].tag in "aDGVjY" or tokens[end].surface == "を"):
        end += 1
    if any(token.lemma == "た" for token in tokens[head:end]):
        return None
    start = head - 1 if head and tokens[head - 1].tag == "H" else head
    return Head(Predicate("お願いしたい", False, True, end), start)


def _read_giving(tokens: Sequence[Token], head: int) -> Head | None:
    """Read 袋|を|ください as ほしい and ご|用意|いただけますか as 用意してほしい."""
    if head > 1 and tokens[head - 2].tag == "H" and tokens[head - 1].tag in "NU":
        read = read_honorific(tokens, head)
        text = tokens[head - 1].surface + read.text
        return Head(Predicate(text, read.negated, read.wish, read.end), head - 2)
    if head and tokens[head - 1].tag == "o" and tokens[head].form == "命令形":
        return Head(Predicate("ほしい", False, True, head + 1), head)
    return None


def _read_hope(tokens: Sequence[Token], head: int) -> Head | None:
    """Read 和食|が|希望 as いい, 変更|を|希望 as お願いしたい."""
    if head < 2 or tokens[head - 1].tag not in "go" or tokens[head - 2].tag not in "NUXEZTS":
        return None
    errand = tokens[head - 2].tag == "U"
    end = head + 1
    while end < len(tokens) and tokens[end].tag in "aD":
        end += 1
    if end < len(tokens) and tokens[end].tag in "NUXEZk":
        return None
    return Head(Predicate("お願いしたい" if errand else "いい", False, True, end), head)


def without_doubt(tokens: Sequence[Token], head: int, read: Predicate) -> tuple[str, bool]:
    """Read an invitation without its negation: ありませんか → ある; ないのですか stays as it is.

    A question that suspects is no denial either: わかりにくくしてませんか → わかりにくくしている.
    """
    tail = text_of(tokens[read.end : read.end + 2])
    if tail[:1] in ("の", "ん"):
        return read.text, False
    simple = all(t.lemma in {"ます", "ない", "ず", "です", "た"} for t in tokens[head + 1 : read.end])
    if tokens[head].lemma == "無い" and head + 1 >= read.end - 1:
        return "ある", True
    if simple and tokens[head].tag in "VG":
        return tokens[head].base, True
    return _DENIED.sub(lambda ending: _AFFIRMED[ending[0]], read.text), True


def is_circumstance(tokens: Sequence[Token], read: Predicate) -> bool:
    """Tell a clause that says when, although or how: 行ったら, 送っても, 入れないで|送る."""
    end = read.end
    conditional = text_of(tokens[end - 2 : end]).endswith(("たら", "だら", "なら"))
    tail = text_of(tokens[end : end + 6])
    manner = read.negated and end + 1 < len(tokens) and tokens[end].tag == "j" and tokens[end].surface == "で"
    return (
        conditional or manner or tokens[end - 1].form.startswith("仮定形") or bool(_CIRCUMSTANCE.match(tail))
    )


def is_glad(tokens: Sequence[Token], head: int, read: Predicate) -> bool:
    """Tell a wish in the form of a condition: 選べたら|嬉しい."""
    conditional = text_of(tokens[head : read.end]).endswith(("たら", "だら", "なら"))
    return conditional and read.end < len(tokens) and tokens[read.end].lemma in _GLAD


def is_potential(head: Token, read: Predicate) -> bool:
    """Tell 選べる (of 選ぶ) and できる from 食べる."""
    derived = head.base.endswith("る") and not head.lemma.endswith("る") and len(head.base) > 2
    return head.tag == "G" or (head.tag == "V" and derived) or "られる" in read.text


def is_asked(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether か or a question mark follows: (ある)|の|でしょう|か, not かも or からか."""
    following = list(tokens[end : end + 4])
    while following and following[0].surface in {"の", "ん", "でしょう", "です", "だろう", "かな"}:
        following.pop(0)
    if not following or following[0].surface not in {"か", "?", "？"}:
        return False
    return len(following) < 2 or following[1].surface not in {"も", "しら"}


def text_of(tokens: Sequence[Token]) -> str:
    """Join the surfaces of tokens."""
    return "".join([token.surface for token in tokens])
