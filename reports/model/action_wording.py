"""Sentences about improvement actions: what can be said of them, and what cannot.

A change is stated as a range and never as a cause: what else happened at the same time stays in it.
"""

from datetime import date

from reports.model.labels import format_date, format_number

FEW_A_WEEK = 10
"""Below this, totals are told instead of weekly means: nobody has 2.3 cases a week in mind."""
VOLUME_MOVED = 0.05
LESS_THAN_ONE = "1割未満"
CERTAIN = "ことはほぼ確かです"
CAVEAT = (
    "曜日、お問い合わせ全体の件数、ほかの話題の動きを差し引いて見ています。"
    "同じ時期のほかの出来事による分までは分けられないため、打ち手が原因とまでは言えません。"
)
LATER = "実施しました。その後の判定は、最近の週報でお知らせしています。"
_WHY_NOT = {
    "no_day": "実施日の記録がないため、判定できません。",
    "no_topic": "対象の話題の記録がないため、判定できません。",
    "topic_gone": "対象の話題が今の話題の一覧にないため、判定できません。",
    "few_cases": "件数が少なく、まだ判定できません。",
    "short_before": "実施前の集計が28日分に満たず前後を比べられないため、判定できません。",
    "short_after": "実施から日が浅く、まだ判定できません。",
    "refit": "話題の分け方を見直している途中のため、まだ判定できません。",
}


def say_counts(before_cases: int, before_days: int, after_cases: int, after_days: int) -> str:
    """Return the counts on both sides; empty where one side has no counted day.

    Examples
    --------
    >>> say_counts(216, 42, 144, 42)
    '前6週 平均36件/週 → 後6週 平均24件/週。'
    >>> say_counts(14, 21, 9, 21)
    '前3週 14件 → 後3週 9件。'
    """
    if not before_days or not after_days:
        return ""
    days = min(before_days, after_days)
    if days < 7:
        before, after = f"前{before_days}日", f"後{after_days}日"
    else:
        before, after = (
            f"{word}{round(each / 7)}週" for word, each in (("前", before_days), ("後", after_days))
        )
    means = [7 * cases / each for cases, each in ((before_cases, before_days), (after_cases, after_days))]
    if days < 14 or max(means) < FEW_A_WEEK:
        return f"{before} {format_number(before_cases)}件 → {after} {format_number(after_cases)}件。"
    return f"{before} 平均{means[0]:,.0f}件/週 → {after} 平均{means[1]:,.0f}件/週。"


def say_change(low: float, high: float) -> str:
    """Return a range of a change: 1〜4割の減少, 約3割の減少, 1割減〜2割増, 1.2〜2.4倍への増加.

    `low` and `high` are shares, −0.4 = 40 % fewer.
    """
    if high <= 0:
        return f"{_tenths(-high, -low)}の減少"
    if low >= 0:
        if high >= 1:
            return f"{1 + low:.1f}〜{1 + high:.1f}倍への増加"
        return f"{_tenths(low, high)}の増加"
    more = f"{1 + high:.1f}倍" if high >= 1 else f"{_tenth(high)}増"
    return f"{_tenth(-low)}減〜{more}"


def _tenths(least: float, most: float) -> str:
    first, last = _tenth(least), _tenth(most)
    if first == last:
        return first if first == LESS_THAN_ONE else f"約{first}"
    return f"{first if first == LESS_THAN_ONE else first.removesuffix('割')}〜{last}"


def _tenth(share: float) -> str:
    tenths = int(share * 10 + 0.5)
    return f"{tenths}割" if tenths else LESS_THAN_ONE


def say_smallest(share: float) -> str:
    """Return the smallest change that would have been seen: およそ4割以上減らなければ見分けられません."""
    if share >= 0.95:
        return "この件数では、ほとんどなくならないかぎり見分けられません。"
    return f"この件数では、およそ{max(1, int(share * 10 + 0.5))}割以上減らなければ見分けられません。"


def say_volume(change: float | None) -> str:
    """Return お問い合わせ全体の約1割減を差し引くと、 where the whole moved, else what is always taken off."""
    if change is None or abs(change) < VOLUME_MOVED:
        return "全体の動きを差し引くと、"
    tenths = max(1, int(abs(change) * 10 + 0.5))
    return f"お問い合わせ全体の約{tenths}割{'増' if change > 0 else '減'}を差し引くと、"


def say_verdict(
    verdict: str, low: float, high: float, *, smallest: float | None, volume: float | None
) -> str:
    """Return what became of an action that could be judged."""
    taken_off = say_volume(volume)
    if verdict == "decreased":
        return f"{taken_off}{say_change(low, high)}です。減った{CERTAIN}。"
    if verdict == "increased":
        return f"{taken_off}{say_change(low, high)}です。増えた{CERTAIN}。"
    seen = (
        "" if smallest is None else f"{max(1, int(smallest * 10 + 0.5))}割以上の減少があれば分かる件数です。"
    )
    return f"{taken_off}{say_change(low, high)}の範囲で、変化は見られません。{seen}"


def say_undecidable(
    reason: str,
    *,
    low: float | None,
    high: float | None,
    smallest: float | None,
    judge_from: date | None,
    others: tuple[str, ...] = (),
) -> str:
    """Return why nothing can be said, and what could."""
    when = f"早ければ{format_date(judge_from)}の集計で判定します。" if judge_from else ""
    if reason == "wide":
        return "増えたとも減ったとも、まだ判定できません。" + (
            "" if smallest is None else say_smallest(smallest)
        )
    if reason == "placebo":
        moved = "増えて" if low is not None and low > 0 else "減って"
        why = "打ち手のなかった時期にも同じくらいの動きがあり、"
        return f"{moved}いますが、{why}打ち手の前後で変わったとは判定できません。"
    if reason == "other_action":
        return _say_others(others, low, high)
    return _WHY_NOT.get(reason, "まだ判定できません。") + when


def _say_others(others: tuple[str, ...], low: float | None, high: float | None) -> str:
    named = "".join(f"「{what}」" for what in others)
    why = f"近い時期に同じ話題の打ち手{named}があるため、この打ち手だけの判定はできません。"
    if low is None or high is None or low < 0 < high:
        return why
    return f"{why}合わせると{say_change(low, high)}です。"


def say_planned(judge_from: date | None) -> str:
    """Return what is told of an action that is still to come."""
    when = f"早ければ{format_date(judge_from)}の集計で判定します。" if judge_from else ""
    return f"実施はこれからです。{when}"
