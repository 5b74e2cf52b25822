"""One command run to its end by the launcher."""

import subprocess
from pathlib import Path

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.processes import become, die_with_parent
from pipelines.airflow_host.signals import undisturbed


def run_step(
    argv: list[str],
    environment: dict[str, str],
    *,
    log: Path | None = None,
    user: str | None = None,
    stdin: str = "",
) -> None:
    """Run a command to its end, as another user where one is named; interrupted, take it along.

    Raises
    ------
    HostError
        It failed.
    """
    out = log.open("ab") if log else None
    process = subprocess.Popen(  # noqa: S603
        argv,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=out,
        stderr=out,
        text=True,
        preexec_fn=die_with_parent,
        **become(user),
    )
    try:
        process.communicate(stdin)
        code = process.returncode
    except BaseException:
        with undisturbed():
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        raise
    finally:
        if out:
            out.close()
    if code:
        name = " ".join(Path(part).name for part in argv[:4])
        where = f"read {log}" if log else "its message stands above"
        message = f"'{name}' ended with exit code {code}; {where}"
        raise HostError(message)
