"""Rows of the corpora: some labelled by hand, most weakly, by the box, grade or act they stand under."""

import csv
import importlib.resources
import re
from collections.abc import Iterator
from pathlib import Path

from nlp.intent.training.example import Example, clean, drawn, read_rows
from nlp.normalise import normalise
from nlp.sentences import split

_HAND_WEIGHT = 6.0
# of the big sources a part is enough: all of them train ten times as long and are no better
_SHARE = 0.25
_RATED_SHARE = 0.35
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
_ACK = re.compile(
    r"^(?:はい|いいえ|ええ|うん|そう|わかりました|分かりました|了解|承知|なるほど|大丈夫です|ありがとう|有難う|こんにちは|もしもし|よろしく|すみません|では、?それで|それで|ok)"
)


def corpus_examples(corpora: Path) -> Iterator[Example]:
    """Labelled rows first, so that of equal texts the surer label is kept."""
    yield from _labelled_by_hand(corpora)
    for source in (_survey, _dialog_acts, _hotel_requests, _short_dialogs, _blogs):
        yield from source(corpora)


def _labelled_by_hand(corpora: Path) -> Iterator[Example]:
    """Rows whose kind one reader gave for this project; the file holds ids, not texts.

    Part `dev` chose between models and was trained on only then.
    """
    source = importlib.resources.files("nlp.intent.training").joinpath("row_kinds.csv")
    kinds = {
        row["id"]: row["kind"] for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    }
    for group, name, text in _texts(corpora):
        if name in kinds:
            yield Example(clean(text), kinds[name], "rows", _HAND_WEIGHT, group)


def _texts(corpora: Path) -> Iterator[tuple[str, str, str]]:
    """Group, name and text of the rows that may be labelled; turn 3 of a dialogue is ``id#3``."""
    for row in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz"):
        yield row["response_id"], row["id"], row["text"]
    for row in read_rows(corpora / "blog_opinions.jsonl.gz"):
        yield row["id"], row["id"], row["text"]
    for row in read_rows(corpora / "hotel_dialog_acts.jsonl.gz"):
        yield row["dialog_id"], row["id"], row["text"]
    for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz"):
        for number, turn in enumerate(row["turns"]):
            yield row["id"], f"{row['id']}#{number}", turn["text"]


def _sentences(text: str) -> list[str]:
    normal = normalise(text).text
    return [normal[a:b] for a, b in split(normal)]


def _survey(corpora: Path) -> Iterator[Example]:
    for index, row in enumerate(read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz")):
        if not drawn(row["id"], _SHARE):
            continue
        box, grade = row["question"], row["satisfaction_5"]
        sentences = _sentences(row["text"])
        if not sentences or len(sentences) > 2 or len(row["text"]) > 100:
            continue
        text = clean(row["text"])
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
        text = clean(row["text"])
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
    for row in read_rows(corpora / "hotel_requests.jsonl.gz"):
        if drawn(row["id"], _SHARE / 3):
            text = clean(row["text"])
            label = _request_label(text)
            if label:
                yield Example(text, label, "hotel_requests", 0.5, row["id"])


def _short_dialogs(corpora: Path) -> Iterator[Example]:
    for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz"):
        if not drawn(row["id"], _SHARE / 2):
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
            yield Example(clean(row["text"]), label, "blogs", 2.0 if label == "other" else 0.5, row["id"])


def rated_answers(corpora: Path) -> Iterator[Example]:
    """Short survey answers of respondents who were glad or not, for the polarity of words."""
    for row in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz"):
        if len(row["text"]) > 120 or not drawn(f"rated {row['id']}", _RATED_SHARE):
            continue
        box, grade = row["question"], row["satisfaction_5"]
        if box == "recommend" or grade == 5:
            yield Example(clean(row["text"]), "pos", "rated")
        elif box == "inconvenience" or grade in {1, 2}:
            yield Example(clean(row["text"]), "neg", "rated")
