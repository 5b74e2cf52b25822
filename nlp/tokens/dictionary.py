"""MeCab with UniDic: text → tokens, each dictionary entry parsed once."""

from collections.abc import Iterable, Sequence

import fugashi
import unidic_lite

from nlp.tokens.token import Token, parse_entry

_LIMIT = 80_000  # entries; unknown words would otherwise grow the cache without bound
_KEY = r"%m\t%phl\t%pw"
_ENTRY = rf"{_KEY}\t%H"


class Dictionary:
    """Texts as MeCab reads them.

    Parameters
    ----------
    limit
        Entries at which all are forgotten.

    Notes
    -----
    MeCab writes all features of a token slowly, so it writes keys alone. Surface, context id and word cost
    tell entries apart as far as the search for the best path does: entries that share all three always tie,
    and MeCab takes the one that it lists last. What a new key stands for is asked once, word by word.
    """

    def __init__(self, *, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._keys = _tagger(_KEY)
        self._entries = _tagger(_ENTRY, "--all-morphs --partial")
        self._in_context = _tagger(_ENTRY)
        self._known: dict[str, Token] = {}

    def __len__(self) -> int:
        """Count the entries that are remembered."""
        return len(self._known)

    @property
    def size(self) -> int:
        """Number of entries in MeCab's dictionary."""
        return int(self._keys.dictionary_info[0]["size"])

    def read(self, text: str) -> list[Token]:
        """Tokens of a text, without its blanks."""
        return self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> list[list[Token]]:
        """Tokens of many texts, which is quicker."""
        if len(self._known) >= self._limit:
            self._known.clear()
        parse, known = self._keys.parse, self._known.__getitem__
        keys = [parse(text).split("\n") if text and not text.isspace() else [] for text in texts]
        read: list[list[Token]] = []
        missed: list[int] = []
        for place, line in enumerate(keys):
            try:
                read.append(list(map(known, line)))
            except KeyError:
                read.append([])
                missed.append(place)
        if missed:
            self._learn({key for place in missed for key in keys[place]} - self._known.keys())
        for place in missed:
            try:
                read[place] = list(map(known, keys[place]))
            except KeyError:
                read[place] = self.read_in_context(texts[place])
        return read

    def read_in_context(self, text: str) -> list[Token]:
        """Tokens of a text by the features that MeCab writes for each: slow, and right by itself."""
        lines = self._in_context.parse(text).split("\n")
        return [self._add(line) for line in lines if line]

    def _learn(self, keys: Iterable[str]) -> None:
        """Ask for the entries of new keys: all of each word, whatever stands beside it."""
        wanted = {key for key in keys if key}
        words = dict.fromkeys(key.partition("\t")[0] for key in wanted)
        lines = self._entries.parse("".join([f"{word}\t*\n" for word in words]) + "EOS\n").split("\n")
        # of entries with one key the last counts
        entries = {line.rpartition("\t")[0]: line for line in lines}
        for key in wanted & entries.keys():
            self._add(entries[key])

    def _add(self, line: str) -> Token:
        key, _, features = line.rpartition("\t")
        token = self._known[key] = parse_entry(key.partition("\t")[0], features)
        return token


def _tagger(line: str, options: str = "") -> fugashi.GenericTagger:
    folder = unidic_lite.DICDIR
    forms = rf'-O "" -F"{line}\n" -U"{line}\n" -E"\n"'
    return fugashi.GenericTagger(f'-r "{folder}/mecabrc" -d "{folder}" {options} {forms}')
