"""One letter per kind of token, so that rules over tokens are regular expressions over a string."""

from nlp.words import word_list

_FORMAL_NOUNS = word_list("formal_nouns")
_JOINABLE_PREFIXES = word_list("prefixes")
_PLAIN_NOUNS = word_list("plain_nouns")
_PERSON_SUFFIXES = word_list("person_suffixes")
_CASE = {
    "が": "g",
    "を": "o",
    "に": "n",
    "へ": "e",
    "で": "d",
    "と": "t",
    "から": "f",
    "まで": "u",
    "より": "y",
    "の": "k",
    "って": "q",
}
_SIMPLE = {
    "代名詞": "R",
    "連体詞": "L",
    "副詞": "F",
    "接続詞": "C",
    "感動詞": "I",
    "助動詞": "a",
    "補助記号": ".",
    "記号": ".",
    "空白": ".",
}


def tag_of(surface: str, lemma: str, pos: str, pos2: str, pos3: str, form: str = "") -> str:
    """Give the tag of a UniDic entry.

    Nouns N, verbal noun U, adjectival noun J, Latin word E, protected word X, placeholder M, time or
    amount T, number 0, counter 1, formal noun Z, suffix S (of persons s), prefix P (お/ご H), verb V
    (する D, できる G), adjective A (in く form Y), adjectival suffix B (にくい), auxiliary a, adverb F,
    particles g o n e d t f u y k q w m j c l z, rest R L C I x , . as in the tables.
    """
    if pos == "名詞":
        return _noun(surface, lemma, pos2, pos3)
    if pos == "助詞":
        return _particle(surface, lemma, pos2)
    if pos == "動詞":
        return {"為る": "D", "出来る": "G"}.get(lemma, "V")
    if pos == "形容詞":
        return "Y" if form == "連用形-一般" else "A"
    if pos == "形状詞":
        return "x" if pos2 == "助動詞語幹" else "J"
    if pos == "接頭辞":
        return "P" if lemma in _JOINABLE_PREFIXES else "H" if lemma == "御" else "x"
    if pos == "接尾辞":
        return _suffix(lemma, pos2, pos3)
    if surface in "、,":
        return ","
    return _SIMPLE.get(pos, ".")


def _noun(surface: str, lemma: str, pos2: str, pos3: str) -> str:
    if pos2 == "数詞" or surface.isdigit():
        return "0"
    if pos2 == "助動詞語幹":
        return "x"
    if surface.isascii():
        return "E" if surface.isalpha() else "."
    if lemma in _FORMAL_NOUNS:
        return "Z"
    if lemma in {"毎度", "先方", "当方", "双方"}:
        return "T"
    if surface in _PLAIN_NOUNS:
        return "N"
    return {"サ変可能": "U", "サ変形状詞可能": "U", "形状詞可能": "J", "副詞可能": "T"}.get(pos3, "N")


def _particle(surface: str, lemma: str, pos2: str) -> str:
    if pos2 == "格助詞":
        return _CASE.get(lemma, _CASE.get(surface, "x"))
    if pos2 == "係助詞":
        return {"は": "w", "も": "m"}.get(lemma, "x")
    if pos2 == "接続助詞":
        return "j" if surface in "てで" else "c"
    return {"副助詞": "q", "準体助詞": "z", "終助詞": "l"}.get(pos2, "x")


def _suffix(lemma: str, pos2: str, pos3: str) -> str:
    if pos2 == "形容詞的":
        return "B"
    if pos2 == "動詞的":
        return "V"
    if lemma in _PERSON_SUFFIXES:
        return "s"
    return "1" if pos3 == "助数詞" else "S"
