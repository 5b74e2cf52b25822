"""Airflow's api-server with the portal in it, and requests to it as its users make them."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import pytest

from pipelines.airflow_host.installation import Installation
from tests.system.ports import free_port

FAB = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
MAKE_USERS = """
import json, sys
from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder
with get_application_builder() as builder:
    manager = builder.sm
    for name, (password, roles) in json.load(sys.stdin).items():
        found = [manager.find_role(role) or manager.add_role(role) for role in roles]
        manager.add_user(name, name, name, name + "@example.org", found, password)
"""


class Server:
    """A running api-server with users and their passwords."""

    def __init__(self, home, url, passwords):
        self.home, self.url, self.passwords = home, url, passwords
        self._tokens = {}

    def token(self, user):
        if user not in self._tokens:
            login = {"username": user, "password": self.passwords[user]}
            answer = httpx.post(f"{self.url}/auth/token", json=login, timeout=60, trust_env=False)
            self._tokens[user] = answer.raise_for_status().json()["access_token"]
        return self._tokens[user]

    def get(self, address, user=None, *, by="cookie"):
        token = self.token(user) if user else None
        cookies = {"_token": token} if token and by == "cookie" else {}
        headers = {"authorization": f"Bearer {token}"} if token and by == "header" else {}
        with httpx.Client(cookies=cookies, headers=headers, timeout=60, trust_env=False) as client:
            return client.get(self.url + address)

    def openings(self):
        files = sorted((self.home / "access").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@contextmanager
def api_server(home, passwords, **settings):
    """Start Airflow's api-server, which needs neither scheduler nor DAGs, and end its process group."""
    installation = Installation(home, free_port())
    installation.logs.mkdir(parents=True)
    installation.passwords.parent.mkdir(mode=0o700)
    installation.passwords.write_text(json.dumps(passwords), encoding="utf-8")
    clean = {name for name in os.environ if name.startswith(("AIRFLOW", "KOE_"))}
    environment = {
        k: v
        for k, v in installation.environment().items()
        if k not in clean or k in {"AIRFLOW_HOME", "KOE_HOME"}
    }
    environment |= {
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{installation.database}",
        "AIRFLOW__FAB__CONFIG_FILE": str(home / "webserver_config.py"),
        "KOE_KEY_FILE": str(home.parent / "key"),
    } | settings
    airflow = [sys.executable, "-m", "airflow"]
    subprocess.run([*airflow, "db", "migrate"], env=environment, check=True, capture_output=True, timeout=600)
    if "AIRFLOW__CORE__AUTH_MANAGER" in settings:
        users = {name: (word, ROLES[name]) for name, word in passwords.items()}
        make = [sys.executable, "-c", MAKE_USERS]
        subprocess.run(
            make,
            env=environment,
            input=json.dumps(users),
            text=True,
            check=True,
            capture_output=True,
            timeout=300,
        )
    log = (installation.logs / "api-server.log").open("ab")
    process = subprocess.Popen(
        [*airflow, "api-server"], env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_until_it_answers(installation, process)
        yield Server(home, installation.url, passwords)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def wait_until_it_answers(installation, process):
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{installation.url}/api/v2/version", timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    pytest.fail((installation.logs / "api-server.log").read_text(encoding="utf-8", errors="replace")[-3000:])


ROLES = {
    "hanako": ["Viewer", "koe_product"],
    "jiro": ["koe_sales"],
    "both": ["koe_product", "koe_sales"],
    "admin": ["Admin"],
    "nobody": ["Viewer"],
}
