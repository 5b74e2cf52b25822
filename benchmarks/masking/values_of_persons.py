"""Phone numbers, mail addresses and dates of birth in the ways people write and say them."""

import random
from typing import Final

from benchmarks.masking.spoken import digits, in_kanji, wide

_AREAS: Final = (
    ("090", 4),
    ("080", 4),
    ("070", 4),
    ("050", 4),
    ("03", 4),
    ("06", 4),
    ("045", 3),
    ("052", 3),
    ("011", 3),
    ("0463", 2),
    ("0422", 2),
    ("09496", 1),
    ("0120", 3),
    ("0800", 3),
)
_PROVIDERS: Final = ("gmail", "yahoo", "docomo", "example")


def phone_parts(rng: random.Random) -> list[str]:
    """Return the groups of a phone number."""
    area, middle = rng.choice(_AREAS)
    last = 3 if area == "0120" else 4
    return [area, digits(rng, middle), digits(rng, last)]


def phone(rng: random.Random) -> str:
    """Return a phone number as someone writes it."""
    a, b, c = phone_parts(rng)
    hyphen = rng.choice("-‐–−ー－‑")
    forms = [
        f"{a}-{b}-{c}",
        f"{a}{b}{c}",
        wide(f"{a}-{b}-{c}"),
        wide(a + b + c),
        f"{a} {b} {c}",
        f"{a}　{b}　{c}",
        f"{a}({b}){c}",
        f"({a}){b}-{c}",
        f"({a}) {b}-{c}",
        f"（{a}）{b}－{c}",
        f"{a}の{b}の{c}",
        f"{a}{hyphen}{b}{hyphen}{c}",
        f"{a}.{b}.{c}",
        f"{a}・{b}・{c}",
        f"{a}/{b}/{c}",
        f"{a}-{b}{c}",
        f"{a} - {b} - {c}",
    ]
    if a not in {"0120", "0800"}:
        forms += [
            f"+81-{a[1:]}-{b}-{c}",
            f"+81 {a[1:]} {b} {c}",
            f"+81{a[1:]}{b}{c}",
            f"+81 ({a[1:]}) {b}-{c}",
        ]
        forms += [
            wide(f"+81{a[1:]}{b}{c}").replace("+", "＋"),
            f"0081-{a[1:]}-{b}-{c}",
            f"010-81-{a[1:]}-{b}-{c}",
        ]
    return rng.choice(forms)


def _number_in_kanji(n: int) -> str:
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else "一二三四五六七八九"[tens - 1]) + "十" if tens else "") + (
        "一二三四五六七八九"[ones - 1] if ones else ""
    )


def birth_date(rng: random.Random) -> str:
    """Return a date of birth as someone writes it."""
    y, m, d = rng.randint(1935, 2010), rng.randint(1, 12), rng.randint(1, 28)
    era, letter, n = ("昭和", "S", y - 1925) if y < 1989 else ("平成", "H", y - 1988)
    said = f"{era}{_number_in_kanji(n)}年{_number_in_kanji(m)}月{_number_in_kanji(d)}日"
    return rng.choice(
        (
            f"{y}年{m}月{d}日",
            f"{y}/{m:02}/{d:02}",
            f"{y}-{m:02}-{d:02}",
            f"{y}.{m}.{d}",
            f"{y}{m:02}{d:02}",
            wide(f"{y}年{m}月{d}日"),
            f"{era}{n}年{m}月{d}日",
            f"{letter}{n}.{m}.{d}",
            f"{letter}{n}/{m}/{d}",
            f"{era}{n}年の{m}月{d}日",
            said,
            f"西暦{y}年{m}月{d}日",
            f"{y}年 {m}月 {d}日",
            wide(f"{era}{n}年{m}月{d}日"),
            f"{letter}{n:02}{m:02}{d:02}",
            f"{era}{n}.{m}.{d}",
            in_kanji(f"{y}年", random.Random(0)) + f"{_number_in_kanji(m)}月{_number_in_kanji(d)}日",
        )
    )


def mail_said(rng: random.Random) -> str:
    """Return a mail address as it is read out."""
    user, host = rng.choice(("tanaka55", "hana.ko", "m_s_1985", "sora")), rng.choice(_PROVIDERS)
    said = user.replace("_", "アンダーバー").replace(".", "ドット")
    return rng.choice(
        (
            f"{user}アットマーク{host}ドットコム",
            f"{user} アットマーク {host} ドット com",
            f"{user} アット {host} ドット ne ドット jp",
            f"{user}(at){host}.com",
            f"{user}＠{host}ドットコム",
            f"{said}アットマークジーメールドットコム",
            f"{said}アットマークヤフードットシーオードットジェーピー",
        )
    )
