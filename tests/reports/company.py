"""A company of ten weeks and two departments, as views of a published copy."""

from datetime import date, timedelta
from typing import Any

from tests.reports.copies import MADE_AT, MONDAY, Row, make_days, make_topic, make_voice


def make_company() -> dict[str, Any]:
    """Return the views of ten weeks of two departments: a rise, a risk, actions, a day that is missing."""
    names = [
        "電話が混んでつながらない",
        "詰め替えの注ぎ口から漏れる",
        "無香料も出してほしい",
        "説明が丁寧だった",
    ]
    kinds = ["complaint", "complaint", "request", "praise"]
    topics = [make_topic(f"T{i + 1:06d}", name, kind=kinds[i]) for i, name in enumerate(names)]
    first = MONDAY - timedelta(weeks=9)
    voices: list[Row] = []
    for week in range(10):
        for place, usual in enumerate((8, 6, 5, 4)):
            for turn in range(usual + week % 3 + (9 if (week, place) == (9, 1) else 0)):
                number = len(voices) + 1
                voices.append(
                    make_voice(
                        number, f"{names[place]}ので{number}回目の連絡です。", kind=kinds[place],
                        day=first + timedelta(weeks=week, days=turn % 7), topic_id=f"T{place + 1:06d}",
                        channel=["phone", "mail", "chat"][turn % 3], desk=["自社窓口", "委託窓口A"][turn % 2],
                        product=[None, "しっとりミスト詰替400ml", "ナイトクリーム"][turn % 3],
                        department=["support", "logistics"][place == 1], shared_with=[["logistics"], []][place > 0],
                    )
                )  # fmt: skip
    voices.append(
        make_voice(9001, "塗ったら肌が腫れました。", risk=["health"], day=MONDAY + timedelta(days=4))
    )
    voices = [voice for voice in voices if voice["day"] != MONDAY - timedelta(days=4)]
    all_days = make_days(first, MONDAY + timedelta(days=6), voices)
    return {
        "voices": voices,
        "topics": topics,
        "days": [day for day in all_days if day["day"] != MONDAY - timedelta(days=4)],
        "departments": [
            {"department": "support", "name": "お客様窓口", "position": 1},
            {"department": "logistics", "name": "物流部", "position": 2},
        ],
        "weekly_expectations": _make_ranges(first),
        "alerts": [
            _make_alert("week", MONDAY + timedelta(days=6)),
            _make_alert("night", MONDAY + timedelta(days=5)),
        ],
        **_make_actions(),
    }


def _make_ranges(first: date) -> list[Row]:
    series = [
        (None, None, "support", None, 14, 24),
        (None, None, "logistics", None, 10, 24),
        ("complaint", "T000001", "support", "owner", 5, 12),
        ("complaint", "T000002", "logistics", "owner", 4, 11),
    ]
    return [
        {"week": first + timedelta(weeks=week), "kind": kind, "topic_id": topic_id, "department": department,
         "role": role, "expected": (low + high) / 2, "low": low, "high": high,
         "trend": "up" if topic_id == "T000002" and week == 9 else None}
        for week in range(4, 10)
        for kind, topic_id, department, role, low, high in series
    ]  # fmt: skip


def _make_alert(scope: str, day: date) -> Row:
    return {
        "alert_id": scope, "scope": scope, "day": day, "kind": "complaint", "topic_id": "T000002",
        "department": "logistics", "window_days": 7, "first_day": day - timedelta(days=6), "seen": 15,
        "repeated_cases": 0,
        "expected": 7.5, "low": 4, "high": 11, "adjusted_p": 0.001, "since": MONDAY + timedelta(days=2),
        "dimension": None, "value": None, "value_cases": None, "known_cases": None, "candidate": None,
        "outcome": None,
    }  # fmt: skip


def _make_actions() -> dict[str, list[Row]]:
    plain = {
        "department": "support", "expected_effect": None, "owner": None, "answer": None, "answered_on": None,
        "closed_on": None, "recorded_at": MADE_AT,
    }  # fmt: skip
    effect = {
        "action_id": "A1", "verdict": "decreased", "reason": "", "change_low": -0.5, "change_high": -0.1,
        "smallest_effect": 0.2, "before_cases": 40, "after_cases": 20, "before_days": 21, "after_days": 21,
        "volume_change": 0.0, "control_count": 3, "counted_topics": ["T000001"], "other_actions": [],
        "judged_until": MONDAY + timedelta(days=6), "judge_from": MONDAY,
    }  # fmt: skip
    return {
        "actions": [
            {**plain, "action_id": "A1", "topic_ids": ["T000001"], "done_on": date(2026, 10, 14),
             "what": "回線を増やした", "due_on": None, "status": "done"},
            {**plain, "action_id": "A2", "topic_ids": ["T000003"], "done_on": None, "what": "無香料の検討",
             "due_on": date(2026, 11, 12), "status": "draft"},
        ],
        "action_effects": [effect],
    }  # fmt: skip
