"""Real transcripts through the shipped sample configuration."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.config import SourcesFile, load_validated
from pipelines.receive import day as received_day

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "hotel" / "sources.yaml"
CORPORA = os.environ.get("KOE_CORPORA")


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA, reason="KOE_CORPORA does not name the folder with the corpora")
def test_every_hotel_dialogue_becomes_a_contact_with_its_turns(center):
    sources = load_validated(SAMPLE, SourcesFile, variables={"KOE_CORPORA": str(CORPORA)})
    intake = replace(center.intake, sources=sources)
    day = date(2026, 1, 5)
    for name in sources.sources:
        received_day.receive_source(name, day, intake)
    result = received_day.pull_day(day, intake, has_run=lambda _: False)
    assert (result.contacts, result.quarantined) == (12_056 + 134, {})
    contacts = center.contacts(day)
    assert all(contact["turns"] for contact in contacts.values())
    speakers = {turn["speaker"] for contact in contacts.values() for turn in contact["turns"]}
    assert speakers == {"customer", "operator"}
