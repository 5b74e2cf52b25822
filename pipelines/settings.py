"""Where everything is, and what the organisation configured; read once, never changed on the way."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.config import AccessFile, DepartmentsFile, KoeFile, SourcesFile, load_validated
from pipelines.config.calendar_file import CALENDAR_FILE
from pipelines.config.denominators_file import DENOMINATORS_FILE
from pipelines.errors import ConfigError
from warehouse.journal import Journal
from warehouse.lake import Lake
from warehouse.registry import Registry

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Places and configuration of one installation.

    Attributes
    ----------
    home : Path
        ``KOE_HOME``: everything that changes.
    config_dir : Path
        Folder of sources.yaml, departments.yaml, koe.yaml.
    key_file : Path
        Key of the pseudonyms, never under `home`.
    variables : mapping
        What ``${NAME}`` in paths stands for.
    """

    home: Path
    config_dir: Path
    key_file: Path
    variables: Mapping[str, str]

    @cached_property
    def sources(self) -> SourcesFile:
        """The content of sources.yaml."""
        return load_validated(self.config_dir / "sources.yaml", SourcesFile, variables=self.variables)

    @cached_property
    def departments(self) -> DepartmentsFile:
        """The content of departments.yaml."""
        return load_validated(self.config_dir / "departments.yaml", DepartmentsFile)

    @cached_property
    def general(self) -> KoeFile:
        """The content of koe.yaml, or its defaults where there is no such file."""
        path = self.config_dir / "koe.yaml"
        return load_validated(path, KoeFile) if path.exists() else KoeFile()

    @cached_property
    def access(self) -> AccessFile:
        """The content of access.yaml, or its defaults where there is no such file."""
        path = self.config_dir / "access.yaml"
        ids = [department.id for department in self.departments.departments]
        return load_validated(path, AccessFile, known={"departments": ids}) if path.exists() else AccessFile()

    @cached_property
    def lake(self) -> Lake:
        """The Parquet lake."""
        return Lake(self.general.lake or str(self.home / "lake"))

    @property
    def registry(self) -> Registry:
        """The topic registry."""
        return Registry(self.home / "topics")

    @property
    def journal(self) -> Journal:
        """The journal of people's edits."""
        return Journal(self.home / "journal")

    @property
    def warehouse_dir(self) -> Path:
        """Folder of the writer's file, the lock and the published copies."""
        return self.home / "warehouse"

    @property
    def site_dir(self) -> Path:
        """Folder of the published sites."""
        return self.home / "site"

    @property
    def access_dir(self) -> Path:
        """Folder of the access log."""
        return self.home / "access"

    def config_hashes(self) -> dict[str, str]:
        """Return file name → SHA-256 of each configuration file that decides a day's rows, for manifests."""
        found = (path for path in self.config_dir.iterdir() if path.suffix in {".yaml", ".csv"})
        files = sorted(path for path in found if path.name not in {CALENDAR_FILE, DENOMINATORS_FILE})
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def load_settings(config: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Find the installation.

    The configuration is looked up as ``--config`` > ``KOE_CONFIG`` > ``$KOE_HOME/config`` > the repository's
    ``config/``.

    Raises
    ------
    ConfigError
        The folder that was named does not exist.
    """
    env = os.environ if environment is None else environment
    home = Path(env.get("KOE_HOME") or REPOSITORY / "var").absolute()
    folder = _config_dir(config, env, home)
    key_file = Path(env.get("KOE_KEY_FILE") or Path.home() / ".config" / "koe" / "key").expanduser()
    if key_file.absolute().is_relative_to(home) or key_file.resolve().is_relative_to(home.resolve()):
        message = f"KOE_KEY_FILE ({key_file}) lies under KOE_HOME ({home}); keep the key apart from the data"
        raise ConfigError(message)
    return Settings(home, folder, key_file, {**env, "KOE_HOME": str(home)})


def _config_dir(config: Path | None, env: Mapping[str, str], home: Path) -> Path:
    named = config or (Path(env["KOE_CONFIG"]) if env.get("KOE_CONFIG") else None)
    if named is not None:
        if not named.is_dir():
            message = f"the configuration folder {named} does not exist; correct --config or KOE_CONFIG"
            raise ConfigError(message)
        return named.absolute()
    own = home / "config"
    return own if own.is_dir() else REPOSITORY / "config"
