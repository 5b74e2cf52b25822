"""How an Airflow that was told of is: whether it answers, and whether a plugin failed to load."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus

import httpx

from pipelines.doctor import FAIL, OK, WARN, Finding

_TIMEOUT_SECONDS = 5.0
_COMPONENTS = ("metadatabase", "scheduler", "dag_processor")


def look_at_airflow(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings on the Airflow at ``KOE_AIRFLOW_URL``; with ``KOE_AIRFLOW_TOKEN`` also on its plugins.

    Without that variable nothing is asked, since Koe runs without Airflow, too.
    """
    url = environment.get("KOE_AIRFLOW_URL", "").rstrip("/")
    if not url:
        yield Finding(OK, "airflow", "not asked (KOE_AIRFLOW_URL is not set)")
        return
    token = environment.get("KOE_AIRFLOW_TOKEN", "")
    # Without trust_env: a proxy of the environment must not get the token.
    with httpx.Client(base_url=url, timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
        try:
            answer = client.get("/api/v2/monitor/health")
            states = answer.json() if answer.status_code == HTTPStatus.OK else {}
        except (httpx.HTTPError, ValueError) as error:
            remedy = "start it with 'make up', or correct KOE_AIRFLOW_URL"
            yield Finding(FAIL, "airflow", f"{url} does not answer ({type(error).__name__})", remedy)
            return
        ill = [name for name in _COMPONENTS if (states.get(name) or {}).get("status") != "healthy"]
        if ill:
            yield Finding(
                FAIL, "airflow", f"not healthy: {', '.join(ill)}", "read the logs of these processes"
            )
        else:
            yield Finding(OK, "airflow", f"{url} is healthy")
        yield from _plugins(client, token)


def _plugins(client: httpx.Client, token: str) -> Iterator[Finding]:
    if not token:
        return
    answer = client.get("/api/v2/plugins/importErrors", headers={"Authorization": f"Bearer {token}"})
    if answer.status_code != HTTPStatus.OK:
        yield Finding(WARN, "plugins", f"Airflow answered {answer.status_code}", "renew KOE_AIRFLOW_TOKEN")
        return
    errors = answer.json().get("import_errors", [])
    if errors:
        names = ", ".join(str(error.get("source")) for error in errors)
        yield Finding(
            FAIL, "plugins", f"not loaded: {names}", "the pages are missing; read the API server's log"
        )
    else:
        yield Finding(OK, "plugins", "all loaded")
