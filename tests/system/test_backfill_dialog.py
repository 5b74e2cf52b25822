"""Airflow on PostgreSQL, its backfill dialog in a real browser, and what an operator can do about accidents.

``KOE_SCREENSHOTS=docs/images`` has the browser's pictures written there, for docs/operations.md.
"""

import json
import os
import re
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.processes import alive, descendants
from tests.system.airflow_server import DAYS, REPOSITORY, Server, all_ended, make_company, wait_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HAS_POSTGRES = bool(shutil.which("postgres")) or bool(
    list(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
)
pytestmark = [
    pytest.mark.system,
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium to drive the backfill dialog with"),
    pytest.mark.skipif(not HAS_POSTGRES, reason="no PostgreSQL for Airflow's tables"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def straight():
    """The hashes of the same company's days, run without Airflow, without accidents; and its home."""
    with tempfile.TemporaryDirectory(prefix="koe-straight-") as folder:
        server = Server(Path(folder) / "home")
        make_company(server)
        code, said = server.run("pipelines.cli", "backfill", str(DAYS[0]), str(DAYS[-1]), "--no-reports")
        assert code == 0, said
        yield {day: server.hashes(day) for day in DAYS}


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="koe-system-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's user must get in where the tests run as root
        server = Server(Path(folder) / "home")
        make_company(server)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture(scope="module")
def page(browser, server):
    """The DAG's page, logged in, on an operator's screen in Japan."""
    made = browser.new_page(
        viewport={"width": 1180, "height": 1130}, locale="en-US", timezone_id="Asia/Tokyo"
    )
    made.set_default_timeout(60_000)
    made.goto(f"{server.installation.url}/dags/voc_daily")
    made.locator("input[name=username]").fill("admin")
    made.locator("input[name=password]").fill(server.installation.password())
    made.locator("button[type=submit]").click()
    made.wait_for_url("**/dags/voc_daily**")
    return made


def take_picture(page, name):
    folder = os.environ.get("KOE_SCREENSHOTS")
    if folder:
        page.screenshot(path=REPOSITORY / folder / f"{name}.png", animations="disabled")


def open_dialog(page, first, last, behaviour):
    page.reload()
    page.get_by_role("button", name="Trigger").first.click()
    page.get_by_text("Run this Dag for a range of dates").click()
    page.get_by_text("Date Range").wait_for()
    for label, day in (("From", first), ("To", last)):
        page.locator("[role=group]", has=page.get_by_text(label, exact=True)).get_by_test_id(
            "datetime-input"
        ).click()
        box = page.get_by_placeholder("YYYY/MM/DD")
        box.fill(f"{day:%Y/%m/%d}")
        box.press("Enter")
        page.keyboard.press("Escape")
        box.wait_for(state="hidden")
    page.get_by_text(behaviour, exact=True).click()


def choose_steps(page, label):
    """Choose run parameters; they count only with the box that says so."""
    page.get_by_text("Override parameters on existing runs", exact=True).click()
    box = page.locator("#element_steps")
    box.click()
    page.get_by_role("option", name=label).click()


def announced(page):
    """Return how many runs the dialog says it will start."""
    line = page.get_by_text(re.compile(r"^(\d+) runs? will be triggered"))
    line.wait_for()
    return int(line.inner_text().split()[0])


def press_run(page):
    page.get_by_role("button", name="Run Backfill").click()
    page.get_by_text("Date Range").wait_for(state="hidden")


def test_missing_runs_starts_days_that_never_ran_and_makes_the_same_rows_as_without_airflow(
    server, page, straight
):
    before = server.runs()
    open_dialog(page, DAYS[0], DAYS[1], "Missing Runs")
    page.locator("input[name=max_active_runs]").fill("2")
    assert announced(page) == 2
    take_picture(page, "backfill-dialog")
    press_run(page)
    page.get_by_text("Backfill in progress").wait_for()
    wait_for(lambda: [run for run in server.runs() if server.tasks(run).get("pull") == "success"])
    page.reload()
    page.locator('a[href*="/dags/voc_daily/runs/"]').nth(1).wait_for()
    take_picture(page, "backfill-progress")
    made = wait_for(lambda: all_ended(server, before, 2))
    assert sorted((run.partition_key, run.state) for run in made) == [
        (str(day), "success") for day in DAYS[:2]
    ]
    assert server.hashes(*DAYS[:2]) == straight[DAYS[0]] + straight[DAYS[1]]
    wait_for(lambda: [run for run in server.api.runs("voc_reports") if run.state == "success"])
    assert "お客様の声" in (server.home / "site" / "current" / "index.html").read_text(encoding="utf-8")


def test_missing_and_errored_takes_failed_days_and_leaves_good_ones(server, page, straight):
    before = server.runs()
    failed = next(run for run in before if run.partition_key == str(DAYS[1]))
    server.api.fail_run(failed)
    wait_until_free(server)
    open_dialog(page, DAYS[0], DAYS[2], "Missing and Errored Runs")
    assert announced(page) == 2
    press_run(page)
    made = wait_for(lambda: all_ended(server, before, 2))
    assert sorted((run.partition_key, run.state) for run in made) == [
        (str(day), "success") for day in DAYS[1:3]
    ]
    assert server.hashes(DAYS[1], DAYS[2]) == straight[DAYS[1]] + straight[DAYS[2]]


def test_all_runs_makes_new_runs_beside_the_old_with_the_steps_that_were_chosen(server, page, straight):
    before = server.runs()
    wait_until_free(server)
    open_dialog(page, DAYS[0], DAYS[0], "All Runs")
    choose_steps(page, "話題の割り当てから")
    assert announced(page) == 1
    page.get_by_text("やり直す範囲").scroll_into_view_if_needed()
    take_picture(page, "backfill-steps")
    press_run(page)
    (made,) = wait_for(lambda: all_ended(server, before, 1))
    assert (made.partition_key, made.state) == (str(DAYS[0]), "success")
    tasks = server.tasks(made)
    assert {name for name, state in tasks.items() if state == "skipped"} == {
        "wait_for_files",
        "receive",
        "annotate",
    }
    assert server.hashes(DAYS[0]) == straight[DAYS[0]]
    assert len([run for run in server.runs() if run.partition_key == str(DAYS[0])]) == 2


def wait_until_free(server):
    """Wait until Airflow has noticed that the last backfill is over (it looks every half minute)."""
    wait_for(lambda: all(item.completed_at for item in server.api.backfills("voc_daily")))


def test_no_choice_or_a_wrong_one_is_refused_before_any_run_starts(server, page):
    before, backfills = server.runs(), server.api.backfills("voc_daily")
    wait_until_free(server)
    open_dialog(page, DAYS[3], DAYS[4], "Missing Runs")
    page.get_by_text("Override parameters on existing runs", exact=True).click()
    page.get_by_label("Clear selected options").click()
    page.locator("button:disabled", has_text="Run Backfill").wait_for()
    with pytest.raises(HostError, match=r"422.*steps"):
        server.api.request_backfill(
            "voc_daily", DAYS[3], DAYS[4], side_by_side=1, conf={"steps": "everything"}
        )
    assert server.runs() == before
    assert len(server.api.backfills("voc_daily")) == len(backfills)


def test_a_backfill_pauses_goes_on_and_is_cancelled_and_its_stuck_runs_are_freed_in_one_step(
    server, page, straight
):
    before = server.runs()
    open_dialog(page, DAYS[3], DAYS[5], "Missing Runs")
    press_run(page)
    wait_for(lambda: [run for run in server.new_runs(before) if run.state == "running"])
    page.get_by_role("button", name="Pause backfill").click()
    page.get_by_role("button", name="Unpause backfill").wait_for()
    take_picture(page, "backfill-paused")
    first = wait_for(lambda: [run for run in server.new_runs(before) if run.finished])
    assert [run.partition_key for run in first] == [str(DAYS[3])]
    assert {run.state for run in server.new_runs(before)} == {
        "success",
        "queued",
    }  # what ran ends, no more begins
    page.get_by_role("button", name="Unpause backfill").click()
    wait_for(lambda: [run for run in server.new_runs(before) if run.state == "running"])
    page.get_by_role("button", name="Cancel backfill").click()
    page.get_by_role("button", name="Cancel backfill").wait_for(state="hidden")
    made = wait_for(lambda: all_ended(server, before, 3))
    assert [run.state for run in sorted(made, key=lambda run: run.partition_key)] == [
        "success",
        "success",
        "failed",
    ]

    stuck = next(run for run in made if run.state == "failed")
    path = f"/dags/voc_daily/dagRuns/{stuck.run_id}/clear"
    server.api.call("POST", path, json={"dry_run": False, "only_failed": False})
    assert next(run for run in server.runs() if run.run_id == stuck.run_id).state == "queued"
    wait_until_free(server)
    assert server.api.request_backfill("voc_daily", DAYS[5], DAYS[5], side_by_side=1)
    wait_until_free(server)  # it found the day under way, and made no run

    code, said = server.run("pipelines.airflow_host", "unstick")
    assert code == 0, said
    assert f"freed 1 stuck runs: {DAYS[5]}" in said
    newest = wait_for(lambda: [run for run in server.new_runs(before + made) if run.finished])
    assert [(run.partition_key, run.state) for run in newest] == [(str(DAYS[5]), "success")]
    assert server.hashes(*DAYS[3:6]) == [line for day in DAYS[3:6] for line in straight[day]]
    wait_until_free(server)
    assert "no run is stuck" in server.run("pipelines.airflow_host", "unstick")[1]


@pytest.mark.parametrize("program", ["bin/postgres", "warm"], ids=["postgresql", "scheduler"])
def test_a_day_survives_the_death_of_a_server_in_the_middle(server, straight, program):
    wait_until_free(server)
    before = server.runs()
    body = {"dag_id": "voc_daily", "reprocess_behavior": "completed", "max_active_runs": 1}
    body |= {"from_date": f"{DAYS[6]}T00:00:00Z", "to_date": f"{DAYS[6]}T23:59:59Z"}
    server.api.call("POST", "/backfills", json=body)
    wait_for(lambda: [run for run in server.new_runs(before) if run.state == "running"])
    (running,) = server.new_runs(before)
    wait_for(lambda: server.tasks(running).get("wait_for_files") == "success")
    family = descendants(server.launcher.pid)
    os.kill(server.programs(program)[0], signal.SIGKILL)
    said, _ = server.launcher.communicate(timeout=60)
    assert server.launcher.returncode == 1
    assert re.search(r"koe: .*(postgres|Airflow's [a-z-]+) ended with exit code .*start again", said), said
    assert alive(family) == set()
    server.start()
    (made,) = wait_for(lambda: all_ended(server, before, 1))
    assert (made.run_id, made.state) == (running.run_id, "success")
    assert server.hashes(DAYS[6]) == straight[DAYS[6]]


def test_what_only_the_owner_may_read(server):
    secret = (server.home / "airflow" / "secrets" / "postgres_password").read_text().strip()
    assert (server.home / "airflow" / "secrets" / "postgres_password").stat().st_mode & 0o777 == 0o600
    logs = [path for path in (server.home / "airflow" / "logs").rglob("*.log") if path.is_file()]
    assert logs
    assert [path for path in logs if secret in path.read_text(encoding="utf-8", errors="replace")] == []
    assert (server.home / "postgres" / "data").stat().st_mode & 0o777 == 0o700
    rules = (server.home / "postgres" / "data" / "pg_hba.conf").read_text()
    allowed = {line.split()[-1] for line in rules.splitlines() if line and not line.startswith("#")}
    assert allowed == {"scram-sha-256"}
    assert (
        json.loads((server.home / "airflow" / "secrets" / "passwords.json").read_text())["admin"] not in rules
    )
