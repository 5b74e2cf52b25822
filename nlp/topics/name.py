"""Names that read like something a customer said: もの・場面 + 述語."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlp.topics.clauses import Clause, clauses_of, terms_of
from nlp.topics.graph import IntArray
from nlp.topics.keyness import Counts
from nlp.topics.wording import fit, kind_leanings, word
from nlp.vectors.base import FloatArray

SHORTEST, LONGEST = 5, 22
_NAMING_VOICES = 150  # those nearest to the centre name a topic
_CANDIDATES = 120  # of a topic, rated closely
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


_SELF = re.compile(
    r"(?:私|わたし|僕|俺|自分|うち|こちら|これ|それ|あれ)[がはもをにの]|の[方人][がはにを]|ます|ません|です|ください"
)


class Closeness(Protocol):
    """Tells how near the centre of a topic documents lie."""

    def __call__(self, terms: Sequence[Sequence[str]], topic: int) -> FloatArray:
        """Cosines of documents with the topic's centroid, shape (documents,)."""
        ...


def name_topics(
    topic: IntArray,
    sentences: Sequence[str],
    phrases: Sequence[Sequence[str]],
    representatives: Sequence[Sequence[int]],
    *,
    similarity: NDArray[np.floating],
    kind: str = "",
    closeness: Closeness | None = None,
) -> list[str]:
    """Name each topic by the clause that tells most of it, e.g. 電話がつながらない.

    A clause is rated by what it shares with the topic's voices and not with others (by character
    pairs, so that つながらない and つながりません support each other), by how near the topic's centre
    its words lie, and by how well its form fits the kind: a complaint's name complains.
    Siblings never share a name: the larger topic chooses first.

    Parameters
    ----------
    topic
        Shape (voices,), -1 = none; numbered 0… without gaps.
    sentences, phrases
        Text and rendered predicate expressions of each voice.
    representatives
        Voices to fall back on, per topic, when no clause is fit to be a name.
    similarity
        Shape (voices,), cosine with the topic's centroid.
    kind
        Kind of the voices: names of questions are worded 〜か知りたい, and so on.
    closeness
        Lists of words and a topic's number → cosines with its centroid.
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
        said = _said([sentences[v] for v in nearest[number]], [phrases[v] for v in nearest[number]], kind)
        near = partial(closeness, topic=number) if closeness else None
        shared = _shared_terms({sentences[v] for v in nearest[number]})
        ranked = _rank(said, [seen[v] for v in nearest[number]], pairs.typicality(number), kind, shared, near)
        fallback = [shorten(sentences[voice]) for voice in representatives[number]]
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


def _said(
    sentences: Sequence[str], phrases: Sequence[Sequence[str]], kind: str
) -> dict[str, tuple[Clause, int]]:
    """Worded clauses of a topic's voices, and how many different sentences have each."""
    said: dict[str, tuple[Clause, int]] = {}
    for sentence, expressions in sorted(set(zip(sentences, map(tuple, phrases), strict=True))):
        clauses = [clause for clause in clauses_of(sentence) if len(clause.text) >= SHORTEST]
        endings = {clause.text[-3:] for clause in clauses}
        others = sorted({text for text in expressions if text[-3:] not in endings})
        clauses += [Clause(text, terms_of(text)) for text in others]
        own: dict[str, Clause] = {}
        for clause in clauses:
            text = word(clause, kind)
            if _is_fit(text) and (text not in own or own[text].circumstance):
                own[text] = clause
        for text, clause in own.items():
            kept, number = said.get(text, (clause, 0))
            said[text] = (clause if kept.circumstance else kept, number + 1)
    return said


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
    said: Mapping[str, tuple[Clause, int]],
    voices: Sequence[frozenset[str]],
    typical: Mapping[str, float],
    kind: str,
    shared: frozenset[str],
    closeness: Callable[[Sequence[Sequence[str]]], FloatArray] | None,
) -> list[str]:
    """Order the sayable clauses of a topic, best first.

    Parameters
    ----------
    said
        Worded clauses and how many voices say each.
    voices
        Character pairs of the topic's voices.
    shared
        Terms that several of the voices contain.
    """
    first = []
    for text, (clause, count) in said.items():
        told = _telling(text, typical) * _shape(text, clause, shared) * (1.0 + 0.4 * np.log(count))
        first.append((round(-told * fit(clause, text, kind), 9), text))
    best = sorted(first)[:_CANDIDATES]
    leaning = kind_leanings([text for _, text in best], kind).tolist()
    near = closeness([said[text][0].terms for _, text in best]) if closeness and best else np.ones(len(best))
    rated = [
        (round(rate * lean * _echo(text, voices) * max(0.1 + float(cosine), 0.01), 9), text)
        for (rate, text), lean, cosine in zip(best, leaning, near, strict=True)
    ]
    return [text for _, text in sorted(rated)]


def _shape(text: str, clause: Clause, shared: frozenset[str]) -> float:
    """Prefer 8–18 characters and two words that say something, all of them other voices' words, too."""
    length = 1.0 if 8 <= len(text) <= 18 else 0.9 if len(text) > 18 else 0.85
    terms = set(clause.terms)
    common = len(terms & shared) / len(terms) if terms else 0.0
    words = (1.0 if len(terms) > 1 else 0.75) * (0.3 + 0.7 * common)
    return length * words * (0.6 if _SELF.search(text) else 1.0)


def _shared_terms(sentences: Set[str]) -> frozenset[str]:
    """Terms of at least two different sentences, and of 4 % of them."""
    counts = Counter(term for sentence in sentences for term in set(terms_of(sentence[:300])))
    least = max(2.0, 0.04 * len(sentences)) if len(sentences) > 1 else 1.0
    return frozenset(term for term, count in counts.items() if count >= least)


def _telling(text: str, typical: Mapping[str, float]) -> float:
    pairs = _pairs(text)
    return float(sum(typical.get(pair, 0.0) for pair in pairs) / np.sqrt(len(pairs) + 4.0))


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
    """Give what makes a name differ from another: 再配達をお願いしたい and 再配達してほしい do not."""
    core = re.sub(r"(?:をお願いしたい|を?してほしい|を?したい|を?する|だっ?た?)$", "", text)
    return re.sub(r"[\s、。・がをはもの]", "", core) or text


def _last_resort(options: Sequence[str], taken: set[str]) -> str:
    """Make a name with a number, when everything sayable is taken by siblings."""
    base = options[0] if options else "名前を付けられない話題"
    if _bare(base) not in taken:
        return base
    number = next(n for n in range(2, len(taken) + 3) if _bare(f"{base}({n})") not in taken)
    return f"{base}({number})"
