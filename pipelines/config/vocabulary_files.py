"""``dictionary.csv``, ``synonyms.csv``, ``stop_words.csv`` → the vocabulary, and what is wrong with them."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlp.normalise import normalise
from nlp.vocabulary import Synonyms, Term, Vocabulary
from pipelines.config.model import closest
from pipelines.config.synonym_rows import read_synonyms
from pipelines.config.word_rows import Problems, WordProblem, read_rows, shown

DICTIONARY: Final = "dictionary.csv"
SYNONYMS: Final = "synonyms.csv"
STOP_WORDS: Final = "stop_words.csv"
VOCABULARY_FILES: Final = (DICTIONARY, SYNONYMS, STOP_WORDS)
TERM_KINDS: Final = ("製品名", "サービス名", "部署名", "店舗名", "用語", "その他")
TERM_COLUMNS: Final = ("term", "reading", "kind")
_LONGEST_TERM = 60
_KANA = re.compile(r"[ァ-ヶー・]*")
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_SHORT_KANA = re.compile(r"[ぁ-んー]{1,2}")


@dataclass(frozen=True)
class VocabularyFiles:
    """What a configuration folder says about words.

    Attributes
    ----------
    vocabulary
        All that can be used.
    problems
        What cannot, in the order of files and lines.
    """

    vocabulary: Vocabulary
    problems: tuple[WordProblem, ...]


def read_vocabulary(folder: Path) -> VocabularyFiles:
    """Read the word lists of a configuration folder; a file that is not there is an empty list.

    A row that cannot be used is left out and named in `VocabularyFiles.problems`.
    """
    dictionary, synonyms, stop_words = (Problems(str(folder / name)) for name in VOCABULARY_FILES)
    vocabulary = Vocabulary(
        _read_terms(folder / DICTIONARY, dictionary),
        Synonyms(*read_synonyms(folder / SYNONYMS, synonyms)),
        _read_stop_words(folder / STOP_WORDS, stop_words),
    )
    found = (problems.found for problems in (dictionary, synonyms, stop_words))
    return VocabularyFiles(
        vocabulary, tuple(item for part in found for item in sorted(part, key=lambda item: item.line))
    )


def _read_terms(path: Path, problems: Problems) -> tuple[Term, ...]:
    terms: list[Term] = []
    lines: dict[str, int] = {}
    for row in read_rows(path, TERM_COLUMNS, needed=("term",), problems=problems):
        text = row.cells["term"]
        word = normalise(text).text.strip()
        wrong = _wrong_term(word)
        if wrong:
            problems.add(row.line, f"term {shown(text)} {wrong}")
        elif word in lines:
            problems.add(
                row.line, f"term {shown(text)} is already in line {lines[word]}; delete one of the two"
            )
        else:
            lines[word] = row.line
            reading = _reading(row.cells.get("reading", ""), row.line, problems)
            kind = _kind(row.cells.get("kind", ""), row.line, problems)
            terms.append(Term(word, reading, kind))
    return tuple(terms)


def _wrong_term(word: str) -> str:
    """Say why a normalised word cannot be kept whole; nothing when it can."""
    if not any(map(str.isalnum, word)):
        return "has neither letter nor digit; delete the row"
    if len(word) > _LONGEST_TERM or "\n" in word:
        return f"is longer than {_LONGEST_TERM} characters; give the word alone"
    if "［" in word or "］" in word:
        return "holds a placeholder of masked data; give the word alone"
    if len(word) == 1 or _SHORT_KANA.fullmatch(word):
        return "is so short that it would cut other words; give a longer one"
    return ""


def _reading(text: str, line: int, problems: Problems) -> str:
    reading = unicodedata.normalize("NFKC", text).replace(" ", "").translate(_HIRAGANA)
    if _KANA.fullmatch(reading):
        return reading
    problems.add(line, f"reading {shown(text)} is not in kana; the term is used without a reading")
    return ""


def _kind(text: str, line: int, problems: Problems) -> str:
    if not text or text in TERM_KINDS:
        return text or "用語"
    hint = closest(text, TERM_KINDS)
    problems.add(
        line, f"kind {shown(text)} is not known{hint}, 用語 is taken; kinds: {', '.join(TERM_KINDS)}"
    )
    return "用語"


def _read_stop_words(path: Path, problems: Problems) -> frozenset[str]:
    lines: dict[str, int] = {}
    for row in read_rows(path, ("word",), needed=("word",), problems=problems):
        word = normalise(row.cells["word"]).text.strip()
        if not word:
            problems.add(
                row.line, f"word {shown(row.cells['word'])} is never seen by the analysis; delete the row"
            )
        elif word in lines:
            problems.add(
                row.line, f"word {shown(word)} is already in line {lines[word]}; delete one of the two"
            )
        else:
            lines[word] = row.line
    return frozenset(lines)
