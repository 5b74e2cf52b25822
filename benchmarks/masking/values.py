"""Values of each type in the ways people write them; none is taken from a list of the masker."""

import random
from collections.abc import Callable, Mapping
from typing import Final

from benchmarks.masking.places import address
from benchmarks.masking.spoken import dictate, digits, in_kanji, wide
from benchmarks.masking.values_of_persons import birth_date, mail_said, phone, phone_parts

_USERS: Final = (
    "hanako",
    "taro.y",
    "k_suzuki",
    "sora-88",
    "m.ito2",
    "info+koe",
    "mizuki1990",
    "x77",
    "a-b_c.d",
)
_HOSTS: Final = ("example.co.jp", "mail.example.com", "example.jp", "docomo.example.ne.jp", "ex-ample.org")
_PLATES: Final = (
    "品川",
    "横浜",
    "なにわ",
    "つくば",
    "尾張小牧",
    "札幌",
    "富士山",
    "多摩",
    "神戸",
    "いわき",
    "春日部",
    "湘南",
)


def _luhn(body: str) -> str:
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(reversed(body)))
    return body + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def _card(rng: random.Random) -> list[str]:
    if rng.random() < 0.1:
        number = _luhn("37" + digits(rng, 12))
        return [number[:4], number[4:10], number[10:]]
    number = _luhn(rng.choice(("4", "51", "55", "3530", "2221")).ljust(4, "0") + digits(rng, 11))
    return [number[i : i + 4] for i in range(0, 16, 4)]


def _url(rng: random.Random) -> str:
    user, number = rng.choice(("hanako", "k_suzuki", "u88")), digits(rng, 8)
    return rng.choice(
        (
            f"https://shop.example.jp/mypage?id={number}",
            f"https://shop.example.jp/users/{user}",
            f"http://s.example.jp/r?m={user}%40example.jp",
            f"https://www.instagram.com/{user}/",
            f"https://x.com/{user}/status/{number}",
            f"https://shop.example.jp/invite/{number}abc",
            f"https://example.jp/orders/{number}",
            f"https://drive.example.com/file/d/1aB{number}xYz/view?usp=sharing",
            f"https://example.jp/~{user}/",
        )
    )


def _postal(rng: random.Random) -> str:
    a, b = digits(rng, 3), digits(rng, 4)
    return rng.choice(
        (
            f"{a}-{b}",
            a + b,
            wide(f"{a}-{b}"),
            f"{a}の{b}",
            in_kanji(f"{a}の{b}", rng),
            f"{a}－{b}",
            wide(a + b),
        )
    )


def _account_number(rng: random.Random) -> str:
    number = digits(rng, 7)
    return rng.choice(
        (
            number,
            number,
            wide(number),
            f"{number[:3]}-{number[3:]}",
            in_kanji(number, rng),
            dictate([number[:3], number[3:]], rng),
        )
    )


def _my_number(rng: random.Random) -> str:
    body = digits(rng, 11)
    rest = sum(int(d) * w for d, w in zip(body, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    n = body + str(0 if rest <= 1 else 11 - rest)
    groups = [n[:4], n[4:8], n[8:]]
    return rng.choice(
        (
            n,
            "-".join(groups),
            " ".join(groups),
            wide(n),
            wide("-".join(groups)),
            "の".join(groups),
            dictate(groups, rng),
        )
    )


def _member(rng: random.Random) -> str:
    n = digits(rng, rng.choice((6, 8, 10)))
    return rng.choice(
        (
            n,
            f"AB{n}",
            f"{n[:4]}-{n[4:]}",
            wide(n),
            in_kanji(n, rng),
            dictate([n[:3], n[3:]], rng),
            f"K-{n}",
            f"{n[:3]} {n[3:]}",
            f"C{n}-01",
        )
    )


def _order(rng: random.Random) -> str:
    n = digits(rng, 8)
    return rng.choice(
        (
            f"A-2026{n[:4]}-{n[4:]}",
            n,
            f"{n[:4]}-{n[4:]}-{n[:4]}",
            wide(n),
            f"ORD{n}",
            in_kanji(n, rng),
            dictate([n[:4], n[4:]], rng),
            f"EC26{n[:4]}-{n[4:]}",
            n + n[:4],
        )
    )


def _document(rng: random.Random) -> str:
    n = digits(rng, 12)
    return rng.choice(
        (
            n,
            "第" + n + "号",
            wide(n),
            f"{n[:4]}-{n[4:8]}-{n[8:]}",
            f"T{rng.choice('KRSZ')}{n[:7]}",
            f"AB{n[:8]}CD",
            wide(f"TR{n[:7]}"),
            dictate([n[:4], n[4:8], n[8:]], rng),
        )
    )


def _plate(rng: random.Random) -> str:
    place, kana = rng.choice(_PLATES), rng.choice("あうくけさたつにひむもらわ")
    n, c = digits(rng, 4), rng.choice(("300", "500", "33", "580", "30A"))
    return rng.choice(
        (
            f"{place}{c}{kana}{n[:2]}-{n[2:]}",
            f"{place} {c} {kana} {n[:2]}-{n[2:]}",
            wide(f"{place}{c}{kana}{n[:2]}-{n[2:]}"),
            f"{place}{c}{kana}{n}",
            f"{place}{c} {kana} ・・{n[:2]}",
            f"{place}{c}の{kana}の{n[:2]}-{n[2:]}",
        )
    )


def _ip(rng: random.Random) -> str:
    four = ".".join(str(rng.randint(1, 254)) for _ in range(4))
    return rng.choice(
        (
            four,
            four,
            wide(four),
            f"2001:db8:{digits(rng, 2)}:1:2:3:4:{digits(rng, 2)}",
            f"2001:db8::{digits(rng, 3)}:1",
            four,
        )
    )


def _address(rng: random.Random) -> str:
    return address(rng)


VALUES: Final[Mapping[str, Callable[[random.Random], str]]] = {
    "phone": phone,
    "phone_said": lambda rng: dictate(phone_parts(rng), rng),
    "mail": lambda rng: rng.choice((str, wide))(f"{rng.choice(_USERS)}@{rng.choice(_HOSTS)}"),
    "mail_said": mail_said,
    "url": _url,
    "postal_code": _postal,
    "address": _address,
    "card": lambda rng: rng.choice((str, str, wide))(rng.choice(("", "-", " ", "ー", "  ")).join(_card(rng))),
    "card_said": lambda rng: dictate(_card(rng), rng),
    "account_number": _account_number,
    "my_number": _my_number,
    "birth_date": birth_date,
    "member_number": _member,
    "order_number": _order,
    "identity_document": _document,
    "number_plate": _plate,
    "account": lambda rng: (
        rng.choice((str, wide))("@") + rng.choice(("hanako_y21", "taro.dayo", "neko_suki", "Sakura2011"))
    ),
    "ip_address": _ip,
}
"""Type of value (``_said``: as spoken) → what makes one."""
