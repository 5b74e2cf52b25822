"""Sentences that decide themselves from the numbers.

Two numbers never make a trend: without a normal range a count is only more or less than the week before.
"""

from datetime import date

from reports.model.figures import Change, Concentration, TopicFigure
from reports.model.labels import UNASSIGNED_NAME, format_date, format_number, format_percent, name_channel

NO_NORMAL_RANGE = "平常の幅はまだ出せません"
CANNOT_JUDGE = "増えたか減ったかは、まだ判定できません。"
NOTHING_NEW = "今週、新しくご覧いただくものはありません。"
NO_TOPICS_YET = "話題の一覧がまだ作られていないため、何が多いか、増えたかは、まだお伝えできません。"
TO_KNOW = "いまご判断は要りません。増えたと言えるようになれば、あらためてお知らせします。"
NOT_RECORDED = "まだ登録がありません。"
NO_CORRECTIONS = "ありません。"
NEW_TOPIC = "今週はじめて見つかった話題"
_PER = {
    "shipments": ("出荷1万個", 10_000),
    "visitors": ("来訪者1千人", 1_000),
    "subscribers": ("会員1千人", 1_000),
    "users": ("利用者1千人", 1_000),
}
HIDDEN_SENTENCE = "個人に関わる記載があるため表示しません"


def say_previous(change: Change) -> str:
    """Return what stands in brackets behind a count: 前週29件、平常の幅はまだ出せません."""
    if change.previous is None:
        before = "前週のデータはありません"
    else:
        before = f"前週{format_number(change.previous)}件"
    if change.normal is None:
        return "、".join(part for part in (before, NO_NORMAL_RANGE, say_rate(change)) if part)
    normal = f"平常の幅{format_number(change.normal.low)}〜{format_number(change.normal.high)}件"
    return "、".join(part for part in (before, normal, say_rate(change)) if part)


def say_rate(change: Change) -> str:
    """Return the count beside what it is set against; empty where nobody gave that.

    Examples
    --------
    >>> from reports.model.figures import Denominator, NormalRange
    >>> say_rate(Change(48, 29, True, NormalRange(20, 34), per=Denominator("shipments", 120_000)))
    '出荷1万個あたり4.0件(平常1.7〜2.8件)'
    """
    if change.per is None or change.per.measure not in _PER:
        return ""
    name, unit = _PER[change.per.measure]
    counts = [change.cases, *((change.normal.low, change.normal.high) if change.normal else ())]
    rates = [count * unit / change.per.value for count in counts]
    # As many decimals as tell the smallest rate from none.
    digits = 1 if min(rate for rate in [*rates, 1.0] if rate > 0) >= 0.1 else 2
    told = [f"{rate:,.{digits}f}" for rate in rates]
    return f"{name}あたり{told[0]}件" + (f"(平常{told[1]}〜{told[2]}件)" if change.normal else "")


def say_comparison(change: Change) -> str:
    """Return one sentence that compares with the week before and claims nothing more.

    Examples
    --------
    >>> say_comparison(Change(48, 29, is_comparable=True))
    '前週より19件多い件数でした。'
    """
    if change.previous is None or not change.is_comparable:
        return say_comparability(change)
    if change.previous == 0 and change.cases > 0:
        return "前週にはありませんでした。"
    if change.cases == change.previous:
        return "前週と同じ件数でした。"
    difference = abs(change.cases - change.previous)
    word = "多い" if change.cases > change.previous else "少ない"
    return f"前週より{format_number(difference)}件{word}件数でした。"


def say_judgement(change: Change) -> str:
    """Return what a topic's count says beside its normal range; a claim only where it is beyond chance.

    Examples
    --------
    >>> from reports.model.figures import NormalRange
    >>> say_judgement(Change(18, 11, is_comparable=True, normal=NormalRange(7, 15)))
    '平常の幅を上回りましたが、増えたとはまだ言えません。参考としてご覧ください。'
    """
    if change.normal is None:
        return CANNOT_JUDGE
    if change.trend is not None:
        way = "増え方" if change.trend == "up" else "減り方"
        sure = f"平常時にはほぼ見られない{way}で、偶然とは考えにくい水準です。"
        return sure + "原因はこのデータからは分かりません。"
    if change.cases > change.normal.high:
        return "平常の幅を上回りましたが、増えたとはまだ言えません。参考としてご覧ください。"
    if change.cases < change.normal.low:
        return "平常の幅を下回りましたが、減ったとはまだ言えません。"
    return "平常の幅の中です。"


def say_ending(change: Change) -> str:
    """Return what completes 「話題」 to a sentence, where a change is beyond chance."""
    return {"up": "が増えています", "down": "が減っています"}.get(change.trend or "", "")


def say_since(day: date) -> str:
    """Return since when a topic rises: 11月11日からです。."""
    return f"{format_date(day)}からです。"


def say_level(change: Change) -> str:
    """Return how a department's whole count lies to its range; empty where there is none."""
    if change.normal is None:
        return ""
    if change.cases > change.normal.high:
        return "全体の件数は平常の幅を上回っています。"
    if change.cases < change.normal.low:
        return "全体の件数は平常の幅を下回っています。"
    return "全体の件数はいつもどおりです。"


def say_comparability(change: Change) -> str:
    """Return why the week before is no measure; empty where it is one."""
    if change.previous is None:
        return "前週のデータがないため、比べられません。"
    return "" if change.is_comparable else "集計できた曜日が前週と違うため、件数を比べられません。"


def say_concentration(found: Concentration, total: int) -> str:
    """Return where a topic concentrates, as in うち39件が「…」です(お問い合わせ全体では32%).

    `total` is the topic's count; where the dimension is not known for all of it, the sentence says so.
    """
    value = name_channel(found.value) if found.dimension == "channel" else f"「{found.value}」"
    usual = f"(お問い合わせ全体では{format_percent(round(found.usual_share * 1000), 1000)})"
    if found.known >= total:
        return f"うち{format_number(found.cases)}件が{value}です{usual}。"
    dimension = {"product": "商品", "lot": "ロット", "channel": "経路"}[found.dimension]
    known, cases = format_number(found.known), format_number(found.cases)
    return f"{dimension}の分かる{known}件中{cases}件が{value}です{usual}。"


def say_no_decisions(least: int, *, has_topics: bool, has_ranges: bool = False) -> str:
    """Return why no topic is put forward; `least` is the number of cases it would need."""
    if not has_topics:
        return "話題の一覧がまだ作られていないため、お出しできません。"
    if has_ranges:
        return "平常の幅を超えて増えた不満・ご要望はありませんでした。"
    return f"件数のまとまった不満・ご要望({least}件以上)はありませんでした。"


def quote(sentence: str) -> str:
    """Return a sentence in 「」; brackets inside it become 『』."""
    return "「" + sentence.translate(str.maketrans("「」", "『』")) + "」"


def say_partners(topic: TopicFigure) -> str:
    """Return 物流部と共有, or 物流部が担当 for a topic that is only shared with the reader."""
    if not topic.partners:
        return ""
    names = "・".join(topic.partners)
    if topic.role == "shared" and names == UNASSIGNED_NAME:
        return "担当は未定"
    return f"{names}と共有" if topic.role == "owner" else f"{names}が担当"


def say_request(topic: TopicFigure) -> str:
    """Return what the department is asked for."""
    if topic.kind == "request":
        return "ご要望を採り入れるかどうか、または検討する時期のご判断をお願いします。"
    return "原因のご確認と、対応するかどうかのご判断をお願いします。"


def say_lead(
    *,
    risk_cases: int,
    decisions: int,
    new_topics: int,
    candidates: int,
    voices: int,
    rises: int = 0,
    to_know: int = 0,
    has_topics: bool = True,
) -> str:
    """Return the first sentence of a report: what there is to look at, or that there is nothing.

    `rises` are all topics that rise; `decisions` are those put forward for another reason,
    `to_know` those that left their range by what may be chance. Before there are
    any topics nobody can say that there is nothing to see.
    """
    parts = []
    if risk_cases:
        parts.append(f"至急ご確認いただきたいものが{format_number(risk_cases)}件")
    if rises:
        parts.append(f"増えている話題が{rises}つ")
    if decisions:
        parts.append(f"ご判断いただきたい話題が{decisions}つ")
    if to_know:
        parts.append(f"参考にご覧いただきたい話題が{to_know}つ")
    if new_topics:
        parts.append(f"今週はじめて見つかった話題が{new_topics}つ")
    if candidates:
        parts.append(f"新しい話題の候補が{candidates}つ")
    if not has_topics:
        found = "、".join(parts) + "あります。" if parts else ""
        return found + NO_TOPICS_YET
    if parts:
        return "、".join(parts) + "あります。"
    return NOTHING_NEW if voices else f"今週、当部に関わるお客様の声はありませんでした。{NOTHING_NEW}"
