"""Where sentences begin and end, with and without punctuation."""

import re

from nlp.normalise import PLACEHOLDER

LONG = 48  # characters; a stretch longer than this is cut at clause ends
HARD_LIMIT = 400  # characters; no sentence is longer, whatever the text looks like

_EMOJI = "\u203c\u2049\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff"
_QUOTED = r"「[^「」\n]{0,60}」|『[^『』\n]{0,60}』|（[^（）\n]{0,60}）"
# ends: full stops and the like with closing brackets, smileys (also 笑 in brackets), line ends
_END = re.compile(
    rf"(?P<skip>{PLACEHOLDER}|{_QUOTED})"
    rf"|(?P<end>(?:[。．！？♪]|(?<![0-9A-Za-z])\.(?![0-9A-Za-z]))+[」』）]*(?:[{_EMOJI}]|（[笑泣汗涙怒]）)*"
    rf"|[{_EMOJI}]+|\n\s*|(?<=[よねたすんいだか])（[笑泣汗涙怒]）)"
)
_POLITE = r"(?:です|ます|ました|でした|ません|ませんでした|ください|下さい|でしょう|ましょう|ございます)"
_CLOSED = (
    rf"(?:{_POLITE}(?:よね|よ|ね|か|わ|かね|かな)?|(?:んだ|だ)(?:よね|よ|ね)"
    r"|(?:てる|ない|した|いる|ある)(?:よね|んだよね|んだよ|わけ|んです))"
)
_JOINED = (
    r"(?:(?:です|ます|ました|でした|ません|んだ|った|いた|した|ない|だ)(?:けれども|けれど|けども|けど|が|し)"
    r"|(?:なの|いる|ない|した|った)(?:で|に)(?=[、 ])|ので(?!す|は|し)|のに(?!は))"
)
_NOT_BEFORE = r"(?!か|が|け|し|の|と|から|ら|ん|よ|ね|て|っ|ば|、|。|」|で|ます)"
# without punctuation: behind a finished predicate, unless what follows continues it
_FINISHED = re.compile(rf"{_CLOSED}(?:[ ]|{_NOT_BEFORE})|[ ](?=\S)")
_CLAUSE = re.compile(rf"{_JOINED}[、 ]?")
_COMMA = re.compile(r"、")
_FINITE_BEFORE_SPACE = re.compile(r"(?:す|た|ん|い|る|か|よ|ね|う|だ|し|て|よう|けど|さ|わ|！|？)$")
_LONGEST_FINITE = 2  # characters that `_FINITE_BEFORE_SPACE` looks at


def split(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a normalised `text`: spans in order, without blank edges; only blanks are lost.

    ``「つながらない。困る。」と言われた`` stays whole; speech recognition without punctuation is cut behind
    finished predicates (``…届きません／いつ届きますか``), stretches over `LONG` characters at clause ends.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.lastgroup == "skip":
            continue
        _stretch(text, start, match.end(), spans)
        start = match.end()
    _stretch(text, start, len(text), spans)
    return spans


def _stretch(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add ``text[start:end]``, cut further where it holds more than one sentence."""
    start, end = _trim(text, start, end)
    if start == end:
        return
    if spans and _belongs_to(text, spans[-1], start, end):
        spans[-1] = (spans[-1][0], end)
        return
    position = start
    for match in _FINISHED.finditer(text, start, end):
        cut = match.end()
        if cut - position < 6 or end - cut < 3:
            continue
        if match.group() == " " and not _is_finite(text, position, match.start()):
            continue
        _long(text, position, cut, spans)
        position = cut
    _long(text, position, end, spans)


def _belongs_to(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Tell a lone smiley or mark, which belongs to the sentence `before` it unless that grew too long."""
    return (
        end - before[0] <= HARD_LIMIT
        and not any(c.isalnum() for c in text[start:end])
        and text[before[1] : start].strip() == ""
    )


def _is_finite(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` ends like a predicate; looks at the end alone, however long it is."""
    return bool(_FINITE_BEFORE_SPACE.search(text, max(start, end - _LONGEST_FINITE), end))


def _long(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add one finished sentence, cut at clause ends (then commas, then anywhere) while it is too long."""
    while end - start > LONG:
        cut = _cut_in(text, start, end)
        if cut is None:
            break
        _add(text, start, cut, spans)
        start = cut
    _add(text, start, end, spans)


def _cut_in(text: str, start: int, end: int) -> int | None:
    """Where to cut a long sentence, or None to leave it whole."""
    for match in _CLAUSE.finditer(text, start + 12, min(end - 6, start + HARD_LIMIT)):
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
    start, end = _trim(text, start, end)
    if start < end:
        spans.append((start, end))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span so that it neither begins nor ends with blanks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
