"""The scheduler's listener writes the night's line into the run's note; one alert goes out, and none unasked."""

import importlib.util
import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

DAY = date(2026, 11, 20)
PLUGIN = Path(__file__).resolve().parents[2] / "plugins" / "koe_night.py"


@pytest.fixture
def home(airflow_database, tmp_path, monkeypatch):
    config = tmp_path / "config"
    config.mkdir()
    (config / "koe.yaml").write_text("alert_webhook: koe_alerts\nreport_by: '07:30'\n", encoding="utf-8")
    monkeypatch.setenv("KOE_HOME", str(tmp_path))
    monkeypatch.setenv("KOE_KEY_FILE", str(tmp_path.parent / "key"))
    monkeypatch.delenv("KOE_CONFIG", raising=False)
    return tmp_path


@pytest.fixture
def listener(airflow_database):
    spec = importlib.util.spec_from_file_location("koe_night", PLUGIN)
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["koe_night"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(dag_bag):
    from airflow import settings
    from airflow.models.dagrun import DagRun
    from airflow.utils.types import DagRunType

    with settings.Session() as session:
        made = DagRun(
            dag_id="voc_daily",
            run_id=f"manual__{datetime.now(UTC).isoformat()}",
            run_type=DagRunType.MANUAL,
            run_after=datetime.now(UTC),
        )
        made.partition_key = DAY.isoformat()
        session.add(made)
        session.flush()
        yield made, session
        session.rollback()


def test_a_good_night_is_noted_with_its_line(home, listener, run):
    made, session = run
    (home / "nights").mkdir()
    (home / "nights" / f"day={DAY}.json").write_text(json.dumps({"text": "11/20分 公開済"}), encoding="utf-8")
    listener.on_dag_run_success(made, "success")
    session.flush()
    session.refresh(made)
    line, link = made.note.split("\n\n")
    assert line == "11/20分 公開済"
    assert link.endswith("/koe/)")


def test_a_failed_night_is_noted_with_its_first_error(home, listener, run):
    from pipelines.errors import PipelineError
    from pipelines.night_failure import note_failure
    from pipelines.settings import load_settings

    made, _ = run
    note_failure(DAY, "check", PipelineError("checks failed; look into core.check_results"), load_settings())
    listener.on_dag_run_failed(made, "task_failure")
    assert made.note.startswith("11/20分 前日版のまま 要対応(7:30まで) check: PipelineError: checks failed")


def test_one_alert_for_a_night_none_for_a_backfill(home, dag_bag, monkeypatch):
    import koe_alerts

    sent = []
    monkeypatch.setattr(koe_alerts, "post", lambda connection, text: sent.append((connection, text)))
    night = SimpleNamespace(run_type="scheduled", partition_key=DAY.isoformat())
    koe_alerts.alert({"dag_run": night})
    koe_alerts.alert({"dag_run": SimpleNamespace(run_type="backfill", partition_key=DAY.isoformat())})
    assert [connection for connection, _ in sent] == ["koe_alerts"]
    assert "前日版のまま" in sent[0][1]
    (home / "config" / "koe.yaml").write_text("late_days: 14\n", encoding="utf-8")
    koe_alerts.alert({"dag_run": night})
    assert len(sent) == 1
