"""What the name model finds alone, without any rule: on texts that it was not trained on."""

from benchmarks.masking_blind.marked import read_decoys, read_texts
from benchmarks.masking_names.generate import Sample
from nlp.masking.fold import fold
from nlp.masking.people.model import NameModel, name_model

_SETS = ("second",)


def report() -> str:
    """Return the figures as Markdown: recall of names, and the texts without names left as they are."""
    model = name_model()
    rows = [_set(model, chosen) for chosen in _SETS]
    lines = [
        f"| {name} | {share:.3f} | {names} | {kept} of {texts} |" for name, share, names, kept, texts in rows
    ]
    head = ["| texts | names found | names | without names, unchanged |", "|---|---:|---:|---:|"]
    return "\n".join([*head, *lines]) + "\n"


def _set(model: NameModel, chosen: str) -> tuple[str, float, int, int, int]:
    marked = [
        Sample(text.text, tuple((span.start, span.end) for span in text.spans if span.type == "name"), "")
        for text in read_texts(chosen)
    ]
    hits = [hit for sample in marked for hit in _hits(model, sample.text, sample.spans)]
    decoys = read_decoys(chosen)
    kept = sum(not model.names(fold(decoy).text) for decoy in decoys)
    return f"{chosen} set of masking_blind", sum(hits) / len(hits), len(hits), kept, len(decoys)


def _hits(model: NameModel, text: str, spans: tuple[tuple[int, int], ...]) -> list[bool]:
    folded = fold(text)
    found = {i for s, e in model.names(folded.text) for i in range(*folded.span(s, e))}
    return [all(i in found or text[i].isspace() for i in range(start, end)) for start, end in spans]
