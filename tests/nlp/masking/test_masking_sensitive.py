"""要配慮個人情報 is never quoted: every kind keeps its own examples."""

import pytest

from nlp.masking import has_residual_risk, risk_fingerprint
from nlp.masking.risk import sensitive_kinds

KINDS = sensitive_kinds()


@pytest.mark.parametrize("text", [text for kind in KINDS.values() for text in kind["match"]])
def test_sensitive_sentence_is_not_quotable(text: str) -> None:
    assert has_residual_risk(text)


@pytest.mark.parametrize("text", [text for kind in KINDS.values() for text in kind["no_match"]])
def test_what_only_looks_sensitive_is_quotable(text: str) -> None:
    assert not has_residual_risk(text)


def test_the_fingerprint_is_one_of_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    before = risk_fingerprint()
    monkeypatch.setattr(
        "nlp.masking.risk._sensitive_text", lambda: "illness: {words: 風邪, match: [], no_match: []}"
    )
    assert risk_fingerprint() != before
