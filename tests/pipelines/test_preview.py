"""``topics preview``, ``topics candidates``, ``journal list --conflicts`` and the portal's desk on a small demo company."""

from dataclasses import replace
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from pipelines.backfill import run_days
from pipelines.cli.app import app
from pipelines.edit_preview import preview_edit
from pipelines.night import refit_topics
from pipelines.portal_desk import make_desk
from pipelines.preview import preview_refit
from pipelines.publish import publish
from pipelines.refit import refit_topics as refit_until
from reports.portal.errors import DeskError
from tests.pipelines.homes import END, NOW, last_days, make_home
from warehouse.journal import make_entry
from warehouse.published import newest, open_published

pytestmark = pytest.mark.system
RUN = CliRunner()


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("homes") / "preview", days=6, contacts_per_day=25)
    run_days(last_days(6), made, now=NOW, workers=1)
    refit_topics(made, now=NOW)
    return made


@pytest.fixture
def koe(settings, monkeypatch):
    monkeypatch.setenv("KOE_HOME", str(settings.home))
    monkeypatch.setenv("KOE_KEY_FILE", str(settings.key_file))
    monkeypatch.delenv("KOE_CONFIG", raising=False)
    return lambda *arguments: RUN.invoke(app, list(arguments))


def files_of(settings):
    places = (settings.home / "topics", settings.home / "journal", settings.home / "lake" / "assignments")
    return {path: path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()}


def active(settings):
    rows = settings.registry.latest().topics.to_pylist()
    return [row for row in rows if row["parent_id"] and row["status"] == "active"]


def edit(action, topic_id, **values):
    return make_entry(action, target={"topic_id": topic_id}, values=values, by="sato", why="", at=NOW)


def test_nothing_is_written(settings, koe):
    before = files_of(settings)
    first, second = active(settings)[:2]
    assert koe("topics", "preview").exit_code == 0
    assert koe("topics", "preview", "--full").exit_code == 0
    merge = koe(
        "topics", "preview", "--edit", "rename", f"topic_id={first['topic_id']}", "label=電話に出ない"
    )
    assert merge.exit_code == 0
    assert "電話に出ない" in merge.stdout
    preview_edit(settings, edit("mute", second["topic_id"]))
    assert files_of(settings) == before


def test_a_merger_moves_all_voices_and_loses_none(settings):
    same_kind = [row for row in active(settings) if row["kind"] == "complaint"][:2]
    small, large = (row["topic_id"] for row in same_kind)
    found = {item.topic_id: item for item in preview_edit(settings, edit("merge", small, into=large)).changes}
    assert found[small].voices_after == 0
    assert found[large].voices_after == found[small].voices + found[large].voices


def test_a_route_moves_voices_between_departments(settings):
    topic = active(settings)[0]["topic_id"]
    before = preview_edit(settings, edit("route", topic, department="stores"))
    assert sum(after - was for _, was, after in before.departments) == 0
    assert before.conflict == ""


def test_a_refit_that_changes_nothing_says_so(settings, koe):
    assert preview_refit(settings) is None
    assert "would change nothing" in koe("topics", "preview").stdout


def test_a_preview_of_a_refit_tells_what_the_refit_then_does(settings):
    refit_until(settings, until=END - timedelta(days=3))
    told = preview_refit(settings)
    done = refit_until(settings).version
    events = [row for row in done.lineage.to_pylist() if row["registry_version"] == done.version]
    expected = {(row["event"], row["topic_id"]) for row in events if row["event"] != "continued"}
    assert {(item.change, item.topic_id) for item in told.changes if item.change != "continued"} == expected
    assert 0.9 <= told.kept_share <= 1.0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--edit", "rename", "topic_id=T999999", "label=ない"], "would not apply", "対象の話題がありません"),
        (["--edit", "renmae", "topic_id=T000001"], "unknown action", "allowed: rename"),
    ],
)
def test_an_edit_that_would_not_apply_fails_with_the_reason(
    koe, arguments, code, message, monkeypatch, capsys
):
    result = koe("topics", "preview", *arguments)
    assert result.exit_code == 1
    assert code in str(result.exception)
    assert message in str(result.exception)


def test_values_without_an_edit_are_a_wrong_call(koe):
    assert koe("topics", "preview", "topic_id=T000001").exit_code == 2


def test_conflicts_are_listed_with_reason_and_remedy_and_reach_readers(settings, koe):
    assert koe("journal", "add", "rename", "topic_id=T999999", "label=ない").exit_code == 0
    assert koe("journal", "add", "mute", f"topic_id={active(settings)[0]['topic_id']}").exit_code == 0
    (settings.home / "journal" / "01ARZ3NDEKTSV4RRFFQ69G5FAV.json").write_text('{"format": 1, "id')
    listed = koe("journal", "list", "--conflicts").stdout
    assert "T999999" in listed
    assert "koe topics list" in listed
    assert "01ARZ3NDEKTSV4RRFFQ69G5FAV.json" in listed
    assert " mute " not in listed
    publish(settings, now=NOW)
    with open_published(newest(settings.warehouse_dir)) as reader:
        reasons = reader.query("SELECT reason FROM published.journal_conflicts").column("reason").to_pylist()
    assert len(reasons) == 2


def test_candidates_are_published_and_shown(settings, koe):
    publish(settings, now=NOW)
    with open_published(newest(settings.warehouse_dir)) as reader:
        rows = reader.query("FROM published.topic_candidates").to_pylist()
    assert all(row["case_count"] >= 3 and row["first_day"] <= row["last_day"] for row in rows)
    result = koe("topics", "candidates")
    assert result.exit_code == 0
    assert result.stdout.strip()


@pytest.fixture(scope="module")
def desk(settings):
    return make_desk(lambda: settings)


def test_the_desk_knows_what_the_edits_come_to(settings, desk):
    topic = active(settings)[2]["topic_id"]
    before = desk.in_force().topics[topic]
    entry = settings.journal.append(
        "rename", target={"topic_id": topic}, values={"label": "机からの名前"}, by="sato", why="", at=NOW
    )
    assert before.label != "机からの名前"
    assert desk.in_force().topics[topic].label == "机からの名前"
    assert entry.entry_id not in desk.in_force().refused
    wrong = settings.journal.append(
        "route", target={"topic_id": topic}, values={"department": "nobody"}, by="sato", why="", at=NOW
    )
    assert "departments.yaml" in desk.in_force().refused[wrong.entry_id]


def test_the_desk_previews_in_words_and_writes_nothing(settings, desk):
    topic = next(
        row["topic_id"]
        for row in active(settings)
        if desk.in_force().topics[row["topic_id"]].owner != "stores"
    )
    kept = len(settings.journal.entries())
    found = desk.preview(edit("route", topic, department="stores", shared_with=["product"]))
    (line,) = found.lines
    assert line.topic_id == topic
    assert "→ 店舗運営部" in line.told[0]
    assert "共有:" in line.told[0]
    assert sum(after - before for _, before, after in found.departments) == 0
    assert "ありません" in desk.preview(edit("mute", "T999999")).conflict
    assert len(settings.journal.entries()) == kept


def test_the_desk_finds_other_forms_of_a_word_and_plans(settings, desk):
    assert set(desk.lemmas("つながりません")) == set(desk.lemmas("つながらない")) != set()
    plan = desk.plan(last_days(2)[0], END)
    (late, future) = (desk.plan(day, day) for day in (END, END + timedelta(days=30)))
    assert [item.day for item in plan.days] == last_days(2)
    assert plan.contacts > late.contacts > 0
    assert [item.outlook for item in future.days] == ["ファイルがありません"]


def test_the_desk_says_plainly_what_it_cannot_read(settings, desk, monkeypatch):
    assert desk.key() == desk.key() != b""
    broken = replace(settings, key_file=settings.home / "journal")
    with pytest.raises(DeskError):
        make_desk(lambda: broken).key()
