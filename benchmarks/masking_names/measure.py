"""What the name model finds alone, without any rule: on frames and texts that it was not trained on."""

from benchmarks.masking_blind.marked import read_decoys, read_texts
from benchmarks.masking_names.generate import Sample, frames, generate, negative_frames
from benchmarks.masking_names.train import is_held_out
from nlp.masking.fold import fold
from nlp.masking.people.model import NameModel, name_model

_SETS = ("first", "third")


def report() -> str:
    """Return the figures as Markdown: recall of names, and the texts without names left as they are."""
    model = name_model()
    rows = [_frames(model), *(_set(model, chosen) for chosen in _SETS)]
    lines = [
        f"| {name} | {share:.3f} | {names} | {kept} of {texts} |" for name, share, names, kept, texts in rows
    ]
    head = ["| texts | names found | names | without names, unchanged |", "|---|---:|---:|---:|"]
    return "\n".join([*head, *lines]) + "\n"


def _frames(model: NameModel) -> tuple[str, float, int, int, int]:
    found = total = 0
    for sample in generate(99, 12, [frame for frame in frames() if is_held_out(frame)]):
        hits = _hits(model, sample.text, sample.spans)
        found, total = found + sum(hits), total + len(hits)
    plain = list(generate(98, 30, [f for f in negative_frames() if is_held_out(f)], negative=True))
    kept = sum(not model.names(fold(sample.text).text) for sample in plain)
    return "frames held out", found / total, total, kept, len(plain)


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
