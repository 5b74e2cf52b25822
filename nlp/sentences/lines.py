"""Lines of a mail that go on in the next one."""

import re

_BULLET = re.compile(r"[・●○■□◆◇※→▼▽★☆*>＞｜|【-]|\d{1,2}[.)）、 ]|[^\n:。、]{1,12}:")
_WRAPPED = re.compile(  # a line that is not finished, by its last letters
    r"(?:、|を|(?<!にち)(?<!ばん)(?<!で)は|(?<![こっ])と|に|(?<!か)も|が|(?<!い)や|(?<=[一-龠ァ-ヶー］])の"
    r"|の[でに]|(?<=[一-龠ァ-ヶー］])で"
    r"|ても|たら|れば|ながら|ため|[なし]く|ており|であり)$"
)
_WRAPPED_ENDS = frozenset("、をはとにもがやのでらばめくりて")  # last letters of these
_WRAPPED_TE = re.compile(r"(?<!につ)[いえけしっべれせきみ]て$")  # in a short line it asks: 早くして
_CONTINUES = re.compile(  # a line that goes on in the middle of a word or phrase, by its first letters
    r"[をぁぃぅぇぉっゃゅょーん]|の[でにはが]|ま(?:した|せん|す)|です|でした|てい|てお|たの|たい"
    r"|ない(?!で)|という|と[思言の]|[にはがの](?=[一-龠ァ-ヶ])"
)
_LONGEST_LABEL = 14
_SHORT_LINE, _FULL_LINE = 15, 20
_LOOK_BACK = 10


def is_wrapped(text: str, start: int, at: int) -> bool:
    """Whether the line that ends at `at` goes on in the next one."""
    last = at
    while last > start and text[last - 1] == " ":
        last -= 1
    following = at + 1
    while text[following : following + 1] == " ":
        following += 1
    if last == start or text[following : following + 1] in {"", "\n"}:
        return False
    return _is_unfinished(text, start, last, following) and not _BULLET.match(
        text, following, following + _LONGEST_LABEL
    )


def _is_unfinished(text: str, start: int, last: int, following: int) -> bool:
    """Tell by how the line ends, at `last`, and how the next one begins whether one goes on in the other."""
    length = last - max(start, text.rfind("\n", start, last))
    if text[last - 1] in _WRAPPED_ENDS:
        begin = max(start, last - _LOOK_BACK)
        if _WRAPPED.search(text, begin, last) or (
            length >= _SHORT_LINE and _WRAPPED_TE.search(text, begin, last)
        ):
            return True
    return length >= _FULL_LINE and text[last - 1] not in "。！？" and bool(_CONTINUES.match(text, following))
