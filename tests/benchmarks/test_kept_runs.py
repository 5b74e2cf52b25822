from benchmarks.topics import kept_runs
from benchmarks.topics.kept_runs import KeptRuns


def test_a_run_is_made_once_a_text_list(tmp_path):
    made = []

    def run():
        made.append(1)
        return {"labels": [0, -1], "seconds": 2.5}

    kept = KeptRuns(tmp_path / "runs")
    first = kept.get(["寒い", "㈱髙"], run)
    assert kept.get(["寒い", "㈱髙"], run) == first
    assert (len(made), kept.used, kept.made) == (1, 1, 1)
    kept.get(["㈱髙", "寒い"], run)
    assert len(made) == 2


def test_other_packages_make_it_run_again(tmp_path, monkeypatch):
    for name in ("requirements.txt", "bertopic_run.py"):
        (tmp_path / name).write_text("a==1\n")
    monkeypatch.setattr(kept_runs, "_HERE", tmp_path)
    kept = KeptRuns(tmp_path / "runs")
    kept.get(["寒い"], lambda: {"labels": [0]})
    (tmp_path / "requirements.txt").write_text("a==2\n")
    assert kept.get(["寒い"], lambda: {"labels": [1]}) == {"labels": [1]}
