"""Numbers dictated over several turns, each part said back: 「ゼロキューゼロの」「はい」「一二三四の」."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nlp.masking.digits import SPOKEN, to_digits

Found = tuple[int, int, int, str]

_LONGEST: Final = 80
_PATIENCE: Final = 2  # turns of something else after which nobody is dictating any more
_SHORTEST_CHAIN: Final = 8
_NUMBER: Final = "number"
_IMPERSONAL: Final = "impersonal"
# The first that stands in a turn says what is asked for.
_ASKED: Final = (
    ("my_number", "マイナンバー|個人番号"),
    ("identity_document", "免許|パスポート|旅券|在留カード"),
    ("birth_date", "生年月日|お?誕生日|お?生まれ"),
    ("postal_code", "郵便番号"),
    ("account_number", "口座|記号"),
    (
        "member_number",
        (
            "(?:会員|お?客様|契約者?|顧客|登録|利用者|診察券|証券|保険証|カスタマー|ポイント)"
            "[^。]{0,6}(?:番号|ID|ナンバー)"
        ),
    ),
    (
        "order_number",
        (
            "(?:注文|オーダー|受注|予約|伝票|追跡|送り状|問い?合わ?せ|受付|申込|請求|修理)"
            "[^。]{0,4}(?:番号|ナンバー|ID)"
        ),
    ),
    ("card", "カード"),
    ("phone", "電話|携帯|連絡先|ファックス|FAX|折り返し"),
    (_IMPERSONAL, "エラー|型番|品番|商品|製造|ロット|シリアル|モデル|機種|バージョン|何[個本]|いくつ|数量"),
    (_NUMBER, "番号|ナンバー"),
)  # fmt: skip
_CUES: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKED)
_ANY_CUE: Final = re.compile("|".join(pattern for _, pattern in _ASKED))
_WORDS: Final = (
    "はい|ええ|うん|そうです|そう|えー?っ?と|えー|あー|あのー?|あ(?=[、 ])|でございます|でござい|です|ます"
    "|ありがとう(?:ございます)?|復唱(?:いたし|し)?|以上|お願い(?:いたし|し)|かしこまりました"
    "|承知(?:いたし|し)ました|続いて|から|まで|ね|が|けど|か|も|様|[、。,.!?・\\s~\ue000]"
)
_JOINTS: Final = "[のはで、, 。.ー-]{1,3}"
_DATE_SIGNS: Final = "昭和|平成|大正|令和|西暦|[年月日十百元/]"
_PIECE: Final = re.compile(f"(?P<digit>{SPOKEN})|(?P<word>{_WORDS})|(?P<joint>{_JOINTS})")
_DATE_PIECE: Final = re.compile(f"(?P<digit>{_DATE_SIGNS}|{SPOKEN})|(?P<word>{_WORDS})|(?P<joint>{_JOINTS})")
_TO_NUMBER: Final = re.compile(r"(?:のほう|番号|ナンバー|ID|カード|アドレス|先|は(?!ち)|[がをも:、\s])*")
_MAY_DICTATE: Final = re.compile(f"{SPOKEN}(?:{_JOINTS})?{SPOKEN}|[年月]")
GATE: Final = _MAY_DICTATE.pattern
"""What one turn at least of a contact holds in which anything may be found."""


def dictated_numbers(
    turns: Sequence[str], _hits: object = None, among: Iterable[int] | None = None
) -> Iterator[Found]:
    """Yield what is dictated in a contact's folded turns as (turn, start, end, kind).

    A turn counts when it holds digits and, besides, only what people say between them. Such turns follow a
    question for a number, or stand in a chain long enough to be one. Digits stand only in the turns `among`.
    """
    may_hold = range(len(turns)) if among is None else among
    if len(turns) < 2 or not any(_MAY_DICTATE.search(turns[i][:_LONGEST]) for i in may_hold):
        return
    kind, patience = "", 0
    chain: list[Found] = []
    for i, turn in enumerate(turns):
        pieces = _digits_of(turn, 0, kind)
        if pieces:
            spans = [(i, start, end, kind) for start, end in pieces]
            if kind == _IMPERSONAL:
                patience = _PATIENCE
            elif kind:
                yield from _typed(turns, spans)
                patience = _PATIENCE
            else:
                chain += spans
            continue
        if asked := _asked(turn):
            yield from _chain(turns, chain)
            chain = []
            kind, at = asked
            patience = _PATIENCE
            begun = _digits_of(turn, _after(turn, at), kind) if kind != _IMPERSONAL else None
            yield from _typed(turns, [(i, start, end, kind) for start, end in begun or ()])
        elif pieces is None:
            patience -= 1
            if patience <= 0:
                kind = ""
                yield from _chain(turns, chain)
                chain = []
    yield from _chain(turns, chain)


def _digits_of(turn: str, start: int, kind: str) -> list[tuple[int, int]] | None:
    """Return the stretches of digits of a turn that holds little else; None when it says something."""
    if len(turn) - start > _LONGEST:
        return None
    piece = _DATE_PIECE if kind == "birth_date" else _PIECE
    spans: list[tuple[int, int]] = []
    open_at = end = -1
    at = start
    while at < len(turn):
        found = piece.match(turn, at)
        if not found:
            return None
        at = found.end()
        if found.lastgroup == "digit":
            open_at, end = (found.start() if open_at < 0 else open_at), at
        elif found.lastgroup == "word" and open_at >= 0:
            spans.append((open_at, end))
            open_at = -1
    if open_at >= 0:
        spans.append((open_at, end))
    least = 1 if kind else 2
    return [(a, b) for a, b in spans if len(to_digits(turn[a:b])) >= least]


def _asked(turn: str) -> tuple[str, int] | None:
    if not _ANY_CUE.search(turn):
        return None
    for kind, cue in _CUES:
        if found := cue.search(turn):
            return kind, found.end()
    return None


def _after(turn: str, at: int) -> int:
    found = _TO_NUMBER.match(turn, at)
    return found.end() if found else at


def _typed(turns: Sequence[str], spans: Sequence[Found]) -> Iterator[Found]:
    for i, start, end, kind in spans:
        if kind != _NUMBER:
            yield i, start, end, kind
        else:
            zero = to_digits(turns[i][start:end]).startswith("0")
            yield i, start, end, "phone" if zero else "member_number"


def _chain(turns: Sequence[str], spans: Sequence[Found]) -> Iterator[Found]:
    """Yield digits that nobody asked for when they are several and make a whole number."""
    parts = [to_digits(turns[i][start:end]) for i, start, end, _ in spans]
    distinct = list(dict.fromkeys(parts))
    if len(distinct) < 2 or min(map(len, distinct)) < 2 or sum(map(len, distinct)) < _SHORTEST_CHAIN:
        return
    kind = "phone" if distinct[0].startswith("0") else "member_number"
    yield from ((i, start, end, kind) for i, start, end, _ in spans)
