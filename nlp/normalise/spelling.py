"""One way of writing: widths, marks, circled numbers, odd hyphens, remnants of HTML."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from nlp.normalise.rewriting import Change

PLACEHOLDER: Final = r"［[^［］\s\d]{1,12}\d{0,6}］"
URL: Final = r"(?:https?://|(?<![A-Za-z])www\.(?=[A-Za-z0-9]))[!-;=?-~]+"

# Characters that change one to one; brackets ［］ stay, because placeholders are written with them.
_KEEP: Final = "［］"
_ONE_TO_ONE: dict[int, str] = {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEEP
}
_ONE_TO_ONE |= {
    ord(a): b
    for a, b in zip(
        "!?()！？（）～∼˜｡､･「」￥￡￠‥\u3000\t\r髙﨑",
        "！？（）！？（）〜〜〜。、・「」¥£¢…   高崎",
        strict=True,
    )
}
_ONE_TO_ONE |= dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA1)), " ")
_ONE_TO_ONE |= dict.fromkeys((*range(0x2000, 0x200B), 0x202F, 0x205F), " ")
_ONE_TO_ONE |= dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
_ONE_TO_ONE |= dict.fromkeys(map(ord, "‐‑‒–−⁃﹣﹘"), "-")
_ONE_TO_ONE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_ONE_TO_ONE |= dict.fromkeys(range(0xD800, 0xF900), " ")  # lone surrogates and characters for private use
_CHANGES_ONE = re.compile(
    "[！-～!?()｡､･\u3000\x00-\x09\x0b-\x1f\x7f-\xa0\u2000-\u200a\u2025\u2028\u2029\u202f\u205f"
    "￥￡￠‐‑‒–−⁃﹣﹘∼˜髙﨑\u2f00-\u2fd5\ud800-\udfff\ue000-\uf8ff]"
)
_CHANGE_RUN = re.compile(f"{_CHANGES_ONE.pattern}+")  # a look-up for each character of a text takes long
_URL = re.compile(URL)

_MARKED = "かきくけこさしすせそたちつてとはひふへほうカキクケコサシスセソタチツテトハヒフヘホウ"
_COMPAT_ONE = (
    "\u2100-\u214f\u2150-\u218f\u2460-\u24ff\u3200-\u33ff\uf900-\ufaff\ufb00-\ufb06\U0001d400-\U0001d7ff"
)
_COMPAT = rf"[\uff66-\uff9f][\uff9e\uff9f]?|[{_COMPAT_ONE}]|[{_MARKED}][゛゜ﾞﾟ]|[ぁ-ヿ][\u3099\u309a]"
_ZERO_ONE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
_TAG = (
    r"<(?:br|/?(?:p|div|span|b|i|u|font|a|table|tbody|tr|td|th|ul|ol|li|strong|em|blockquote|html|body"
    r"|hr|img|pre))"
    r"\b[^<>\n]{0,300}>"
)
_ENTITY = (
    r"&(?:amp;)*(?:amp|nbsp|lt|gt|quot|apos|hellip|yen|middot|[lr][sd]quo|[mn]dash|#\d{2,5}"
    r"|#x[0-9A-Fa-f]{2,4});"
)
# not at the start of a line, where it draws a rule above a signature; a run of w is looked at once
_REPEATED = r"(?<=[^\nー])ー{2,}|〜{2,}|[！？]{3,}|！！|？？|。{2,}|、{2,}|・{2,}|…{2,}|\.{3,}"
_LAUGH = r"(?<![wW])[wW]{2,}+(?![A-Za-z.])|(?<=[ぁ-ん！。])w(?![A-Za-z0-9.-])"
_ENDS: Final = frozenset({"", *" \n。、！？…（）」』"})
_BETWEEN = (
    r"(?<=[A-Za-z0-9])[ー―—─](?=[A-Za-z0-9])|(?<=[ぁ-ゖ])〜(?=[ぁ-ゖ])|(?<=[ぁ-んァ-ヶー一-龠]),(?![0-9])"
)
_CHANGE = re.compile(
    rf"(?P<keep>{PLACEHOLDER}|{URL})|(?P<compat>{_COMPAT})|(?P<zero>[{_ZERO_ONE}]+)|(?P<tag>{_TAG})"
    rf"|(?P<entity>{_ENTITY})|(?P<repeat>{_REPEATED})|(?P<between>{_BETWEEN})|(?P<laugh>{_LAUGH})"
)
# two gates, because a class of characters and literal beginnings are each fast, and together slow
_ODD = re.compile(rf"[\uff66-\uff9f{_COMPAT_ONE}{_ZERO_ONE}゛゜\u3099\u309a,&<wW―—〜]")
_MARKS = re.compile(r"ーー|ー(?=[A-Za-z0-9])|！！|？？|！？|？！|。。|、、|・・|……|\.\.\.")
_WORDS: Final = {"㈱": "株式会社", "㈲": "有限会社", "℡": "電話"}
_HYPHEN: Final = {"〜": "ー", ",": "、"}


def in_one_width(text: str) -> str:
    """Exchange characters one to one; pages' addresses stay, lone surrogates and controls become blanks."""
    if not _CHANGES_ONE.search(text):
        return text
    new = _CHANGE_RUN.sub(_exchanged, text)
    if "://" in text or "www." in text:
        pieces: list[str] = []
        position = 0
        for match in _URL.finditer(text):
            pieces += [new[position : match.start()], match.group()]
            position = match.end()
        new = "".join([*pieces, new[position:]])
    return new


def _exchanged(match: "re.Match[str]") -> str:
    return match.group().translate(_ONE_TO_ONE)


def may_change_spelling(text: str) -> bool:
    """Whether `spelling_changes` could find something; cheap."""
    return bool(_ODD.search(text) or _MARKS.search(text))


def spelling_changes(text: str) -> Iterator[Change]:
    """Yield what changes the length: ㈱, ｶﾞ, ①, ーー, ！！, ``&nbsp;``, ``<br>``, what prints nothing."""
    for match in _CHANGE.finditer(text):
        if match.lastgroup == "laugh":
            # the laugh ends a sentence: 聞かれたw さすがに
            yield Change(*match.span(), "" if text[match.end() : match.end() + 1] in _ENDS else " ")
        elif match.lastgroup != "keep":
            yield Change(*match.span(), _REPLACEMENTS[str(match.lastgroup)](match.group()))


def _compat(found: str) -> str:
    if found[-1] in "゛゜ﾞﾟ" and len(found) == 2:
        found = found[0] + ("\u3099" if found[-1] in "゛ﾞ" else "\u309a")
    return _WORDS.get(found) or in_one_width(unicodedata.normalize("NFKC", found))


def _tag(found: str) -> str:
    return "\n" if re.match(r"</?(?:br|p|div|li|tr|table|ul|ol|blockquote)\b", found) else ""


def _entity(found: str) -> str:
    return in_one_width(html.unescape("&" + found[found.rfind(";", 0, -1) + 1 :].lstrip("&")))


def _repeated(found: str) -> str:
    if found[0] in "・.":
        return "…"
    return "".join(dict.fromkeys(found))


def _between(found: str) -> str:
    return _HYPHEN.get(found, "-")


def _nothing(_: str) -> str:
    return ""


_REPLACEMENTS: Final[dict[str, Callable[[str], str]]] = {
    "compat": _compat,
    "zero": _nothing,
    "tag": _tag,
    "entity": _entity,
    "repeat": _repeated,
    "between": _between,
}
