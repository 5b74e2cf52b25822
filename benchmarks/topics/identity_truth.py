"""What the ids of topics say about planted issues, measured at one day after the other."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from scipy.optimize import linear_sum_assignment

from nlp.topics.discover import centroids_of
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import exact_similarities, snap_to_grid

LEAST = 3  # voices from which an issue or a topic counts

HEAD = (
    "| day | live topics | voices | unassigned | its topic's issue | of the last ten days "
    "| one id an issue | right and still right | id as when first found | the same id to the letter |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)
LEGEND = (
    "Shares of the assigned voices whose planted issue is known, over all days so far. *Its topic's issue*: "
    "the voice's topic was, when its id was first seen, mostly about the voice's issue (several topics of an "
    "issue are right, a topic of two is half wrong). *One id an issue*: the voice has the only id that its "
    "issue was given, one-to-one with the largest overlap when the issue was first there, or what goes on "
    "from it. *Right and still right*: of the voices that were right in the first sense when first seen. *Id "
    "as when first found*: the same or what goes on from it by the lineage (split off, merged into)."
)


@dataclass(frozen=True)
class Voice:
    """A voice of the lake with the issue it was planted for."""

    voice_id: str
    day: date
    kind: str
    issue: str
    tokens: tuple[str, ...]


@dataclass
class Truth:
    """What the days so far gave: by voice, by issue and by topic id."""

    voices: Mapping[str, Voice]
    first_topic: dict[str, str] = field(default_factory=dict)
    right_at_first: dict[str, bool] = field(default_factory=dict)
    id_of_issue: dict[str, str] = field(default_factory=dict)
    issue_of_id: dict[str, str] = field(default_factory=dict)

    def row(self, until: date, topics: Mapping[str, str | None], goes_on: Callable[[str, str], bool]) -> str:
        """Return the table's row of a day.

        Parameters
        ----------
        topics : voice → topic id or None, of the days so far
        goes_on : whether the second id is the first or continues it by the lineage
        """
        known = {voice: topic for voice, topic in topics.items() if voice in self.voices}
        held = {voice: topic for voice, topic in known.items() if topic}
        issue = {voice: self.voices[voice].issue for voice in held}
        self.learn(held)
        right = {voice: self.issue_of_id[topic] == issue[voice] for voice, topic in held.items()}
        lately = [right[voice] for voice in held if self.voices[voice].day > until - timedelta(days=10)]
        one = [
            goes_on(self.id_of_issue[issue[voice]], topic)
            for voice, topic in held.items()
            if issue[voice] in self.id_of_issue
        ]
        before = [voice for voice in held if voice in self.first_topic]
        kept = [goes_on(self.first_topic[voice], held[voice]) for voice in before]
        same = [self.first_topic[voice] == held[voice] for voice in before]
        still = [right[voice] for voice in before if self.right_at_first[voice]]
        self.first_topic = {**held, **self.first_topic}
        self.right_at_first = {**right, **self.right_at_first}
        live = Counter(
            topic for voice, topic in held.items() if self.voices[voice].day > until - timedelta(days=45)
        )
        shares = (right.values(), lately, one, still, kept, same)
        return (
            f"| {until} | {sum(count >= LEAST for count in live.values())} | {len(known)} "
            f"| {1 - len(held) / len(known):.1%} | {' | '.join(map(share, shares))} |"
        )

    def learn(self, held: Mapping[str, str]) -> None:
        """Fix the meaning of each id, and the id of each issue, when they are first there."""
        by_topic: dict[str, Counter[str]] = defaultdict(Counter)
        for voice, topic in held.items():
            by_topic[topic][self.voices[voice].issue] += 1
        for topic, counts in by_topic.items():
            self.issue_of_id.setdefault(topic, counts.most_common(1)[0][0])
        issues = sorted({issue for counts in by_topic.values() for issue in counts})
        ids = sorted(by_topic)
        shared = np.array([[by_topic[topic][issue] for topic in ids] for issue in issues])
        for place, number in zip(*linear_sum_assignment(-shared), strict=True):
            if shared[place, number] >= LEAST:
                self.id_of_issue.setdefault(issues[place], ids[number])


def share(hits: Iterable[bool]) -> str:
    """Return the share of hits in per cent, – for none."""
    flags = list(hits)
    return f"{sum(flags) / len(flags):.1%}" if flags else "–"


def ceiling(voices: Iterable[Voice], until: date, embed: Callable[[list[list[str]]], FloatArray]) -> str:
    """Say how many voices these vectors could give to their issue, were it known for those of the first days.

    Nearest of the centroids of each kind's planted issues, and issue of the nearest single voice.
    """
    parts: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        parts[voice.kind].append(voice)
    centroid, nearest = [], []
    for part in parts.values():
        vectors = snap_to_grid(embed([list(voice.tokens) for voice in part]))
        issues = sorted(Counter(voice.issue for voice in part if voice.day <= until))
        place = {issue: number for number, issue in enumerate(issues)}
        known = np.array([voice.day <= until for voice in part])
        if known.all() or not known.any():
            continue
        label = np.array([place.get(voice.issue, -1) for voice in part])
        centres = snap_to_grid(centroids_of(vectors[known], label[known]))
        later = ~known & (label >= 0)
        centroid += (exact_similarities(vectors[later], centres).argmax(1) == label[later]).tolist()
        alike = exact_similarities(vectors[later], vectors[known]).argmax(1)
        nearest += (label[known][alike] == label[later]).tolist()
    return (
        f"Were the issue of every voice until {until} known, {share(centroid)} of their later voices would "
        f"lie nearest to the centroid of their issue, {share(nearest)} nearest to a voice of it: topics "
        "found without that knowledge cannot be expected to do better."
    )


def pairs(text: str) -> set[str]:
    """Return the character pairs of a text, without marks."""
    plain = re.sub(r"\W", "", text)
    return {plain[place : place + 2] for place in range(len(plain) - 1)}
