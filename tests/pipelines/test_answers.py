"""What a line is answered with is what the analysis gave."""

import msgspec
import pytest

from nlp.analysis import Analyzer
from pipelines.answers import answer_of

TEXTS = [
    "解約したいのにページが見つからない。充電していたら煙が出ました。",
    "電話がつながらない",
    "はい。",
    "",
    "店員が親切\ud800でした",
]


@pytest.mark.parametrize("explain", [False, True])
def test_an_answer_holds_all_that_was_found(explain):
    analyses = Analyzer().analyse_many(TEXTS, ["customer"] * len(TEXTS), explain=explain)
    for found in analyses:
        answer = msgspec.to_builtins(answer_of(msgspec.Raw(b"1"), found, explain=explain), enc_hook=bytes)
        assert (answer["intent"], answer["sentiment"]) == (found.intent, found.sentiment)
        assert [*answer["tokens"]] == [*found.tokens]
        assert [(e["subject"], e["predicate"], e["negated"]) for e in answer["expressions"]] == [
            e[:3] for e in found.expressions
        ]
        assert [*answer["risk"]] == sorted({risk for s in found.sentences for risk in s.risk})
        for row, sentence in zip(answer["sentences"], found.sentences, strict=True):
            whole = msgspec.structs.asdict(sentence)
            said = [
                dict(zip(("subject", "predicate", "negated"), e[:3], strict=True))
                for e in sentence.expressions
            ]
            linked = [item._asdict() for item in sentence.relations]
            cues = {"cues": sentence.cues} if explain else {}
            kept = {
                key: value for key, value in whole.items() if key not in ("cues", "expressions", "relations")
            }
            expected = {**kept, **cues, "expressions": said, "relations": linked}
            assert {key: _plain(value) for key, value in row.items()} == {
                k: _plain(v) for k, v in expected.items()
            }
    assert any(found.sentences and found.sentences[0].relations for found in analyses)


def _plain(value):
    return list(value) if isinstance(value, (list, tuple)) else value
