"""Clauses of a sentence that could be a name: noun phrases and a predicate in plain form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from nlp.expressions.predicates import Predicate, read_predicate
from nlp.normalise import normalise
from nlp.tokens import Token, Tokenizer, content_terms

LONGEST_CLAUSE = 24  # characters of a candidate before it is worded
_CONTENT = frozenset("NUEXMRT0VAJYFLPHDGZ1S")
# emphasis and vague times: left out of a name
_DROPPED = re.compile(
    "全然|全く|まったく|本当|とても|すごく|かなり|非常|大変|ちょっと|少し|もっと|やはり|やっぱり|結局|多分|たぶん|いつも|最近"
    "|実際|正直|とにかく|たまに|時々|せっかく|ぜひ|是非|なかなか|けっこう|結構|一番|できれば|出来れば|もう|今回|今日|昨日|先日"
    "|毎回|いつの間にか|なんか|何か|なぜか|何故か|そもそも|さすがに"
)
_GLAD = frozenset(["嬉しい", "助かる", "有り難い", "良い", "幸い"])
_POLITE = frozenset(["ます", "です", "御座る"])
# a clause before one of these tells when or although, not what is the matter
_CIRCUMSTANCE = re.compile(
    r"^(?:[んの]?(?:と(?!思|感|のこと|のお|のご|の[事旨])|って[い言書聞]|ても|でも|たら|だら|ながら|つつ)|のに(?!困)|ば(?!かり))"
)
_SENTENCE_BREAK = frozenset(".lIC")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence.

    Attributes
    ----------
    text
        As written, the predicate in plain form.
    terms
        Lemmas of its content words.
    asked, circumstance
        Whether it is put as a question; whether it only tells when or although.
    potential, past, wish
        Of the predicate.
    nominal
        Whether it begins with a noun and no noun lacks its particle.
    """

    text: str
    terms: tuple[str, ...]
    asked: bool = False
    circumstance: bool = False
    potential: bool = False
    past: bool = False
    wish: bool = False
    nominal: bool = True


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """Return the tokenizer that names are made with, loaded once."""
    return Tokenizer()


@lru_cache(maxsize=50_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Tokenise a text by the word list that ships with the package."""
    return tuple(tokenizer().tokenise(normalise(text).text))


def terms_of(text: str) -> tuple[str, ...]:
    """Lemmas of the content words of a text."""
    return content_terms(tokens_of(text))


def clauses_of(sentence: str) -> list[Clause]:
    """Cut a sentence into candidates; each predicate with more and more of what stands before it.

    ``予約したのに商品がありませんでした。`` → 商品がない, 予約したのに商品がない
    """
    tokens = tokens_of(sentence[:300])
    found: list[Clause] = []
    position = 0
    for head in range(len(tokens)):
        if head < position:
            continue
        read = _read_head(tokens, head)
        if read is None:
            continue
        position = max(read.end, head + 1)
        found += _clauses_at(tokens, head, read)
    return list(dict.fromkeys(found))


def _read_head(tokens: Sequence[Token], head: int) -> Predicate | None:
    token = tokens[head]
    tail = _text(tokens[head + 1 : head + 6])
    if token.tag in "NUEXRTJS1" and _is_asked(tokens, head + 1):  # 送料はいくらですか
        return Predicate(token.surface, False, False, head + 1)
    if token.tag == "J" and not re.match(r"(?:です|でし|だっ|だ(?![と])|で(?!も)|じゃ|。|$)", tail):
        return None
    if head and tokens[head - 1].tag == "a" and tokens[head - 1].form.startswith("連用形"):
        return None  # 使いたく|ありません
    if token.tag not in "VAJDG" and not (token.tag == "Y" and re.match(r"(?:て|、|,|。|$)", tail)):
        return None
    read = read_predicate(tokens, head)
    after = tokens[read.end].tag if read.end < len(tokens) else ""
    if after in ("N", "U", "E", "X", "M", "R", "T", "P", "H", "Z", "k") and not read.wish:
        return None
    return read


def _clauses_at(tokens: Sequence[Token], head: int, read: Predicate) -> Iterator[Clause]:
    predicate = re.sub(r"(?<=[うくぐすつぬぶむるい])[とば]いい$", "といい", read.text).replace(
        "なくで", "ないで"
    )
    glad = _is_glad(tokens, head, read)
    asked = not read.wish and _is_asked(tokens, read.end)
    particle = _particle_for(predicate, asked=asked, adjective=tokens[head].tag in "AY")
    traits = Clause(
        predicate,
        (),
        asked=asked,
        circumstance=not read.wish and not glad and _is_circumstance(tokens, read.end),
        potential=_is_potential(tokens[head], read),
        past=any(t.lemma == "た" for t in tokens[head : read.end]),
        wish=read.wish or glad,
    )
    said = tokens[head : head + 1 if traits.wish else read.end]
    for start, end in _phrases_before(tokens, head):
        before = _kept(tokens[start:end], tokens[head])
        text = _join(before, predicate, particle)
        if len(text) > LONGEST_CLAUSE or (before and before[0].tag in "S10ZRLgowmnedk"):
            continue
        if not _names_a_person(before):
            terms = content_terms([*tokens[start:end], *said])
            nominal = bool(before) and (before[0].tag in "NUEXMTJPHF" or before[0].pos == "接頭辞")
            complete = nominal and not _lacks_particle([*before, tokens[head]])
            yield replace(traits, text=text, terms=terms, nominal=complete)


def _is_circumstance(tokens: Sequence[Token], end: int) -> bool:
    conditional = _text(tokens[end - 2 : end]).endswith(("たら", "だら", "なら"))
    tail = _text(tokens[end : end + 6])
    return conditional or tokens[end - 1].form.startswith("仮定形") or bool(_CIRCUMSTANCE.match(tail))


def _is_glad(tokens: Sequence[Token], head: int, read: Predicate) -> bool:
    """Tell a wish in the form of a condition: 選べたら|嬉しい."""
    conditional = _text(tokens[head : read.end]).endswith(("たら", "だら", "なら"))
    return conditional and read.end < len(tokens) and tokens[read.end].lemma in _GLAD


def _particle_for(predicate: str, *, asked: bool, adjective: bool) -> str:
    """Give what は stands for before a predicate, as far as its form tells."""
    if predicate.endswith(("てほしい", "でほしい", "たい")):
        return "を"
    return "が" if asked or adjective or predicate.endswith("ない") else ""


def _kept(tokens: Sequence[Token], head: Token) -> list[Token]:
    """Leave out fillers and emphasis; って gives way to a particle."""
    before = [t for t in tokens if t.tag not in ",I" and not _DROPPED.fullmatch(t.surface)]
    if before and before[-1].surface == "って":
        before[-1] = before[-1]._replace(surface="を" if head.tag == "D" else "が", tag="g")
    return before


def _phrases_before(tokens: Sequence[Token], head: int) -> Iterator[tuple[int, int]]:
    """Spans that may stand before the predicate: all up to it, or the nearest subject or object alone."""
    marks = [place for place in range(head) if tokens[place].tag in "gow"]
    subject = marks[-1] if marks else -1
    # another predicate in between may own the subject; どこに, ピンと and the like must not be lost
    inner = set("VAJGDYaRMt")
    for start in _starts(tokens, head):
        yield start, head
        if start < subject < head - 1 and not inner & {token.tag for token in tokens[subject + 1 : head]}:
            yield start, subject + 1


def _starts(tokens: Sequence[Token], head: int) -> Iterator[int]:
    """Places left of the predicate where a phrase begins, nearest first, up to the sentence's break."""
    for start in range(head, -1, -1):
        token = tokens[start]
        if token.tag in _SENTENCE_BREAK or token.lemma in _POLITE:
            return
        if token.tag == "c" and token.surface in {"が", "けど", "けれど", "けれども", "し"}:
            return
        before = tokens[start - 1].tag if start else "."
        if (token.tag not in _CONTENT and token.pos != "接頭辞") or (
            before in "NUEXMPH0LJAVS" and token.tag != "F"
        ):
            continue
        if start and tokens[start - 1].pos == "接頭辞":
            continue
        if before in "LHP" or (before == "k" and start > 1 and tokens[start - 2].tag in "RZ"):
            continue
        yield start


def _is_potential(head: Token, read: Predicate) -> bool:
    """Tell 選べる (of 選ぶ) and できる from 食べる."""
    derived = head.base.endswith("る") and not head.lemma.endswith("る") and len(head.base) > 2
    return head.tag == "G" or (head.tag == "V" and derived) or "られる" in read.text


def _join(before: Sequence[Token], predicate: str, particle: str) -> str:
    """Join a phrase; its は or も gives way to `particle` where it can: 電話はつながらない → 電話が…."""
    place = next((place for place, token in enumerate(before) if token.tag in "wm"), 0)
    alone = sum(token.tag in "gowm" for token in before) == 1
    words = [token.surface for token in before]
    if place and alone and particle and before[place - 1].tag in "NUEX":
        words[place] = particle
    kept = [word for word, token in zip(words, before, strict=True) if token.tag != "s"]
    return "".join(kept) + predicate


def _is_asked(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether か or a question mark follows: (ある)|の|でしょう|か, not かも or からか."""
    following = list(tokens[end : end + 4])
    while following and following[0].surface in {"の", "ん", "でしょう", "です", "だろう", "かな"}:
        following.pop(0)
    if not following or following[0].surface not in {"か", "?", "？"}:
        return False
    return len(following) < 2 or following[1].surface not in {"も", "しら"}


def _lacks_particle(words: Sequence[Token]) -> bool:
    """Tell 定期便|届く or 間隔|自由に, as in hasty writing."""
    return any(a.tag in "NUEX" and b.tag in "VAJY" and a.pos == "名詞" for a, b in pairwise(words))


def _names_a_person(before: Sequence[Token]) -> bool:
    pairs = pairwise(before)
    return any(b.tag == "s" and (a.pos2 == "固有名詞" or a.tag == "M") for a, b in pairs)


def _text(tokens: Sequence[Token]) -> str:
    return "".join([token.surface for token in tokens])
