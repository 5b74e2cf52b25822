"""Parts of a mail that say nothing: quoted replies and signatures."""

import re

_QUOTED_LINE = re.compile(r"^[ \t]*(?:[>＞|｜].*)$", re.MULTILINE)
_QUOTE_FROM = re.compile(
    r"^[ \t]*(?:-{2,}[ ]*(?:Original|Forwarded|元の|転送)[^\n]*|_{8,}\s*|On [^\n]{5,80}wrote:"
    r"|\d{4}年\d{1,2}月\d{1,2}日[^\n]{0,80}(?:：|:|書きました)[ \t]*"
    r"|(?:From|差出人|送信者)[ ]?[:：][^\n]*\n(?:[^\n]{0,120}\n){0,3}"
    r"(?:Sent|Date|送信日時|日時|To|宛先)[ ]?[:：][^\n]*)$",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^[ \t]*(?:--[ ]?|[-=_*＊━─―ー・~〜+＋]{4,}[^\n]{0,10})$", re.MULTILINE)
_SIGNATURE_LINES = 10


def silent_spans(text: str) -> list[tuple[int, int]]:
    """Find quoted replies and the signature: spans in order, not overlapping; empty for text of one line.

    A line that begins with ``>`` is a quote; behind ``-----Original Message-----`` everything is; a rule or
    ``--`` starts a signature when no more than ten short lines follow.
    """
    if "\n" not in text:
        return []
    end = len(text)
    if found := _QUOTE_FROM.search(text):
        end = found.start()
    spans = [match.span() for match in _QUOTED_LINE.finditer(text, 0, end)]
    start = _signature_start(text, end)
    spans = [span for span in spans if span[0] < start]
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _signature_start(text: str, end: int) -> int:
    """Find where the signature begins, else `end`."""
    # only the last lines can hold it; looking at all of them would cost their square
    tail = end
    for _ in range(_SIGNATURE_LINES + 3):
        tail = text.rfind("\n", 0, tail)
        if tail < 0:
            break
    for match in _SIGNATURE.finditer(text, max(tail, 0), end):
        rest = text[match.end() : end].strip().split("\n")
        above = text[: match.start()].strip()
        if above and len(rest) <= _SIGNATURE_LINES and all(len(line) < 60 for line in rest):
            return match.start()
    return end
