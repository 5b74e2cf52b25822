"""Invented people in the ways customers and agents write and say them; and what only looks like them."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from nlp.masking import Masker
from tests.nlp.masking.shipped import MASKER

DATA = yaml.safe_load((Path(__file__).parent / "people.yaml").read_text("utf-8"))
DIGITS = "0123456789"
WIDE = str.maketrans("0123456789-@.", "０１２３４５６７８９－＠．")
KANJI_DIGITS = str.maketrans(DIGITS, "〇一二三四五六七八九")
SAID = dict(
    zip(
        DIGITS,
        ["ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュウ"],
        strict=True,
    )
)
SAID_SOFT = dict(
    zip(DIGITS, ["ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"], strict=True)
)
Example = tuple[str, str, str]


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(DIGITS) for _ in range(count))


def make_phone(rng: random.Random) -> str:
    area, parts = rng.choice(
        [
            ("090", (4, 4)),
            ("080", (4, 4)),
            ("070", (4, 4)),
            ("050", (4, 4)),
            ("03", (4, 4)),
            ("045", (3, 4)),
            ("0463", (2, 4)),
        ]
    )
    a, b, c = area, digits(rng, parts[0]), digits(rng, parts[1])
    plain = f"{a}-{b}-{c}"
    writings: list[Callable[[], str]] = [
        lambda: plain,
        lambda: a + b + c,
        lambda: plain.translate(WIDE),
        lambda: f"{a} {b} {c}",
        lambda: f"{a}({b}){c}",
        lambda: f"({a}){b}-{c}",
        lambda: f"+81-{a[1:]}-{b}-{c}",
        lambda: f"+81{a[1:]}{b}{c}",
        lambda: f"{a}の{b}の{c}",
        lambda: f"{a}ー{b}ー{c}",
        lambda: plain.translate(KANJI_DIGITS),
        lambda: (a + b + c).translate(KANJI_DIGITS),
        lambda: "の".join("".join(map(SAID.__getitem__, part)) for part in (a, b, c)),
        lambda: "、".join("".join(map(SAID_SOFT.__getitem__, part)) for part in (a, b, c)),
        lambda: "".join(map(SAID.__getitem__, a + b + c)),
        lambda: f"{a}‐{b}‐{c}",
        lambda: f"{a}.{b}.{c}",
    ]
    return rng.choice(writings)()


def make_card(rng: random.Random) -> str:
    body = rng.choice(["4", "51", "3530"]).ljust(4, "1") + digits(rng, 11)
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(body))
    number = body + str(-total % 10)
    groups = [number[i : i + 4] for i in range(0, 16, 4)]
    return rng.choice([number, "-".join(groups), " ".join(groups), "ー".join(groups), number.translate(WIDE)])


def make_address(rng: random.Random) -> str:
    place = rng.choice(DATA["places"].split())
    x, y, z = (rng.randint(1, 30) for _ in range(3))
    kanji = "一二三四五六七八九"
    number = rng.choice(
        [
            f"{x}-{y}-{z}",
            f"{x}丁目{y}番{z}号",
            f"{x}-{y}",
            f"{x}丁目{y}-{z}",
            f"{x}の{y}の{z}",
            f"{1200 + x}番地",
            f"{x}-{y}-{z}".translate(WIDE),
            f"{kanji[x % 9]}丁目{kanji[y % 9]}番{kanji[z % 9]}号",
        ]
    )
    building = rng.choice(
        [
            "",
            "",
            "-301",
            " コーポ田中201号室",
            " グランドハイツ１０２",
            " パークタワー恵比寿1203",
            "メゾン桜 205号室",
            " 第二山田ビル3F",
            " サンライズ 405",
        ]
    )
    return place + number + building


def make_birth_date(rng: random.Random) -> str:
    y, m, d = rng.randint(1940, 2008), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        [
            f"{y}年{m}月{d}日",
            f"{y}/{m:02}/{d:02}",
            f"{y}-{m:02}-{d:02}",
            f"昭和{y % 60 + 3}年{m}月{d}日",
            f"平成{y % 30 + 1}年{m}月{d}日",
            f"S{y % 60 + 3}.{m}.{d}",
            f"{y}.{m}.{d}",
            f"{y}年{m}月{d}日".translate(WIDE),
        ]
    )


def make_value(rng: random.Random, kind: str) -> str:
    user = rng.choice(["hanako", "taro.y", "k_suzuki", "sora-88", "m.ito2", "info+koe"])
    number = digits(rng, rng.choice([6, 8, 10]))
    makers: dict[str, Callable[[], str]] = {
        "phone": lambda: make_phone(rng),
        "mail": lambda: rng.choice(
            [
                f"{user}@example.co.jp",
                f"{user}@mail.example.com".translate(WIDE),
                f"{user}＠example.jp",
                f"{user} アットマーク example ドット com",
            ]
        ),
        "card": lambda: make_card(rng),
        "postal_code": lambda: rng.choice(
            [
                f"{number[:3]}-{number[3:6]}1",
                f"{number[:3]}{number[3:6]}1",
                f"{number[:3]}-{number[3:6]}1".translate(WIDE),
            ]
        ),
        "address": lambda: make_address(rng),
        "member_number": lambda: rng.choice(
            [
                number,
                f"AB{number}",
                f"{number[:4]}-{number[2:6]}",
                number.translate(WIDE),
                number.translate(KANJI_DIGITS),
                "".join(map(SAID.__getitem__, number)),
            ]
        ),
        "order_number": lambda: rng.choice(
            [
                f"A-2026{number[:4]}-{number[:4]}",
                number + "01",
                f"{number[:4]}-{number[1:5]}-{number[2:6]}",
                number.translate(WIDE),
                f"ORD{number}",
            ]
        ),
        "account_number": lambda: rng.choice([number[:6] + "7", (number[:6] + "7").translate(WIDE)]),
        "birth_date": lambda: make_birth_date(rng),
        "account": lambda: "@" + user.replace("-", "_").replace("+", "_"),
        "ip_address": lambda: ".".join(str(rng.randint(1, 254)) for _ in range(4)),
        "url": lambda: rng.choice(
            [
                f"https://shop.example.jp/mypage?id={number}",
                f"https://shop.example.jp/member/{user}",
                f"https://s.example.jp/r?m={user}%40example.jp",
            ]
        ),
    }
    return makers[kind]()


def make_names(rng: random.Random) -> Iterator[Example]:
    """Give each surname two frames, each kana or foreign name one, and full names."""
    for surname in DATA["surnames"].split():
        for frame in rng.sample(DATA["name_frames"], 3):
            yield "name", frame, surname
        full = surname + rng.choice(["", " ", "　"]) + rng.choice(DATA["given"].split())
        for frame in rng.sample(DATA["full_frames"], 2):
            yield "name", frame, full
    for name in DATA["kana"].split():
        yield "name", rng.choice(DATA["name_frames"][:3]), name


def make_structured(rng: random.Random, each: int) -> Iterator[Example]:
    for kind, frames in DATA["structured_frames"].items():
        for _ in range(each * (4 if kind in {"phone", "address"} else 1)):
            yield kind, rng.choice(frames), make_value(rng, kind)


def leaks(example: Example, masker: Masker) -> bool:
    """Whether any character of the value outlives the masking."""
    _, frame, value = example
    text, start = frame.replace("{}", value), frame.index("{}")
    covered = {i for span in masker.mask(text).spans for i in range(span.start, span.end)}
    kept = {i for i in range(start, start + len(value)) if text[i].isalnum()}
    return not kept <= covered


def recall(examples: list[Example]) -> tuple[dict[str, float], list[str]]:
    masker = MASKER
    total, missed, texts = Counter[str](), Counter[str](), []
    for example in examples:
        total[example[0]] += 1
        if leaks(example, masker):
            missed[example[0]] += 1
            texts.append(masker.mask(example[1].replace("{}", example[2])).text)
    return {kind: 1 - missed[kind] / total[kind] for kind in total}, texts


@pytest.mark.parametrize("seed", [1, 2])
def test_names_are_masked(seed: int) -> None:
    found, texts = recall(list(make_names(random.Random(seed))))
    assert found["name"] >= 0.95, texts


@pytest.mark.parametrize("seed", [1, 2])
def test_structured_data_is_masked(seed: int) -> None:
    found, texts = recall(list(make_structured(random.Random(seed), 60)))
    assert min(found.values()) >= 0.99, texts


def test_decoys_stay_byte_identical() -> None:
    masker = MASKER
    changed = [(text, masker.mask(text).text) for text in DATA["decoys"] if masker.mask(text).text != text]
    assert len(changed) <= 0.03 * len(DATA["decoys"]), changed
