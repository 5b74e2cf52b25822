"""Which masked sentences may still say who someone is, or hold 要配慮個人情報 (sensitive by law)."""

import re
from typing import Final

from nlp.masking.fold import fold
from nlp.masking.not_names import is_stop_word
from nlp.masking.placeholders import LABELS

_TRACES: Final = re.compile(
    r"\[(?:" + "|".join(fold(label).text for label in LABELS.values()) + r")[0-9]+\]"
    r"|[0-9](?:[-ー ./の]?[0-9]){6}|[0-9]-[0-9]{1,4}-[0-9]"
    r"|@|https?:|www\.|\.(?:com|jp|net)"
    r"|[〇一二三四五六七八九]{7}|(?:ゼロ|ぜろ)[ァ-ヺー]"
    r"|丁目|番地|[0-9]号室?|生年月日|昭和|平成[0-9元一二三四五六七八九十]+年|歳の誕生日"
    r"|と申します|ともうします|私の名前|本名|名義|旧姓"
)
_HONORIFIC: Final = re.compile(
    r"(?P<word>[^\W\d_ぁ-ん]{1,8}|[ぁ-ん]{2,6})(?:様(?![子々相式態])|さん(?![ざぜぞ])|さま|氏(?!名)|殿(?!堂))"
)
_NOBODY: Final = re.compile(
    r"(?:お?客|奥|皆|お子|神|仏|業者|店員?|係員?|担当者?|オペレーター|スタッフ|ドライバー|ユーザー|メーカー|オーナー"
    r"|お?みな|おきゃく|たく|お?母|お?父|お?兄|お?姉|^子|おかあ|おとう|お[にねじばと][あうい]|お?隣|旦那|主人|息子|娘|お?孫|社|員)$"
)
_SENSITIVE: Final = re.compile(
    r"病気|持病|発病|闘病|入院|通院|退院|手術|診断|治療|投薬|服用|処方|患者|がん(?!ば|じ|こ)|ガン|癌|腫瘍|糖尿|高血圧|心臓|脳梗塞|うつ|鬱"
    r"|適応障害|発達障害|障[害が碍](?:者|児|があ|のあ|手帳|をも|を持)|知的障|身体障|精神(?:科|疾患|障)|認知症|てんかん|喘息|ぜんそく|アトピー|アレルギー"
    r"|HIV|エイズ|感染|コロナ(?:に|陽性)|陽性|妊娠|妊婦|出産|流産|中絶|不妊|生理(?:痛|不順|が)|更年期|介護|要介護|車椅子|車いす|盲目|失明|難聴|ろう者"
    r"|犯罪歴|前科|逮捕|服役|犯罪(?:被害)|DV|虐待|性被害|痴漢|レイプ|ストーカー|自殺|自死|死にた"
    r"|宗教|信者|創価|教会に|支持政党|党員|労働組合|部落|同和|在日|国籍|人種|難民|LGBT|ゲイ|レズ|トランスジェンダー|性同一|生活保護|自己破産|破産|借金|離婚"
)


def has_residual_risk(masked_text: str) -> bool:
    """Return whether a masked sentence must not be quoted: personal traces, sensitive information.

    Cheap and cautious: 「［氏名1］様の件」, seven digits, a word before 様, 病気, 妊娠, 犯罪歴 … say yes.
    """
    text = fold(masked_text).text
    if _TRACES.search(text) or _SENSITIVE.search(text):
        return True
    return any(not _is_nobody(found["word"]) for found in _HONORIFIC.finditer(text))


def _is_nobody(word: str) -> bool:
    return bool(_NOBODY.search(word)) or is_stop_word(word)
