"""Nobody who is planted gets through in any night: a gate that closes for nothing is switched off by its users.

Which planted sentences stand side by side depends on the day and on the number of sources.
"""

from datetime import date, timedelta
from itertools import cycle, islice

import pyarrow as pa
import pytest

from nlp.masking import Masker
from pipelines.canary.contacts import make_contacts
from pipelines.canary.search import Search
from pipelines.canary.sinks import Block

pytestmark = pytest.mark.system

DAY = date(2026, 11, 21)
CHANNELS = ("mail", "chat", "survey", "call", "sns")


@pytest.mark.parametrize("sources", range(1, 10))
def test_nobody_gets_through_whatever_the_day_and_the_sources(sources):
    masker = Masker()
    for number in range(8):
        channels = list(islice(cycle(CHANNELS), number, number + sources))
        day = DAY - timedelta(days=97 * number + sources)
        texts = []
        for contact in make_contacts(day, channels):
            texts += [item.text for item in masker.mask_contact([text for _, text in contact.turns])]
            texts.append(masker.mask(contact.note).text)
        assert Search([day]).run([Block("x", "", pa.array(texts, pa.large_string()), planted_on=day)]) == []
