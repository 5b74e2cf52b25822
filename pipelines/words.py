"""Help with the word lists: what to add, and what a change of them would alter. Reads masked text only."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from nlp.analysis import Analyzer
from nlp.normalise import normalise
from nlp.term_candidates import find_candidates
from nlp.tokens import Tokenizer, content_terms
from nlp.vocabulary import Vocabulary
from pipelines.config.vocabulary_files import read_vocabulary
from pipelines.config.word_rows import WordProblem
from pipelines.errors import PipelineError
from pipelines.resources import analyzer
from pipelines.settings import Settings
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS

_HIRAGANA = re.compile("[ぁ-ゖ]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term for dictionary.csv, the cases and voices it is in, and a sentence that may be quoted."""

    term: str
    reading: str
    why: str
    cases: int
    voices: int
    example: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that changes: the words that count in it before and after."""

    sentence: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(slots=True)
class Change:
    """What one word of the lists alters."""

    word: str
    voices: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """All changes, the most frequent first, among so many voices."""

    voices: int
    changed: int
    changes: tuple[Change, ...]


def check_words(settings: Settings) -> tuple[WordProblem, ...]:
    """Return what cannot be used of the word lists."""
    return read_vocabulary(settings.config_dir).problems


def suggest_terms(settings: Settings, *, days: int, limit: int) -> list[Suggestion]:
    """Suggest terms from the last `days` days of the lake, those in most cases first.

    Raises
    ------
    PipelineError
        The lake holds no voices yet.
    """
    voices = _voices(settings, days)
    sentences = voices.column("sentence").to_pylist()
    cases = voices.column("case_id").to_pylist()
    quotable = voices.column("quotable").to_pylist()
    vocabulary = read_vocabulary(settings.config_dir).vocabulary
    known = {*vocabulary.readings, *vocabulary.synonyms, *vocabulary.stop_words}
    found = []
    for item in find_candidates(sentences, Tokenizer(vocabulary)):
        if item.term not in known:
            example = next((sentences[place] for place in item.places if quotable[place]), "")
            count = len({cases[place] for place in item.places})
            found.append(
                Suggestion(item.term, item.reading, item.why, count, len(item.places), _one_line(example))
            )
    return sorted(found, key=lambda item: (-item.cases, -item.voices, item.term))[:limit]


def preview_changes(settings: Settings, *, days: int, examples: int) -> Preview:
    """Compare the stored words of the last `days` days with those that the configured lists give.

    Only sentences that hold a word of the lists, or a stored word that is none any more, are read again.

    Raises
    ------
    PipelineError
        The lake holds no voices yet.
    """
    voices = _voices(settings, days)
    reader = analyzer(settings)
    vocabulary = read_vocabulary(settings.config_dir).vocabulary
    stored = [tuple(words) for words in voices.column("tokens").to_pylist()]
    sentences = voices.column("sentence").to_pylist()
    suspects = list(_Suspects(vocabulary, reader, stored).find(sentences, stored))
    again = reader.read_many([sentences[place] for place in suspects])
    quotable = voices.column("quotable").to_pylist()
    changes: dict[str, Change] = {}
    changed = 0
    for place, reading in zip(suspects, again, strict=True):
        causes = _causes(stored[place], reading.tokens, normalise(sentences[place]).text, vocabulary)
        changed += bool(causes)
        for word in causes:
            change = changes.setdefault(word, Change(word))
            change.voices += 1
            if quotable[place] and len(change.examples) < examples:
                change.examples.append(Example(_one_line(sentences[place]), stored[place], reading.tokens))
    ordered = sorted(changes.values(), key=lambda change: (-change.voices, change.word))
    return Preview(len(sentences), changed, tuple(ordered))


class _Suspects:
    """Finds the sentences that the lists might change, without analysing them."""

    def __init__(self, vocabulary: Vocabulary, reader: Analyzer, stored: Sequence[tuple[str, ...]]) -> None:
        plain = Tokenizer()
        named = {*vocabulary.synonyms, *vocabulary.stop_words}
        lemmas = {term for word in named for term in content_terms(plain.tokenise(word))}
        words = sorted({word for tokens in stored for word in tokens})
        gone = {
            word for word, read in zip(words, reader.read_many(words), strict=True) if read.tokens != (word,)
        }
        self._words = gone | named | lemmas | {w for w in words if vocabulary.representative(w) != w}
        texts = sorted({*vocabulary.readings, *vocabulary.synonyms}, key=len, reverse=True)
        self._texts = re.compile("|".join(map(re.escape, texts)) or "(?!)")

    def find(self, sentences: Sequence[str], stored: Sequence[tuple[str, ...]]) -> Iterator[int]:
        """Yield the numbers of the suspect sentences."""
        for number, (sentence, words) in enumerate(zip(sentences, stored, strict=True)):
            text = normalise(sentence).text
            if not self._words.isdisjoint(words) or self._texts.search(text) or _is_replaced(words, text):
                yield number


def _is_replaced(words: Iterable[str], text: str) -> bool:
    """Tell whether a stored noun is not in the text: the variant it stood for may be gone from the lists."""
    return any(word not in text and not _HIRAGANA.search(word) for word in words)


def _causes(before: tuple[str, ...], after: tuple[str, ...], text: str, vocabulary: Vocabulary) -> list[str]:
    """Words of the lists, or words that were taken out of them, that changed a sentence's words."""
    lost, gained = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if not lost and not gained:
        return []
    terms = [word for word in gained if word in vocabulary.readings]
    targets = {*vocabulary.synonyms.exact.values(), *vocabulary.synonyms.patterns.values()}
    representatives = [word for word in gained if word in targets and word not in terms]
    stopped = [word for word in lost if word in vocabulary.stop_words]
    removed = [word for word in lost if word in text and word not in stopped and len(gained) > 1]
    return [*terms, *representatives, *stopped] or removed[:1] or [*lost, *gained][:1]


def _voices(settings: Settings, days: int) -> pa.Table:
    """Read the newest days' voices, each with its case: of the source system, else its contact."""
    columns = ["contact_id", "sentence", "tokens", "quotable"]
    wanted = settings.lake.days(core.VOICES)[-days:]
    if not wanted:
        message = "words: the lake holds no voices yet; run 'koe backfill FROM TO' first"
        raise PipelineError(message)
    tables = []
    for day in wanted:
        voices = settings.lake.read_day(core.VOICES, day, columns)
        contacts = settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id", "source_case_id"]).to_pydict()
        case_of = dict(zip(contacts["contact_id"], contacts["source_case_id"], strict=True))
        cases = [case_of.get(contact) or contact for contact in voices.column("contact_id").to_pylist()]
        tables.append(voices.append_column("case_id", pa.array(cases, pa.string())))
    return pa.concat_tables(tables)


def _one_line(text: str) -> str:
    return " ".join(text.split())
