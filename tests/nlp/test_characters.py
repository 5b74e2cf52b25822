"""Texts in one row of numbers are found again, and so are their pairs of characters."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlp.characters import codes_of, codes_of_all, pair_places

TEXT = st.text(st.sampled_from("電話ｱ①\n\ud800😊a\0"), max_size=9)


@given(st.lists(TEXT, max_size=5))
def test_each_text_ends_before_its_place(texts: list[str]) -> None:
    codes, ends = codes_of_all(texts)
    assert [list(map(chr, codes[a : b - 1])) for a, b in zip([0, *ends], ends, strict=False)] == [
        list(text) for text in texts
    ]


@given(TEXT, st.integers(1, 20))
def test_a_pair_has_one_place_wherever_it_stands(text: str, bits: int) -> None:
    places = pair_places(codes_of(text), bits).tolist()
    assert places == [pair_places(codes_of(a + b), bits)[0] for a, b in pairwise(text)]
    assert all(place < 1 << bits for place in places)
