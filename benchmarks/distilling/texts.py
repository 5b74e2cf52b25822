"""What the encoder is asked about: real texts, none of which a benchmark measures, and frequent words."""

import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.analysis.corpora import read_rows
from benchmarks.topics.further_sets import further_sets
from benchmarks.topics.sets import labelled_sets
from nlp.vectors.words import WordVectors, hash_word

_SHORTEST, _LONGEST = 6, 120  # characters
_FREQUENT_WORDS = 40_000
_LEAST_SEEN = 2
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヶー々〆一-鿿A-Za-z]{1,12}")


def unmeasured_texts(corpora: Path) -> list[str]:
    """Texts of the survey and of the economy comments, sorted, each once."""
    measured = {text for sets in (labelled_sets, further_sets) for one in sets(corpora) for text in one.texts}
    found = {
        row["text"]
        for name in ("visitor_survey_2022_2024", "economy_comments_2000_2014")
        for row in read_rows(corpora / f"{name}.jsonl.gz")
        if _SHORTEST <= len(row["text"]) <= _LONGEST
    }
    return sorted(found - measured)


def single_words(tokens: Iterable[Sequence[str]], vectors: WordVectors) -> list[str]:
    """Words of the texts that come twice at least, and the most frequent ones of the language, sorted."""
    seen = Counter(word for document in tokens for word in document)
    spelling = {hash_word(word): word for word in _strings() if _JAPANESE.fullmatch(word)}
    ranked = [spelling[key] for key in vectors.rows if key in spelling]
    return sorted(
        {word for word, count in seen.items() if count >= _LEAST_SEEN} | set(ranked[:_FREQUENT_WORDS])
    )


def _strings() -> list[str]:
    """Spellings of the word vectors' words."""
    spec = importlib.util.find_spec("ja_ginza")
    folders = list(spec.submodule_search_locations or []) if spec else []
    (path,) = (path for folder in folders for path in Path(folder).glob("*/vocab/strings.json"))
    strings: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return strings
