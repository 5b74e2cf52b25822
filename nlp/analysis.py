"""The door to the analysis of masked utterances, for the pipelines and the command line."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

from msgspec.structs import replace

from nlp.drafts import Draft, draft_all
from nlp.expressions import Expression, Relation, find_expressions, read_sentence, rules_digest
from nlp.intent.explain import explain as explain_kind
from nlp.intent.features import clues_of
from nlp.intent.model import KINDS, Model, load_model
from nlp.intent.rules import Rules, load_rules
from nlp.normalise import normalise
from nlp.results import RISKY, VOICES, Reading, Sentence, UtteranceAnalysis, best_kinds, settled, summarise
from nlp.sentences import split
from nlp.tokens import (
    Tokenizer,
    are_plausible,
    content_terms,
    join_compounds,
    plausibility_digest,
)
from nlp.vocabulary import Vocabulary

__all__ = ["Analyzer", "Reading", "Sentence", "UtteranceAnalysis"]

VERSION = 5  # raise it when a change of code alters results
# at which utterances and characters a batch is full; does not change results. Smaller ones take longer: each
# step of a batch brings its own tables back into the processor's cache
_BATCH, _BATCH_CHARACTERS = 1_536, 100_000
_NOTHING: tuple[tuple[Expression, ...], tuple[Relation, ...]] = ((), ())
_LONGEST_WHOLE = 1_000  # characters that `read_many` reads at once


class Analyzer:
    """Analyse masked utterances.

    Parameters
    ----------
    vocabulary
        The organisation's terms, synonyms and stop words (``config/*.csv``).
    model
        Weights of kind and sentiment; default: those that ship.

    Notes
    -----
    Results depend on nothing but the text, the speaker and what `fingerprint` covers.
    """

    def __init__(self, vocabulary: Vocabulary | None = None, model: Model | None = None) -> None:
        self._vocabulary = vocabulary or Vocabulary()
        self._tokenizer = Tokenizer(self._vocabulary)
        self._model = model or load_model()

    @cached_property
    def _rules(self) -> Rules:
        return load_rules()  # more than a second of compiling, which `read_many` does without

    @property
    def fingerprint(self) -> str:
        """SHA-256 over model, rules, word lists and the version of the code that decides results."""
        parts = [str(VERSION), self._model.digest, self._rules.digest, self._tokenizer.fingerprint]
        parts.append(rules_digest())
        parts.append(plausibility_digest())
        parts.append(self._vocabulary.digest)
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def analyse(self, text: str, speaker: str = "customer") -> UtteranceAnalysis:
        """Analyse one masked utterance.

        `speaker` is customer, operator, bot, system, memo or unknown.

        ``電話がつながりません。`` → intent complaint, expression 電話―つながらない, tokens ("電話", "繋がる")
        """
        return self.analyse_many([text], [speaker])[0]

    def analyse_many(
        self, texts: Sequence[str], speakers: Sequence[str], *, explain: bool = False
    ) -> list[UtteranceAnalysis]:
        """Analyse many utterances, in order; each result is the one that `analyse` gives.

        With `explain` sentences also hold the cues that decided their kind, which takes a millisecond each.

        Raises
        ------
        ValueError
            When `texts` and `speakers` differ in length.
        """
        if len(texts) != len(speakers):
            raise ValueError(
                f"analyse_many: {len(texts)} texts but {len(speakers)} speakers; give one speaker a text"
            )
        results: list[UtteranceAnalysis] = []
        for batch in _batches(texts):
            results += self._analyse_batch(texts[batch], speakers[batch], explain)
        return results

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read each text as one voice, whatever its kind: terms for topics, and expressions."""
        return list(
            chain.from_iterable(self._read([*map(_pieces, texts[batch])]) for batch in _batches(texts))
        )

    def _read(self, texts: Sequence[Sequence[str]]) -> Iterator[Reading]:
        """Read normalised texts, each in pieces."""
        pieces = list(chain.from_iterable(texts))
        tokens = list(map(join_compounds, self._tokenizer.split_all(pieces), pieces))
        read = iter(zip(tokens, are_plausible(tokens), strict=True))
        vocabulary = self._vocabulary
        for text in texts:
            terms: list[str] = []
            expressions: dict[Expression, None] = {}
            for joined, is_speech in islice(read, len(text)):
                if is_speech:
                    terms += content_terms(joined, vocabulary)
                    expressions |= dict.fromkeys(find_expressions(joined, synonyms=vocabulary.synonyms))
            yield Reading(tuple(terms), tuple(expressions))

    def _analyse_batch(
        self, texts: Sequence[str], speakers: Sequence[str], explain: bool
    ) -> list[UtteranceAnalysis]:
        utterances = draft_all(texts, speakers, self._rules)
        unsettled: list[Draft] = []
        follows: list[bool] = []  # whether the sentence before it belongs to the same utterance
        for drafts in utterances:
            is_behind = False
            for draft in drafts:
                if not draft.settled:
                    unsettled.append(draft)
                    follows.append(is_behind)
                is_behind = not draft.settled
        scored = self._voices(unsettled, follows)
        voices = iter(self._explained(scored, [d.clean for d in unsettled]) if explain else scored)
        return [
            summarise(tuple([settled(d) if d.settled else next(voices) for d in drafts]))
            for drafts in utterances
        ]

    def _explained(self, voices: Sequence[Sentence], clean: Sequence[str]) -> list[Sentence]:
        parts = self._tokenizer.split_all(clean)
        return [
            replace(voice, cues=tuple(map(str, explain_kind(text, tokens, voice.kind, self._model))))
            for voice, text, tokens in zip(voices, clean, parts, strict=True)
        ]

    def _voices(self, drafts: Sequence[Draft], follows: Sequence[bool]) -> list[Sentence]:
        """Score and read the sentences that may be voices.

        Each step takes all of them before the next begins: so MeCab's tables, then those of the model and of
        the rules stay in the processor's cache, which saves a sixth of the time.
        """
        clean = [draft.clean for draft in drafts]
        parts = self._tokenizer.split_all(clean)
        joined = list(map(join_compounds, parts, clean))
        probabilities, feelings = self._model.scores(clean, list(map(clues_of, parts, joined)))
        kinds = best_kinds(probabilities, [_allowed(draft) for draft in drafts])
        before = [tokens if behind else () for tokens, behind in zip([(), *joined], follows, strict=False)]
        # keyboard noise says nothing and joins no topic
        read = [
            kind != "other" and speech for (kind, _), speech in zip(kinds, are_plausible(joined), strict=True)
        ]
        vocabulary = self._vocabulary
        said = [
            read_sentence(tokens, left, synonyms=vocabulary.synonyms) if is_read else _NOTHING
            for tokens, left, is_read in zip(joined, before, read, strict=True)
        ]
        terms = [
            content_terms(tokens, vocabulary) if is_read else ()
            for tokens, is_read in zip(joined, read, strict=True)
        ]
        return list(map(_sentence, drafts, kinds, feelings.round(4).tolist(), terms, said))


def _sentence(
    draft: Draft,
    best: tuple[str, float],
    feeling: float,
    terms: tuple[str, ...],
    said: tuple[tuple[Expression, ...], tuple[Relation, ...]],
) -> Sentence:
    kind, score = best
    return Sentence(
        draft.start,
        draft.end,
        draft.shown,
        kind,
        score,
        feeling,
        draft.flags,
        draft.risk,
        terms,
        said[0],
        "body",
        said[1],
    )


def _allowed(draft: Draft) -> tuple[str, ...]:
    """Kinds that a sentence may be of; one voice with risk is enough, so it must be a voice."""
    return draft.kinds or (RISKY if draft.risk else VOICES if draft.flags else KINDS)


def _batches(texts: Sequence[str]) -> Iterator[slice]:
    """Cut `texts` so that neither many nor long ones fill the memory."""
    start = characters = 0
    for end, text in enumerate(texts, 1):
        characters += len(text)
        if end - start == _BATCH or characters >= _BATCH_CHARACTERS or end == len(texts):
            yield slice(start, end)
            start, characters = end, 0


def _pieces(text: str) -> list[str]:
    """Normalise a text; a very long one falls into its sentences, because the cost outgrows the length."""
    clean = normalise(text).text
    return [clean] if len(clean) <= _LONGEST_WHOLE else [clean[a:b] for a, b in split(clean)]
