"""``python -m benchmarks.masking_names train`` (needs KOE_CORPORA) or ``measure``: the name model."""

import argparse
import sys
from pathlib import Path

from benchmarks.analysis.corpora import corpora_folder
from benchmarks.masking_names.development import SETS
from benchmarks.masking_names.measure import report
from benchmarks.masking_names.train import save, train, training_samples

_MODEL = Path(__file__).parents[2] / "nlp" / "masking" / "people"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The name model: training and measure.")
    parser.add_argument("what", choices=("train", "measure"))
    parser.add_argument("--each", type=int, default=130, help="samples a frame")
    parser.add_argument("--strength", type=float, default=1.0, help="inverse of the regularisation")
    parser.add_argument("--without", choices=SETS, help="a set left out, to measure the model on")
    parser.add_argument("--folder", type=Path, default=_MODEL, help="where the model goes")
    arguments = parser.parse_args()
    if arguments.what == "train":
        corpora = corpora_folder()
        sets = [chosen for chosen in SETS if chosen != arguments.without]
        samples = training_samples(corpora, arguments.each, sets)
        trained = train(samples, corpora, arguments.strength)
        save(trained, arguments.folder, {"each": arguments.each})
    else:
        sys.stdout.write(report())
