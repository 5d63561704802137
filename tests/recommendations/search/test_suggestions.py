import json
import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from recommendations.search import Suggestion, suggest, suggestions
from recommendations.search.query import MOST_WORDS
from recommendations.search.stemming import stem
from tests.factories import RecommendationFactory, StateFactory, StateNameFactory, ThemeFactory

FIXTURES = settings.BASE_DIR / "fixtures"

STATES = {
    state["code"]: [state["name"], state["formal_name"], *(other["name"] for other in state["other_names"])]
    for state in json.loads((FIXTURES / "states.json").read_text(encoding="utf-8"))["states"]
}
THEMES = {
    theme["slug"]: theme["name"]
    for theme in json.loads((FIXTURES / "themes.json").read_text(encoding="utf-8"))["themes"]
}

LONG_NAMES = {code: names for code, names in STATES.items() if re.fullmatch(r"[A-Za-z]{7,}", names[0])}
SPELLINGS = {name for names in STATES.values() for name in names}


def meant(text, occurring=()):
    return [(found.written, found.key) for found in suggestions(text, STATES, THEMES, occurring)]


def test_a_suggestion_says_what_was_written_and_what_may_be_meant():
    assert suggestions("torture in Cambodja", STATES, THEMES) == [
        Suggestion(written="Cambodja", name="Cambodia", kind="state", key="KHM")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cambodja", [("Cambodja", "KHM")]),
        ("Untied Kingdom", [("Untied Kingdom", "GBR")]),
        ("Slovnia", [("Slovnia", "SVN")]),
        ("Phillipines", [("Phillipines", "PHL")]),
        ("Srilanka", [("Srilanka", "LKA")]),
        ("Afganistan", [("Afganistan", "AFG")]),
        ("Burma", [("Burma", "MMR")]),
        ("Germeny OR Frnace", [("Germeny", "DEU"), ("Frnace", "FRA")]),
        ("Nigeri", [("Nigeri", "NER"), ("Nigeri", "NGA")]),
        ("traficking", [("traficking", "trafficking-and-slavery")]),
        ("disapearances", [("disapearances", "enforced-disappearances")]),
        ("torure", [("torure", "prohibition-of-torture")]),
        ("migrnat", [("migrnat", "migrants")]),
        ("minoirty", [("minoirty", "minorities")]),
        ("Freedom of asociation", [("Freedom of asociation", "freedom-of-association")]),
        ("traficking in Cambodja", [("traficking", "trafficking-and-slavery"), ("Cambodja", "KHM")]),
    ],
)
def test_misspelt_names_of_states_and_themes_are_recognised(text, expected):
    assert meant(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "land", "women", "ensure", "child", "island", "nation", "chine", "male", "main", "order",
        "environmental", "peacefully", "internationally", "torture", "tortured", "the", "OR -", "*", '"',
        "France", "United Kingdom", "Côte d'Ivoire", "cote d’ivoire", "Iran", "Viet Nam", "Netherlands",
        "trafficking", "freedom of association", "Cambodj*", "-Cambodja", "ខ្មែរ", "🗳️", "zzzzzzzzz",
    ],
)  # fmt: skip
def test_what_is_right_or_an_ordinary_word_suggests_nothing(text):
    assert meant(text) == []


def test_of_all_words_of_our_dataset_hardly_any_is_taken_for_a_name():
    text = (FIXTURES / "recommendations" / "khm-2.json").read_text(encoding="utf-8")
    words = sorted(set(re.findall(r"[a-z]+", " ".join(re.findall(r'"summary": "(.*?)"', text)))))

    assert len(words) > 700
    of_alternatives = (
        " OR ".join(words[first : first + MOST_WORDS]) for first in range(0, len(words), MOST_WORDS)
    )
    taken = {written for text in of_alternatives for written, _key in meant(text)}
    assert taken <= {"charge", "immunity", "properly"}


def test_a_word_that_occurs_in_a_recommendation_suggests_nothing():
    assert meant("properly") != []
    assert meant("properly", occurring=["properly"]) == []


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_name_with_one_letter_left_out_is_recognised(data):
    code, (shown, *_) = data.draw(st.sampled_from(sorted(LONG_NAMES.items())))
    place = data.draw(st.integers(1, len(shown) - 1))
    written = shown[:place] + shown[place + 1 :]

    # Another form of a name ("Philippins") needs no suggestion: the search finds the name.
    is_form = stem(written) == stem(shown)
    assert is_form or written in SPELLINGS or code in [key for _, key in meant(written)]


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_nothing_that_can_be_typed_is_an_error(text):
    suggestions(text, STATES, THEMES)


@pytest.mark.django_db
def test_names_and_words_are_read_from_the_database(django_assert_num_queries):
    kingdom = StateFactory(name="United Kingdom of Great Britain and Northern Ireland")
    StateNameFactory(state=kingdom, name="United Kingdom")
    theme = ThemeFactory(name="Human trafficking", slug="trafficking")
    RecommendationFactory(summary="Treat all people properly")

    with django_assert_num_queries(4):
        found = suggest("traficking properly Untied Kingdom")

    assert [(one.written, one.kind, one.key) for one in found] == [
        ("traficking", "theme", theme.slug),
        ("Untied Kingdom", "state", kingdom.code),
    ]
    with django_assert_num_queries(1):
        assert suggest("people properly") == []
    with django_assert_num_queries(0):
        assert suggest("-zebra") == []
