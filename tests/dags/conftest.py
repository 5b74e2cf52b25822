"""Airflow for the DAG tests: the repository's airflow.cfg, with a database of its own."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def airflow_database():
    """An empty metadata database; the environment is set before anything imports airflow."""
    assert "airflow" not in sys.modules, "a test imported airflow before its database was named"
    with tempfile.TemporaryDirectory(prefix="koe-airflow-") as folder:
        os.environ |= {
            "AIRFLOW_HOME": str(REPOSITORY),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{folder}/airflow.db",
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": f"{folder}/logs",
            "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": f"{folder}/logs/dag_processor",
            "AIRFLOW__API_AUTH__JWT_SECRET": "a secret of this test run, long enough for HS512; " * 2,
            "AIRFLOW__API__SECRET_KEY": "another secret of this test run",
            "AIRFLOW__CORE__FERNET_KEY": "",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": f"{folder}/passwords.json",
        }
        from airflow.utils.db import initdb

        initdb()
        yield Path(folder)


@pytest.fixture(scope="session")
def dag_bag(airflow_database):
    """The DAGs as Airflow reads them."""
    from airflow.dag_processing.dagbag import BundleDagBag

    folder = REPOSITORY / "dags"
    return BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
