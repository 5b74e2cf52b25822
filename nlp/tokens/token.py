"""One token and the reading of MeCab's output line, cached per dictionary entry."""

import csv
from sys import intern

import msgspec

from nlp.tokens.joints import joint_of
from nlp.tokens.kin import kin_of
from nlp.tokens.tags import tag_of


# a struct, because rules look at its parts all the time: a named tuple gives them three times as slowly
class Token(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """One token; `reading` is katakana, `lemma` has no English suffix, `base` the form as written.

    `tag`, `joint` and `kin` are the letters that rules read: `nlp.tokens.tags.tag_of`,
    `nlp.tokens.joints.joint_of`, `nlp.tokens.kin.kin_of`.
    """

    surface: str
    lemma: str
    pos: str
    pos2: str
    reading: str
    base: str
    conjugation: str
    form: str
    tag: str
    joint: str
    kin: str


def parse_entry(surface: str, features: str) -> Token:
    """Make the token of a dictionary entry, or of an unknown word, from MeCab's list of features."""
    # quotes are rare, and the reader of the standard library is slow for one line
    fields = next(csv.reader([features]), []) if '"' in features else features.split(",")
    fields = [*fields, *[""] * (11 - len(fields))]
    pos, pos2, pos3, _, conjugation, form = (f if f != "*" else "" for f in fields[:6])
    base = fields[10] or surface
    lemma = fields[7].partition("-")[0] or surface
    if pos2 == "固有名詞" or (pos == "名詞" and not fields[7]):
        lemma = surface
    if surface.isascii():
        lemma = surface.lower()
    tag = tag_of(surface, lemma, pos, pos2, pos3, form)
    letters = (tag, joint_of(surface, lemma, tag, pos2, form), kin_of(tag, surface))
    texts = (surface, lemma, pos, pos2, fields[6] or surface, base, conjugation, form, *letters)
    # one string for all entries that share it: so what the rules look at stays in the processor's cache
    return Token(*map(intern, texts))
