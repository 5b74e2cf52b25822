"""Words that stand before a predicate in a name: where they begin, which are left out, how they join."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from nlp.tokens import Token
from nlp.topics.heads import Head

_LONGEST_SPAN = 40  # characters before the predicate, of which some may be left out
_CONTENT = frozenset("NUEXMRT0VAJYFLPHDGZ1S")
# emphasis and vague times: left out of a name
_DROPPED = re.compile(
    "全然|全く|まったく|本当|ほんと|ほんとう|ほんま|とても|すごく|かなり|非常|大変|ちょっと|少し|もっと|やはり|やっぱり|結局|多分|たぶん|いつも|最近"
    "|実際|正直|とにかく|たまに|時々|せっかく|ぜひ|是非|なかなか|けっこう|結構|一番|できれば|出来れば|もう|あまり|余り|なるべく|出来るだけ|できるだけ|極力|今回|今日|今年|ことし|昨日|先日"
    "|毎回|いつの間にか|なんか|何か|なぜか|何故か|そもそも|さすがに|わざと|わざわざ|特に|とくに|ちゃんと|きちんと|まぁ|なんとなく|何となく"
)
_HEAP, _HEAP_CHARACTERS = 4, 9  # nouns without a particle between them
_POLITE = frozenset(["ます", "です", "御座る"])
_SENTENCE_BREAK = frozenset(".lIC")
# nouns that want to be told whose or what
_DEPENDENT = re.compile(
    "サイズ|種類|番号|タイプ|分|部分|雰囲気|感じ|形式?|内容|状態|観点|ところ|所|用|場合|関係|程度|以[上下外降前後内来]|範囲|方法?|対応|部?類|時間帯?|間隔|位置|温度|量|幅|長さ|高さ|広さ|大きさ|距離|日|人|幸|者|物|もの|状況"
)
# nouns that are nothing without what stands before them
_MANY = frozenset(["たくさん", "沢山", "いっぱい", "一杯", "多く"])
_WHERE_OR_WHEN = re.compile("時間帯?|場所|所|ところ|間隔|期間|範囲")
_FORMAL = re.compile(
    "まま|儘|ため|為|はず|筈|とき|時|こと|事|わけ|訳|つもり|よう|ほう|うち|内|たび|度|際|最中|途端|くせ|おり|折|もの|[のん]"
)
_POINTING = re.compile("[こそあ](?:れ|れら|こ|ちら|っち|の|んな|う)|ああ|あそこ")
_SET_PHRASES = frozenset(["まま", "儘", "他", "ほか", "外", "場", "後", "日"])  # そのまま, その他
_LIMITS = frozenset(["だけ", "しか", "でも", "も", "ずつ"])
_ALL = frozenset(["すべて", "全て", "全部", "みんな", "皆", "みな", "どれも", "両方"])
_LATELY = frozenset(["次", "次回", "今度", "前回", "後", "あと", "普段", "今後"])
# predicates that say nothing without what they are about
_NEEDY = frozenset(["無い", "有る", "居る", "来る", "違う", "良い", "成る", "駄目", "欲しい"])
_EXISTING = frozenset(["無い", "有る", "欲しい"])
_THERE = frozenset(["ある", "あるといい"])
_EASY = ("やすい", "にくい", "づらい")
_LIGHT_VERBS = _NEEDY | {"分かる", "出来る", "為る", "思う", "言う", "行く", "見る", "呉れる", "貰う"}


def begins_well(before: Sequence[Token], found: Head) -> bool:
    """Tell whether a noun says what it is about: not いっぱい食べたい, 苦手なので避けてほしい."""
    if not before or not (before[0].tag in "NUEXMTJPHF" or before[0].pos == "接頭辞"):
        return False
    if before[0].surface in _MANY:
        return False
    if before[0].tag == "U" and len(before) > 1 and all(token.tag in "DGaVj" for token in before[1:]):
        return False  # 整備|されていて|綺麗だ
    because = [t.surface for t in before[:3]] == [before[0].surface, "な", "の"]
    return not because and (found.noun or any(token.tag in "NUEXM" for token in before))


def begins_with_verb(tokens: Sequence[Token], start: int, before: Sequence[Token]) -> bool:
    """Tell 頼ん|だ|物|と|違う from 行っ|たら|ない: a noun with a particle follows.

    A verb cut off what limits it says the contrary: ここで|しか|食べられない物が欲しい.
    """
    if len(before) < 3 or before[0].tag not in "VA" or before[0].lemma in _LIGHT_VERBS:
        return False
    if start and tokens[start - 1].surface in {"しか", "だけ", "のみ"}:
        return False
    bound = [a for a, b in pairwise(before) if a.tag in "NUEXZ" and b.tag in "gontdwme"]
    return bool(bound) and not _WHERE_OR_WHEN.fullmatch(bound[0].surface)


def is_torn(tokens: Sequence[Token], start: int) -> bool:
    """Tell サイズ|の|ベッド, whose first noun says nothing without what stood before it."""
    if not start or tokens[start - 1].tag not in "kVAaJLNUXER01PS":
        return False
    if len(tokens) > start + 1 and tokens[start + 1].surface == "に" and tokens[start].tag in "NUE":
        return True  # 会社の|住所に, 好きな|店に
    # 海の|幸, 店の|前
    return wants_owner(tokens[start]) or (tokens[start - 1].tag == "k" and len(tokens[start].surface) == 1)


def lost_object(tokens: Sequence[Token], start: int, before: Sequence[Token]) -> bool:
    """Tell 券を|使って安くしたい and 浴室を|寝室と別にしてほしい, whose verb lost what it acts on."""
    if not start or tokens[start - 1].surface != "を" or not before:
        return False
    acts = before[0].tag == "V" or (len(before) > 1 and before[1].tag in "DG")
    return acts or not any(token.tag in "gow" for token in before)


def wants_owner(token: Token) -> bool:
    """Tell サイズ and 番号, which leave open whose or of what."""
    return bool(_DEPENDENT.fullmatch(token.surface))


def particle_for(predicate: str, *, asked: bool, adjective: bool) -> str:
    """Give what は stands for before a predicate, as far as its form tells."""
    if predicate in {"ほしい", "いい"}:
        return "が"
    if predicate.endswith(("ていてほしい", "でいてほしい")):
        return ""
    if predicate.endswith(("てほしい", "でほしい", "たい")):
        return "を"
    plain = adjective or predicate in _THERE or predicate.endswith(_EASY)
    return "が" if asked or plain or predicate.endswith("ない") else ""


def kept(tokens: Sequence[Token], head: Token) -> list[Token]:
    """Leave out fillers and emphasis; って gives way to a particle."""
    before: list[Token] = []
    dropped = False
    for token, after in pairwise([*tokens, head]):
        # 非常|に, and その as speakers fill a pause with it
        adverbial = dropped and token.surface in {"に", "な", "の"}
        pause = token.surface in {"その", "あの", "この"} and after.tag not in "NUEXMTPHZS0"
        # 少し|だけ says more than emphasis
        emphasis = bool(_DROPPED.fullmatch(token.surface)) and after.surface not in _LIMITS
        dropped = emphasis or pause or (dropped and token.tag in ",I")
        if not (dropped or adverbial or token.tag in ",I"):
            before.append(token)
    if before and before[-1].surface == "って":
        before[-1] = replace(before[-1], surface="を" if head.tag == "D" else "が", tag="g")
    return before


def phrases_before(tokens: Sequence[Token], head: int, tag: str) -> Iterator[tuple[int, int]]:
    """Spans that may stand before the predicate: all up to it, or the nearest subject or object alone."""
    marks = [place for place in range(head) if tokens[place].tag in "gow"]
    subject = marks[-1] if marks else -1
    # another predicate in between may own the subject; どこに, ピンと and the like must not be lost
    inner = set("VAJGDYaRMtm")
    if tag in "DGAYJ":  # タオルを|用意|して, 店は|魚が|美味しい
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


def join(before: Sequence[Token], predicate: str, particle: str, *, rated: bool = False) -> str:
    """Join a phrase; its は or も gives way to `particle` where it can: 電話はつながらない → 電話が….

    A noun that is `rated` by an adjective gets the particle that hasty writers leave out: 店|少ない.
    """
    place = next((place for place, token in enumerate(before) if token.tag in "wm"), 0)
    alone = sum(token.tag in "gowm" for token in before) == 1
    words = [token.surface for token in before]
    fits = place and before[place - 1].tag in "NUEX" and before[place - 1].surface not in _LATELY
    if fits and alone and particle:
        words[place] = particle
    if before and predicate in {"ほしい", "いい", "お願いしたい"} and before[-1].tag in "og":
        words[-1] = "を" if predicate == "お願いしたい" else "が"
    kept = [word for word, token in zip(words, before, strict=True) if token.tag != "s"]
    bound = bool(before) and (before[-1].tag in "NUEXS1" or before[-1].surface in {"など", "とか"})
    linked = "を" if bound and predicate == "お願いしたい" else "が" if bound and rated else ""
    return "".join(kept) + linked + predicate


def lacks_particle(words: Sequence[Token]) -> bool:
    """Tell 定期便|届く or 間隔|自由に, as in hasty writing."""
    pairs = list(pairwise(words))
    if any(a.tag in "NUEX" and b.surface == "か" for a, b in pairs[-2:-1]):  # 店員|か|親切: a slip for が
        return True
    if any(a.tag in "NUEX" and b.surface in _ALL for a, b in pairs[:-1]):  # 建物|すべて|素晴らしい
        return True
    if pairs and words[-1].tag == "A":  # join adds it
        pairs.pop()
    return any(a.tag in "NUEX" and b.tag in "VAJY" and a.pos == "名詞" for a, b in pairs)


def is_heaped(words: Sequence[Token]) -> bool:
    """Tell 市立|中央|図書|館|展示, a heap of nouns that one voice piled up."""
    run = length = 0
    for token in words:
        run, length = (run + 1, length + len(token.surface)) if token.tag in "NUEXPS1" else (0, 0)
        if run >= _HEAP and length >= _HEAP_CHARACTERS:
            return True
    return False


def names_a_person(before: Sequence[Token]) -> bool:
    """Tell 田中|さん and ［氏名1］|様."""
    pairs = pairwise(before)
    return any(b.tag == "s" and (a.pos2 == "固有名詞" or a.tag == "M") for a, b in pairs)


def points(tokens: Sequence[Token]) -> bool:
    """Tell words that only what stood before explains: そういう|機能, これ; not 指定したその時間."""
    return any(
        token.tag in "RLF" and _POINTING.fullmatch(token.surface) and not _is_explained(tokens, place)
        for place, token in enumerate(tokens)
    )


def _is_explained(tokens: Sequence[Token], place: int) -> bool:
    after = tokens[place + 1].surface if place + 1 < len(tokens) else ""
    named = after in _SET_PHRASES or any(token.tag in "NUEX" for token in tokens[:place])
    return tokens[place].surface == "その" and named


def says_nothing(tokens: Sequence[Token]) -> bool:
    """Tell a phrase whose subject is emphasis (ほんと|が|美味しい) or explained elsewhere (それ|が|ない)."""
    return points(tokens) or bool(tokens and _DROPPED.fullmatch(tokens[0].surface))


def is_cut_off(tokens: Sequence[Token], start: int) -> bool:
    """Tell 言った|まま and 届かない|ため, of which the second part says nothing by itself."""
    formal = _FORMAL.fullmatch(tokens[start].surface)
    return bool(formal and start and tokens[start - 1].tag in "kVAaJLDG")


def lacks_argument(before: Sequence[Token], head: Token) -> bool:
    """Tell 店に行ったら|ない, where what is not there was left out."""
    if head.lemma not in _NEEDY:
        return False
    words = [token for token in before if token.tag not in "F,"]
    while words and words[-1].tag in "wm":
        words.pop()
    if head.lemma in _EXISTING and words and words[-1].tag in "nd":
        return not any(token.tag in "gwmq" for token in words)  # 駅前に|ある, 駅前に|も|ある
    return not words or words[-1].tag in "jcaVDGA"
