"""Clauses of a sentence that could be a name: noun phrases and a predicate in plain form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.expressions.predicates import Predicate
from nlp.normalise import normalise
from nlp.tokens import Token, Tokenizer, content_terms
from nlp.topics.heads import Head, is_asked, read_head, text_of

LONGEST_CLAUSE = 24  # characters of a candidate before it is worded
_LONGEST_SPAN = 40  # characters before the predicate, of which some may be left out
_CONTENT = frozenset("NUEXMRT0VAJYFLPHDGZ1S")
# emphasis and vague times: left out of a name
_DROPPED = re.compile(
    "全然|全く|まったく|本当|とても|すごく|かなり|非常|大変|ちょっと|少し|もっと|やはり|やっぱり|結局|多分|たぶん|いつも|最近"
    "|実際|正直|とにかく|たまに|時々|せっかく|ぜひ|是非|なかなか|けっこう|結構|一番|できれば|出来れば|もう|あまり|余り|なるべく|出来るだけ|できるだけ|極力|今回|今日|今年|ことし|昨日|先日"
    "|毎回|いつの間にか|なんか|何か|なぜか|何故か|そもそも|さすがに"
)
_GLAD = frozenset(["嬉しい", "助かる", "有り難い", "良い", "幸い"])
_POLITE = frozenset(["ます", "です", "御座る"])
# a clause before one of these tells when or although, not what is the matter
_CIRCUMSTANCE = re.compile(
    r"^(?:[んの]?(?:と(?!思|感|のこと|のお|のご|の[事旨])|って[い言書聞]|ても|でも|たら|だら|ながら|つつ)|のに(?!困)|ば(?!かり))"
)
_SENTENCE_BREAK = frozenset(".lIC")
# nouns that want to be told whose or what
_DEPENDENT = re.compile(
    "サイズ|種類|番号|タイプ|分|部分|雰囲気|感じ|形式?|内容|状態|観点|ところ|所|用|場合|関係|程度|以[上下外]|範囲|方法?|対応|部?類|時間|日|人|幸|者|物|もの|状況"
)


class Clause(NamedTuple):
    """A piece of a sentence.

    Attributes
    ----------
    text
        As written, the predicate in plain form.
    terms
        Lemmas of its content words.
    asked, suggested, circumstance
        Whether it is put as a question; as one in the negative (ありませんか, read as ある);
        whether it only tells when or although.
    noun
        Whether it ends in a noun without copula: 送料がいくら.
    potential, past, wish
        Of the predicate.
    nominal
        Whether it begins with a noun and no noun lacks its particle.
    torn, loose
        Whether it begins with a noun cut off what it belongs to (サイズ|のベッド); whether it begins
        with a noun that wants an owner, or words before the predicate were left out.
    """

    text: str
    terms: tuple[str, ...]
    asked: bool = False
    suggested: bool = False
    noun: bool = False
    circumstance: bool = False
    potential: bool = False
    past: bool = False
    wish: bool = False
    nominal: bool = True
    torn: bool = False
    loose: bool = False


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
        read = read_head(tokens, head)
        if read is None:
            continue
        position = max(read.predicate.end, head + 1)
        found += _clauses_at(tokens, head, read)
    return list(dict.fromkeys(found))


def _clauses_at(tokens: Sequence[Token], head: int, found: Head) -> Iterator[Clause]:
    read, start_of_head = found.predicate, found.start
    asked = not read.wish and is_asked(tokens, read.end)
    predicate, suggested = (
        _without_doubt(tokens, head, read) if asked and read.negated else (read.text, False)
    )
    glad = _is_glad(tokens, head, read)
    traits = Clause(
        predicate,
        (),
        asked=asked,
        suggested=suggested,
        noun=found.noun,
        circumstance=not read.wish and not glad and _is_circumstance(tokens, read.end),
        potential=_is_potential(tokens[head], read),
        past=any(t.lemma == "た" for t in tokens[head : read.end]),
        wish=read.wish or glad,
    )
    particle = _particle_for(predicate, asked=asked, adjective=tokens[head].tag in "AY")
    said = tokens[head : head + 1 if traits.wish else read.end]
    for start, end in _phrases_before(tokens, start_of_head, tokens[head].tag):
        before = _kept(tokens[start:end], tokens[head])
        text = _join(before, predicate, particle)
        if len(text) > LONGEST_CLAUSE or (before and before[0].tag in "S10ZRLgowmnedk"):
            continue
        if not _names_a_person(before):
            terms = content_terms([*tokens[start:end], *said])
            torn = _is_torn(tokens, start)
            own = before[:-1] if tokens[head].tag in "DG" and end == start_of_head else before
            whole = not torn and _begins_well(own, found) and not _lacks_particle([*before, tokens[head]])
            vague = bool(before) and _wants_owner(before[0])
            cut = end < start_of_head or any(token.tag == "," for token in tokens[start:end])
            yield traits._replace(text=text, terms=terms, nominal=whole, torn=torn, loose=vague or cut)


def _begins_well(before: Sequence[Token], found: Head) -> bool:
    """Tell whether a noun says what it is about: not いっぱい食べたい, 苦手なので避けてほしい."""
    if not before or not (before[0].tag in "NUEXMTJPHF" or before[0].pos == "接頭辞"):
        return False
    because = [t.surface for t in before[:3]] == [before[0].surface, "な", "の"]
    return not because and (found.noun or any(token.tag in "NUEXM" for token in before))


def _without_doubt(tokens: Sequence[Token], head: int, read: Predicate) -> tuple[str, bool]:
    """Read an invitation without its negation: ありませんか → ある; ないのですか stays as it is."""
    tail = text_of(tokens[read.end : read.end + 2])
    if tail[:1] in ("の", "ん"):
        return read.text, False
    simple = all(t.lemma in {"ます", "ない", "ず", "です", "た"} for t in tokens[head + 1 : read.end])
    if tokens[head].lemma == "無い" and head + 1 >= read.end - 1:
        return "ある", True
    return (tokens[head].base if simple and tokens[head].tag in "VG" else read.text), True


def _is_torn(tokens: Sequence[Token], start: int) -> bool:
    """Tell サイズ|の|ベッド, whose first noun says nothing without what stood before it."""
    if not start or tokens[start - 1].tag not in "kVAaJLNUXER01PS":
        return False
    # 海の|幸, 店の|前
    return _wants_owner(tokens[start]) or (tokens[start - 1].tag == "k" and len(tokens[start].surface) == 1)


def _wants_owner(token: Token) -> bool:
    return bool(_DEPENDENT.fullmatch(token.surface))


def _is_circumstance(tokens: Sequence[Token], end: int) -> bool:
    conditional = text_of(tokens[end - 2 : end]).endswith(("たら", "だら", "なら"))
    tail = text_of(tokens[end : end + 6])
    return conditional or tokens[end - 1].form.startswith("仮定形") or bool(_CIRCUMSTANCE.match(tail))


def _is_glad(tokens: Sequence[Token], head: int, read: Predicate) -> bool:
    """Tell a wish in the form of a condition: 選べたら|嬉しい."""
    conditional = text_of(tokens[head : read.end]).endswith(("たら", "だら", "なら"))
    return conditional and read.end < len(tokens) and tokens[read.end].lemma in _GLAD


def _particle_for(predicate: str, *, asked: bool, adjective: bool) -> str:
    """Give what は stands for before a predicate, as far as its form tells."""
    if predicate in {"ほしい", "いい"}:
        return "が"
    if predicate.endswith(("てほしい", "でほしい", "たい")):
        return "を"
    return "が" if asked or adjective or predicate.endswith("ない") else ""


def _kept(tokens: Sequence[Token], head: Token) -> list[Token]:
    """Leave out fillers and emphasis; って gives way to a particle."""
    before: list[Token] = []
    dropped = False
    for token, after in pairwise([*tokens, head]):
        # 非常|に, and その as speakers fill a pause with it
        adverbial = dropped and token.surface in {"に", "な", "の"}
        pause = token.surface in {"その", "あの", "この"} and after.tag not in "NUEXMTPHZS0"
        emphasis = bool(_DROPPED.fullmatch(token.surface))
        dropped = emphasis or pause or (dropped and token.tag in ",I")
        if not (dropped or adverbial or token.tag in ",I"):
            before.append(token)
    if before and before[-1].surface == "って":
        before[-1] = before[-1]._replace(surface="を" if head.tag == "D" else "が", tag="g")
    return before


def _phrases_before(tokens: Sequence[Token], head: int, tag: str) -> Iterator[tuple[int, int]]:
    """Spans that may stand before the predicate: all up to it, or the nearest subject or object alone."""
    marks = [place for place in range(head) if tokens[place].tag in "gow"]
    subject = marks[-1] if marks else -1
    # another predicate in between may own the subject; どこに, ピンと and the like must not be lost
    inner = set("VAJGDYaRMt")
    if tag in "DG":  # タオルを|用意|して
        inner |= set("NUXEZTF")
    for start in _starts(tokens, head):
        yield start, head
        if start < subject < head - 1 and not inner & {token.tag for token in tokens[subject + 1 : head]}:
            yield start, subject + 1


def _starts(tokens: Sequence[Token], head: int) -> Iterator[int]:
    """Places left of the predicate where a phrase begins, nearest first, up to the sentence's break."""
    length = 0
    for start in range(head, -1, -1):
        token = tokens[start]
        length += len(token.surface)
        if length > _LONGEST_SPAN or token.tag in _SENTENCE_BREAK or token.lemma in _POLITE:
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
    if before and predicate in {"ほしい", "いい", "お願いしたい"} and before[-1].tag in "og":
        words[-1] = "を" if predicate == "お願いしたい" else "が"
    kept = [word for word, token in zip(words, before, strict=True) if token.tag != "s"]
    linked = "を" if before and predicate == "お願いしたい" and before[-1].tag in "NUEXS1" else ""
    return "".join(kept) + linked + predicate


def _lacks_particle(words: Sequence[Token]) -> bool:
    """Tell 定期便|届く or 間隔|自由に, as in hasty writing."""
    return any(a.tag in "NUEX" and b.tag in "VAJY" and a.pos == "名詞" for a, b in pairwise(words))


def _names_a_person(before: Sequence[Token]) -> bool:
    pairs = pairwise(before)
    return any(b.tag == "s" and (a.pos2 == "固有名詞" or a.tag == "M") for a, b in pairs)
