"""Hides personal data: rules kept as data, names found with UniDic, placeholders numbered per contact."""

from nlp.masking.engine import Masked, Masker, Span
from nlp.masking.errors import MaskingError, RuleError
from nlp.masking.placeholders import LABELS, PLACEHOLDER
from nlp.masking.risk import has_residual_risk, risk_fingerprint
from nlp.masking.rules import Rule, load_rules, parse_rules, rules_fingerprint

__all__ = [
    "LABELS",
    "PLACEHOLDER",
    "Masked",
    "Masker",
    "MaskingError",
    "Rule",
    "RuleError",
    "Span",
    "has_residual_risk",
    "load_rules",
    "parse_rules",
    "risk_fingerprint",
    "rules_fingerprint",
]
