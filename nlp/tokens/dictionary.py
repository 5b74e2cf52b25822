"""MeCab with UniDic: text → tokens, each dictionary entry parsed once."""

import fugashi
import unidic_lite

from nlp.tokens.token import Token, parse_entry

_LIMIT = 160_000  # keys, two an entry; unknown words would otherwise grow the cache without bound
# Below this, most sentences still bring a new entry, and reading them twice costs more than long lines.
_ENOUGH = 12_000
_KEY = r"%m\t%phl\t%pw"


class Dictionary:
    """Texts as MeCab reads them.

    Parameters
    ----------
    enough
        Keys that are known before texts are read by keys alone.
    limit
        Keys at which all are forgotten.

    Notes
    -----
    MeCab writes all features of a token slowly. Surface, context id and word cost tell entries apart as
    far as the search for the best path does: entries that share all three always tie, and MeCab decides
    the same tie alike everywhere. So once enough entries are known, it writes these keys alone, and a
    text with an unknown key is read again with all features.
    """

    def __init__(self, *, enough: int = _ENOUGH, limit: int = _LIMIT) -> None:
        self._enough, self._limit = enough, limit
        self._long = _tagger(rf"{_KEY}\t%H\n")
        self._short = _tagger(rf"{_KEY}\n")
        # apart, so that the table which is asked most stays small
        self._by_line: dict[str, Token] = {}
        self._by_key: dict[str, Token] = {}

    def __len__(self) -> int:
        """Count the keys that are remembered."""
        return len(self._by_line) + len(self._by_key)

    @property
    def size(self) -> int:
        """Number of entries in MeCab's dictionary."""
        return int(self._long.dictionary_info[0]["size"])

    def read(self, text: str) -> list[Token]:
        """Tokens of a text, without its blanks."""
        if len(self) > self._enough:
            try:
                return list(map(self._by_key.__getitem__, self._short.parse(text).split("\n")))
            except KeyError:
                pass
        lines = self._long.parse(text).split("\n")
        try:
            return list(map(self._by_line.__getitem__, lines))
        except KeyError:
            return [self._by_line.get(line) or self._add(line) for line in lines if line]

    def _add(self, line: str) -> Token:
        if len(self) >= self._limit:
            self._by_line.clear()
            self._by_key.clear()
        surface, context, cost, features = line.split("\t", 3)
        token = parse_entry(surface, features)
        self._by_line[line] = self._by_key[f"{surface}\t{context}\t{cost}"] = token
        return token


def _tagger(line: str) -> fugashi.GenericTagger:
    folder = unidic_lite.DICDIR
    return fugashi.GenericTagger(f'-r "{folder}/mecabrc" -d "{folder}" -O "" -F"{line}" -U"{line}" -E"\\n"')
