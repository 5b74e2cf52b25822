"""Topics of customers' voices: discovery, names, assignment and identity over time."""

from nlp.topics.assign import assign
from nlp.topics.discover import Discovery, discover
from nlp.topics.match import Change, KnownTopic, Lineage, LineageEvent, match_topics
from nlp.topics.model import Topic, TopicIndex, TopicModel, assign_topics, fit_topics

__all__ = [
    "Change",
    "Discovery",
    "KnownTopic",
    "Lineage",
    "LineageEvent",
    "Topic",
    "TopicIndex",
    "TopicModel",
    "assign",
    "assign_topics",
    "discover",
    "fit_topics",
    "match_topics",
]
