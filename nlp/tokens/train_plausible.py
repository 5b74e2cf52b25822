"""Count the table of `nlp.tokens.plausible` again: ``KOE_CORPORA=… python -m nlp.tokens.train_plausible``.

A developer's tool that reads files; the same data and code give the same bytes. Speech is every n-th text of
the corpora, noise is made here: kana, kanji, both, and neighbouring keys.
"""

import gzip
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from math import log
from pathlib import Path

from nlp.normalise import normalise
from nlp.tokens.kin import name_of
from nlp.tokens.plausible import END, START
from nlp.tokens.tokenizer import Tokenizer

_EVERY = {
    "visitor_survey_2022_2024": 16,
    "economy_comments_2000_2014": 100,
    "hotel_requests": 8,
    "blog_opinions": 2,
}
_NOISE = 1_000  # texts of each sort
_CLIP = 3.0  # a single pair must not decide alone
_PRIOR = 5.0  # pairs
_KEYS = re.split(
    r"\s+",
    "あさ sd fg ｄｆ かじょ っっｋ でｆ jk l; ふじこ qw くぇ あｓ ｆじ ｋｌ えｒ ｔｙ ひおｊ ｑｗ asdf",
)
_HIRAGANA = [chr(code) for code in range(0x3042, 0x3094) if chr(code) not in "ぃぅぇぉっゃゅょゎゐゑ"]

_Pairs = Counter[tuple[str, str]]


def main() -> None:
    """Count, compare and write the table."""
    texts = list(_speech(Path(os.environ["KOE_CORPORA"])))
    speech, noise = _count(texts), _count(_noise(texts))
    classes = sorted({token for pair in speech + noise for token in pair})
    likely, unlikely = _model(speech), _model(noise)

    def ratio(left: str, right: str) -> int:
        return round(10.0 * max(-_CLIP, min(_CLIP, likely(left, right) - unlikely(left, right))))

    rows = [json.dumps([ratio(left, right) for right in classes]) for left in classes]
    table = Path(__file__).parents[1] / "data" / "token_pairs.json"
    joined = ",\n".join(rows)
    table.write_text(f'{{"classes": {json.dumps(classes)},\n"ratios": [\n{joined}\n]}}\n', encoding="utf-8")


def _speech(corpora: Path) -> Iterator[str]:
    for name, every in _EVERY.items():
        with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for number, line in enumerate(lines) if number % every == 0)


def _noise(texts: Iterable[str]) -> Iterator[str]:
    rng = random.Random(1)  # noqa: S311  # nothing secret
    written = Counter(character for text in texts for character in text)
    kana = {character: count for character, count in sorted(written.items()) if "ぁ" <= character <= "ん"}
    kanji = [
        character for character in sorted(written) if "一" <= character <= "龠" and written[character] > 1
    ]
    for _ in range(_NOISE):
        length = rng.randint(8, 30)
        yield "".join(rng.choices(_HIRAGANA, k=length))
        yield "".join(rng.choices(list(kana), list(kana.values()), k=length))
        yield "".join(rng.choices(kanji, k=length))
        yield "".join(rng.choice(_HIRAGANA if rng.random() < 0.6 else kanji) for _ in range(length))
        yield "".join(rng.choices(_KEYS, k=rng.randint(3, 10)))


def _count(texts: Iterable[str]) -> _Pairs:
    tokenizer = Tokenizer()
    pairs: _Pairs = Counter()
    for text in texts:
        tokens = tokenizer.tokenise(normalise(text).text)
        pairs.update(pairwise([START, *(name_of(token.kin) for token in tokens), END]))
    return pairs


def _model(pairs: _Pairs) -> Callable[[str, str], float]:
    """Give the logarithm of the chance of a class after another; rare classes lean on their share in all."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for (left, right), count in pairs.items():
        before[left] += count
        after[right] += count
    total = sum(after.values()) + len(after) + 1

    def chance(left: str, right: str) -> float:
        prior = (after[right] + 1) / total
        return log((pairs[left, right] + _PRIOR * prior) / (before[left] + _PRIOR))

    return chance


if __name__ == "__main__":
    main()
