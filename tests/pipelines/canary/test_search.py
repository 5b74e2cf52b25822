"""What is planted is found where it stands by itself, and chance in ids and hashes is not taken for it."""

import pyarrow as pa
import pytest

from pipelines.canary.contacts import Planted
from pipelines.canary.needles import make_needles
from pipelines.canary.search import Search
from pipelines.canary.sinks import Block
from tests.pipelines.homes import END


def test_the_number_of_a_placeholder_is_no_part_of_a_number():
    """A planted plate 25-32 is not in 「［氏名25］(32歳)」."""
    needles = make_needles([Planted("plate", "hyphens", "25-32")], everywhere=False)
    block = Block(
        "lake", "x", pa.array(["［氏名25］(32歳)の方", "［氏名25］さん、25-32です"], pa.large_string()), END
    )
    assert [hit.texts for hit in Search([END])._hits(block, needles)] == [1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail:4084402395/4.1", 1),
        ("C4084402395", 1),
        ("408-440-2395", 0),  # no such way of writing was planted
        ("9ab42d5b9e408440239528c1352f967b", 0),
        ("9ab42d5b9e408440239528c1352f967b 4084402395", 1),
        ("chat:40844-0239/5.1", 0),
        ("14084402395", 0),
    ],
)
def test_digits_in_ids_and_hashes_are_chance_unless_they_stand_alone(text, found):
    needles = make_needles([Planted("member_id", "contract", "4084402395")], everywhere=True)
    block = Block("lake", "x", pa.array([text], pa.large_string()), None, has_words=False)
    assert len(list(Search([END])._hits(block, needles))) == found


@pytest.mark.system
def test_each_of_many_ids_is_judged_by_itself():
    """Chance in a hash hides nothing beside it, and a year's ids take seconds."""
    needles = make_needles([Planted("member_id", "contract", "4084402395")], everywhere=True)
    hashes = [f"{number:06d}9b4084402395c{number:010x}e" for number in range(60_000)]
    blocks = [
        Block("lake", place, pa.array(ids, pa.large_string()), None, has_words=False)
        for place, ids in (("hashes", hashes), ("both", [*hashes, "𠮷C4084402395", "9b"]))
    ]
    search = Search([END])
    search._everywhere = needles
    assert [(hit.place, hit.texts) for hit in search.run(blocks)] == [("both", 1)]
