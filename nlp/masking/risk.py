"""Which masked sentences may still say who someone is, or hold 要配慮個人情報 (sensitive by law)."""

import hashlib
import re
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from nlp.masking.fold import fold
from nlp.masking.not_names import is_stop_word, not_names_text
from nlp.masking.placeholders import LABELS

_VERSION: Final = "1"
_TRACES: Final = re.compile(
    r"\[(?:" + "|".join(fold(label).text for label in LABELS.values()) + r")[0-9]+\]"
    r"|[0-9](?:[-ー ./の]?[0-9]){6}|[0-9]-[0-9]{1,4}-[0-9]"
    r"|@|https?:|www\.|\.(?:com|jp|net)"
    r"|[〇一二三四五六七八九]{7}|(?:ゼロ|ぜろ)[ァ-ヺー]"
    r"|丁目|番地|[0-9]号(?!線|車|館|機|店|棟の)|生年月日|(?:昭和|平成)[0-9元一二三四五六七八九十]+年|歳の誕生日"
    r"|と申します|ともうします|私の名前|本名|名義|旧姓"
)
_HONORIFIC: Final = re.compile(
    r"(?P<word>[^\W\d_ぁ-ん]{1,8}|[ぁ-ん]{2,6})(?:様(?![子々相式態])|さん(?![ざぜぞ])|さま|氏(?!名)|殿(?!堂))"
)
_NOBODY: Final = re.compile(
    r"(?:お?客|奥|皆|お子|神|仏|業者|店員?|係員?|ガイド|[一二三四五六七八九十0-9ひお]?[人名]|おひとり|ひとり|お?一人|お[1一]人|ふたり|[一-鿿]*員|[一-鿿]+者|[一-鿿]+屋|[一-鿿]*長|[一-鿿]+手|[一-鿿]+師|[一-鿿]+家|[一-鿿]+士|担当者?|オペレーター|スタッフ|ドライバー|ユーザー|メーカー|オーナー"
    r"|お?みな|おきゃく|たく|お?母|お?父|お?兄|お?姉|^子|おかあ|おとう|お[にねじばと][あうい]|お?隣|旦那|主人|息子|娘|お?孫|社|員)$"
)


@cache
def _sensitive() -> re.Pattern[str]:
    return re.compile("|".join(word for kind in sensitive_kinds().values() for word in kind["words"].split()))


@cache
def sensitive_kinds() -> dict[str, dict[str, Any]]:
    """Return ``sensitive.yaml``: kind → its words and the sentences that prove them."""
    kinds: dict[str, dict[str, Any]] = yaml.safe_load(_sensitive_text())
    return kinds


def _sensitive_text() -> str:
    return (resources.files("nlp.masking") / "sensitive.yaml").read_text("utf-8")


def risk_fingerprint() -> str:
    """Return the SHA-256 of what decides whether a sentence may be quoted."""
    decisive = (
        _VERSION,
        _TRACES.pattern,
        _HONORIFIC.pattern,
        _NOBODY.pattern,
        _sensitive_text(),
        not_names_text(),
    )
    return hashlib.sha256("\0".join(decisive).encode()).hexdigest()


def has_residual_risk(masked_text: str) -> bool:
    """Return whether a masked sentence must not be quoted: personal traces, sensitive information.

    Cheap and cautious: 「［氏名1］様の件」, seven digits, a word before 様, 病気, 妊娠, 犯罪歴 … say yes.
    """
    text = fold(masked_text).text
    if _TRACES.search(text) or _sensitive().search(text):
        return True
    return any(not _is_nobody(found["word"]) for found in _HONORIFIC.finditer(text))


def _is_nobody(word: str) -> bool:
    return bool(_NOBODY.search(word)) or is_stop_word(word)
