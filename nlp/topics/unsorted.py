"""Topics of lists that come without kinds: customers' feedback is sorted before topics are looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from nlp.intent.model import KINDS
from nlp.topics.leaning import kinds_and_feelings, likeliest_kinds
from nlp.topics.model import TopicModel, fit_topics
from nlp.topics.words import topic_words
from nlp.vectors.base import Tokens
from nlp.vectors.distilled import load_distilled_words
from nlp.vectors.embedder import LsaWordEmbedder

UNSORTED: Final = "voice"
_FINER: Final = 1.4  # such lists are long-tailed: many small matters, each of which a name can tell
# voices of a sort; of fewer, most are too far apart to be of one topic, questions even more so
_FEWEST: Final = {"praise": 30, "question": 60, UNSORTED: 30}
_ASKED: Final = 2_000  # voices of a long list, evenly spread, tell whether it is feedback
_SURE: Final = 0.72  # mean chance of the likeliest kind; reports and stories have less
_FELT, _NEITHER, _ALIKE = 0.2, 0.3, 0.75  # shares: complaints and praise, mere statements, the commonest kind
_FELT_WORDS: Final = topic_words("felt")


def fit_unsorted(
    sentences: Sequence[str], tokens: Tokens, phrases: Sequence[Sequence[str]], *, seed: int
) -> TopicModel:
    """Discover and name the topics of voices whose kinds nobody told; see `fit_topics`.

    Where customers complain, praise and wish, no name is true of 駐車場が狭い and 駐車場が広い together,
    though they lie near each other: praise gets topics of its own, and so do questions where there are many.
    Complaints and requests stay together, because many a matter is told as either. Words that only say what
    is felt (便利, 困る) group nothing. What is no such list (requests and questions to a hotel, reports of
    firms, blogs) or nearly all of one kind is one whole.
    """
    kinds, finer = [UNSORTED] * len(sentences), None
    if is_mixed_feedback(sentences):
        tokens = [[word for word in words if word not in _FELT_WORDS] or words for words in tokens]
        kinds, finer = _sorted_out(sentences), _FINER
    # all four views: no identity hangs on such lists
    embedder = LsaWordEmbedder.fit(tokens, seed=seed, distilled=load_distilled_words())
    return fit_topics(sentences, tokens, phrases, kinds, seed=seed, embedder=embedder, finer=finer)


def is_mixed_feedback(sentences: Sequence[str]) -> bool:
    """Say whether customers complain, praise and wish in a list, not nearly all of them one of these."""
    asked = sorted(sentences)[:: -(-len(sentences) // _ASKED) or 1]
    if not asked:
        return False
    likely, _ = kinds_and_feelings(asked)
    counts = np.bincount(likely.argmax(axis=1), minlength=len(KINDS)) / len(asked)
    share = dict(zip(KINDS, counts.tolist(), strict=True))
    return (
        round(float(likely.max(axis=1).mean()), 6) >= _SURE
        and share["complaint"] + share["praise"] >= _FELT
        and share["other"] <= _NEITHER
        and max(share.values()) <= _ALIKE
    )


def _sorted_out(sentences: Sequence[str]) -> list[str]:
    """Kind of each voice that is praise or a question, `UNSORTED` for all others; few go with these."""
    kinds = likeliest_kinds(sentences)
    count = Counter(kinds)
    alone = [kind for kind in ("praise", "question") if count[kind] >= _FEWEST[kind]]
    if len(sentences) - sum(count[kind] for kind in alone) < _FEWEST[UNSORTED]:
        return [UNSORTED] * len(sentences)
    return [kind if kind in alone else UNSORTED for kind in kinds]
