"""Topics of customers' voices: discovery, names, assignment and identity over time."""

from nlp.topics.assign import assign
from nlp.topics.candidates import Candidate, find_candidates
from nlp.topics.carry import carry_ids
from nlp.topics.discover import Discovery, discover
from nlp.topics.evidence import FRESH
from nlp.topics.match import Change, KnownTopic, Lineage, LineageEvent, match_topics
from nlp.topics.model import Topic, TopicIndex, TopicModel, assign_topics, fit_topics
from nlp.topics.revised_model import RevisedModel, Voices, revise_topics
from nlp.topics.unsorted import fit_unsorted

__all__ = [
    "FRESH",
    "Candidate",
    "Change",
    "Discovery",
    "KnownTopic",
    "Lineage",
    "LineageEvent",
    "RevisedModel",
    "Topic",
    "TopicIndex",
    "TopicModel",
    "Voices",
    "assign",
    "assign_topics",
    "carry_ids",
    "discover",
    "find_candidates",
    "fit_topics",
    "fit_unsorted",
    "match_topics",
    "revise_topics",
]
