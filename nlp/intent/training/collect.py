"""All examples together, without the texts that only measure."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from nlp.intent.training.corpora import corpus_examples, rated_answers
from nlp.intent.training.example import Example, clean, read_rows
from nlp.intent.training.own import issue_examples, small_talk_examples, template_examples, trade_examples

_FEELING = {"complaint": "neg", "praise": "pos"}


def kind_examples(corpora: Path, issues: Path) -> list[Example]:
    """Collect examples of kinds, each text once, without texts that stand in `intent_gold`."""
    held_out = {clean(row["text"]).strip("。 ") for row in read_rows(corpora / "intent_gold.jsonl.gz")}
    unique: dict[str, Example] = {}
    own = (issue_examples(issues), trade_examples(), template_examples(), small_talk_examples())
    for example in chain(*own, corpus_examples(corpora)):
        if example.key and example.key not in held_out:
            unique.setdefault(example.key, example)
    return list(unique.values())


def sentiment_examples(corpora: Path, kinds: Iterable[Example]) -> list[Example]:
    """Collect positive, negative and neutral texts: kinds, rated answers, graded comments."""
    examples = [Example(e.text, _FEELING.get(e.label, "neu"), e.source, e.weight, e.group) for e in kinds]
    for row in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz"):
        grade = row["satisfaction_5"]
        if grade in {1, 2, 5} and len(row["text"]) > 100:
            examples.append(Example(clean(row["text"]), "pos" if grade == 5 else "neg", "survey"))
    for index, row in enumerate(read_rows(corpora / "economy_comments_2000_2014.jsonl.gz")):
        if row["sentiment_5"] != 3 and index % 8 == 0:
            label = "pos" if row["sentiment_5"] > 3 else "neg"
            examples.append(Example(clean(row["text"]), label, "economy"))
    return examples


def polarity_examples(corpora: Path, feelings: Iterable[Example]) -> list[Example]:
    """Collect what word polarity is learned on: sentiment, and many short rated answers."""
    held_out = {clean(row["text"]).strip("。 ") for row in read_rows(corpora / "intent_gold.jsonl.gz")}
    return [*(e for e in rated_answers(corpora) if e.key not in held_out), *feelings]
