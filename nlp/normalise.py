"""Text for analysis only: what readers see stays the masked text, and every offset leads back to it."""

import re
import unicodedata
from array import array
from dataclasses import dataclass

PLACEHOLDER = r"［[^［］\s\d]{1,12}\d{0,6}］"

# Characters that change one to one; brackets ［］ stay, because placeholders are written with them.
_KEEP = "［］"
_ONE_TO_ONE: dict[int, str] = {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEEP
}
_ONE_TO_ONE |= {
    ord(a): b
    for a, b in zip("!?()！？（）～｡､･「」￥\u3000\t\r", "！？（）！？（）〜。、・「」¥   ", strict=True)
}
_ONE_TO_ONE |= dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0)), " ")
_ONE_TO_ONE |= {ord(a): "-" for a in "‐‑‒–−"} | {ord("髙"): "高", ord("﨑"): "崎"}
_LONE = re.compile("[\ud800-\udfff\ue000-\uf8ff]")
_CHANGES_ONE = re.compile(
    "[！-～!?()｡､･\u3000\x00-\x09\x0b-\x1f\x7f-\x9f￥‐‑‒–−髙﨑\ud800-\udfff\ue000-\uf8ff]"
)

_LEAD = r"(?:(?<=[、。,！？\s])|^)"
_FILLER_WORD = (
    r"(?:えー+っ?とー?|えっとー?|ええっ?と|えとー?|えー+(?!っ?と)|あのー+|あのう|あのですね|そのー+"
    r"|うー+んと?|んー+と?|まあー*|まぁー*|なんか|なんて(?:いう|ゆー)か)"
)
FILLER = re.compile(
    rf"{_LEAD}(?:{_FILLER_WORD}(?:[、,…\s]+|(?=[一-龠ァ-ヶ［])|(?<=ー)))+"
    r"|(?:えー+っ?とー?|えっとー?|ええっと|あのー+|そのー+|うー+んと|んーと)[、,…\s]*"
    r"|(?<=[がをにはでてと])なんか(?=[一-龠ァ-ヶ])",
    re.MULTILINE,
)
_COMPAT = r"[\uff66-\uff9f]+|[\u2100-\u218f\u2460-\u24ff\u3200-\u33ff\uf900-\ufaff]|.[\u3099\u309a]"
# not at the start of a line, where it draws a rule above a signature; a run of w is looked at once
_REPEATED = (
    r"(?<=[^\nー])ー{2,}|〜{2,}|！{2,}|？{2,}|。{2,}|、{2,}|・{2,}|…{2,}|(?<![wW])[wW]{2,}+(?![A-Za-z.])"
)
_ZERO_WIDTH = r"[\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]+"
_CHANGE = re.compile(
    rf"(?P<keep>{PLACEHOLDER})|(?P<compat>{_COMPAT})|(?P<zero>{_ZERO_WIDTH})"
    rf"|(?P<filler>{FILLER.pattern})|(?P<repeat>{_REPEATED})",
    re.MULTILINE,
)
_MAY_CHANGE = re.compile(
    r"[\uff66-\uff9f\u2100-\u218f\u2460-\u24ff\u3200-\u33ff\uf900-\ufaff\u3099\u309a]"
    r"|[\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]|え[ーっえと]|あの[ーうで]|そのー|うー|んー|ま[あぁ]|なん[かて]"
    r"|ーー|〜〜|！！|？？|。。|、、|・・|……|[wW][wW]"
)
_COMPANY = {"㈱": "株式会社", "㈲": "有限会社", "℡": "電話"}


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text for analysis and the way back.

    Attributes
    ----------
    text
        Normalised text.
    offsets
        ``offsets[i]`` is the position in the source of character ``i``; one more entry than characters.
        None when positions are the same. A dropped filler belongs to the character after it.
    """

    text: str
    offsets: "array[int] | None" = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Span of the source that belongs to ``text[start:end]``."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def normalise(text: str) -> Normalised:
    """Bring `text` to one way of writing, without fillers; placeholders stay.

    ``えーと、ｻﾎﾟｰﾄ㈱ ①`` → ``サポート株式会社 1``

    Control characters and lone surrogates become blanks, so that any text can be encoded and parsed.
    """
    if _CHANGES_ONE.search(text):
        text = _LONE.sub(" ", text).translate(_ONE_TO_ONE)
    if not _MAY_CHANGE.search(text):
        return Normalised(text)
    return _rewrite(text)


def _rewrite(text: str) -> Normalised:
    """Apply the changes that alter length, keeping the offset of every character."""
    parts: list[str] = []
    offsets = array("I")
    position = 0
    pending: int | None = None
    for match in _CHANGE.finditer(text):
        if match.lastgroup == "keep":
            continue
        start, end = match.span()
        if start == end:
            continue
        _copy(parts, offsets, text, position, start, pending)
        if start > position:
            pending = None
        new = _replacement(match)
        first = start if pending is None else pending
        offsets.extend(first if i == 0 else min(start + i, end - 1) for i in range(len(new)))
        parts.append(new)
        pending = None if new else first
        position = end
    _copy(parts, offsets, text, position, len(text), pending)
    offsets.append(len(text))
    if (
        len(offsets) == len(text) + 1
        and pending is None
        and all(map(int.__eq__, offsets, range(len(offsets))))
    ):
        return Normalised("".join(parts))
    return Normalised("".join(parts), offsets)


def _copy(
    parts: list[str], offsets: "array[int]", text: str, start: int, end: int, pending: int | None
) -> None:
    """Append ``text[start:end]`` unchanged; its first character also stands for a dropped span before it."""
    if start >= end:
        return
    parts.append(text[start:end])
    offsets.extend(range(start, end))
    if pending is not None:
        offsets[len(offsets) - (end - start)] = pending


def _replacement(match: "re.Match[str]") -> str:
    """Give the normal form of one matched stretch."""
    found = match.group()
    if match.group("compat"):
        return _COMPANY.get(found) or unicodedata.normalize("NFKC", found)
    if match.group("repeat"):
        return "" if found[0] in "wW" else found[0]
    return ""
