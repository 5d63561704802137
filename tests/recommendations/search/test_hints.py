import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.search import hints

NOT_CLOSED = "The quotation mark was not closed; everything after it was taken as one phrase."
QUOTE_ALONE = "A quotation mark without words behind it was left out."
OR_ALONE = "OR needs a word on both sides."
MINUS = "- needs a word behind it."
STAR = "* only ends a word; elsewhere it was left out."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('abolish "death penalty', [NOT_CLOSED]),
        ('abolish "', [QUOTE_ALONE]),
        ('abolish ""', [QUOTE_ALONE]),
        ("OR women", [OR_ALONE]),
        ("women OR", [OR_ALONE]),
        ("women OR OR girls", [OR_ALONE]),
        ("women OR -girls", [OR_ALONE]),
        ("women AND girls", ["AND is not needed: all words must occur."]),
        ("women - girls", [MINUS]),
        ('women -""', [MINUS]),
        ("wom*n", [STAR]),
        ("*", [STAR]),
        ("*ing", [STAR]),
        ('"educat* for all"', [STAR]),
        ("e*", ["* needs at least 2 letters before it."]),
        ("word " * 33, ["Only the first 32 words were looked for."]),
        ('OR - * "death', [NOT_CLOSED, OR_ALONE, MINUS, STAR]),
    ],
)
def test_what_was_not_taken_as_typed_is_said(text, expected):
    assert hints(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "women", 'women OR girls -"death penalty"', "educat*", '"to educat*"', "OP-CAT", "and or not -women",
     "women's", "“death penalty”", "ill-treatment"],
)  # fmt: skip
def test_nothing_is_said_of_what_was_understood(text):
    assert hints(text) == []


@given(st.text(alphabet=st.sampled_from('ab*-"OR AND\x00é')))
def test_nothing_that_can_be_typed_is_an_error(text):
    assert all(isinstance(hint, str) and hint.endswith(".") for hint in hints(text))
