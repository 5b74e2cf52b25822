"""Files around the contacts: orders, subscriptions, shipments, the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from samples.company.dice import Dice, stream
from samples.company.people import member_number
from samples.company.personal import order_number
from samples.company.seasons import is_closed, running_campaign, shipped_lots
from samples.company.world import World

ORDER_COLUMNS: Final = ("注文番号", "注文日", "会員番号", "商品", "ロット番号", "数量", "金額")
SUBSCRIPTION_COLUMNS: Final = ("日付", "会員番号", "商品", "状態")
SHIPMENT_COLUMNS: Final = ("日付", "区分", "商品", "ロット番号", "数量")
CALENDAR_COLUMNS: Final = ("開始日", "終了日", "種類", "名称")
_SHIPPED_PER_CONTACT: Final = 12
_NEVER: Final = 10**9


@dataclass(frozen=True, eq=False)
class Subscribers:
    """Subscriptions of all times; arrays of the same length, days as proleptic ordinals."""

    customer: NDArray[np.int64]
    product: NDArray[np.int64]
    started: NDArray[np.int64]
    skipped: NDArray[np.int64]
    cancelled: NDArray[np.int64]


@lru_cache(maxsize=4)
def subscribers(world: World) -> Subscribers:
    """Return who subscribes to what and when; about four customers in ten do."""
    entropy = (world.seed, world.end.toordinal(), world.contacts_per_day, stream("subscribers"))
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
    count = world.customers * 2 // 5
    shares = np.array([p.share for p in world.company.products])
    started = world.end.toordinal() - rng.integers(0, 900, count)
    months = np.maximum(1, rng.exponential(8.0, count)).astype(np.int64)
    return Subscribers(
        customer=rng.permutation(world.customers)[:count],
        product=rng.choice(len(shares), count, p=shares / shares.sum()),
        started=started,
        skipped=np.where(rng.random(count) < 0.4, started + rng.integers(30, 400, count), _NEVER),
        cancelled=np.where(
            rng.random(count) < 0.6, started + 30 * months + rng.integers(0, 28, count), _NEVER
        ),
    )


def order_rows(world: World, day: date) -> list[dict[str, Any]]:
    """Return the orders of a day; campaigns lift them."""
    dice = world.dice(day, "orders")
    campaign = running_campaign(world.company, world.back(day))
    products = world.company.products
    shares = [p.share for p in products]
    rows = []
    for number in range(dice.around(world.contacts_per_day * (1.6 if campaign else 1.2))):
        product = dice.weighted(products, shares)
        quantity = dice.weighted((1, 2, 3), (7, 2, 1))
        lot = dice.pick(shipped_lots(product, day))[0]
        member = member_number(dice.below(world.customers))
        values = (
            order_number(day, number),
            day.isoformat(),
            member,
            product.name,
            lot,
            quantity,
            quantity * product.price,
        )
        rows.append(dict(zip(ORDER_COLUMNS, values, strict=True)))
    return rows


def subscription_rows(world: World, day: date) -> list[dict[str, Any]]:
    """Return the changes of a day: started, skipped, cancelled (never after the cancellation)."""
    all_of_them, today = subscribers(world), day.toordinal()
    changes = (
        ("開始", all_of_them.started),
        ("スキップ", all_of_them.skipped),
        ("解約", all_of_them.cancelled),
    )
    rows = []
    for status, days in changes:
        alive = all_of_them.cancelled >= today if status != "開始" else np.ones(len(days), dtype=bool)
        for index in np.flatnonzero((days == today) & alive).tolist():
            member = member_number(int(all_of_them.customer[index]))
            product = world.company.products[int(all_of_them.product[index])]
            rows.append(
                dict(zip(SUBSCRIPTION_COLUMNS, (day.isoformat(), member, product.name, status), strict=True))
            )
    return rows


def shipment_rows(world: World, day: date) -> list[dict[str, Any]]:
    """Return pieces shipped per product and lot (working days), and subscribers per product."""
    dice = world.dice(day, "shipments")
    rows = []
    for place, product in enumerate(world.company.products):
        lots = shipped_lots(product, day)
        mean = world.contacts_per_day * _SHIPPED_PER_CONTACT * product.share / len(lots)
        for lot, _ in lots if not is_closed(day) else ():
            values = (day.isoformat(), "出荷個数", product.name, lot, _shipped(mean, dice))
            rows.append(dict(zip(SHIPMENT_COLUMNS, values, strict=True)))
        base, today = subscribers(world), day.toordinal()
        active = int(
            np.count_nonzero((base.product == place) & (base.started <= today) & (base.cancelled > today))
        )
        rows.append(
            dict(
                zip(
                    SHIPMENT_COLUMNS,
                    (day.isoformat(), "定期便会員数", product.name, None, active),
                    strict=True,
                )
            )
        )
    return rows


def _shipped(mean: float, dice: Dice) -> int:
    return max(0, round(mean * (0.8 + 0.4 * dice.roll())))


def calendar_rows(world: World) -> list[dict[str, Any]]:
    """Return campaigns and releases; the whole calendar, however few days the demo has."""
    company = world.company
    rows = []
    for kind, events in (("キャンペーン", company.campaigns), ("リリース", company.releases)):
        for event in events:
            first = world.end - timedelta(days=event.first)
            last = world.end - timedelta(days=event.last) if event.last is not None else None
            values = (first.isoformat(), last.isoformat() if last else None, kind, event.name)
            rows.append(dict(zip(CALENDAR_COLUMNS, values, strict=True)))
    return sorted(rows, key=lambda row: (row["開始日"], row["名称"]))
