"""Which encoding a delivered file is in; a few damaged bytes cost their rows, not the file."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from pipelines.sources.problems import BROKEN_FILE, FileProblemError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What the handler "surrogateescape" makes of a byte that cannot be decoded.
UNDECODABLE: Final = re.compile("[\udc80-\udcff]")
_NO_LETTER: Final = re.compile("[\udc80-\udcff\x80-\x9f\ue000-\uf8ff\ufffd]")
_KANA: Final = re.compile("[ぁ-ゖァ-ヺ]")
_HALF_KANA: Final = re.compile("[｡-ﾟ]")
# One damaged byte among ten good characters is a damaged file; more is another encoding.
_GOOD_FOR_BAD: Final = 10
_SAMPLE_BYTES: Final = 1 << 16


def decode(data: bytes, encoding: str) -> tuple[str, str]:
    """Return the text of a file and the encoding found.

    Parameters
    ----------
    data : bytes
        Unpacked content.
    encoding : str
        ``auto`` or the codec that the settings name.

    Returns
    -------
    tuple of str
        The text, in which every undecodable byte is a lone surrogate U+DC80–DCFF, and the codec.

    Raises
    ------
    FileProblemError
        No encoding fits.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decoded(data, codec), codec
    if encoding != "auto":
        return _decoded(data, encoding), encoding
    codec = _detect(data)
    return _escaped(data, codec), codec


def _decoded(data: bytes, codec: str) -> str:
    text = _escaped(data, codec)
    if not _is_plausible(text):
        raise FileProblemError(BROKEN_FILE, f"the content is not in the encoding {codec}")
    return text


def _escaped(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "surrogateescape")
    except UnicodeError:  # UTF-16 has no way to keep an undecodable byte
        raise FileProblemError(BROKEN_FILE, f"the content is not in the encoding {codec}") from None


def _detect(data: bytes) -> str:
    if b"\x1b$" in data and _fits(data, "iso2022_jp"):
        return "iso2022_jp"
    if data.count(0) > len(data) // 8:
        return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    # Hardly any CP932 text holds valid UTF-8 letters, so even damaged UTF-8 is told apart before the others.
    if _fits(data, "utf-8") or _is_nearly(_sample(data), "utf-8"):
        return "utf-8"
    if _fits(data, "cp932") and not _is_rather_euc(data):
        return "cp932"
    if _fits(data, "euc_jis_2004"):
        return "euc_jis_2004"
    damaged = (codec for codec in ("cp932", "euc_jis_2004") if _is_nearly(data, codec))
    return next(damaged, None) or _guess(data)


def _fits(data: bytes, codec: str) -> bool:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    # CP932 knows a few single bytes beyond Shift_JIS that real text never holds.
    return codec != "cp932" or _is_plausible(text)


def _sample(data: bytes) -> bytes:
    start = data[:_SAMPLE_BYTES]
    return data if start.isascii() else start


def _is_nearly(data: bytes, codec: str) -> bool:
    return _is_plausible(data.decode(codec, "surrogateescape"))


def _is_plausible(text: str) -> bool:
    if not _NO_LETTER.search(text):
        return True
    bad = len(_NO_LETTER.findall(text))
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= _GOOD_FOR_BAD * bad


def _is_rather_euc(data: bytes) -> bool:
    # EUC-JP read as CP932 is a jumble of half-width kana; CP932 is hardly ever readable as EUC-JP.
    text = data.decode("cp932")
    if len(_HALF_KANA.findall(text)) <= len(_KANA.findall(text)):
        return False
    return _fits(data, "euc_jis_2004")


def _guess(data: bytes) -> str:
    best = from_bytes(data[: 1 << 20]).best()
    codec = best.encoding if best else ""
    if codec and _fits(data, codec) and _is_plausible(data.decode(codec)):
        return codecs.lookup(codec).name
    raise FileProblemError(BROKEN_FILE, "the encoding is not UTF-8, CP932, EUC-JP, UTF-16 or ISO-2022-JP")
