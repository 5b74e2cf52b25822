"""Sentences written for this project: the demo company's wordings, templates, sentences of many trades."""

import hashlib
import importlib.resources
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from nlp.intent.training.example import Example, clean

_SLOT = re.compile(r"\{(\w+)\}")
_SLOT_WORDS = {
    "product": "しっとりミスト",
    "store": "渋谷店",
    "days": "3",
    "yen": "3000円",
    "month": "10",
    "time": "10時",
    "month_name": "10月",
}
_COMPANY_WEIGHT = 2.0
_TRADE_WEIGHT = 8.0
_SMALL_TALK_WEIGHT = 0.25  # more makes the model take wishes and facts of other trades for small talk


def issue_examples(folder: Path) -> Iterator[Example]:
    """Wordings of the demo company's issues, written by its authors; kind by issue.

    The issues' usual words stand beside the folder in common_wordings.yaml.
    """
    issues = [
        issue
        for path in sorted(folder.glob("*.yaml"))
        for issue in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    common = yaml.safe_load((folder.parent / "common_wordings.yaml").read_text(encoding="utf-8"))
    for issue in issues:
        usual = chain.from_iterable(common.get(issue["id"], {}).values())
        own = chain.from_iterable(issue.get(style, ()) for style in ("wordings", "spoken", "memo"))
        for wording in chain(own, usual):
            text = _SLOT.sub(lambda m: _SLOT_WORDS.get(m.group(1), "商品"), wording)
            yield Example(clean(text), issue["kind"], "company", _COMPANY_WEIGHT, issue["id"])


def template_examples(per_template: int = 24) -> Iterator[Example]:
    """Fill the templates of templates.yaml; the choice hangs on the template alone, so runs agree."""
    data = _read_package("templates.yaml")
    yield from _filled(data, data.pop("slots"), per_template, "templates", 0.5)


def small_talk_examples(per_template: int = 20) -> Iterator[Example]:
    """Fill the templates of small_talk.yaml: sentences beside the matter and facts without judgement."""
    slots = _read_package("templates.yaml")["slots"]
    data = _read_package("small_talk.yaml")
    yield from _filled(data, slots | data.pop("slots"), per_template, "small_talk", _SMALL_TALK_WEIGHT)


def trade_examples() -> Iterator[Example]:
    """Hand-written sentences of many trades: nlp/intent/sentences/*.yaml, a file a trade."""
    folder = importlib.resources.files("nlp.intent").joinpath("sentences")
    for path in sorted((p for p in folder.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        trade = data.pop("trade")
        for kind, sentences in data.items():
            for sentence in sentences:
                yield Example(clean(str(sentence)), kind, "sentences", _TRADE_WEIGHT, str(trade))


def _read_package(name: str) -> dict[str, Any]:
    source = importlib.resources.files("nlp.intent.training").joinpath(name).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(source)
    return data


def _filled(
    data: dict[str, Any], slots: dict[str, list[str]], count: int, source: str, weight: float
) -> Iterator[Example]:
    for kind, templates in data.items():
        for template in templates:
            filled = {_fill(template, slots, f"{template}#{i}") for i in range(count)}
            # a template with few variants must not vanish beside one with many
            each = weight / max(0.5, len(filled) / count)
            for text in sorted(filled):
                yield Example(clean(text), kind, source, each, template)


_SLOT_OR_CHOICE = re.compile(r"\{([^{}]*)\}")


def _fill(template: str, slots: dict[str, list[str]], seed: str) -> str:
    """Fill a template, choices from the inside out, each by a hash of `seed` and its place."""
    text, step = template, 0
    while match := _SLOT_OR_CHOICE.search(text):
        inside = match.group(1)
        options = slots[inside] if inside in slots else inside.split("|")
        number = int.from_bytes(hashlib.blake2b(f"{seed}{step}".encode(), digest_size=4).digest(), "big")
        text = text[: match.start()] + options[number % len(options)] + text[match.end() :]
        step += 1
    return text
