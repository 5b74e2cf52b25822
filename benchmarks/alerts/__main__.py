"""``python -m benchmarks.alerts [--write] [--size N] [--survey HOME]``: what can be said of changes."""

import argparse
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.alerts import null_worlds, rises, steps, survey
from benchmarks.alerts.speed import seconds_of_a_night

PAGE = Path("docs/quality-change.md")
READ = Path(__file__).with_name("survey_read.md")
INTRODUCTION = """# 変化の検知の品質

`python -m benchmarks.alerts --write` が書いたものです(大きさ {size:g}、CPU {minutes:.0f} 分)。
真値の分かる模擬のセンターの件数を、夜間と同じ関数(`pipelines.change.judged`、`pipelines.change.effects`)で判定しています。
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alerts")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    parser.add_argument("--size", type=float, default=1.0, help="1 = some ten minutes of CPU")
    parser.add_argument("--survey", type=Path, help="KOE_HOME with the visitor survey and its topics")
    given = parser.parse_args()
    began = time.process_time()
    parts = []
    for part in sections(given.size, given.survey):
        print(part, flush=True)
        parts.append(part)
    minutes = (time.process_time() - began) / 60
    if given.write:
        introduction = INTRODUCTION.format(size=given.size, minutes=minutes)
        PAGE.write_text("\n".join([introduction, *parts]), encoding="utf-8")


def sections(size: float, home: Path | None) -> Iterator[str]:
    yield _false_alarms(seeds=max(1, round(2 * size)))
    yield _rises(seeds=max(2, round(6 * size)))
    yield _steps(seeds=max(2, round(8 * size)))
    seconds = seconds_of_a_night(2000)
    busy = f"(測定中の負荷 {os.getloadavg()[0]:.1f}、{os.cpu_count()} コア)"
    yield f"## 速さ\n\n2,000 系列の一晩の検定と週の幅: CPU {seconds:.1f} 秒{busy}。目標 10 秒。\n"
    if home is not None:
        yield survey.report(home)
    if READ.exists():
        yield READ.read_text(encoding="utf-8")


def _false_alarms(seeds: int) -> str:
    rows = []
    for name, (what, _) in null_worlds.WORLDS.items():
        found = null_worlds.measure(name, nights=200, topics=300, seeds=seeds)
        rate = f"{found.rate:.3f} ± {found.error:.3f}"
        rows.append((what, found.nights, rate, found.alerts, f"{found.week_rate:.3f} ({found.weeks} 週)"))
        print(name, *rows[-1][1:], flush=True)
    heads = ("模擬の条件", "夜", "警告のある夜の割合 ± 標準誤差", "警告の数", "警告のある週の割合")
    return _section(
        f"誤報:何も増えていない {seeds} × 200 夜 × 300 話題",
        "増えた話題はないので、警告が 1 つでもある夜の割合が実際の偽発見率です。目標 0.10 以下。",
        heads,
        rows,
    )


def _rises(seeds: int) -> str:
    rows = []
    for factor in (1.5, 2.0, 3.0):
        found = rises.measure(factor, topics=300, seeds=seeds)
        shares = [f"{100 * share:.0f} %" for share in found.within.values()]
        false = f"{100 * found.false_share:.1f} %"
        rows.append((f"×{factor:g}", found.topics, f"{found.median:g} 日", *shares, false))
    heads = ("増え方", "話題", "中央値", *(f"{days} 日以内" for days in rises.DAYS), "警告のうち誤り")
    return _section(
        "発見:1 日 5 件の話題が増えたとき、何日目の夜に分かるか",
        "目標 ×3 は 2 日、×2 は 5 日(中央値)。",
        heads,
        rows,
    )


def _steps(seeds: int) -> str:
    rows = []
    for name, (what, _) in steps.WORLDS.items():
        for change in (0.0, -0.1, -0.3, -0.5):
            found = steps.measure(name, change, seeds=seeds)
            shares = (found.covered, found.claimed, found.unchanged, found.undecided)
            told = (f"{100 * share:.0f} %" for share in shares)
            rows.append((what, f"{100 * change:.0f} %", found.actions, *told))
    heads = (
        "条件",
        "真の変化",
        "打ち手",
        "90 % の範囲が真値を含む",
        "増減を主張",
        "変化なし",
        "判定できません",
    )
    return _section(
        "打ち手:実施 6 週後の判定",
        "目標:−30 % の範囲が真値を含む割合 88 % 以上。変化 0 % の行の「増減を主張」は誤りで、目標 5 % 以下。",
        heads,
        rows,
    )


def _section(title: str, note: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [tuple(heads), *(tuple(map(str, row)) for row in rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "\n".join([f"## {title}", "", note, "", *(f"| {' | '.join(line)} |" for line in lines), ""])


if __name__ == "__main__":
    main()
