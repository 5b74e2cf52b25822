"""Clauses of a sentence that could be a name: noun phrases and a predicate in plain form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.tokens import Token, content_terms
from nlp.topics.heads import (
    Head,
    is_asked,
    is_circumstance,
    is_glad,
    is_potential,
    read_head,
    without_doubt,
)
from nlp.topics.reading import tokens_of
from nlp.topics.spans import (
    begins_well,
    begins_with_verb,
    is_cut_off,
    is_heaped,
    is_torn,
    join,
    kept,
    lacks_argument,
    lacks_particle,
    lost_object,
    names_a_person,
    particle_for,
    phrases_before,
    points,
    wants_owner,
)

LONGEST_READ = 300  # characters of a sentence
LONGEST_CLAUSE = 24  # characters of a candidate before it is worded


class Clause(NamedTuple):
    """A piece of a sentence.

    Attributes
    ----------
    text
        As written, the predicate in plain form.
    terms
        Lemmas of its content words.
    asked, suggested, circumstance
        Whether it is put as a question; as one in the negative (ありませんか, read as ある);
        whether it only tells when or although.
    noun
        Whether it ends in a noun without copula: 送料がいくら.
    potential, past, wish, negated
        Of the predicate.
    nominal, verbal
        Whether it begins with a noun and no noun lacks its particle; whether it is whole but begins with a
        verb that tells of a noun: 頼んだ|物と違う.
    torn, shorn, loose
        Whether it begins with a noun cut off what it belongs to (サイズ|のベッド), or off what tells which
        one (違う|商品); whether it begins with a noun that wants an owner, or words before the predicate
        were left out.
    head
        Lemma of the predicate's first word; empty where it is unknown.
    bare
        Whether a predicate that says nothing by itself stands without what it is about: 店に行ったら|ない.
    """

    text: str
    terms: tuple[str, ...]
    asked: bool = False
    suggested: bool = False
    noun: bool = False
    circumstance: bool = False
    potential: bool = False
    past: bool = False
    wish: bool = False
    nominal: bool = True
    verbal: bool = False
    torn: bool = False
    shorn: bool = False
    loose: bool = False
    negated: bool = False
    head: str = ""
    bare: bool = False


@lru_cache(maxsize=1_000)  # a topic's nearest sentences are asked for twice
def clauses_of(sentence: str) -> tuple[Clause, ...]:
    """Cut a sentence into candidates; each predicate with more and more of what stands before it.

    ``予約したのに商品がありませんでした。`` → 商品がない, 予約したのに商品がない
    """
    tokens = tokens_of(sentence[:LONGEST_READ])
    found: list[Clause] = []
    position = 0
    for head in range(len(tokens)):
        if head < position:
            continue
        read = read_head(tokens, head)
        if read is None:
            continue
        position = max(read.predicate.end, head + 1)
        found += _clauses_at(tokens, head, read)
    return tuple(dict.fromkeys(found))


def _clauses_at(tokens: Sequence[Token], head: int, found: Head) -> Iterator[Clause]:
    start_of_head = found.start
    traits = _traits(tokens, head, found)
    predicate = traits.text
    particle = particle_for(predicate, asked=traits.asked, adjective=tokens[head].tag in "AY")
    said = tokens[head : head + 1 if traits.wish else found.predicate.end]
    for start, end in phrases_before(tokens, start_of_head, tokens[head].tag):
        if is_cut_off(tokens, start):
            continue
        before = kept(tokens[start:end], tokens[head])
        if before and before[0].tag in "S10ZRLgowmnedk":
            continue
        text = join(before, predicate, particle, rated=tokens[head].tag == "A")
        if len(text) > LONGEST_CLAUSE or names_a_person(before) or points(before):
            continue
        own = before[:-1] if tokens[head].tag in "DG" and end == start_of_head else before
        torn = is_torn(tokens, start) or lost_object(tokens, start, before)
        joined = not lacks_particle([*before, tokens[head]])
        vague = bool(before) and wants_owner(before[0])
        cut = end < start_of_head or any(token.tag == "," for token in tokens[start:end])
        yield traits._replace(
            text=text,
            terms=content_terms([*tokens[start:end], *said]),
            nominal=not torn and joined and begins_well(own, found),
            verbal=joined and begins_with_verb(tokens, start, before),
            torn=torn,
            shorn=start > 0 and tokens[start - 1].tag in "VAaJ" and tokens[start].tag in "NUEXJTH",
            loose=vague or cut or is_heaped(before),
            bare=lacks_argument(before, tokens[head]),
        )


def _traits(tokens: Sequence[Token], head: int, found: Head) -> Clause:
    """Give what the predicate alone tells; its plain form is the text."""
    read = found.predicate
    asked = not read.wish and is_asked(tokens, read.end)
    doubted = asked and read.negated
    predicate, suggested = without_doubt(tokens, head, read) if doubted else (read.text, False)
    glad = is_glad(tokens, head, read)
    return Clause(
        predicate,
        (),
        asked=asked,
        suggested=suggested,
        noun=found.noun,
        circumstance=not read.wish and not glad and is_circumstance(tokens, read),
        potential=is_potential(tokens[head], read),
        past=any(t.lemma == "た" for t in tokens[head : read.end]),
        wish=read.wish or glad,
        negated=read.negated and (not suggested or predicate.endswith("ない")),
        head=tokens[head].lemma,
    )
