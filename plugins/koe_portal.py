"""Airflow plugin: the reports inside the UI, behind Airflow's login; who sees what is in config/access.yaml.

An error here leaves Airflow running without the page; `/api/v2/plugins/importErrors` tells it.
"""

import sys
from typing import Any
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

PREFIX = "/koe"


def _apps() -> list[dict[str, Any]]:
    """Return the portal where it is served; every task reads this file, too, and must not wait for it."""
    if "airflow.api_fastapi.app" not in sys.modules and "api-server" not in sys.argv:
        return []
    from airflow.api_fastapi.core_api.security import get_user

    from pipelines.portal import make_airflow_portal

    return [{"app": make_airflow_portal(get_user), "url_prefix": PREFIX, "name": "Koe"}]


def _address() -> str:
    """Return the portal's address in the browser, also where Airflow itself lives below a path."""
    return urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/") + f"{PREFIX}/"


def _views() -> list[dict[str, Any]]:
    return [{"name": "Koe レポート", "href": _address(), "destination": "nav", "url_route": "koe-reports"}]


class KoePortal(AirflowPlugin):
    """The page and its entry in the navigation."""

    name = "koe_portal"
    fastapi_apps: list[Any] = _apps()
    external_views: list[Any] = _views()
