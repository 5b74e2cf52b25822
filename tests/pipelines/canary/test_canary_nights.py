"""Nobody who is planted gets through in any night: a gate that closes for nothing is switched off by its users."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from nlp.masking import Masker
from pipelines.canary.contacts import make_contacts
from pipelines.canary.search import Search
from pipelines.canary.sinks import Block

pytestmark = pytest.mark.system

DAY = date(2026, 11, 21)
CHANNELS = ["chat", "call", "mail", "chat", "sns", "survey"]


@pytest.mark.parametrize("every", range(4))
def test_nobody_gets_through_in_a_year_of_nights(every):
    masker = Masker()
    for night in range(every, 60, 4):
        day = DAY - timedelta(days=6 * night + every)
        texts = []
        for contact in make_contacts(day, CHANNELS):
            texts += [item.text for item in masker.mask_contact([text for _, text in contact.turns])]
            texts.append(masker.mask(contact.note).text)
        assert Search([day]).run([Block("x", "", pa.array(texts, pa.large_string()), planted_on=day)]) == []
