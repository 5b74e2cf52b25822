"""Tokens of a sentence: MeCab with UniDic, dictionary entries cached, compounds joined, masks whole."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import fugashi
import unidic_lite

from nlp.normalise import PLACEHOLDER
from nlp.tags import tag_of
from nlp.words import word_list, words_digest

_CACHE_LIMIT = 200_000  # dictionary entries; unknown words would otherwise grow the cache without bound
_PROTECTED_FIRST = 0xE000
_FORMAT = r"%m\t%H\n"
# proper runs of Latin letters such as Wi-Fi, each looked at once, and addresses of pages
_ALWAYS = rf"{PLACEHOLDER}|https?://[!-~？！]+|(?<![A-Za-z])[A-Za-z]++[0-9]*+(?:[-&+.'_][A-Za-z0-9]+)+"
_CONTENT = frozenset("NUEXJVAYG")


class Token(NamedTuple):
    """One token; `reading` is katakana, `lemma` has no English suffix, `base` the form as written."""

    surface: str
    lemma: str
    pos: str
    pos2: str
    reading: str
    base: str
    conjugation: str
    form: str
    tag: str


class _Entries(dict[str, Token]):
    """MeCab's output line → token, parsed once; cleared when full, so memory stays flat."""

    def __missing__(self, line: str) -> Token:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        token = self[line] = _parse_line(line)
        return token


def _parse_line(line: str) -> Token:
    surface, _, features = line.partition("\t")
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
    return Token(
        surface,
        lemma,
        pos,
        pos2,
        fields[6] or surface,
        base,
        conjugation,
        form,
        tag_of(surface, lemma, pos, pos2, pos3, form),
    )


class Tokenizer:
    """Sentence → tokens.

    Parameters
    ----------
    terms
        Words that stay whole, e.g. rows of ``config/dictionary.csv``; an empty one raises ValueError.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        words = sorted({*word_list("terms"), *terms})
        if any(not word.strip() for word in words):
            raise ValueError("terms: an empty term; remove the blank row from the word list")
        self._terms = words
        self._protect = re.compile(f"{_ALWAYS}|{_trie_pattern(words)}")
        directory = unidic_lite.DICDIR
        self._tagger = fugashi.GenericTagger(
            f'-r "{directory}/mecabrc" -d "{directory}" -O "" -F"{_FORMAT}" -U"{_FORMAT}" -E"\\n"'
        )
        self._entry = _Entries().__getitem__

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the word lists and the dictionary."""
        text = "\n".join([*self._terms, words_digest(), str(self._tagger.dictionary_info[0]["size"])])
        return hashlib.sha256(text.encode()).hexdigest()

    def tokenise(self, sentence: str) -> list[Token]:
        """Tokenise a normalised sentence: ``再ログインできない`` → 再ログイン / でき / ない."""
        return join_compounds(self.split(sentence))

    def split(self, sentence: str) -> list[Token]:
        """Tokenise a normalised sentence by the dictionary alone; protected words and placeholders whole."""
        protected: list[str] = []

        def hide(match: "re.Match[str]") -> str:
            protected.append(match.group())
            return chr(_PROTECTED_FIRST + (len(protected) - 1) % 6400)

        text = self._protect.sub(hide, sentence)
        if not text or text.isspace():
            return []
        tokens = list(map(self._entry, self._tagger.parse(text).split("\n")))
        if protected:
            tokens = _reveal(tokens, protected)
        return tokens


_HIDDEN = re.compile("([\ue000-\uf8ff])")


def _reveal(tokens: list[Token], protected: Sequence[str]) -> list[Token]:
    """Put protected words back in the place of their private-use characters.

    MeCab takes these for marks, so one token may hold several, and smileys beside them.
    """
    revealed: list[Token] = []
    words = iter(protected)
    for token in tokens:
        if token.tag == "." and _HIDDEN.search(token.surface):
            pieces = [piece for piece in _HIDDEN.split(token.surface) if piece]
            revealed += [
                _protected(next(words)) if _HIDDEN.match(p) else token._replace(surface=p) for p in pieces
            ]
            continue
        # から behind a mark looks like a conjunction
        after_word = token.surface == "から" and revealed and revealed[-1].tag in "XM"
        revealed.append(token._replace(tag="f") if after_word else token)
    return revealed


def _protected(word: str) -> Token:
    """Make the token of a placeholder (M), an address of a page (.) or a word of the list (X)."""
    tag = "M" if word.startswith("［") else "." if "://" in word else "X"
    lemma = word.lower() if word.isascii() else word
    return Token(word, lemma, "名詞", "固有名詞" if tag == "M" else "普通名詞", word, word, "", "", tag)


# an adjectival noun only before a suffix (安全性); see _may_begin for お and verbs
_COMPOUND = re.compile(r"P*(?:[NUEX]|J(?=S))(?:[NUEX]|S|J(?=[SNU]))+|P+[NUEXJ]S*|H[NU]|V[NUS]+")
_MAX_PARTS = 5
_NOT_AFTER_VERB = frozenset(["次第", "後", "様", "分", "気味", "放題", "勝ち", "致し", "願い"])
COMPOUND = "複合"  # stands in `form` of a joined token


def join_compounds(tokens: list[Token]) -> list[Token]:
    """Join noun chains by their tags: 配送+状況, ログ+イン, 再+ログ+イン, Wi+-+Fi are one token each."""
    tags = "".join([token.tag for token in tokens])
    joined: list[Token] = []
    position = 0
    for match in _COMPOUND.finditer(tags):
        start, end = match.span()
        if end - start > _MAX_PARTS or not _may_begin(tokens[start], tokens[start + 1]):
            continue
        joined += tokens[position:start]
        joined.append(_compound(tokens[start:end]))
        position = end
    if not position:
        return tokens
    joined += tokens[position:]
    return joined


def _may_begin(first: Token, second: Token) -> bool:
    """Tell whether お joins (お金, お届け), or a verb, which does so like a noun (待ち時間, 使い方)."""
    if first.tag == "H":
        return len(second.surface) == 1 or "ぁ" <= second.surface[-1] <= "ん"
    return first.tag != "V" or (
        first.pos2 == "一般"
        and first.form == "連用形-一般"
        and len(first.surface) > 1
        and second.lemma not in _NOT_AFTER_VERB
    )


def _compound(parts: Sequence[Token]) -> Token:
    surface = "".join([p.surface for p in parts])
    lemma = surface.lower() if surface.isascii() else "".join([p.lemma for p in parts[:-1]]) + parts[-1].lemma
    if parts[0].tag == "H":
        lemma = surface
    last = parts[-1].tag
    tag = last if last in "UX" else "N"
    reading = "".join([p.reading for p in parts])
    return Token(surface, lemma, "名詞", "普通名詞", reading, surface, "", COMPOUND, tag)


def content_terms(
    tokens: Sequence[Token], *, synonyms: Mapping[str, str] | None = None, stop_words: Iterable[str] = ()
) -> tuple[str, ...]:
    """Pick the lemmas that can say what a sentence is about, in order, with repeats.

    Placeholders, numbers and stop words are left out.

    ``電話が全然つながりません`` → ("電話", "繋がる")
    """
    stop = word_list("stop_words").union(stop_words) if stop_words else word_list("stop_words")
    terms = []
    before = ""
    for token in tokens:
        counter = before == "0" and len(token.surface) == 1  # 二|名, 三|日
        before = token.tag
        if token.tag in _CONTENT and not counter:
            lemma = (
                synonyms.get(token.surface, synonyms.get(token.lemma, token.lemma))
                if synonyms
                else token.lemma
            )
            if lemma not in stop and (len(lemma) > 1 or "\u4e00" <= lemma <= "\u9fff"):
                terms.append(lemma)
    return tuple(terms)


def _trie_pattern(words: Sequence[str]) -> str:
    """One regular expression for all words, longest first, in time that does not grow with their number."""
    trie: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, object] = trie  # type: ignore[assignment]
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    # a word in katakana or Latin letters must not be a piece of a longer one: プリン in プリンター
    before = r"(?:(?<![ァ-ヶー])(?=[ァ-ヶ])|(?<![A-Za-z])(?=[A-Za-z])|(?=[^ァ-ヶA-Za-z]))"
    behind = r"(?:(?<![ァ-ヶー])|(?![ァ-ヶー]))(?:(?<![A-Za-z])|(?![A-Za-z]))"
    return f"{before}{_branch(trie)}{behind}"


def _branch(node: Mapping[str, object]) -> str:
    children = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]  # type: ignore[arg-type]
    if not children:
        return ""
    body = children[0] if len(children) == 1 else f"(?:{'|'.join(children)})"
    return f"(?:{body})?" if "" in node else body
