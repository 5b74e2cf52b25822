"""``python -m benchmarks.alerts [--write] [--size N] [--survey HOME]``: what can be said of changes."""

import argparse
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from benchmarks.alerts import null_worlds, rises, steps, survey
from benchmarks.alerts.speed import seconds_of_a_night

FRESH = 12000
"""The method was chosen on seeds below."""
RISES = ((1.5, 1), (2.0, 1), (3.0, 1), (2.0, 3))
"""How many times as many cases, in how many departments."""
CHANGES = (0.0, -0.1, -0.3, -0.5)
PAGE = Path("docs/quality-change.md")
READ = Path(__file__).with_name("survey_read.md")
INTRODUCTION = """# 変化の検知の品質

`python -m benchmarks.alerts --write` が書きました(大きさ {size:g}、種は {seed} から、CPU {minutes:.0f} 分)。
手法を決めるときに見た種(12000 未満)は使っていません。
真値の分かる模擬のセンターの件数を、夜間と同じ関数(`pipelines.change`)で判定しています。
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alerts")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    parser.add_argument("--size", type=float, default=1.0, help="1 = some ten minutes of CPU")
    parser.add_argument("--seed", type=int, default=FRESH, help="first of the worlds' seeds")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--survey", type=Path, help="KOE_HOME with the visitor survey and its topics")
    given = parser.parse_args()
    parts = []
    with ProcessPoolExecutor(given.jobs) as pool:
        for part in sections(pool, given.size, given.seed, given.survey):
            print(part, flush=True)
            parts.append(part)
    used = os.times()
    minutes = (used.user + used.children_user + used.system + used.children_system) / 60
    if given.write:
        introduction = INTRODUCTION.format(size=given.size, seed=given.seed, minutes=minutes)
        PAGE.write_text("\n".join([introduction, *parts]), encoding="utf-8")


def sections(pool: Executor, size: float, seed: int, home: Path | None) -> Iterator[str]:
    """Yield the page's parts; all of them are begun at once."""
    seeds = [range(seed, seed + max(least, round(many * size))) for least, many in ((1, 5), (2, 16), (2, 8))]
    worlds = pool.map(
        partial(null_worlds.measure, nights=200, topics=300, seeds=seeds[0]), null_worlds.WORLDS
    )
    risen = pool.map(partial(rises.measure, topics=300, seeds=seeds[1]), *zip(*RISES, strict=True))
    planted = list(product(steps.WORLDS, CHANGES))
    stepped = pool.map(partial(steps.measure, seeds=seeds[2]), *zip(*planted, strict=True))
    seconds = pool.submit(seconds_of_a_night, 2000)
    read = pool.submit(survey.report, home) if home is not None else None
    yield _false_alarms(worlds, len(seeds[0]))
    yield _rises(risen)
    yield _steps(planted, stepped)
    busy = f"(測定中の負荷 {os.getloadavg()[0]:.1f}、{os.cpu_count()} コア)"
    yield f"## 速さ\n\n2,000 系列の一晩の検定と週の幅: CPU {seconds.result():.1f} 秒{busy}。目標 10 秒。\n"
    if read is not None:
        yield read.result()
    if READ.exists():
        yield READ.read_text(encoding="utf-8")


def _false_alarms(worlds: Iterable[null_worlds.FalseAlarms], seeds: int) -> str:
    rows = []
    for (name, (what, _)), found in zip(null_worlds.WORLDS.items(), worlds, strict=True):
        rate = f"{found.rate:.3f} ± {found.error:.3f}"
        weeks = f"{found.week_rate:.3f} ({found.weeks} 週)"
        rows.append((what, found.nights, rate, f"{found.worst:.3f}", found.alerts, weeks))
        print(name, *rows[-1][1:], flush=True)
    heads = (
        "模擬の条件",
        "夜",
        "警告のある夜の割合 ± 標準誤差",
        "最も多い種",
        "警告の数",
        "警告のある週の割合",
    )
    return _section(
        f"誤報:何も増えていない {seeds} × 196 夜 × 300 話題",
        "増えた話題はないので、警告が 1 つでもある夜の割合が実際の偽発見率です。目標 0.10 以下。",
        heads,
        rows,
    )


def _rises(risen: Iterable[rises.Detection]) -> str:
    rows = []
    for (factor, departments), found in zip(RISES, risen, strict=True):
        shares = [f"{100 * share:.0f} %" for share in found.within.values()]
        false = f"{100 * found.false_share:.1f} %"
        median = f"{found.median:g} 日" if found.median <= rises.FOLLOWED else f"{rises.FOLLOWED} 日超"
        spread = "" if departments == 1 else f"({departments} 部署に分かれた話題)"
        rows.append((f"×{factor:g}{spread}", found.topics, median, *shares, false))
    heads = ("増え方", "話題", "中央値", *(f"{days} 日以内" for days in rises.DAYS), "警告のうち誤り")
    return _section(
        "発見:1 日 5 件の話題が増えたとき、何日目の夜に分かるか",
        "目標 ×3 は 2 日、×2 は 5 日(中央値)。",
        heads,
        rows,
    )


def _steps(planted: Iterable[tuple[str, float]], stepped: Iterable[steps.Steps]) -> str:
    rows = []
    for (name, change), found in zip(planted, stepped, strict=True):
        shares = (found.covered, found.claimed, found.unchanged, found.undecided)
        told = (f"{100 * share:.0f} %" for share in shares)
        rows.append((steps.WORLDS[name][0], f"{100 * change:.0f} %", found.actions, *told))
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
