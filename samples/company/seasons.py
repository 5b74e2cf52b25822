"""How busy a day is: weekdays, Japanese public holidays, campaigns; and what belongs to which lot."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import jpholiday

from samples.company.company import Company, Event, Product
from samples.company.dice import Dice

_WEEKDAY: Final = (1.22, 1.10, 1.05, 1.02, 1.04, 0.86, 0.71)
_LOT_EVERY_DAYS: Final = 7
_LOT_EPOCH: Final = date(2020, 1, 6).toordinal()


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Return whether the day is a Japanese public holiday."""
    return bool(jpholiday.is_holiday(day))


def is_closed(day: date) -> bool:
    """Return whether the in-house desk is closed: week-ends, holidays, 30 December to 3 January."""
    return (
        day.weekday() >= 5
        or is_holiday(day)
        or (day.month, day.day) >= (12, 30)
        or (day.month, day.day) <= (1, 3)
    )


def running_campaign(company: Company, days_back: int) -> Event | None:
    """Return the campaign that runs on a day."""
    for event in company.campaigns:
        if event.last is not None and event.last <= days_back <= event.first:
            return event
    return None


def day_factor(company: Company, day: date, end: date) -> float:
    """Return how many contacts a day brings, 1.0 = the average day."""
    factor = 0.72 if is_holiday(day) else _WEEKDAY[day.weekday()]
    # the first working day after a holiday gets what the holiday held back
    if not is_closed(day) and is_holiday(day - timedelta(days=1)):
        factor *= 1.12
    campaign = running_campaign(company, (end - day).days)
    return factor * (campaign.lift if campaign else 1.0)


@lru_cache(maxsize=1024)
def shipped_lots(product: Product, day: date) -> tuple[tuple[str, date], ...]:
    """Return the lots of a product that leave the warehouse on a day, newest first: (lot, production day).

    A lot is made every seven days and shipped from the third to the 24th day after; 「SM261020」 was
    made on 2026-10-20.
    """
    offset = sum(map(ord, product.code)) % _LOT_EVERY_DAYS
    newest = day.toordinal() - 3
    newest -= (newest - _LOT_EPOCH - offset) % _LOT_EVERY_DAYS
    made = (date.fromordinal(newest - _LOT_EVERY_DAYS * back) for back in range(4))
    return tuple((f"{product.code}{d:%y%m%d}", d) for d in made if (day - d).days <= 24)


def owned_lot(product: Product, day: date, dice: Dice) -> tuple[str, date]:
    """Return a lot that a customer may hold on a day: shipped up to three weeks before."""
    return dice.pick(shipped_lots(product, day - timedelta(days=dice.between(1, 21))))
