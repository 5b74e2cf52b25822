"""Risk and flags: recall and false alarms on sentences that others wrote, false alarms on real texts."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from benchmarks.analysis.corpora import LEFT_OUT, read_rows
from nlp.intent.rules import Rules, load_rules
from nlp.normalise import normalise
from nlp.sentences import split

TITLE = "Risk that counts at n = 1, and flags (rules)"
_DATA = Path(__file__).parent / "data"
_EVERY = 4  # of the economy comments, the largest and least like customers
_SETS = (
    (
        "risk_held_out.yaml",
        """
Three sets of sentences by people who had not seen the rules: what must be found, and near misses.
**First set**: at the first look 167 of 210 (80 %) found and 18 of 210 near misses raised. The rules were
mended against it **more than once**, so these figures say only that nothing was lost since.
""",
    ),
    (
        "risk_second.yaml",
        """
**Second set**, for development: at the first look 269 of 360 (75 %) and 30 of 180. The figures are those
**after the rules were widened with it in sight**.
""",
    ),
    (
        "risk_third.yaml",
        """
**Third set, held out**: nobody read it while mending the rules; only totals were taken. Before the rules
were widened 127 of 225 (56 %) and 29 of 135. This is the one to go by.
""",
    ),
)
_REAL_TEXT = """
Texts in which hardly anyone reports a risk: visitors' survey, hotel chats and requests, blogs, a quarter of
the economy comments. Every hit was judged by one reader; one that nobody judged counts as false. The economy
comments tell of other people's fires and contracts, so they stand apart, and nobody judged the flags there.

"""


class _Hit(NamedTuple):
    corpus: str
    id: str
    rule: str


def report(corpora: Path | None) -> str:
    """Recall and false alarms of each class of risk and flag."""
    rules = load_rules()
    lines = [line for name, words in _SETS for line in (words, *_judge_set(rules, name))]
    return "\n".join([*lines, _REAL_TEXT + _real(rules, corpora) if corpora else LEFT_OUT]) + "\n"


def _judge_set(rules: Rules, file: str) -> Iterator[str]:
    cases = yaml.safe_load((_DATA / file).read_text(encoding="utf-8"))
    yield "| class | found | near misses raised |\n|---|---:|---:|"
    for name, case in cases.items():
        found, raised = (
            sum(name in _found(rules, text) for text in case[key]) for key in ("finds", "leaves")
        )
        yield f"| {name} | {found} of {len(case['finds'])} | {raised} of {len(case['leaves'])} |"


def _found(rules: Rules, text: str) -> Counter[str]:
    """Each rule with the number of sentences of `text` that it finds."""
    clean = normalise(text).text
    sentences = [clean[a:b] for a, b in split(clean)]
    return Counter(name for found in rules.find_all(sentences) for name in (*found.flags, *found.risk))


def _real(rules: Rules, corpora: Path) -> str:
    """Hits and false alarms per 1,000 sentences."""
    judged = _judged()
    sentences: Counter[bool] = Counter()
    hits: Counter[tuple[str, bool]] = Counter()
    false: Counter[str] = Counter()
    for corpus, id_, text in _texts(corpora):
        apart = corpus.startswith("economy")
        sentences[apart] += len(split(normalise(text).text))
        for name in _found(rules, text):
            hits[name, apart] += 1
            false[name] += not apart and not judged.get(_Hit(corpus, id_, name), False)
    rows = [
        f"Customers' texts: {sentences[False]:,} sentences; economy comments: {sentences[True]:,}.\n",
        "| class | hits | false | false per 1,000 | economy: hits per 1,000 |\n|---|---:|---:|---:|---:|",
    ]
    for rule in (*rules.risk.rules, *rules.flags.rules):
        name = rule.id
        rate, economy = false[name] / sentences[False] * 1000, hits[name, True] / sentences[True] * 1000
        rows.append(f"| {name} | {hits[name, False]} | {false[name]} | {rate:.2f} | {economy:.2f} |")
    return "\n".join(rows)


def _judged() -> dict[_Hit, bool]:
    """Whether a hit was judged to be what the rule says."""
    with (_DATA / "risk_judged.csv").open(encoding="utf-8", newline="") as file:
        return {
            _Hit(row["corpus"], row["id"], row["class"]): row["verdict"] == "true"
            for row in csv.DictReader(file)
        }


def _texts(corpora: Path) -> Iterator[tuple[str, str, str]]:
    """Corpus, id and text of every text that is read."""
    for corpus in ("visitor_survey_2022_2024", "hotel_requests", "blog_opinions"):
        for row in read_rows(corpora / f"{corpus}.jsonl.gz"):
            yield corpus, str(row["id"]), row["text"]
    for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz"):
        for number, turn in enumerate(row["turns"]):
            if turn["speaker"] == "customer":
                yield "hotel_dialogs_short", f"{row['id']}#{number}", turn["text"]
    for number, row in enumerate(read_rows(corpora / "economy_comments_2000_2014.jsonl.gz")):
        if number % _EVERY == 0:
            yield "economy_comments_2000_2014", str(row["id"]), row["text"]
