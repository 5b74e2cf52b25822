"""The form that the names of a topic take: that of its kind, or what most of its voices do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.topics.form import KINDS_WITH_FORM
from nlp.topics.leaning import likeliest_kinds, share_of_kind

_SPEAKS_WISH = re.compile(
    r"(?:ほしい|欲しい|たい|希望|お?願い|願う|ください|下さい|[がとばも](?:いい|良い|よい|嬉しい|うれしい|ありがたい|有難い|助かる)|必要|理想|ベスト"
    r"|もらえ|いただけ|頂け|くれ(?!な|た)|探して|べき|しましょう)[^。、]{0,8}[。！!…ー\s]*$|かな[あぁー。]*$"
)
_SPEAKS_QUESTION = re.compile(r"(?:か|[?？])[。\s]*$")
_WANTS_TO_KNOW = re.compile(
    r"(?:教え|おしえ|知り|聞か|お?聞き|伺い|うかがい|お?尋ね|確認し|ご存[知じ]|か(?:どうか)?を?ご?確認|質問(?:です|が|した|させ)|お問い合わせ)[^。、]{0,12}[。！!…ー\s]*$|でしょうか"
)
_MOST, _CLEAR = 0.5, 0.7


def tone_of(sentences: Sequence[str], kind: str, *, mixed: bool = False) -> str:
    """Give the form that names of a topic take: that of its kind; for mixed lists, what most of them do.

    Returns
    -------
    The kind; where it tells nothing, "wish" or "question" when at least half of `sentences` wish or
    ask, "complaint" or "praise" when they complain or praise on the whole. In a list of all kinds of
    feedback (`mixed`) what most of them do counts: complaint where few praise and more complain than wish.
    """
    if kind in KINDS_WITH_FORM or not sentences:
        return kind
    to_know = [bool(_WANTS_TO_KNOW.search(sentence)) for sentence in sentences]
    wished = sum(
        not asks and bool(_SPEAKS_WISH.search(s)) for s, asks in zip(sentences, to_know, strict=True)
    )
    asked = sum(
        asks or (bool(_SPEAKS_QUESTION.search(s)) and not _SPEAKS_WISH.search(s))
        for s, asks in zip(sentences, to_know, strict=True)
    )
    if wished + asked >= _MOST * len(sentences):
        return "wish" if 4 * wished >= asked else "question"
    feels = next((of for of in ("complaint", "praise") if share_of_kind(sentences, of) >= _MOST), "")
    return feels or (_majority(sentences) if mixed else "") or kind


def _majority(sentences: Sequence[str]) -> str:
    count = Counter(likeliest_kinds(sentences))
    if count["praise"] >= _CLEAR * len(sentences):
        return "praise"
    if count["praise"] > (1 - _CLEAR) * len(sentences):
        return ""
    return "complaint" if count["complaint"] >= count["request"] + count["procedure"] else "wish"
