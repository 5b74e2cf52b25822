"""Airflow's REST API over loopback, patient with SQLite."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.installation import USER, Installation

RETRIED = {500, 502, 503}  # a locked SQLite answers 503, in some places 500
PAUSES = (0.3, 0.6, 1.2, 2.5, 5.0, 5.0, 5.0, 5.0)
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class DagRun:
    """A row of Airflow's table ``dag_run``."""

    dag_id: str
    run_id: str
    run_type: str
    partition_key: str | None
    state: str
    duration: float | None
    run_after: str
    queued_at: datetime | None

    @property
    def finished(self) -> bool:
        """Whether it ended, well or not."""
        return self.state in {"success", "failed"}


@dataclass(frozen=True)
class BackfillRow:
    """A row of Airflow's table ``backfill``; a cancelled one is completed and paused."""

    id: int
    from_date: datetime
    to_date: datetime
    is_paused: bool
    completed_at: datetime | None
    dag_run_conf: Mapping[str, Any] | None


class Api:
    """Requests as the user ``admin``; repeated with back-off where the database was locked."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        # Without trust_env: a proxy of the environment must not get the password.
        self._client = httpx.Client(base_url=installation.url, timeout=TIMEOUT_SECONDS, trust_env=False)

    def health(self) -> Mapping[str, Any] | None:
        """Return component → state as the monitor endpoint tells it, or None while nothing answers."""
        try:
            answer = self._client.get("/api/v2/monitor/health")
        except httpx.TransportError:
            return None
        return answer.json() if answer.status_code == httpx.codes.OK else None

    def call(
        self, method: str, path: str, *, allowed: tuple[int, ...] = (), **arguments: Any
    ) -> httpx.Response:
        """Send one request below ``/api/v2``.

        Raises
        ------
        HostError
            The answer is an error that is not among `allowed`, also after the repetitions.
        """
        answer = self._send(method, path, arguments)
        for pause in PAUSES:
            if answer.status_code not in RETRIED or answer.status_code in allowed:
                break
            time.sleep(pause)
            answer = self._send(method, path, arguments)
        if answer.is_error and answer.status_code not in allowed:
            log = self._installation.logs / "api-server.log"
            message = (
                f"Airflow answered {answer.status_code} to {method} {path}: {answer.text[:300]}; read {log}"
            )
            raise HostError(message)
        return answer

    def _send(self, method: str, path: str, arguments: dict[str, Any]) -> httpx.Response:
        if "authorization" not in self._client.headers:
            login = {"username": USER, "password": self._installation.password()}
            answer = self._client.post("/auth/token", json=login)
            if answer.is_error:
                return answer
            self._client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        try:
            return self._client.request(method, f"/api/v2{path}", **arguments)
        except httpx.TransportError as error:
            return httpx.Response(503, text=f"{type(error).__name__}: {error}")

    def make_pool(self, name: str, slots: int) -> None:
        """Create a pool, or set its size."""
        size = {"slots": slots, "include_deferred": False}
        made = self.call("POST", "/pools", allowed=(409,), json={"name": name, **size})
        if made.status_code == httpx.codes.CONFLICT:
            self.call("PATCH", f"/pools/{name}", json={"pool": name, **size})

    def set_paused(self, dag_id: str, *, paused: bool) -> None:
        """Pause or start a DAG."""
        self.call("PATCH", f"/dags/{dag_id}", json={"is_paused": paused})

    def parsed_at(self, dag_id: str) -> datetime | None:
        """Return when the DAG file was read last, or None while Airflow does not know the DAG."""
        answer = self.call("GET", f"/dags/{dag_id}", allowed=(404,))
        when = answer.json().get("last_parsed_time") if answer.status_code == httpx.codes.OK else None
        return datetime.fromisoformat(when) if when else None

    def import_errors(self) -> list[str]:
        """Return "file: last line of the error" of DAG files that cannot be read."""
        found = self.call("GET", "/importErrors").json()["import_errors"]
        return [f"{item['filename']}: {item['stack_trace'].strip().splitlines()[-1]}" for item in found]

    def runs(self, dag_id: str) -> list[DagRun]:
        """Return the newest 1,000 runs of a DAG, oldest first."""
        answers: list[dict[str, Any]] = []
        while len(answers) < 1000:
            page = {"limit": 100, "offset": len(answers), "order_by": "-id"}
            batch = self.call("GET", f"/dags/{dag_id}/dagRuns", params=page).json()["dag_runs"]
            answers += batch
            if len(batch) < 100:
                break
        return [_dag_run(answer) for answer in reversed(answers)]

    def failed_task(self, run: DagRun) -> dict[str, Any] | None:
        """Return the first failed task instance of a run."""
        path = f"/dags/{run.dag_id}/dagRuns/{run.run_id}/taskInstances"
        found = self.call("GET", path, params={"state": "failed", "limit": 1}).json()["task_instances"]
        return found[0] if found else None

    def count_tasks(self, dag_id: str, *, since: datetime) -> int:
        """Return how many task instances ended well in runs that were queued since then."""
        query = {"state": "success", "limit": 1, "start_date_gte": since.isoformat()}
        return int(
            self.call("GET", f"/dags/{dag_id}/dagRuns/~/taskInstances", params=query).json()["total_entries"]
        )

    def backfills(self, dag_id: str) -> list[BackfillRow]:
        """Return the newest hundred backfills of a DAG, oldest first."""
        query = {"dag_id": dag_id, "limit": 100, "order_by": "-id"}
        found = self.call("GET", "/backfills", params=query).json()["backfills"]
        return [_backfill(answer) for answer in reversed(found)]

    def fail_run(self, run: DagRun) -> None:
        """Set a run to failed."""
        self.call("PATCH", f"/dags/{run.dag_id}/dagRuns/{run.run_id}", json={"state": "failed"})

    def request_backfill(
        self,
        dag_id: str,
        first: date,
        last: date,
        *,
        side_by_side: int,
        conf: Mapping[str, Any] | None = None,
    ) -> bool:
        """Ask for a backfill of the days; return False while another one of this DAG is active."""
        # The timetable takes the wall clock of these times as its own, whatever the zone says.
        body = {
            "dag_id": dag_id,
            "from_date": f"{first.isoformat()}T00:00:00Z",
            "to_date": f"{last.isoformat()}T23:59:59Z",
            "max_active_runs": side_by_side,
            "reprocess_behavior": "failed",
            "dag_run_conf": conf,
        }
        return self.call("POST", "/backfills", allowed=(409,), json=body).status_code != httpx.codes.CONFLICT


def _backfill(answer: Mapping[str, Any]) -> BackfillRow:
    completed = answer["completed_at"]
    return BackfillRow(
        id=answer["id"],
        from_date=datetime.fromisoformat(answer["from_date"]),
        to_date=datetime.fromisoformat(answer["to_date"]),
        is_paused=bool(answer["is_paused"]),
        completed_at=datetime.fromisoformat(completed) if completed else None,
        dag_run_conf=answer["dag_run_conf"],
    )


def _dag_run(answer: Mapping[str, Any]) -> DagRun:
    queued = answer["queued_at"]
    return DagRun(
        dag_id=answer["dag_id"],
        run_id=answer["dag_run_id"],
        run_type=answer["run_type"],
        partition_key=answer["partition_key"],
        state=answer["state"],
        duration=answer["duration"],
        run_after=answer["run_after"],
        queued_at=datetime.fromisoformat(queued) if queued else None,
    )
