"""Names that read like something a customer said: もの・場面 + 述語."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.topics.graph import IntArray
from nlp.topics.keyness import Counts

SHORTEST, LONGEST = 6, 22
_NAMING_VOICES = 300  # those nearest to the centre name a topic
_POINT_BONUS = 1.4
_ECHO_CANDIDATES = 40
_VAGUE = re.compile(
    r"^(?:これ|それ|あれ|ここ|そこ|どこ|どれ|何|なに|私|自分|みんな|皆|もの|こと|ところ|の|ん|よう|方)[がをにではもと]"
)
_UNFIT = re.compile(r"[［］\[\]{}<>@#]|https?:|[\x00-\x1f\ud800-\udfff]|(?:さん|様|氏|君)[がをにのは]")
_SPOKEN = re.compile(r"ですね|あの[ーう]|えーと|えっと|なんか|まあ|っていう|んですけど|みたいに")
_OPENING = re.compile(
    r"^(?:[、。,.\s…]|えーっ?と|えっと|あのー?|そのー?|まあ|なんか|ええと|すみません|あと|で[、,])+"
)
_CLOSING = re.compile(
    r"(?:とのこと|とお申し出あり|とのご指摘|とのご要望|のですが|んですが|んですけど|のですけど|ですけど|ですが|のです|んです|でした|です|ですね|ますね|ね|よ|わ|[。．.!！?？、,…〜~ー\s])+$"
)


# What a voice of the kind ends in: a name without it is likely to state a circumstance (時間を指定している).
_POINT = {
    "complaint": re.compile(
        r"(?:ない|にくい|づらい|辛い|すぎる|過ぎる|[たて]いる|[悪少遅狭高臭汚痛重固弱暗低小短]い|不便だ|面倒だ|[壊漏切消割破潰汚遅折剥外濡]れる)$"
    ),
    "request": re.compile(r"(?:ほしい|欲しい|たい|希望する|といい|助かる)$"),
    "procedure": re.compile(r"(?:ほしい|欲しい|たい|希望する|お願いする)$"),
    "question": re.compile(r"(?:知りたい|教えてほしい|か|できる|れる|ある)$"),
}


_PREDICATE = re.compile(r"(?:[いるうくすつぬむぶぐ]|[^いしっん]た|[なのれるんいか]だ)$")
_POLITE = re.compile(r"(?:ます|ません|ました|です|でした|ください|ましょう)$")


def name_topics(
    topic: IntArray,
    sentences: Sequence[str],
    phrases: Sequence[Sequence[str]],
    representatives: Sequence[Sequence[int]],
    *,
    similarity: NDArray[np.floating],
    kind: str = "",
) -> list[str]:
    """Name each topic by the predicate phrase most typical of it, e.g. 電話がつながらない.

    A phrase is rated by its character pairs (つな, なが, がら…), so that つながらない and つながりません
    support each other, by how many voices say exactly it and by how near the centre they stand.
    Siblings never share a name: the larger topic chooses first.

    Parameters
    ----------
    topic
        Shape (voices,), -1 = none; numbered 0… without gaps.
    sentences, phrases
        Text and rendered predicate expressions of each voice.
    representatives
        Voices to fall back on, per topic, when no phrase is fit to be a name.
    similarity
        Shape (voices,), cosine with the topic's centroid.
    kind
        Kind of the voices; a complaint's name should complain.
    """
    count = len(representatives)
    nearest = _nearest_voices(topic, sentences, similarity, count)
    central = np.full(len(topic), -1, dtype=np.int64)
    for number, voices in enumerate(nearest):
        central[voices] = number
    seen = [
        frozenset(_pairs_of(sentences[v], phrases[v])) if central[v] >= 0 else frozenset()
        for v in range(len(topic))
    ]
    pairs = Counts([sorted(of_voice) for of_voice in seen], central, count)
    sizes = np.bincount(topic[topic >= 0], minlength=count)
    names = [""] * count
    for number in np.lexsort((np.arange(count), -sizes)).tolist():
        taken = {_bare(name) for name in names}
        said = [
            (text, float(similarity[voice]))
            for voice in nearest[number]
            for text in sorted({*phrases[voice], *_own_words(sentences[voice])})
        ]
        fallback = [shorten(sentences[voice]) for voice in representatives[number]]
        ranked = _rank(said, [seen[voice] for voice in nearest[number]], pairs.typicality(number), kind)
        options = [*ranked, *filter(None, fallback)]
        free = (text for text in options if _bare(text) not in taken)
        names[number] = next(free, "") or _last_resort(options, taken)
    return names


def shorten(sentence: str) -> str:
    """Cut a sentence to a name: no fillers, no polite ending, whole clauses, at most 22 characters.

    ``えーと、注ぎ口から液が漏れるんですけど。`` → ``注ぎ口から液が漏れる``
    """
    parts = [part for part in re.split(r"[。．!！?？\n]|、|，", sentence) if not _UNFIT.search(part)]
    clauses = [_CLOSING.sub("", _OPENING.sub("", part)) for part in parts]
    fit = [clause for clause in clauses if SHORTEST <= len(clause) <= LONGEST]
    if fit:
        return fit[-1]
    longest = max(clauses, key=len, default="")
    return longest if len(longest) <= LONGEST else longest[: LONGEST - 1] + "…"


def _own_words(sentence: str) -> list[str]:
    """Return a short sentence that may itself be a name: it must end in a plain predicate."""
    text = shorten(sentence)
    return (
        [text] if 8 <= len(text) <= LONGEST and _PREDICATE.search(text) and not _POLITE.search(text) else []
    )


def _nearest_voices(
    topic: IntArray, sentences: Sequence[str], similarity: NDArray[np.floating], count: int
) -> list[list[int]]:
    """Pick each topic's voices nearest to its centre, whatever their order in the input."""
    voices: list[list[int]] = [[] for _ in range(count)]
    order = sorted(np.flatnonzero(topic >= 0).tolist(), key=lambda v: (-float(similarity[v]), sentences[v]))
    for voice in order:
        if len(voices[topic[voice]]) < _NAMING_VOICES:
            voices[topic[voice]].append(voice)
    return voices


def _rank(
    said: Sequence[tuple[str, float]],
    voices: Sequence[frozenset[str]],
    typical: Mapping[str, float],
    kind: str,
) -> list[str]:
    """Order the sayable phrases of a topic, best first.

    Parameters
    ----------
    said
        Phrase and nearness to the centre, one entry a voice.
    voices
        Character pairs of the topic's voices.
    """
    nearness: dict[str, float] = {}
    for text, similarity in said:
        nearness[text] = max(similarity, nearness.get(text, 0.0))
    counts = Counter(text for text, _ in said)
    rated = [
        (_rate(text, count, typical, kind) * (0.3 + nearness[text]), text)
        for text, count in counts.items()
        if _is_fit(text)
    ]
    best = sorted(((round(rate, 9), text) for rate, text in rated if rate > 0.0), key=lambda p: (-p[0], p[1]))
    echoed = [(rate * _echo(text, voices), text) for rate, text in best[:_ECHO_CANDIDATES]]
    return [text for _, text in sorted(echoed, key=lambda p: (-round(p[0], 9), p[1]))]


def _rate(text: str, count: int, typical: Mapping[str, float], kind: str) -> float:
    pairs = _pairs(text)
    told = sum(typical.get(pair, 0.0) for pair in pairs)
    length = 1.0 if 8 <= len(text) <= LONGEST else 0.8
    point = _POINT.get(kind)
    bonus = _POINT_BONUS if point and point.search(text) else 1.0
    polite = 0.6 if _POLITE.search(text) else 1.0
    return float(told / np.sqrt(len(pairs) + 4.0) * (1.0 + 0.5 * np.log(count)) * length * bonus * polite)


def _echo(text: str, voices: Sequence[frozenset[str]]) -> float:
    """Share of the phrase that the other voices say too, on average; the least part is noise."""
    pairs = _pairs(text)
    shares = [len(pairs & voice) / max(len(pairs), 1) for voice in voices]
    return 0.1 + sum(max(share - 0.25, 0.0) for share in shares) / max(len(shares), 1)


def _is_fit(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and not any(
        flaw.search(text) for flaw in (_UNFIT, _VAGUE, _SPOKEN)
    )


def _pairs(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}


def _pairs_of(sentence: str, phrases: Sequence[str]) -> list[str]:
    return sorted(_pairs(sentence[:200]).union(*map(_pairs, phrases)))


def _bare(text: str) -> str:
    return re.sub(r"[\s、。・]", "", text)


def _last_resort(options: Sequence[str], taken: set[str]) -> str:
    """Make a name with a number, when everything sayable is taken by siblings."""
    base = options[0] if options else "名前を付けられない話題"
    if _bare(base) not in taken:
        return base
    number = next(n for n in range(2, len(taken) + 3) if _bare(f"{base}({n})") not in taken)
    return f"{base}({number})"
