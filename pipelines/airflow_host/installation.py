"""Where a local Airflow keeps its state, and the environment that its processes get."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.airflow_host.errors import HostError
from pipelines.settings import REPOSITORY
from pipelines.workers import THREAD_VARIABLES

DEFAULT_PORT = 8080
USER = "admin"
RUN_MARK = "KOE_AIRFLOW_HOST"
_CONNECTION = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"


@dataclass(frozen=True)
class Installation:
    """One local Airflow.

    Attributes
    ----------
    home : Path
        ``KOE_HOME``; Airflow's own state is in its folder ``airflow``.
    port : int
        Port of UI and API on 127.0.0.1 (``KOE_PORT``).
    parse_seconds : int
        How often Airflow reads the DAG files again.
    postgres : bool
        Whether Airflow's tables are in a PostgreSQL of our own instead of SQLite.
    database_url : str
        SQLAlchemy's address of the tables while that PostgreSQL runs; it holds the password.
    """

    home: Path
    port: int
    parse_seconds: int = 60
    postgres: bool = False
    database_url: str = ""

    @property
    def folder(self) -> Path:
        """Airflow's state."""
        return self.home / "airflow"

    @property
    def logs(self) -> Path:
        """Logs of the processes (``*.log``) and of the tasks."""
        return self.folder / "logs"

    @property
    def database(self) -> Path:
        """Airflow's SQLite file."""
        return self.folder / "airflow.db"

    @property
    def passwords(self) -> Path:
        """JSON of user → password, mode 0600."""
        return self.folder / "secrets" / "passwords.json"

    @property
    def url(self) -> str:
        """Address of the UI."""
        return f"http://127.0.0.1:{self.port}"

    def password(self) -> str:
        """Return the password of the user ``admin``."""
        return str(json.loads(self.passwords.read_text(encoding="utf-8"))[USER])

    def environment(self) -> dict[str, str]:
        """Return the environment of Airflow's processes: airflow.cfg with this home and port in its place."""
        moved = {
            "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.passwords),
            "CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "API__PORT": str(self.port),
            "API__BASE_URL": self.url,
            "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": str(self.parse_seconds),
            "LOGGING__BASE_LOG_FOLDER": str(self.logs),
            "LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(self.logs / "dag_processor"),
        }
        return (
            dict(os.environ)
            | self._database_variables()
            | {f"AIRFLOW__{name}": value for name, value in moved.items()}
            | dict.fromkeys(THREAD_VARIABLES, "1")
            | {"AIRFLOW_HOME": str(REPOSITORY), "KOE_HOME": str(self.home), "NO_COLOR": "1"}
        )

    def _database_variables(self) -> dict[str, str]:
        if self.database_url:
            driver, _, address = self.database_url.partition("://")
            return {
                _CONNECTION: self.database_url,
                f"{_CONNECTION}_ASYNC": f"{driver.partition('+')[0]}+asyncpg://{address}",
            }
        given = os.environ.get(_CONNECTION)
        return {_CONNECTION: given or f"sqlite:///{self.database}"}


def find_installation(environment: Mapping[str, str]) -> Installation:
    """Return the installation that ``KOE_HOME`` and ``KOE_PORT`` name.

    Raises
    ------
    HostError
        ``KOE_PORT`` is no port number.
    """
    home = Path(environment.get("KOE_HOME") or REPOSITORY / "var").absolute()
    named = environment.get("KOE_PORT") or str(DEFAULT_PORT)
    if not named.isdecimal() or not 0 < int(named) < 65536:
        message = f"KOE_PORT is {named!r}; it must be a port number from 1 to 65535"
        raise HostError(message)
    return Installation(home, int(named))


def make_password(installation: Installation) -> None:
    """Make the password file once, before Airflow would make it and print the password into its log."""
    path = installation.passwords
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({USER: secrets.token_urlsafe(12)}) + "\n", encoding="utf-8")
    draft.replace(path)
