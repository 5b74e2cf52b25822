"""Finds a Japanese font for PDFs: from an installed package, else among the system's fonts."""

import logging
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

log = logging.getLogger(__name__)
PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
FAMILY = "Noto Sans CJK JP"
OF_SYSTEM = (
    FAMILY, "Noto Sans JP", "Source Han Sans JP", "BIZ UDPGothic", "BIZ UDGothic", "IPAexGothic",
    "IPAPGothic", "TakaoPGothic", "VL PGothic", "Hiragino Sans", "Yu Gothic", "Meiryo",
)  # fmt: skip


@dataclass(frozen=True)
class Font:
    """A family that has Japanese letters, and where it lies; no folders = among the system's fonts.

    `files` are names and sizes, which tell one version of a packaged font from another.
    """

    family: str
    folders: tuple[Path, ...] = ()
    files: tuple[tuple[str, int], ...] = ()


@cache
def find_font() -> Font | None:
    """Return the font of PDFs; None where there is none, which is logged once with its remedy."""
    files = [file for folder in _package_folders() for file in sorted(folder.glob("*.otf"))]
    if files:
        folders = tuple(dict.fromkeys(file.parent for file in files))
        return Font(FAMILY, folders, tuple((file.name, file.stat().st_size) for file in files))
    known = set(typst.Fonts(include_embedded_fonts=False).families())
    family = next((name for name in OF_SYSTEM if name in known), None)
    if family is None:
        log.warning(
            "no Japanese font was found, so reports have no PDF; install the package "
            "noto-cjk-sans-jp-regular, or a system font such as Noto Sans CJK (fonts-noto-cjk)"
        )
        return None
    return Font(family)


def _package_folders() -> list[Path]:
    specs = (find_spec(name) for name in PACKAGES)
    return [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
