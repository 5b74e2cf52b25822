"""Names that read like something a customer said: もの・場面 + 述語."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nlp.topics.beside import Beside, beside_clauses
from nlp.topics.clauses import LONGEST_READ, Clause, clauses_of
from nlp.topics.form import KINDS_WITH_FORM
from nlp.topics.graph import IntArray
from nlp.topics.keyness import Counts
from nlp.topics.leaning import mood_of
from nlp.topics.rating import Candidate, rank, shortlist
from nlp.topics.reading import all_tokens_of, terms_of, tokens_of
from nlp.topics.sides import nouns_by_share
from nlp.topics.spans import says_nothing
from nlp.topics.subjects import Nouns
from nlp.topics.tone import tone_of
from nlp.topics.voices import Stances, Voices, pairs_of
from nlp.topics.wording import word
from nlp.vectors.base import FloatArray

SHORTEST, LONGEST = 5, 22
_NAMING_VOICES = 150  # those nearest to the centre name a topic
_ASKED_VOICES = 100  # of all of a topic's voices, evenly spread: a name must fit them, too
_VAGUE = re.compile(
    r"^(?:これ|それ|あれ|ここ|そこ|どこ|どれ|何|なに|私|自分|みんな|皆|もの|こと|ところ|の|ん|よう|方)[がをにではもと]"
)
_UNFIT = re.compile(
    r"[［］\[\]{}<>@#]|https?:|[\x00-\x1f\ud800-\udfff]|(?:さん|様|氏|君)[がをにのは]|をを|がが|(?<!も)のの|[がは](?:回目?|人目?|年目?|歳|個|円|名)だ|^(?:上記|同上|上述|前述|先述|前問|先ほど|先程)"
)
_SPOKEN = re.compile(
    r"ですね|あの[ーう]|えーと|えっと|なんか|ま[あぁ]|っていう|とか(?!ら)|んですけど|みたいに|たり[^な]"
)
_OPENING = re.compile(
    r"^(?:[、。,.\s…]|えーっ?と|えっと|あのー?|そのー?|まあ|なんか|ええと|すみません|あと|で[、,])+"
)
_CLOSING = re.compile(
    r"(?:とのこと|とお申し出あり|とのご指摘|とのご要望|のですが|んですが|んですけど|のですけど|ですけど|ですが|のです|んです|でした|です|ですね|ますね|ね|よ|わ|[。．.!！?？、,…〜~ー\s])+$"
)


_PLAIN = {
    "complaint": "への不満",
    "request": "への要望",
    "wish": "への希望",
    "procedure": "の手続き",
    "question": "への質問",
    "praise": "へのお褒め",
}
_LINKED = re.compile(r".(?:[がをはも]|に(?![しな])|で(?!き))..")  # 宣伝してほしい is about nothing
_SAME_WISH = re.compile(
    r"(?:をお願いしたい|を?してほしい|を?したい|を?する|があるといい|がついているといい|がほしい|がいい|がある|を用意してほしい|だといい|だっ?た?|た)$"
)


class Closeness(Protocol):
    """Tells how near the centre of its topic each document lies."""

    def __call__(self, terms: Sequence[Sequence[str]], topic: IntArray) -> FloatArray:
        """Cosine of each document with the centroid of its topic, shape (documents,)."""
        ...


class _Prospect(NamedTuple):
    """What a topic may be called: clauses, what goes before them, and what is honest where none fits."""

    tone: str
    mood: float
    candidates: list[Candidate]
    beside: Beside
    plain: list[str]


def name_topics(
    topic: IntArray,
    sentences: Sequence[str],
    phrases: Sequence[Sequence[str]],
    representatives: Sequence[Sequence[int]],
    *,
    similarity: NDArray[np.floating],
    kind: str = "",
    closeness: Closeness | None = None,
    keywords: Sequence[Sequence[str]] = (),
    broadly: bool = False,
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
        Lists of words and the number of each one's topic → cosines with the centroids.
    keywords
        Of each topic: where no clause tells enough of it, 返品への不満 is more honest than a sentence.
    broadly
        Name by its subject what no clause tells: シャワーやトイレへの不満; for feedback of all kinds.
    """
    count = len(representatives)
    members = _members(topic, sentences, similarity, count)
    nearest = [voices[:_NAMING_VOICES] for voices in members]
    spread = [voices[:: -(-len(voices) // _ASKED_VOICES) or 1] for voices in members]
    heard = sorted({voice for voices in (*nearest, *spread) for voice in voices})
    seen = {voice: frozenset(_pairs_of(sentences[voice], phrases[voice])) for voice in heard}
    central = np.full(len(topic), -1, dtype=np.int64)
    for number, voices in enumerate(nearest):
        central[voices] = number
    pairs = Counts([seen.get(v, frozenset()) for v in range(len(topic))], central, count)
    nouns = Nouns([[sentences[v] for v in voices] for voices in spread]) if broadly else None
    prospects = []
    for number in range(count):
        read = [(sentences[voice], tuple(phrases[voice])) for voice in nearest[number]]
        all_tokens_of([sentences[v][:LONGEST_READ] for v in (*nearest[number], *spread[number])])
        asked = Voices([sentences[v] for v in spread[number]], [seen[v] for v in spread[number]])
        own = keywords[number] if keywords else ()
        typical = pairs.typicality(number)
        tone = tone_of(asked.sentences, kind, mixed=broadly)
        beside = beside_clauses(
            tone,
            kind,
            asked,
            [sentence for sentence, _ in read],
            keywords=own,
            near=partial(_nearness, closeness, number),
            nouns=nouns.typical(number) if nouns else None,
        )
        prospects.append(_prospect(read, asked, typical, beside, own))
    near = _near(prospects, closeness)
    sizes = np.bincount(topic[topic >= 0], minlength=count)
    names = [""] * count
    for number in np.lexsort((np.arange(count), -sizes)).tolist():
        found = prospects[number]
        fallback = (shorten(sentences[voice]) for voice in representatives[number])
        ranked = rank(found.candidates, near[number], found.tone, found.mood)
        best = next(ranked, None)
        clause = next((item for item in found.candidates if item.text == best), None)
        clauses = chain(found.beside.before(clause), filter(None, [best]), ranked)
        names[number] = _first_free(chain(clauses, found.plain, filter(None, fallback)), names)
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


def _prospect(
    nearest: Sequence[tuple[str, tuple[str, ...]]],
    asked: Voices,
    typical: Mapping[str, float],
    beside: Beside,
    keywords: Sequence[str],
) -> _Prospect:
    """Read a topic: `nearest` are sentences near its centre and their expressions."""
    tone = beside.tone
    stances = Stances(dict.fromkeys(sentence for sentence, _ in nearest))
    candidates = shortlist(_said(nearest, tone), asked, typical, tone, stances)
    mood = 0.0 if tone in KINDS_WITH_FORM else mood_of(asked.sentences)
    return _Prospect(tone, mood, candidates, beside, _plain_names(keywords, asked, tone))


def _nearness(closeness: Closeness | None, topic: int, words: Sequence[str]) -> Sequence[float]:
    """Cosine of words with the centre of a topic; 1 where that is not known."""
    if closeness is None or not words:
        return [1.0] * len(words)
    near: list[float] = closeness([terms_of(w) for w in words], np.full(len(words), topic)).tolist()
    return near


def _near(prospects: Sequence[_Prospect], closeness: Closeness | None) -> Sequence[Sequence[float] | None]:
    """Cosine of each candidate with the centroid of its topic; all are read at once."""
    if closeness is None:
        return [None] * len(prospects)
    sizes = [len(found.candidates) for found in prospects]
    terms = [candidate.terms for found in prospects for candidate in found.candidates]
    cosines = closeness(terms, np.repeat(np.arange(len(sizes)), sizes)).tolist()
    ends = np.cumsum(sizes).tolist()
    return [cosines[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def _first_free(options: Iterable[str], names: Sequence[str]) -> str:
    """Choose the first name that is none of the siblings'."""
    taken = {_bare(name) for name in names}
    best = ""
    for text in options:
        if _bare(text) not in taken:
            return text
        best = best or text
    return _last_resort(best or "名前を付けられない話題", taken)


def _plain_names(keywords: Sequence[str], asked: Voices, tone: str) -> list[str]:
    """Name a mixed topic by what its voices have in common: the keyword that most of them say, and how."""
    return [f"{noun}{_PLAIN.get(tone, 'に触れた声')}" for noun in nouns_by_share(keywords, asked)]


def _said(nearest: Iterable[tuple[str, tuple[str, ...]]], kind: str) -> dict[str, tuple[Clause, int]]:
    """Worded clauses of a topic's voices, and how many different sentences have each."""
    said: dict[str, tuple[Clause, int]] = {}
    for sentence, expressions in sorted(set(nearest)):
        clauses = [clause for clause in clauses_of(sentence) if len(clause.text) >= SHORTEST]
        endings = {clause.text[-3:] for clause in clauses}
        doubted = any(clause.suggested for clause in clauses)
        others = sorted(
            text
            for text in set(expressions)
            if text[-3:] not in endings
            and not (doubted and text.endswith("ない"))
            and not says_nothing(tokens_of(text))
        )
        clauses += map(_clause_of, others)
        own: dict[str, Clause] = {}
        for clause in clauses:
            text = word(clause, kind)
            if _is_fit(text):
                own[text] = min(own.get(text, clause), clause, key=_flaws)
        for text, clause in own.items():
            kept, number = said.get(text, (clause, 0))
            said[text] = (min(kept, clause, key=_flaws), number + 1)
    return said


def _flaws(clause: Clause) -> tuple[bool, ...]:
    """Order readings of one wording: what somebody says whole is not torn from anything."""
    return (clause.circumstance, clause.torn, not clause.nominal, clause.shorn, clause.loose)


def _clause_of(phrase: str) -> Clause:
    """Read a rendered expression as a clause; one that is read otherwise has no traits."""
    whole = (clause for clause in clauses_of(phrase) if clause.text == phrase)
    return next(whole, Clause(phrase, terms_of(phrase), nominal=bool(_LINKED.search(phrase))))


def _members(
    topic: IntArray, sentences: Sequence[str], similarity: NDArray[np.floating], count: int
) -> list[list[int]]:
    """List each topic's voices from its centre outwards, whatever their order in the input."""
    voices: list[list[int]] = [[] for _ in range(count)]
    order = sorted(np.flatnonzero(topic >= 0).tolist(), key=lambda v: (-float(similarity[v]), sentences[v]))
    for voice in order:
        voices[topic[voice]].append(voice)
    return voices


def _is_fit(text: str) -> bool:
    if not SHORTEST <= len(text) <= LONGEST:
        return False
    return not (_UNFIT.search(text) or _VAGUE.search(text) or _SPOKEN.search(text))


def _pairs_of(sentence: str, phrases: Sequence[str]) -> list[str]:
    return sorted(pairs_of(sentence[:200]).union(*map(pairs_of, phrases)))


def _bare(text: str) -> str:
    """Give what makes a name differ from another: 再配達をお願いしたい and 再配達してほしい do not."""
    core = _SAME_WISH.sub("", text)
    core = re.sub(r"(?<=[一-龠])[ぁ-ん](?=[一-龠])", "", core)  # 詰め替え, 詰替え
    return re.sub(r"[\s、。・がをはものお]", "", core) or text


def _last_resort(base: str, taken: set[str]) -> str:
    """Make a name with a number, when everything sayable is taken by siblings."""
    if _bare(base) not in taken:
        return base
    number = next(n for n in range(2, len(taken) + 3) if _bare(f"{base}({n})") not in taken)
    return f"{base}({number})"
