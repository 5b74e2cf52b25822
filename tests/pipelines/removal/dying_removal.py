"""A removal in a process of its own that kills itself when a step begins: folder, key file, what, of what, step."""

import os
import signal
import sys
from datetime import date
from pathlib import Path

from pipelines.removal.forget import Asked, forget
from pipelines.removal.purge import purge
from pipelines.settings import load_settings
from tests.pipelines.homes import NOW


def main() -> None:
    folder, key_file, what, target, point = sys.argv[1:]
    settings = load_settings(None, {"KOE_HOME": str(Path(folder) / "home"), "KOE_KEY_FILE": key_file})
    asked = Asked("sato", "本人の申し出", NOW)

    def kill(step: str) -> None:
        if step == point:
            os.kill(os.getpid(), signal.SIGKILL)

    if what == "forget":
        forget(settings, [target], asked, tell=kill)
    else:
        purge(settings, date.fromisoformat(target), asked, tell=kill)


if __name__ == "__main__":
    main()
