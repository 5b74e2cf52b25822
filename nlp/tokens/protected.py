"""Words that MeCab does not get to see: of the lists, placeholders, addresses, names in Latin letters."""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from nlp.normalise import PLACEHOLDER
from nlp.tokens.joints import joint_of
from nlp.tokens.kin import kin_of
from nlp.tokens.starts import Starts
from nlp.tokens.token import Token

_UNIT = (
    r"(?:[kKMGT][Bb](?:ps)?|GHz|MHz|kHz|Hz|[km]?[glLmW]|[cm]m|cc|mAh|Ah|kWh|[kK]cal|dB|px|dpi|fps|pt|A|V|L|F|H|h|min|sec"
    r"|AM|PM|am|pm|OFF|off|Off|th|st|nd|rd|th)"
)
_AMOUNT = re.compile(rf"[0-9]+(?:\.[0-9]+)?{_UNIT}")
_PART = r"[-&+.'_][A-Za-z0-9]++"
# Wi-Fi, iPhone15, then 10GB or 5G; each run of letters is looked at once
_LATIN = (
    r"(?<![A-Za-z0-9])(?:"
    rf"[A-Za-z]++(?:[0-9][A-Za-z0-9]*+(?:{_PART})*+|(?:{_PART})++)"
    rf"|(?<![0-9][.,])[0-9]++(?:\.[0-9]++)?(?:{_UNIT}|[A-Z]{{1,3}})(?![A-Za-z0-9])"
    r")"
)
# LINE Pay, iPad Air, iPhone 15 Pro; not in a sentence of English, nor 2 of PS5 2台
_SPACED = (
    r"(?<![A-Za-z0-9])(?<![A-Za-z0-9,.'] )[A-Za-z][A-Za-z0-9]++"
    r"(?: (?:[A-Z][A-Za-z0-9]*+(?:-[A-Za-z0-9]++)*+|[0-9]{1,3}(?![0-9A-Za-z.,%:/\-一-龠つヶかカ〜]))){1,3}+"
    r"(?! ?[A-Za-z])"
)
_ALWAYS = rf"{PLACEHOLDER}|https?://[!-~？！]+|{_SPACED}"
# a word in katakana or Latin letters must not be a piece of a longer one: プリン in プリンター
_BEFORE = r"(?:(?<![ァ-ヶー])(?=[ァ-ヶ])|(?<![A-Za-z0-9])(?=[A-Za-z0-9])|(?=[^ァ-ヶA-Za-z0-9]))"
_BEHIND = r"(?:(?<![ァ-ヶー])|(?![ァ-ヶー]))(?:(?<![A-Za-z0-9])|(?![A-Za-z0-9]))"
# a verb, not the noun of it: 日焼け止めて, 詰め替えたい
_NO_VERB = (
    r"(?:(?<![いきぎしちにびみりえけげせぜてでねべめれ])"
    r"|(?!て|た[^め]|ず|ない|なく|なかっ|なけれ|なきゃ|ます|まし|ませ|られ|れ[ばるてた]|よう|ちゃ|なが|ば|る))"
)
_ALPHANUMERIC = string.ascii_letters + string.digits
_FIRST = 0xE000
_HIDDEN = re.compile("([\ue000-\uf8ff])")


class ProtectedWords:
    """Finds the words that stay whole.

    Parameters
    ----------
    shipped
        Words of the package; nouns that go on into compounds (置き配|サービス).
    readings
        Word of the organisation → katakana reading or nothing; a token of its own, whatever stands beside it.
    """

    def __init__(self, shipped: Iterable[str], readings: Mapping[str, str]) -> None:
        self._readings = readings
        words = set(shipped) - set(readings)
        names = {word for word in words if word.isascii()}
        # a look at the first character spares most places the branches behind it
        first = re.escape("".join(sorted({word[0] for word in (*words, *readings)})))
        choices = (
            _trie_pattern(readings),
            _ALWAYS,
            _trie_pattern(words - names) + _NO_VERB,
            f"(?i:{_trie_pattern(names)})",
            _LATIN,
        )
        self._pattern = re.compile(f"(?=[［{_ALPHANUMERIC}{first}])(?:{'|'.join(choices)})")
        # of names any first letter is enough, because they are found in capitals and small letters
        self._starts = Starts((*words, *readings), ["［", *_ALPHANUMERIC, *(name[0] for name in names)])

    def hide_all(self, sentences: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        """Hide the words of many sentences as `hide` does those of one, which is quicker."""
        hidden: list[tuple[str, Sequence[str]]] = [(sentence, ()) for sentence in sentences]
        for place in self._starts.among(sentences):
            hidden[place] = self.hide(sentences[place])
        return hidden

    def hide(self, sentence: str) -> tuple[str, list[str]]:
        """Put one private-use character in the place of each word; also give the words in order."""
        words: list[str] = []

        def put_away(match: "re.Match[str]") -> str:
            words.append(match.group())
            return chr(_FIRST + (len(words) - 1) % 6400)

        return self._pattern.sub(put_away, sentence), words

    def reveal(self, tokens: Sequence[Token], hidden: Sequence[str]) -> list[Token]:
        """Put the words back in the place of their private-use characters.

        MeCab takes these for marks, so one token may hold several, and smileys beside them.
        """
        revealed: list[Token] = []
        words = iter(hidden)
        for token in tokens:
            if token.tag == "." and _HIDDEN.search(token.surface):
                pieces = [piece for piece in _HIDDEN.split(token.surface) if piece]
                revealed += [
                    self._token(next(words))
                    if _HIDDEN.match(p)
                    else replace(token, surface=p, kin=kin_of(token.tag, p))
                    for p in pieces
                ]
                continue
            # から behind a mark looks like a conjunction
            after_word = token.surface == "から" and revealed and revealed[-1].tag in "XM"
            revealed.append(replace(token, tag="f", joint="p", kin="f") if after_word else token)
        return revealed

    def _token(self, word: str) -> Token:
        """Make the token of a placeholder (M), an address of a page (.), an amount (T) or a word (X)."""
        if word.startswith("［"):
            return Token(word, word, "名詞", "固有名詞", word, word, "", "", "M", ".", "M")
        lemma = word.lower() if word.isascii() else word
        if word in self._readings:
            return Token(
                word,
                lemma,
                "名詞",
                "普通名詞",
                self._readings[word] or word,
                word,
                "",
                "",
                "X",
                ".",
                kin_of("X", word),
            )
        tag = "." if "://" in word else "T" if _AMOUNT.fullmatch(word) else "X"
        joint = {".": ".", "T": "A"}.get(tag) or joint_of(word, lemma, tag, "普通名詞", "")
        return Token(word, lemma, "名詞", "普通名詞", word, word, "", "", tag, joint, kin_of(tag, word))


def _trie_pattern(words: Iterable[str]) -> str:
    """One regular expression for all words, longest first, in time that does not grow with their number."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"{_BEFORE}{_branch(trie)}{_BEHIND}" if trie else "(?!)"  # which matches nothing


def _branch(node: Mapping[str, Any]) -> str:
    children = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not children:
        return ""
    body = children[0] if len(children) == 1 else f"(?:{'|'.join(children)})"
    return f"(?:{body})?" if "" in node else body
