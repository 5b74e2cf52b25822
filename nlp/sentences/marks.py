"""Marks, smileys, brackets and line ends: where writing says that a sentence ends."""

import re
from collections.abc import Iterator

from nlp.normalise import PLACEHOLDER
from nlp.sentences.lines import is_wrapped

_EMOJI = "\u203c\u2049\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff"
# nothing inside these ends a sentence
WHOLE = re.compile(
    rf"{PLACEHOLDER}|「[^「」\n]{{0,120}}」|『[^『』\n]{{0,120}}』|（[^（）\n]{{0,120}}）"
    rf"|【[^【】\n]{{0,30}}】"
)
# the empty group tells a full stop that no other mark follows, as most are
_STOP = re.compile(rf"[。！？♪…\n.^「『（［【→{_EMOJI}](?:(?<=。)(?![。！？♪….」』）（^m\\ヾ{_EMOJI}])())?")
_FACE = (
    r"(?:[m\\ヾ]?（(?:[笑泣汗涙怒爆]{1,3}"
    r"|(?=[^（）]*[\^><´`ωдД∀;_*T])[^（）\nぁ-んァ-ヺ一-龠0-9]{2,12})）[m/ノ;]?|（[\^><´`;_*T]{2,4}(?!）)"
    r"|\^ ?[_o.-]? ?\^;?)"
)
_SMILE = re.compile(_FACE)
_MARKS = re.compile(
    rf"(?:[。！？♪…]|(?<![0-9A-Za-z])\.(?![0-9A-Za-z]))+[」』）]*(?:[{_EMOJI}]|{_FACE})*|[{_EMOJI}]+"
)
# 「許されるのか？と」「？が飛び出て」: the sentence goes on behind its mark
_GOES_ON = re.compile(
    r"と(?=[、。思言聞感書考お伝疑心]|か(?!い)|いう|いっ|いわ|の[一-龠])|って(?=[、。思言聞感いなの話])"
    r"|[がをはにの](?=[一-龠ァ-ヶ])|ので|のに|のところ|(?:です|でしょう|とか|など|みたい|という"
    r"|くらい)(?!ね)"
)
_FINITE = "すたいるんよねだかうなぞわ笑"
_CLOSED = " 。！？】\n"
_ACTION_OF_MEMO = re.compile(
    r"→ ?(?:折|対応|ご?案内|確認|交換|返金|手配|転送|エスカ|ご?了承|担当|お詫|謝|上長|受付|SV|TEL)"
)


def ends(text: str) -> Iterator[int]:
    """Yield where marks, lines and headings of a normalised `text` end a sentence."""
    position = start = 0
    while match := _STOP.search(text, position):
        at = match.start()
        position = at + 1
        if match.lastindex:
            yield position
            start = position
            continue
        char = text[at]
        if char == "\n":
            cut = None if is_wrapped(text, start, at) else position
        elif char in "「『（［【^":
            cut, position = _end_of_whole(text, start, at)
        elif char == "→":
            cut = at if at > start and _ACTION_OF_MEMO.match(text, at) else None
        else:
            cut, position = _end_of_marks(text, start, at)
        if cut is not None:
            yield cut
            start = cut


def _end_of_whole(text: str, start: int, at: int) -> tuple[int | None, int]:
    """Return where a bracket that begins at `at` ends a sentence, if it does, and where to go on."""
    if text[at] in "（^" and (face := _face_at(text, start, at)):
        return face
    whole = WHOLE.match(text, at)
    if not whole:
        return None, at + 1
    end = whole.end()
    is_heading = (
        text[at] == "【" and at > start and (text[start] == "【" or text[at - 1] in _FINITE + _CLOSED)
    )
    if is_heading and not _GOES_ON.match(text, end):
        return at, end
    return None, end


def _face_at(text: str, start: int, at: int) -> tuple[int | None, int] | None:
    """Where the smiley at `at` ends a sentence, and where to go on; None when there is no smiley."""
    arm = at - 1 if at > start and text[at - 1] in "m\\ヾ" else at
    face = _SMILE.match(text, arm) or _SMILE.match(text, at)
    if not face:
        return None
    end = face.end()
    is_end = arm > start and text[arm - 1] in _FINITE + _CLOSED and not _GOES_ON.match(text, end)
    return (end if is_end else None), end


def _end_of_marks(text: str, start: int, at: int) -> tuple[int | None, int]:
    """Return where the marks at `at` end a sentence, if they do, and where to go on."""
    marks = _MARKS.match(text, at)
    if not marks:
        return None, at + 1
    end = marks.end()
    found = marks.group()
    if "。" in found or found[0] == ".":
        return (None if found[-1] in "」』）" and _GOES_ON.match(text, end) else end), end
    if _GOES_ON.match(text, end):
        return None, end
    only_pause = found.strip("…") == ""
    if only_pause and (at == start or text[at - 1] not in _FINITE or text[end : end + 1] == "、"):
        return None, end
    return end, end
