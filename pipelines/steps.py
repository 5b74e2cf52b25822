"""Which steps of the night a run takes: all of them, or only those from a certain one on."""

from enum import StrEnum


class Steps(StrEnum):
    """What a run is asked for; published and reported is always at the end."""

    ALL = "all"
    ANALYSIS = "analysis"
    TOPICS = "topics"
    REPORTS = "reports"

    @property
    def label(self) -> str:
        """Return what operators read: 「すべて(取り込みから)」."""
        return _LABELS[self]

    def includes(self, task: str) -> bool:
        """Say whether a run takes the step (``receive``, ``annotate``, ``assign``, ``load``)."""
        return task in _TASKS[self]

    @property
    def needs_earlier_run(self) -> bool:
        """Whether the day must have gone through a whole night before."""
        return self is not Steps.ALL


_LABELS = {
    Steps.ALL: "すべて(取り込みから)",
    Steps.ANALYSIS: "分析から(取り込み済みの内容で)",
    Steps.TOPICS: "話題の割り当てから(分析はそのまま)",
    Steps.REPORTS: "公開とレポートだけ",
}
_TASKS = {
    Steps.ALL: frozenset({"receive", "pull", "annotate", "assign", "load"}),
    Steps.ANALYSIS: frozenset({"pull", "annotate", "assign", "load"}),
    Steps.TOPICS: frozenset({"assign", "load"}),
    Steps.REPORTS: frozenset(),
}
LABELS = {str(step): label for step, label in _LABELS.items()}
