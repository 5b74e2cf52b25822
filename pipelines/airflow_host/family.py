"""Processes under one keeper, as the launcher sees them: started together, watched, ended together."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.processes import descendants

STOP_SECONDS = 20


@dataclass(frozen=True)
class Ended:
    """A process that ended by itself; `name` is None where the keeper itself is gone."""

    name: str | None
    code: int | None


class Family:
    """Programs that a keeper started; they live no longer than the keeper, and it no longer than we."""

    def __init__(
        self,
        commands: Mapping[str, list[str]],
        environment: Mapping[str, str],
        *,
        logs: Path,
        user: str | None = None,
    ) -> None:
        self._said = b""
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "pipelines.airflow_host.keeper"],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches the launcher only, which then ends the rest in order
        )
        order = {"commands": dict(commands), "logs": str(logs), "user": user}
        stdin = _pipe(self._keeper.stdin)
        stdin.write(json.dumps(order).encode() + b"\n")
        stdin.flush()
        os.set_blocking(_pipe(self._keeper.stdout).fileno(), False)

    def ended(self) -> Ended | None:
        """Return the first process that ended by itself, or None while all is well."""
        with contextlib.suppress(BlockingIOError):
            self._said += os.read(_pipe(self._keeper.stdout).fileno(), 4096)
        if b"\n" in self._said:
            event = json.loads(self._said.partition(b"\n")[0])
            return Ended(event["ended"], event["code"])
        return None if self._keeper.poll() is None else Ended(None, None)

    def stop(self) -> set[int]:
        """Have the keeper end everything below it, and return the processes that this was about."""
        members = descendants(self._keeper.pid)
        _pipe(self._keeper.stdin).close()
        try:
            self._keeper.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
        return members


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        message = "the keeper was started without its pipes"
        raise HostError(message)
    return stream
