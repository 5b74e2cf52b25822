"""Fit the kinds to an organisation's labels (``labels.csv``), without the corpora of the shipped model."""

import logging
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.intent.adaptation import Adaptation, OutdatedAdaptationError, adapted, read_adaptation
from nlp.intent.features import Clues, clues_of
from nlp.intent.model import KINDS, Model, ModelError, load_model
from nlp.tokens import Tokenizer, join_compounds
from pipelines.config.labels_file import LABELS, LabelledSentence, read_labels
from pipelines.config.vocabulary_files import read_vocabulary
from pipelines.config.word_rows import WordProblem
from pipelines.errors import PipelineError
from pipelines.settings import Settings

log = logging.getLogger(__name__)

_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Training:
    """What a training did.

    Attributes
    ----------
    path
        Where the adaptation was written.
    sentences
        Labelled sentences used.
    agreement_before, agreement_after
        Share of them whose kind the model gives: as shipped, and trained on the other four fifths.
    problems
        Rows that were not used.
    """

    path: Path
    sentences: int
    agreement_before: float
    agreement_after: float
    problems: tuple[WordProblem, ...]


def adaptation_path(settings: Settings) -> Path:
    """Where the adaptation of an installation is kept."""
    return settings.home / "models" / "kinds.npz"


def adapted_model(path: Path) -> Model:
    """Give the shipped model, adapted where the installation has trained.

    What was trained for the weights of another version, or cannot be read, is left out with a warning: no
    night must fail for it. The manifest's `analyzer` tells such a night from others.
    """
    try:
        adaptation = _adaptation(path)
        return load_model() if adaptation is None else adapted(load_model(), adaptation)
    except (OutdatedAdaptationError, PipelineError) as error:
        log.warning("%s: not used, the shipped weights are: %s", path, error)
        return load_model()


def weights_in_use(path: Path) -> str:
    """Say in one line which weights give the kinds; PipelineError when the file is broken."""
    adaptation = _adaptation(path)
    if adaptation is None:
        return "kinds: shipped weights ('koe kinds train' fits them to labels.csv)"
    if adaptation.base != load_model().digest:
        return (
            f"{path}: NOT used, it was made for the weights of another version; the shipped weights give the "
            "kinds until 'koe kinds train' is run again"
        )
    return f"kinds: shipped weights with what {path} adds"


def _adaptation(path: Path) -> Adaptation | None:
    try:
        return read_adaptation(path.read_bytes())
    except FileNotFoundError:
        return None
    except ModelError as error:
        message = f"{path}: {error} by 'koe kinds train', or delete the file to use the shipped weights"
        raise PipelineError(message) from error


def train_kinds(settings: Settings) -> Training:
    """Fit the shipped weights to ``labels.csv`` and keep the result; the same rows give the same bytes.

    Raises
    ------
    PipelineError
        No row can be used.
    """
    labels = read_labels(settings.config_dir)
    if not labels.sentences:
        problems = "".join(f"\n{problem}" for problem in labels.problems)
        message = f"{settings.config_dir / LABELS}: no labelled sentence to train on{problems}"
        raise PipelineError(message)
    # sorted, so that moving rows changes nothing
    sentences = sorted(labels.sentences, key=lambda item: item.text)
    clues = _clues(settings, sentences)
    before, after = _agreement(sentences, clues)
    content = _fit(sentences, clues).to_bytes()
    path = adaptation_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_bytes(content)
    beside.replace(path)
    return Training(path, len(sentences), before, after, labels.problems)


def _clues(settings: Settings, sentences: Sequence[LabelledSentence]) -> list[Clues]:
    tokenizer = Tokenizer(read_vocabulary(settings.config_dir).vocabulary)
    parts = [tokenizer.split(item.text) for item in sentences]
    return [clues_of(p, join_compounds(p, item.text)) for p, item in zip(parts, sentences, strict=True)]


def _fit(sentences: Sequence[LabelledSentence], clues: Sequence[Clues]) -> Adaptation:
    from nlp.intent.adapt import Label, fit_adaptation  # loads scipy's optimizer, which no night needs

    labels = [Label(item.kind, item.sentiment) for item in sentences]
    return fit_adaptation(load_model(), [item.text for item in sentences], clues, labels)


def _agreement(sentences: Sequence[LabelledSentence], clues: Sequence[Clues]) -> tuple[float, float]:
    """Share of the kinds given right by the shipped model, and by models that did not see the sentence."""
    folds = [zlib.crc32(item.text.encode("utf-8", "surrogatepass")) % _FOLDS for item in sentences]
    right_before = right_after = 0
    for fold in range(_FOLDS):
        held = [i for i, f in enumerate(folds) if f == fold]
        rest = [i for i, f in enumerate(folds) if f != fold]
        if not held:
            continue
        model = load_model()
        right_before += _right(model, sentences, clues, held)
        if rest:
            model = adapted(model, _fit([sentences[i] for i in rest], [clues[i] for i in rest]))
        right_after += _right(model, sentences, clues, held)
    return right_before / len(sentences), right_after / len(sentences)


def _right(
    model: Model, sentences: Sequence[LabelledSentence], clues: Sequence[Clues], index: Sequence[int]
) -> int:
    kinds, _ = model.scores([sentences[i].text for i in index], [clues[i] for i in index])
    best = kinds.argmax(axis=1).tolist()
    return sum(KINDS[b] == sentences[i].kind for b, i in zip(best, index, strict=True))
