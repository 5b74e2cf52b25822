"""Several sentences without a mark between them, and sentences that are too long."""

import re
from itertools import chain

from nlp.normalise import URL
from nlp.sentences.marks import WHOLE

LONG = 48  # characters; a stretch longer than this is cut where two statements are joined by けど, が or し
LONG_SPOKEN = 55  # characters; speech without commas longer than this is cut behind every けど, が, ので
VERY_LONG = 110  # characters; a stretch longer than this is cut behind any clause
HARD_LIMIT = 400  # characters; no sentence is longer, whatever the text looks like
_LEAST_CLAUSE = 12  # characters of a clause that stands alone
_LONGEST_POSTPOSED = 16  # characters
_LEAST_BEFORE, _LEAST_BEHIND = 6, 3  # characters on the two sides of a cut without punctuation

_POLITE = "です|ます|ました|でした|ません|ませんでした|ください|下さい|でしょう|ましょう|ございます"
_NOT_BEFORE = (
    r"(?!か|が|け|し|の|と|から|ら|ん|よ|ね|て|っ|ば|、|。|」|で(?!も)|ます|ませ|まし|もん|う(?!ち)|…|！"
    r"|？|（)"
)
# Without punctuation: behind a finished predicate, unless what follows continues it. The alternatives begin
# with letters, so that the search skips to one of them.
_FINISHED = re.compile(
    rf"(?:{_POLITE}|んだよ|んだね|だよ|だね|てるよ|てるわけ|てるんです|ないよ|ないわけ|ないんです|したよ"
    rf"|したわけ|したんです"
    rf"|いるよ|いるわけ|いるんです|あるよ|あるわけ|あるんです|てるんだよ|ないんだよ|したんだよ"
    rf"|いるんだよ|あるんだよ|けどね|けどさ|けれどね)"
    rf"(?:よね|よ|ね|か|わ|かね|かな|もん)?{_NOT_BEFORE}"
)
_MAY_FINISH = re.compile(f"{_POLITE}|けどね|けどさ|けれどね|んだ|だよ|だね|てる|ない|した|いる|ある")
_FINITE_BEFORE_BLANK = re.compile(r"(?:[すたんいるかよねうだしわ笑！？♪…]|けど)$")
_LONGEST_FINITE = 2  # characters that `_FINITE_BEFORE_BLANK` looks at

_STATEMENT = r"(?:です|ます|ました|でした|ません|だ|った|いた|した|んだ|ない|[いるた])"
_CONTRAST = re.compile(
    rf"(?<![のん]){_STATEMENT}(?:けれども|けれど|けども|けど)[、 ]?|(?<![のん])(?:です|ます|ました"
    rf"|でした|ません)が[、 ]?(?!（)"
    r"|(?:った|いた|した|んだ|ない|[いるた]|だ)が、|(?:です|ます|だ|ない|[いた])し、"
)
_ANY_CLAUSE = re.compile(
    rf"{_STATEMENT}(?:けれども|けれど|けども|けど|が|し)[、 ]?|(?:ので|から|ため|たら|れば|のに|て|で|り"
    rf"|く|ず)、|ので(?!す|は|し[たょ])|んですけど"
)
_SPOKEN_CLAUSE = re.compile(
    rf"{_STATEMENT}(?:けれども|けれど|けども|けど)[、 ]?|(?:です|ます|でした|ました|ません)が ?"
    rf"|ので(?!す|は|し[たょ]|も(?![うし])) ?"
)
# 失効しましたって出てるんです、ポイントが: what was left out is said behind
_POSTPOSED = re.compile(r"(?:が|を|は|も|(?<![のいて])[にで]|(?<![いるたなん])の|って|とか|いつも|全部)$")
_COMMA = re.compile("、")
_ADDRESS = re.compile(URL)


def cut_stretch(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add the sentences of ``text[start:end]`` to `spans`: no marks inside, no blanks at the edges."""
    length = end - start
    if length < _LEAST_BEFORE + _LEAST_BEHIND:
        spans.append((start, end))
        return
    may_finish = _MAY_FINISH.search(text, start, end - _LEAST_BEHIND) or text.find(" ", start, end) >= 0
    cuts = _finished(text, start, end) if may_finish else []
    if not cuts and length <= LONG:
        spans.append((start, end))
        return
    position = start
    wholes = _Wholes(text, start, end)
    for cut in cuts:
        while position < cut and text[position] == " ":
            position += 1
        if cut - position < _LEAST_BEFORE or end - cut < _LEAST_BEHIND or wholes.hold(cut):
            continue
        if end - cut <= _LONGEST_POSTPOSED and _POSTPOSED.search(text, cut, end):
            continue
        _long(text, position, cut, spans, wholes)
        position = cut
    _long(text, position, end, spans, wholes)


class _Wholes:
    """Quotes and brackets of a stretch; asked for growing places."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._stretch = (text, start, end)
        self._spans: list[tuple[int, int]] | None = None
        self._at = 0

    def hold(self, cut: int) -> bool:
        """Whether `cut` lies inside one of them."""
        if self._spans is None:  # most stretches are never asked
            self._spans = [match.span() for match in WHOLE.finditer(*self._stretch)]
        spans = self._spans
        while self._at and spans[self._at - 1][1] > cut:
            self._at -= 1
        while self._at < len(spans) and spans[self._at][1] <= cut:
            self._at += 1
        return self._at < len(spans) and spans[self._at][0] < cut


def _finished(text: str, start: int, end: int) -> list[int]:
    """Places behind finished predicates, and blanks behind what may be one."""
    cuts = [match.end() for match in _FINISHED.finditer(text, start, end)]
    blank = text.find(" ", start, end)
    if blank < 0:
        return cuts
    blanks = []
    while blank >= 0:
        if _FINITE_BEFORE_BLANK.search(text, max(start, blank - _LONGEST_FINITE), blank):
            blanks.append(blank + 1)
        blank = text.find(" ", blank + 1, end)
    return sorted(chain(cuts, blanks))


def _long(text: str, start: int, end: int, spans: list[tuple[int, int]], wholes: _Wholes) -> None:
    """Add one finished sentence, cut at clause ends (then commas, then anywhere) while it is too long."""
    said = end - start
    if said > LONG and "://" in text[start:end]:
        said -= sum(len(address.group()) for address in _ADDRESS.finditer(text, start, end))
    is_spoken = said > LONG_SPOKEN and text.find("、", start, end) < 0
    if is_spoken:
        for match in _SPOKEN_CLAUSE.finditer(text, start, end):
            cut = match.end()
            if cut - start >= _LEAST_CLAUSE and end - cut >= _LEAST_CLAUSE and not wholes.hold(cut):
                _add(text, start, cut, spans)
                start = cut
    while said > LONG and end - start > LONG and (found := _cut_in(text, start, end, wholes)) is not None:
        _add(text, start, found, spans)
        start = found
    _add(text, start, end, spans)


def _cut_in(text: str, start: int, end: int, wholes: _Wholes) -> int | None:
    """Where to cut a long sentence, or None to leave it whole."""
    last = min(end - 10, start + HARD_LIMIT)
    for match in _CONTRAST.finditer(text, start + 12, last):
        if not wholes.hold(match.end()):
            return match.end()
    if end - start > VERY_LONG:
        for match in _ANY_CLAUSE.finditer(text, start + 35, last):
            if not wholes.hold(match.end()):
                return match.end()
    if end - start <= HARD_LIMIT:
        return None
    commas = [m.end() for m in _COMMA.finditer(text, start + 20, start + HARD_LIMIT)]
    if commas:
        return commas[-1]
    cut = start + HARD_LIMIT
    opened = text.rfind("［", start, cut)
    # never through a placeholder
    return opened if opened > start and "］" not in text[opened:cut] and cut - opened < 20 else cut


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    start, end = trim(text, start, end)
    if start < end:
        spans.append((start, end))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span so that it neither begins nor ends with blanks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
