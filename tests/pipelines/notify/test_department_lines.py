"""What a department is told, and when: counts and names of topics, once a day, nothing on quiet days."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.config import KoeFile
from pipelines.errors import ConfigError
from pipelines.notify import Message, due_messages, mark_sent, tell_departments
from pipelines.notify import due as due_module
from pipelines.notify.message import pick_news, subject_of, write_lines
from pipelines.settings import load_settings
from reports.keys import DayKey, WeekKey
from reports.model.index import DayLine
from reports.model.weekly import Department, NewsItem

SUNDAY = DayKey(date(2026, 11, 22))
PRODUCT = Department("product", "商品開発部", "product")
NEWS = (
    NewsItem("打ち手", "「山田様のご指摘で処方を変えた」を11月20日に実施しました。", "#actions"),
    *(NewsItem("増加", f"「話題{number}」が48件と、増え始めました。", "#decisions") for number in range(4)),
)


def report(**changes: Any) -> Any:
    body = {"week": WeekKey.of(SUNDAY.day), "lead": "至急ご確認いただきたいものが1件あります。", "news": NEWS}
    return SimpleNamespace(completeness=SimpleNamespace(state="速報"), **(body | changes))


def test_three_changes_and_never_what_people_wrote() -> None:
    assert [item.sentence[:5] for item in pick_news(NEWS)] == ["「話題0」", "「話題1」", "「話題2」"]


def test_a_week_that_is_over_is_told_with_its_link() -> None:
    lines = write_lines(report(), None, is_week_over=True, link="https://koe.example/koe/x")
    assert lines[0] == "週報 2026年11月16日(月)〜22日(日)(速報)"
    assert lines[-1] == "https://koe.example/koe/x"
    assert len(lines) == 6
    assert subject_of("商品開発部", SUNDAY, is_week_over=True) == "[Koe] 商品開発部 お客様の声 週報"


@pytest.mark.parametrize(("is_quiet", "expected"), [(True, 0), (False, 2)])
def test_a_day_speaks_up_only_for_exceptions(is_quiet: bool, expected: int) -> None:
    daily = DayLine(PRODUCT, SUNDAY, "至急が1件あります。", is_quiet)
    assert len(write_lines(report(), daily, is_week_over=False, link="https://koe.example")) == expected


@pytest.fixture
def home(tmp_path: Path) -> Any:
    config = tmp_path / "config"
    config.mkdir()
    (config / "departments.yaml").write_text(
        "departments:\n- {id: product, name: 商品開発部}\n", encoding="utf-8"
    )
    (config / "koe.yaml").write_text(
        "notify: {departments: {product: {webhook: koe_product}}}\n", encoding="utf-8"
    )
    return load_settings(None, {"KOE_HOME": str(tmp_path), "KOE_KEY_FILE": str(tmp_path.parent / "key")})


def test_nothing_is_sent_unless_configured_or_before_anything_is_published(home: Any) -> None:
    assert KoeFile().notify.departments == {}
    assert due_messages(home) == []


def test_a_department_that_is_not_there_is_named(home: Any) -> None:
    (home.config_dir / "koe.yaml").write_text("notify: {departments: {produkt: {}}}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no produkt; it has product"):
        due_messages(load_settings(None, dict(home.variables) | {"KOE_KEY_FILE": str(home.key_file)}))


def test_what_was_sent_is_not_sent_again_and_a_broken_delivery_is_made_up_for(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Message("product", SUNDAY.day, "件名", ("行",))
    other = Message("sales", SUNDAY.day, "件名", ("行",))
    found = [one, other]
    monkeypatch.setattr(
        due_module, "due_messages", lambda settings: [
            item for item in found if due_module._read_sent(settings).get(item.department) != str(item.day)
        ],
    )  # fmt: skip
    sent: list[str] = []

    def deliver(message: Message) -> None:
        if message.department == "sales" and len(sent) == 1:
            sent.append("broken")
            raise ConnectionError
        sent.append(message.department)

    with pytest.raises(ConnectionError):
        tell_departments(home, deliver)
    assert tell_departments(home, deliver) == ["sales"]
    assert sent == ["product", "broken", "sales"]
    (home.home / "nights" / "notified.json").write_text("{", encoding="utf-8")
    mark_sent(one, home)
    assert due_module._read_sent(home) == {"product": "2026-11-22"}
