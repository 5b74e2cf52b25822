"""What is planted: which issues rise, fall, appear or split, counted in days back from the last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

NEW_ISSUE: Final = "app_freezes_after_update"
NEW_SINCE: Final = 19
SPLIT_FROM: Final = "delivery_tracking_stale"
SPLIT_OFF: Final = "delivery_tracking_link_broken"
SPLIT_SINCE: Final = 59
IMPROVED: Final = "scent_too_strong"
IMPROVED_SINCE: Final = 70
UNMOVED: Final = "phone_not_connected"
UNMOVED_SINCE: Final = 45
"""An action that changed nothing: what is said of it must not be 「減った」."""
ASKED: Final = "cream_texture_changed"
ASKED_SINCE: Final = 17
"""A question to a department, due a week later and not answered."""
RISING: Final = "refill_spout_leaks"
RISING_SINCE: Final = 9
RISING_PRODUCT: Final = "mist"
BAD_LOTS_SINCE: Final = 32
"""Lots produced from this many days back on leak."""

LATE_FILE: Final = ("mail", 4)
LATE_FILE_DELAY_DAYS: Final = 2
LATE_ROWS: Final = ("chat", 5, 3)
"""Source, day whose last rows are held back, day whose file brings them."""
LATE_ROW_COUNT: Final = 6
CORRECTION: Final = ("phone", 3, 2)
"""Source, corrected day, day whose file brings the corrections."""
CORRECTION_COUNT: Final = 5
CORRUPT_FILE: Final = ("mail", 6)
MISSING_FILE: Final = ("survey", 1)

RISK_DAYS: Final = (1, 2, 4, 5, 16, 27, 41, 58, 83, 112, 149, 188)
"""Days with one single risk voice each; four in the last week."""


@dataclass(frozen=True)
class Delivery:
    """How a day's rows of a source arrive: one word for contacts.parquet."""

    source: str
    days_back: int
    delivery: str


DELIVERIES: Final = (
    Delivery(*LATE_FILE, "late_file"),
    Delivery(*CORRUPT_FILE, "corrupt_file"),
    Delivery(*MISSING_FILE, "missing_file"),
)


def delivery_of(source: str, days_back: int, first_back: int) -> str:
    """Return how a file is delivered: on_time, late_file, corrupt_file or missing_file.

    ``first_back`` is the first day of the demo, days back: what lies before it is not planted.
    """
    for item in DELIVERIES:
        if (item.source, item.days_back) == (source, days_back) and days_back <= first_back:
            return item.delivery
    return "on_time"


def trend_factor(issue_id: str, days_back: int) -> float:
    """Return what an issue's usual frequency is multiplied with on a day."""
    if issue_id == NEW_ISSUE:
        return 0.0 if days_back > NEW_SINCE else 0.25 + 1.9 * (NEW_SINCE - days_back) / NEW_SINCE
    if issue_id == SPLIT_OFF:
        return 0.0 if days_back > SPLIT_SINCE else 1.0
    if issue_id == IMPROVED:
        return 1.0 if days_back > IMPROVED_SINCE else 0.6
    if issue_id == RISING:
        return 1.0 if days_back > RISING_SINCE else 1.8
    return 1.0


def planted_events(end: date, days: int) -> tuple[Mapping[str, Any], ...]:
    """Return what the demo holds, with dates, for events.json; events before the first day are left out."""

    def on(back: int) -> str:
        return (end - timedelta(days=back)).isoformat()

    first_back = days - 1
    late, held, brought = LATE_ROWS
    fixed, wrong, corrected = CORRECTION
    everything: tuple[tuple[int, dict[str, Any]], ...] = (
        (NEW_SINCE, {"event": "topic_appears", "issue": NEW_ISSUE, "from": on(NEW_SINCE)}),
        (
            SPLIT_SINCE,
            {
                "event": "topic_splits",
                "issue": SPLIT_FROM,
                "into": [SPLIT_FROM, SPLIT_OFF],
                "from": on(SPLIT_SINCE),
            },
        ),
        (
            IMPROVED_SINCE,
            {
                "event": "improvement",
                "issue": IMPROVED,
                "action": {
                    "department": "product",
                    "done_on": on(IMPROVED_SINCE),
                    "what": "香料の配合量を見直した",
                    "owner": "処方開発",
                    "expected_effect": "「香りが強すぎる」という声を4割減らす",
                    "topic_words": ["香り", "強"],
                },
                "factor": 0.6,
            },
        ),
        (
            UNMOVED_SINCE,
            {
                "event": "action_without_effect",
                "issue": UNMOVED,
                "action": {
                    "department": "sales",
                    "done_on": on(UNMOVED_SINCE),
                    "what": "自動音声の案内を短くした",
                    "owner": "お客様相談室",
                    "topic_words": ["電話", "つながらない"],
                },
                "factor": 1.0,
            },
        ),
        (
            ASKED_SINCE,
            {
                "event": "question_without_answer",
                "issue": ASKED,
                "action": {
                    "department": "product",
                    "due_on": on(ASKED_SINCE - 7),
                    "what": "処方を変えた経緯の確認",
                    "owner": "品質保証",
                    "topic_words": ["クリーム", "質感"],
                },
            },
        ),
        (
            RISING_SINCE,
            {
                "event": "topic_rises",
                "issue": RISING,
                "from": on(RISING_SINCE),
                "factor": 1.8,
                "product": RISING_PRODUCT,
                "lots_produced_from": on(BAD_LOTS_SINCE),
            },
        ),
        (
            LATE_FILE[1],
            {
                "event": "late_file",
                "source": LATE_FILE[0],
                "day": on(LATE_FILE[1]),
                "delay_days": LATE_FILE_DELAY_DAYS,
            },
        ),
        (
            held,
            {
                "event": "late_rows",
                "source": late,
                "day": on(held),
                "file_day": on(brought),
                "rows": LATE_ROW_COUNT,
            },
        ),
        (
            wrong,
            {
                "event": "corrected_rows",
                "source": fixed,
                "day": on(wrong),
                "file_day": on(corrected),
                "rows": CORRECTION_COUNT,
            },
        ),
        (CORRUPT_FILE[1], {"event": "corrupt_file", "source": CORRUPT_FILE[0], "day": on(CORRUPT_FILE[1])}),
        (MISSING_FILE[1], {"event": "missing_file", "source": MISSING_FILE[0], "day": on(MISSING_FILE[1])}),
        *((back, {"event": "risk_voice", "day": on(back)}) for back in RISK_DAYS),
    )
    return tuple(MappingProxyType(event) for back, event in everything if back <= first_back)
