"""【数字の読み方】: what 件 means, what could not be sorted, which topics the counts stand on."""

from collections.abc import Sequence
from typing import Any

from reports.keys import WeekKey
from reports.model.completeness import say_state
from reports.model.context import SiteContext
from reports.model.labels import format_date, format_number, format_percent
from reports.model.week import WeekContext

_CASES = (
    "「件」は案件数です(同じ用件での再連絡は1件と数えます)。ひとつの案件がいくつもの話題に関わることがあるため、"
    "話題ごとの件数を足しても合計にはなりません。「回」はお問い合わせの回数です。"
)
RANGE_WEEKS = 26
_VERDICTS = {
    "identical": "同一",
    "inputs_changed": "入力の変更による相違",
    "different": "原因の分からない相違",
}
_EVENTS = {
    "born": "新しくできた話題",
    "split": "分かれた話題",
    "merged": "まとまった話題",
    "dormant": "声が途絶えた話題",
    "revived": "再び寄せられた話題",
}


def say_reading_notes(
    site: SiteContext, week: WeekContext, kinds: Sequence[dict[str, Any]]
) -> tuple[str, ...]:
    """Return the notes in order; `kinds` are the department's rows of ``department_kinds``."""
    notes = (
        _CASES,
        _say_without_topic(week, kinds),
        _say_state(site, week),
        _say_topics_version(site),
        _say_refit(week),
        say_verification(site),
        _say_ranges(site, week),
        _say_precision(week),
        "お客様の言葉は、個人に関わる部分を伏せて引用しています。話題名には、機械が付けた呼び名もあります。",
    )
    return tuple(note for note in notes if note)


def _say_ranges(site: SiteContext, week: WeekContext) -> str:
    if not week.ranges:
        return "平常の幅がまだ出せないため、前週との差だけでは、増えた・減ったとは判断できません。"
    before = {WeekKey.of(day) for day in site.days if day < week.key.monday}
    return (
        f"平常の幅は直近{min(len(before), RANGE_WEEKS)}週から算出し、10週のうち9週はこの中に収まります"
        "(曜日・祝日・登録された予定と、お問い合わせ全体の件数の増減は差し引いています)。"
        f"{_say_denominators(week)}"
        "「増えています」「減っています」は、幅を外れただけでなく、偶然とは考えにくいときにだけ書きます。"
    )


def _say_denominators(week: WeekContext) -> str:
    if not week.denominators:
        return ""
    return (
        "「出荷1万個あたり」のように分母を添えた部署の幅は、お問い合わせ全体の代わりに分母の増減を差し引いています"
        "(出荷・来訪者は直近4週の平均)。"
    )


def _say_precision(week: WeekContext) -> str:
    if not week.answered_alerts:
        return ""
    answered, confirmed = format_number(week.answered_alerts), format_number(week.confirmed_alerts)
    return f"これまでにお知らせした増加のうち、ご回答のあった{answered}件中{confirmed}件は実際の増加でした。"


def say_verification(site: SiteContext) -> str:
    """Return how the last days that were run again compare: 直近の再計算の照合: 同一 3日(11月16日)."""
    days = {item.verdict: item.days for item in site.verifications}
    if not days:
        return ""
    told = [f"{name} {days[verdict]}日" for verdict, name in _VERDICTS.items() if verdict in days]
    when = format_date(max(item.verified_on for item in site.verifications))
    note = f"直近の再計算の照合:{'、'.join(told)}(最終{when})。"
    if "different" in days:
        return note + "一致しない日を運用担当が調べています。"
    return note


def _say_without_topic(week: WeekContext, kinds: Sequence[dict[str, Any]]) -> str:
    """Say it for the department and, because such voices mostly have no owner, for the whole."""
    everywhere = [count for count in week.counts if count.role == "owner"]
    all_voices = sum(count.voices for count in everywhere)
    all_without = sum(count.voices for count in everywhere if count.topic_id is None)
    voices = sum(kind["voices"] for kind in kinds)
    without = sum(kind["voices_without_topic"] for kind in kinds)
    if all_without == 0:
        return "話題に分けられなかった声はありません。" if all_voices else ""
    whole = f"全体で{_say_share(all_without, all_voices)}"
    if without in (0, all_without):
        return f"話題に分けられなかった声は、{whole}です。担当を決められないものは「未割当」に載せています。"
    return f"話題に分けられなかった声は、ここでは{_say_share(without, voices)}、{whole}です。"


def _say_share(part: int, whole: int) -> str:
    return f"{format_number(whole)}文のうち{format_number(part)}文({format_percent(part, whole)})"


def _say_state(site: SiteContext, week: WeekContext) -> str:
    state = say_state(site, week)
    if state == "確定":
        return "この週の数字は確定しています。"
    return f"この週の数字は{state}です。遅れて届いたデータにより変わることがあります。"


def _say_topics_version(site: SiteContext) -> str:
    if not site.topics:
        return "話題の一覧はまだ作られていません。最初の作成後に、この週も分け直します。"
    made = "作った" if site.registry_version == 1 else "見直した"
    since = f"{format_date(site.topics_since)}に{made}" if site.topics_since else "現在の"
    version = f"{since}分け方(第{site.registry_version}版)"
    return f"話題は、{version}で数えています。前の週も同じ分け方で数え直しています。"


def _say_refit(week: WeekContext) -> str:
    """Date the refits; the first registry changed nothing, and its date stands in the note before."""
    refits = [note for note in week.lineage if note.registry_version > 1]
    if not refits:
        return ""
    dates = sorted({note.happened_on for note in refits})
    counts = {event: sum(note.topics for note in refits if note.event == event) for event in _EVENTS}
    told = "、".join(f"{_EVENTS[event]}{format_number(number)}" for event, number in counts.items() if number)
    when = "、".join(format_date(day) for day in dates)
    return f"この週に話題の分け方を見直しました({when}{':' + told if told else ''})。"
