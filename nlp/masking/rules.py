"""Masking rules as data: read from YAML, checked, compiled, fingerprinted."""

import hashlib
import importlib.metadata
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from nlp.masking.checks import CHECKS
from nlp.masking.digits import READ_OUT, SPOKEN
from nlp.masking.errors import RuleError
from nlp.masking.more_names import more_names_text
from nlp.masking.not_names import not_names_text
from nlp.masking.peers import peers_text
from nlp.masking.placeholders import LABELS
from nlp.masking.rare_surnames import rare_surnames_text
from nlp.masking.readings import readings_text
from nlp.masking.surnames import surnames_text
from nlp.masking.well_known import well_known_text

CODE_VERSION: Final = "11"
"""Raise it whenever code (not a rule) changes what is masked: received files are then read again."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FINDERS: Final = ("value", "name_before", "name_after", "full_name", "kana_before")
_MACROS: Final = {
    "said": SPOKEN,
    "read": READ_OUT,
    "hy": "[-ーｰ]",
    "end": r"(?![0-9])",
    "begin": r"(?<![0-9])",
    # Kana may go on with grammar (「1234に」); only figures would make the number longer.
    "stop": "(?![0-9〇零一二三四五六七八九])",
    # Between two digits of a number that is dictated: 「一二三の、えーと、四五」.
    "gap": r"[-ーｰ 、,.の~・]{0,3}(?:(?:えー?っ?と|ええっ?と|あのー?|はい(?!ち)|で|ええ|えー|あー|んー|うーん"
    r"|ハイフン|スペース|次が?|続けて|それから|最後が?)[、 ]{0,2})?",
    # A letter as it is written or read out: 「T」, 「ティー」, 「えー」.
    "letter": "(?>[A-Za-z]|エー|ビー|シー|ディー|デー|イー|エフ|ジー|エイチ|エッチ|アイ|ジェイ|ジェー|ケー"
    "|ケイ|エル|エム|エヌ|オー|ピー|キュー|アール|エス|ティー|テー|ユー|ブイ|ダブリュー|ダブル|エックス|ワイ|ビイ|シイ|ディ|ジイ|ピイ|ティ|ヴイ"
    "|ゼット|ゼッド|えー|びー|しー|でぃー|いー"
    "|えふ|じー|えいち|えっち|あい|じぇい|じぇー|けー|える|えむ|えぬ|おー|ぴー|きゅー|あーる|えす|てぃー|ゆー|ぶい|だぶりゅー"
    "|えっくす|わい|ぜっと)",
    # What a turn opens with before its answer.
    "filler": "(?:あのー?|えー?っ?とー?|ええっ?と|えー|ええ|はい|うん|もしもし|すみません|すいません|あっ?"
    "|それが|私の?は?)",
    # Between 「番号」 and the number. Atomic: 「ですが」 is read in one way only.
    "is": r"(?>のほう|の方|になり|です(?:よ?ね|か|が|けど|けれども)?|でござい|でよろしいです|でいいです"
    r"|えー?っ?と|えー|あのー?|はい(?!ち)|No\.?|ちょっと(?:お)?待って(?:ください)?ね?|少々お待ちください|これかな|たしか|西暦で|和暦で"
    r"|ハイフンなしで|アルファベットの|大文字で|小文字で|頭が|最初が|全部で|数字で|紙に書いてあるのは|なんです(?:が|けど|けれども)|ですね"
    r"|は(?!ち)|(?:言い|いい|申し上げ|読み上げ|読み|伝え)ます[ねがよ]?"
    r"|[0-9]{1,2}桁(?:で|の|は)?|そのあと|続けて"
    r"|[-ーがでのを:;=→、 #()「」【】『』〈〉《》〔〕“”\"'*~|{}<>/\t\n・…\[\]])*+",
}
_MACRO: Final = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Rule:
    """One masking rule.

    Attributes
    ----------
    name, type : what it is called; the key of ``placeholders.LABELS`` it yields.
    pattern : regex on the folded text; group ``v`` (else the whole match) is the value.
    needs : a cheap regex without which the rule cannot match; searched first, once per text.
    needs_also : another such regex that must be found, too: a cue and a digit.
    check : a name in ``checks.CHECKS`` that the value must pass.
    cue, unless : regex that must, must not, stand in the ``within`` characters before the value.
    find : ``value``, or how the pattern leads to a name: ``name_before`` and ``name_after`` the value
        are found with UniDic, ``full_name`` must itself be surname and given name, ``kana_before`` only kana.
    after : regex that the turn before must match: the operator has just asked for the name.
    strict : for names: take only what UniDic itself tags as a person's name.
    match, no_match : examples; in ``match`` the expected spans stand between ⟦ and ⟧;
        with ``after``, the turn before stands first, then ‖.
    """

    name: str
    type: str
    pattern: str
    needs: str = ""
    needs_also: str = ""
    check: str = ""
    cue: str = ""
    unless: str = ""
    within: int = 15
    after: str = ""
    find: str = "value"
    strict: bool = False
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


_REGEXES: Final = ("pattern", "cue", "unless", "needs", "needs_also", "after")
_KEYS: Final = tuple(field.name for field in fields(Rule))


def _expand(text: str, macros: Mapping[str, str], where: str) -> str:
    def replace(found: re.Match[str]) -> str:
        try:
            return macros[found.group(1)]
        except KeyError:
            raise RuleError(
                f"{where}: {{{{{found.group(1)}}}}} is not under `define`; add it there"
            ) from None

    return _MACRO.sub(replace, text)


def _check_regexes(rule: Rule) -> None:
    for key in _REGEXES:
        try:
            re.compile(getattr(rule, key))
        except re.error as error:
            raise RuleError(
                f"rule {rule.name!r}, `{key}`: not a valid regular expression ({error.msg}); "
                "correct the pattern"
            ) from None


def _build(raw: object, macros: Mapping[str, str], place: str) -> Rule:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise RuleError(f"{place}: a rule must be a mapping with a `name`")
    where = f"rule {raw['name']!r}"
    if unknown := sorted(set(map(str, raw)) - set(_KEYS)):
        raise RuleError(f"{where}: unknown key {unknown[0]!r}; allowed: {', '.join(_KEYS)}")
    values: dict[str, Any] = dict(raw)
    for key in ("match", "no_match"):
        values[key] = tuple(values.get(key) or ())
    for key in ("type", "pattern"):
        if not isinstance(values.get(key), str):
            raise RuleError(f"{where}: `{key}` is missing or not a text")
    for key in _REGEXES:
        values[key] = _expand(str(values.get(key) or ""), macros, where)
    for key, allowed in (("type", tuple(LABELS)), ("check", ("", *CHECKS)), ("find", FINDERS)):
        if values.get(key, allowed[0]) not in allowed:
            raise RuleError(
                f"{where}: `{key}` is {values[key]!r}; allowed: {', '.join(filter(None, allowed))}"
            )
    if not values["match"]:
        raise RuleError(f"{where}: `match` needs at least one example with ⟦ and ⟧ around the span")
    return Rule(**values)


def parse_rules(yaml_text: str, *, shipped: bool = False) -> tuple[Rule, ...]:
    """Read rules from YAML: ``define`` (macros for ``{{name}}``) and a list ``rules``.

    Regexes of `shipped` rules are not tried: each is compiled when a text first calls for it.

    Raises
    ------
    RuleError
        Not YAML, an unknown key, type or check, a wrong regex, a rule without examples, a name used twice.
    """
    try:
        document = yaml.load(yaml_text, _LOADER)  # noqa: S506  # safe in C or in Python
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise RuleError(f"masking rules are not valid YAML{line}; correct the file") from None
    if not isinstance(document, dict) or not isinstance(document.get("rules"), list):
        raise RuleError("masking rules must be a mapping with a list `rules`")
    macros = dict(_MACROS)
    for key, text in (document.get("define") or {}).items():
        macros[str(key)] = _expand(str(text), macros, f"define {key!r}")
    rules = tuple(_build(raw, macros, f"rule {i}") for i, raw in enumerate(document["rules"], 1))
    for rule in () if shipped else rules:
        _check_regexes(rule)
    return unique_rules(rules)


def unique_rules(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules; raise RuleError when two have the same name."""
    names = [rule.name for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise RuleError(f"rule {twice[0]!r}: the name is used twice; give each rule its own")
    return rules


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the shipped rules in order of precedence: files by name, rules as they stand in them."""
    folder = resources.files("nlp.masking") / "rules"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    texts = (file.read_text("utf-8") for file in files)
    return unique_rules(tuple(rule for text in texts for rule in parse_rules(text, shipped=True)))


def rules_fingerprint(rules: Sequence[Rule], staff_names: Sequence[str] = (), *, model: str = "") -> str:
    """Return the SHA-256 of all that decides the masking: rules, name model, staff names, code, dictionary.

    Examples are left out: a new one must not make every received file be read again.
    """
    decisive = [{k: v for k, v in asdict(rule).items() if k not in {"match", "no_match"}} for rule in rules]
    versions = {name: importlib.metadata.version(name) for name in ("fugashi", "unidic-lite")}
    content = {
        "code": CODE_VERSION,
        "model": model,
        "more_names": more_names_text(),
        "not_names": not_names_text(),
        "well_known": well_known_text(),
        "peers": peers_text(),
        "rare_surnames": rare_surnames_text(),
        "readings": readings_text(),
        "rules": decisive,
        "surnames": surnames_text(),
        "staff": sorted(staff_names),
        "versions": versions,
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
