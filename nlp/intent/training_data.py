"""Labelled and weakly labelled sentences for training; `intent_gold` is left out, it only measures."""

import gzip
import hashlib
import importlib.resources
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from nlp.normalise import normalise
from nlp.sentences import split

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
_WISH = re.compile(
    r"[てで](?:ほし[いく]|欲し[いく]|もらいた|頂きた|いただきた|くださ|下さ|もらえ|いただけ|頂け|くれ(?:る|たら|れば|ない))"
    r"|(?:あれば|あると|れば|ると|たら|ったら)(?:、)?(?:良い|いい|よい|良か|よか|嬉し|うれし|助か|ありがた|有難|便利|なお)"
    r"|ほしい|欲しい|べきだ|べきで|希望|てはどう|望みます|お願いします$|改善を|期待します|[てで]ほし"
)
_QUESTION = re.compile(
    r"(?:ありますか|ですか|でしょうか|ますでしょうか|できますか|出来ますか|可能ですか|ましたか|れますか|えますか|いますか|なりますか|どこ|いくら|何時|どのくらい|どれくらい|ますか|[？])[。？]?$"
)
_ASK_TO_DO = re.compile(
    r"(?:てもらえ|ていただけ|て頂け|でもらえ|お願いでき|お借りでき|てくれ)\S{0,6}か[。？]?$"
)
_ERRAND = re.compile(
    r"(?:お願い(?:します|いたします|致します|したい|でき)|たいです|たいのです|たいんです|たいと思|希望です|ください|下さい|探して|たいな|いいです|良いです|がいい|が良い|ほしいです|欲しいです|てほしい|予約し)"
)
_COMPANY_WEIGHT = 2.0
_SMALL_TALK_WEIGHT = 0.25  # more makes the model take wishes and facts of other trades for small talk
_ACK = re.compile(
    r"^(?:はい|いいえ|ええ|うん|そう|わかりました|分かりました|了解|承知|なるほど|大丈夫です|ありがとう|有難う|こんにちは|もしもし|よろしく|すみません|では、?それで|それで|ok)"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A normalised text, its label, source and weight, and the group that must not be split."""

    text: str
    label: str
    source: str
    weight: float = 1.0
    group: str = ""


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def kind_examples(corpora: Path, issues: Path) -> list[Example]:
    """All examples of kinds, without texts that stand in `intent_gold`."""
    held_out = {
        normalise(row["text"]).text.strip("。 ") for row in read_rows(corpora / "intent_gold.jsonl.gz")
    }
    parts = (
        issue_examples(issues),
        template_examples(),
        small_talk_examples(),
        _survey(corpora),
        _dialog_acts(corpora),
        _hotel_requests(corpora),
        _short_dialogs(corpora),
        _blogs(corpora),
    )
    unique: dict[str, Example] = {}
    for part in parts:
        for example in part:
            key = example.text.strip("。 ")
            if key and key not in held_out:
                unique.setdefault(key, example)
    return list(unique.values())


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
            yield Example(normalise(text).text, issue["kind"], "company", _COMPANY_WEIGHT, issue["id"])


def template_examples(per_template: int = 24) -> Iterator[Example]:
    """Fill the templates of templates.yaml; the choice hangs on the template alone, so runs agree."""
    data = _read_package("templates.yaml")
    yield from _filled(data, data.pop("slots"), per_template, "templates", 0.5)


def small_talk_examples(per_template: int = 20) -> Iterator[Example]:
    """Fill the templates of small_talk.yaml: sentences beside the matter and facts without judgement."""
    slots = _read_package("templates.yaml")["slots"]
    data = _read_package("small_talk.yaml")
    yield from _filled(data, slots | data.pop("slots"), per_template, "small_talk", _SMALL_TALK_WEIGHT)


def _read_package(name: str) -> dict[str, Any]:
    source = importlib.resources.files("nlp.intent").joinpath(name).read_text(encoding="utf-8")
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
                yield Example(normalise(text).text, kind, source, each, template)


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


def _sentences(text: str) -> list[str]:
    clean = normalise(text).text
    return [clean[a:b] for a, b in split(clean)]


def _survey(corpora: Path) -> Iterator[Example]:
    for index, row in enumerate(read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz")):
        box, grade = row["question"], row["satisfaction_5"]
        sentences = _sentences(row["text"])
        if not sentences or len(sentences) > 2 or len(row["text"]) > 100:
            continue
        text = normalise(row["text"]).text
        label = _survey_label(box, grade, row["overall_satisfaction_5"], text)
        if label == "praise" and index % 3:
            continue
        if label:
            yield Example(text, label, "survey", 1.0, row["response_id"])


_NOUNS_ONLY = re.compile(r"[ァ-ヶー一-龠々A-Za-z0-9、・]{2,14}(?:[のやと][ァ-ヶー一-龠々A-Za-z0-9]{1,10})*")
_OWN_WISH = re.compile(
    r"(?<![てで]い)(?<![てで]もらい)(?:[いきしちりみびべぎ]|食べ|見)たい(?:です|と思います|と思う)?[。！]?$"
)


def _survey_label(box: str, grade: int | None, overall: int | None, text: str) -> str | None:
    if _NOUNS_ONLY.fullmatch(text):
        return "other"
    wish = bool(_WISH.search(text))
    if box.startswith("want") and not wish and _OWN_WISH.search(text):
        return "other"
    if wish:
        return "request" if box.startswith("want") or box == "inconvenience" else None
    if box == "inconvenience":
        return "complaint"
    if box.endswith("_reason") and grade is not None and grade <= 2:
        return "complaint"
    if (box == "recommend" and (overall or 0) >= 4) or (
        box.endswith("_reason") and grade == 5 and len(text) >= 6
    ):
        return "praise"
    return None


def _dialog_acts(corpora: Path) -> Iterator[Example]:
    kinds = {
        "要求": "procedure",
        "はい": "other",
        "いいえ": "other",
        "その他": "other",
        "伝達": "other",
        "質問": "question",
        "確認": "question",
    }
    for row in read_rows(corpora / "hotel_dialog_acts.jsonl.gz"):
        label = kinds.get(row["speech_act"] or "")
        if label is None:
            continue
        text = normalise(row["text"]).text
        if label == "procedure" and _QUESTION.search(text) and not _ASK_TO_DO.search(text):
            label = "question"
        yield Example(text, label, "acts", 1.0, row["dialog_id"])


def _request_label(text: str) -> str | None:
    if _ASK_TO_DO.search(text):
        return "procedure"
    if _QUESTION.search(text):
        return "question"
    return "procedure" if _ERRAND.search(text) else None


def _hotel_requests(corpora: Path) -> Iterator[Example]:
    for index, row in enumerate(read_rows(corpora / "hotel_requests.jsonl.gz")):
        if index % 3 == 0:
            text = normalise(row["text"]).text
            label = _request_label(text)
            if label:
                yield Example(text, label, "hotel_requests", 0.5, row["id"])


def _short_dialogs(corpora: Path) -> Iterator[Example]:
    for index, row in enumerate(read_rows(corpora / "hotel_dialogs_short.jsonl.gz")):
        if index % 2:
            continue
        for turn in row["turns"]:
            if turn["speaker"] != "customer":
                continue
            for text in _sentences(turn["text"]):
                label = "other" if _ACK.search(text) and len(text) < 25 else _request_label(text)
                yield Example(text, label or "other", "short_dialogs", 0.5 if label else 0.2, row["id"])


def _blogs(corpora: Path) -> Iterator[Example]:
    kinds = {"none": "other", "positive": "praise", "negative": "complaint"}
    for row in read_rows(corpora / "blog_opinions.jsonl.gz"):
        label = kinds.get(row["polarity"])
        if label and not (row["has_request"] and label != "other"):
            yield Example(
                normalise(row["text"]).text, label, "blogs", 2.0 if label == "other" else 0.5, row["id"]
            )


def sentiment_examples(corpora: Path, kinds: Iterable[Example]) -> list[Example]:
    """Collect positive, negative and neutral texts: kinds, rated answers, graded comments."""
    feeling = {
        "complaint": "neg",
        "praise": "pos",
        "question": "neu",
        "procedure": "neu",
        "request": "neu",
        "other": "neu",
    }
    examples = [Example(e.text, feeling[e.label], e.source, e.weight, e.group) for e in kinds]
    for row in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz"):
        grade = row["satisfaction_5"]
        if grade in {1, 2, 5} and len(row["text"]) > 100:
            examples.append(
                Example(normalise(row["text"]).text, "pos" if grade == 5 else "neg", "survey", 1.0)
            )
    for index, row in enumerate(read_rows(corpora / "economy_comments_2000_2014.jsonl.gz")):
        if row["sentiment_5"] != 3 and index % 8 == 0:
            label = "pos" if row["sentiment_5"] > 3 else "neg"
            examples.append(Example(normalise(row["text"]).text, label, "economy", 0.3))
    return examples
