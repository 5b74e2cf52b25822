"""The door to the analysis of masked utterances, for the pipelines and the command line."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from nlp.drafts import Draft, draft_sentences
from nlp.expressions import Expression, Relation, find_expressions, read_sentence, rules_digest
from nlp.intent.explain import explain as explain_kind
from nlp.intent.features import clues_of
from nlp.intent.model import KINDS, Model, load_model
from nlp.intent.rules import load_rules
from nlp.normalise import normalise
from nlp.sentences import split
from nlp.tokens import Token, Tokenizer, content_terms, is_plausible, join_compounds, plausibility_digest
from nlp.vocabulary import Vocabulary

VERSION = 5  # raise it when a change of code alters results
# at which utterances and characters a batch is full; does not change results
_BATCH, _BATCH_CHARACTERS = 512, 100_000
_LONGEST_WHOLE = 1_000  # characters that `read_many` reads at once
# what a sentence with risk, or with a flag, can be
_RISKY = tuple(kind for kind in KINDS if kind not in {"other", "praise"})
_VOICES = tuple(kind for kind in KINDS if kind != "other")
# which sentence stands for the utterance: what hurts before what pleases
_PROMINENCE = {
    "complaint": 1.0,
    "request": 1.0,
    "procedure": 0.95,
    "question": 0.95,
    "praise": 0.85,
    "other": 0.0,
}


# structs, because millions of them are made: a frozen dataclass of this size takes ten times as long
class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One sentence of an utterance.

    Attributes
    ----------
    start, end, text
        Span in the masked text and the text there, as the customer wrote it.
    kind, kind_score
        One of `nlp.intent.model.KINDS` and its probability, 0…1.
    sentiment
        −1 (bad) … 1 (good).
    flags, risk
        Ids of rules: cancel_intent, repair_exchange; smoke_fire, injury, health, foreign_matter, privacy,
        legal, sns_spread.
    tokens
        Lemmas for topics; empty for kind other.
    expressions
        What is said about what; empty for kind other.
    part
        Where in a mail it stands: body, greeting, quote, signature or notice; only the body has voices.
    relations
        What is wanted and what stands behind it; empty for kind other.
    cues
        What decided the kind, in the words of the sentence; only where it was asked for.
    """

    start: int
    end: int
    text: str
    kind: str
    kind_score: float
    sentiment: float
    flags: tuple[str, ...]
    risk: tuple[str, ...]
    tokens: tuple[str, ...]
    expressions: tuple[Expression, ...]
    part: str = "body"
    relations: tuple[Relation, ...] = ()
    cues: tuple[str, ...] = ()


class UtteranceAnalysis(msgspec.Struct, frozen=True, gc=False):
    """An utterance: the kind of its most prominent sentence, all that its sentences have, and these."""

    intent: str
    intent_score: float
    sentiment: float
    flags: tuple[str, ...]
    expressions: tuple[Expression, ...]
    tokens: tuple[str, ...]
    sentences: tuple[Sentence, ...]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What topics need of a text that is taken as one voice."""

    tokens: tuple[str, ...]
    expressions: tuple[Expression, ...]


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
        self._rules = load_rules()

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
        return [self._read(normalise(text).text) for text in texts]

    def _read(self, clean: str) -> Reading:
        """Read a normalised text, a very long one by sentences: the cost outgrows the length."""
        pieces = [clean] if len(clean) <= _LONGEST_WHOLE else [clean[a:b] for a, b in split(clean)]
        terms: list[str] = []
        expressions: dict[Expression, None] = {}
        for piece in pieces:
            tokens = self._tokenizer.tokenise(piece)
            if not is_plausible(tokens):
                continue
            terms += content_terms(tokens, self._vocabulary)
            expressions |= dict.fromkeys(find_expressions(tokens, synonyms=self._vocabulary.synonyms))
        return Reading(tuple(terms), tuple(expressions))

    def _analyse_batch(
        self, texts: Sequence[str], speakers: Sequence[str], explain: bool
    ) -> list[UtteranceAnalysis]:
        utterances = [draft_sentences(t, s, self._rules) for t, s in zip(texts, speakers, strict=True)]
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
            _summarise(tuple([_settled(d) if d.settled else next(voices) for d in drafts]))
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
        kinds, feelings = self._model.scores(clean, list(map(clues_of, parts, joined)))
        flags, risks = list(map(self._rules.flags.find, clean)), list(map(self._rules.risk.find, clean))
        before = [tokens if behind else () for tokens, behind in zip([(), *joined], follows, strict=False)]
        rows = zip(
            drafts, kinds.tolist(), feelings.round(4).tolist(), flags, risks, joined, before, strict=True
        )
        return [self._sentence(*row) for row in rows]

    def _sentence(
        self,
        draft: Draft,
        scores: list[float],
        feeling: float,
        flags: tuple[str, ...],
        risk: tuple[str, ...],
        tokens: Sequence[Token],
        before: Sequence[Token],
    ) -> Sentence:
        """Read a sentence for what it says unless it is of kind other; it follows on the one `before`."""
        # one voice with risk is enough, so it must be a voice
        kind, score = _best(scores, draft.kinds or (_RISKY if risk else _VOICES if flags else KINDS))
        start, end, shown = draft.start, draft.end, draft.shown
        if kind == "other" or not is_plausible(tokens):  # keyboard noise says nothing and joins no topic
            return Sentence(start, end, shown, kind, score, feeling, flags, risk, (), ())
        vocabulary = self._vocabulary
        said, links = read_sentence(tokens, before, synonyms=vocabulary.synonyms)
        terms = content_terms(tokens, vocabulary)
        return Sentence(start, end, shown, kind, score, feeling, flags, risk, terms, said, "body", links)


def _batches(texts: Sequence[str]) -> Iterator[slice]:
    """Cut `texts` so that neither many nor long ones fill the memory."""
    start = characters = 0
    for end, text in enumerate(texts, 1):
        characters += len(text)
        if end - start == _BATCH or characters >= _BATCH_CHARACTERS or end == len(texts):
            yield slice(start, end)
            start, characters = end, 0


def _settled(draft: Draft) -> Sentence:
    return Sentence(draft.start, draft.end, draft.shown, "other", 1.0, 0.0, (), (), (), (), draft.part)


def _best(probabilities: list[float], allowed: tuple[str, ...]) -> tuple[str, float]:
    """Most probable kind among those allowed and its probability, rounded so that it is stable."""
    if allowed is KINDS:
        score = max(probabilities)
        return KINDS[probabilities.index(score)], round(score, 4)
    by_kind = dict(zip(KINDS, probabilities, strict=True))
    kind = max(allowed, key=by_kind.__getitem__)
    return kind, round(by_kind[kind], 4)


def _summarise(sentences: tuple[Sentence, ...]) -> UtteranceAnalysis:
    if not sentences:
        return UtteranceAnalysis("other", 1.0, 0.0, (), (), (), ())
    if len(sentences) == 1:
        s = sentences[0]
        return UtteranceAnalysis(
            s.kind, s.kind_score, s.sentiment, s.flags, s.expressions, s.tokens, sentences
        )
    # a sentence with risk stands for the utterance; else the surest of what matters
    top = max(
        sentences, key=lambda s: (bool(s.risk) and s.kind != "other", _PROMINENCE[s.kind] * s.kind_score)
    )
    voiced = [s for s in sentences if s.kind != "other"]
    sentiment = round(sum(s.sentiment for s in voiced) / len(voiced), 4) if voiced else top.sentiment
    return UtteranceAnalysis(
        top.kind,
        top.kind_score,
        sentiment,
        tuple(dict.fromkeys(chain.from_iterable(s.flags for s in sentences))),
        tuple(dict.fromkeys(chain.from_iterable(s.expressions for s in sentences))),
        tuple(chain.from_iterable(s.tokens for s in sentences)),
        sentences,
    )
