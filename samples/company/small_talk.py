"""All sentences together: issues, risks, small talk, frames for personal data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Final

from samples.company.errors import DemoError
from samples.company.material import Issue, load_issues, read_yaml
from samples.company.risks import load_decoys, load_risks

_TALK: Final = (
    "openings_phone",
    "openings_mail",
    "closings_mail",
    "closings_phone",
    "fillers",
    "operator_openings",
    "operator_replies",
    "operator_closings",
    "bot_turns",
    "voicemails",
    "sns_noise",
    "none_answers",
    "quoted_replies",
    "signatures",
)
_UNFIT: Final = {
    "phone": re.compile("チャット|有人|画面越し"),
    "chat": re.compile("電話|保留|復唱|ダイヤル"),
    "mail": re.compile(
        "電話|保留|復唱|お待ちください|お待たせ|はい、|ええ|お時間を|画面には|このまま|ほかに気になる|よろしいでしょうか|お調べ"
    ),
}
_FRAMES: Final = ("name", "phone", "mail", "address", "postal", "card", "member", "order")


@dataclass(frozen=True, eq=False)
class Material:
    """Sentences by use; compared by identity, for it is loaded once."""

    issues: tuple[Issue, ...]
    risks: tuple[Issue, ...]
    decoys: tuple[Issue, ...]
    talk: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, tuple[str, ...]]
    _fitting: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def said_on(self, source: str, use: str) -> tuple[str, ...]:
        """Return what operators say on a channel: no 「お電話ありがとうございました」 in a chat."""
        key = (source, use)
        if key not in self._fitting:
            self._fitting[key] = tuple(text for text in self.talk[use] if not _UNFIT[source].search(text))
        return self._fitting[key]


def _lists(path: Path, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    raw = read_yaml(path)
    for key in keys:
        if not isinstance(raw, dict) or not raw.get(key):
            raise DemoError(f"{path.name} of the demo company has no list {key!r}; add it")
    return MappingProxyType({key: tuple(map(str, raw[key])) for key in keys})


def material_folder() -> Path:
    """Return the folder with the shipped sentences."""
    with resources.as_file(resources.files("samples.company")) as folder:
        return folder


def load_material(folder: Path | None = None) -> Material:
    """Read all sentences of the demo company.

    Parameters
    ----------
    folder : Path, optional
        Folder with ``issues/``, chitchat.yaml, pii_frames.yaml, risks.yaml and risk_decoys.yaml;
        default: the shipped ones.

    Raises
    ------
    DemoError
        A file is missing or lacks something; the message names file and part.
    """
    folder = folder or material_folder()
    return Material(
        issues=load_issues(folder / "issues"),
        risks=load_risks(folder / "risks.yaml"),
        decoys=load_decoys(folder / "risk_decoys.yaml"),
        talk=_lists(folder / "chitchat.yaml", _TALK),
        frames=_lists(folder / "pii_frames.yaml", _FRAMES),
    )
