"""The word vectors of ja_ginza, read straight from the package's files.

Loading the pipeline would start SudachiPy and take seconds; the table alone takes half a second.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

_MASK = (1 << 64) - 1
_MIX = 0xC6A4A7935BD1E995
_LONGEST_PART = 8  # characters
_ORDINARY_RANK = 20_000
_POLITE = frozenset("おご御")
# 取れる → 取る, 開ける → 開く, 減らす → 減る, 繋がる → 繋ぐ
_VERB_ENDINGS = {e + "る": u for e, u in zip("えけげせてねべめれ", "うくぐすつぬぶむる", strict=True)} | {
    "らす": "る",
    "がる": "ぐ",
    "まる": "む",
    "たす": "つ",
}
_KANA = re.compile("[\u3041-\u30ff]+")


class WordVectorsError(RuntimeError):
    """The word vectors cannot be found, or are not those a registry was built with."""


@dataclass(frozen=True)
class WordVectors:
    """A table of word vectors.

    Attributes
    ----------
    rows : mapping from spaCy's 64-bit hash of a word to its row, the most frequent words first
    table : float32 array, shape (20000, 300); several words may share a row
    name : package name and digest of the table, so that a registry knows its own
    ordinary : hashes of the most frequent words, those that have a row to themselves
    """

    rows: Mapping[int, int]
    table: NDArray[np.float32]
    name: str
    ordinary: frozenset[int] = frozenset()

    def lookup(self, words: Iterable[str]) -> NDArray[np.float64]:
        """Give the unit vectors of words, shape (words, 300); zeros for unknown words."""
        found = [self._row(word) for word in words]
        vectors = np.zeros((len(found), self.table.shape[1]))
        for position, row in enumerate(found):
            if row is not None:
                vectors[position] = self.table[row]
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        return np.asarray(vectors / np.where(lengths == 0.0, 1.0, lengths)[:, None])

    def rarity(self, words: Iterable[str]) -> NDArray[np.float64]:
        """How rare words are in the language at large, 0.3 … 1.3.

        Logarithm of the rank among 480,000 words over that of rank 20,000: 為る 0.3, 良い 0.38, 駅 0.63,
        ログイン 0.84; a word that the table lacks is as rare as the last.
        """
        hashes, ranks = self._ranks
        keys = np.array([self._key(word) for word in words], dtype=np.uint64)
        place = np.minimum(np.searchsorted(hashes, keys), max(len(hashes) - 1, 0))
        found = hashes[place] == keys if len(hashes) else np.zeros(len(keys), dtype=bool)
        rank = np.where(found, ranks[place] if len(hashes) else 0, len(hashes))
        return np.asarray(np.clip(np.log(2.0 + rank) / np.log(2.0 + _ORDINARY_RANK), 0.3, 1.3))

    @functools.cached_property
    def _ranks(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        hashes = np.fromiter(self.rows, dtype=np.uint64, count=len(self.rows))  # most frequent first
        order = np.argsort(hashes)
        return hashes[order], order.astype(np.int64)

    def split_unknown(self, word: str) -> tuple[str, ...]:
        """Known parts of a word that the table lacks, longest first from the left.

        配送状況確認 → 配送, 状況, 確認; お店 → 店; 開ける → 開く (the table has one verb of a pair).
        A word in the table, or of one or two characters, is its only part.
        """
        if self._row(word) is not None:
            return (word,)
        if related := next((near for near in _related(word) if self._row(near) is not None), None):
            return (related,)
        if len(word) <= 2:
            return (word,)
        parts: list[str] = []
        start = 0
        while start < len(word):
            lengths = range(min(len(word) - start, _LONGEST_PART, len(word) - 1), 1, -1)
            known = (size for size in lengths if hash_word(word[start : start + size]) in self.rows)
            size = next(known, 1)
            parts.append(word[start : start + size])
            start += size
        return tuple(parts)

    def ordinary_length(self, word: str) -> int:
        """Characters of a word that lie in words of the language, out of `len(word)`.

        電話 2, 配送状況 4, keyboard noise such as ｑｄｗｇｍ 0; a single character counts only if it is a
        frequent kanji (箱, 味), Latin letters only if they are a frequent word (ATM), a part of an unknown
        word in kana only from three characters on: any two make some word.
        """
        parts = self.split_unknown(word)
        least = 3 if len(parts) > 1 and _KANA.fullmatch(word) else 1
        return sum(len(part) for part in parts if len(part) >= least and self._is_ordinary(part))

    def _is_ordinary(self, word: str) -> bool:
        if len(word) == 1 and not "\u4e00" <= word <= "\u9fff":
            return False
        if hash_word(word) in self.ordinary or hash_word(word.upper()) in self.ordinary:
            return True
        return len(word) > 1 and not word.isascii() and self._row(word) is not None

    def _row(self, word: str) -> int | None:
        return self.rows.get(self._key(word))

    def _key(self, word: str) -> int:
        """Hash of the word, or of its capitals (atm → ATM) if only those are known."""
        key = hash_word(word)
        return hash_word(word.upper()) if key not in self.rows and word.isascii() else key


def _related(word: str) -> list[str]:
    """Words that stand for one the table lacks: without the polite お, or the verb it derives from."""
    if word[:1] in _POLITE and len(word) > 1:
        return [word[1:]]
    return [word[: -len(end)] + base for end, base in _VERB_ENDINGS.items() if word.endswith(end)]


def hash_word(word: str) -> int:
    """Hash a string as spaCy does: MurmurHash64A of its UTF-8 bytes with seed 1."""
    data = word.encode("utf-8", "replace")
    value = 1 ^ (len(data) * _MIX & _MASK)
    whole = len(data) // 8 * 8
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * _MIX & _MASK
        block = (block ^ block >> 47) * _MIX & _MASK
        value = (value ^ block) * _MIX & _MASK
    if len(data) > whole:
        value = (value ^ int.from_bytes(data[whole:], "little")) * _MIX & _MASK
    value = (value ^ value >> 47) * _MIX & _MASK
    return value ^ value >> 47


@functools.cache
def load_word_vectors(package: str = "ja_ginza") -> WordVectors:
    """Read the vector table of an installed spaCy model package (once per process).

    Raises
    ------
    WordVectorsError
        The package or its table is missing.
    """
    spec = importlib.util.find_spec(package)
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = sorted(path for folder in folders for path in Path(folder).glob(f"{package}-*/vocab/key2row"))
    if not found:
        raise WordVectorsError(
            f"no word vectors: package {package!r} with vocab/key2row is not installed; install ja-ginza"
        )
    vocab = found[-1].parent
    table = np.load(vocab / "vectors", mmap_mode="r", allow_pickle=False)
    digest = hashlib.blake2b(np.ascontiguousarray(table[::97]).tobytes(), digest_size=8).hexdigest()
    rows = msgspec.msgpack.decode((vocab / "key2row").read_bytes(), type=dict[int, int])
    return WordVectors(
        rows=rows,
        table=table,
        name=f"{vocab.parent.name}:{digest}",
        ordinary=frozenset(itertools.islice(rows, len(table))),
    )
