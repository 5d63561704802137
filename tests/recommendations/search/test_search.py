import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations import search
from recommendations.models import Recommendation
from tests.factories import RecommendationFactory

CORPUS = {
    1: "Ratify the Optional Protocol to the Convention against Torture (OP-CAT)",
    2: "Abolish the death penalty in law",
    3: "Consider abolishing the death penalty, and ratifying the Second Optional Protocol",
    4: "Promote women's access to education and to schools in rural areas",
    5: "Educate girls about their rights",
    6: "Strengthen cooperation with Côte d’Ivoire on trafficking",
    7: "Penalties for death threats are too low",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
    for item, summary in CORPUS.items():
        RecommendationFactory(item=item, summary=summary)


def found(text):
    return set(search.matching(Recommendation.objects.all(), text).values_list("item", flat=True))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("death penalty", {2, 3, 7}),
        ('"death penalty"', {2, 3}),
        ("abolish", {2, 3}),
        ("ratifies", {1, 3}),
        ("death -penalty", set()),
        ('death -"death penalty"', {7}),
        ("-death", {1, 4, 5, 6}),
        ("girls OR women", {4, 5}),
        ("girls OR women rural", {4}),
        ("op-cat", {1}),
        ("OPCAT", set()),
        ("cote", {6}),
        ("CÔTE d'ivoire", {6}),
        ("the", {1, 2, 3}),
        ("women's", {4}),
        ("", {1, 2, 3, 4, 5, 6, 7}),
        ("OR -", {1, 2, 3, 4, 5, 6, 7}),
        ("zebra", set()),
    ],
)
def test_a_query_finds_the_same_rows_on_both_databases(corpus, text, items):
    assert found(text) == items


def test_official_wording_is_searched_as_well_as_the_summary(corpus):
    RecommendationFactory(item=8, text="Enhance the judiciary", summary="Improve courts")

    assert found("judiciary") == {8}
    assert found("courts") == {8}


def test_the_index_follows_changes_and_deletions(corpus):
    recommendation = Recommendation.objects.get(item=2)
    recommendation.summary = "Close the zoo"
    recommendation.save()

    assert found("zoo") == {2}
    assert found('"death penalty"') == {3}

    recommendation.delete()

    assert found("zoo") == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(alphabet=st.sampled_from("ab*-\"'()ORND :^&|!<>\\%\x00é ក"), max_size=20))
def test_nothing_that_can_be_typed_is_an_error(corpus, text):
    found(text)


def test_words_are_highlighted_in_all_their_forms():
    assert (
        search.highlight("Ratify, having ratified", "ratifies")
        == "<mark>Ratify</mark>, having <mark>ratified</mark>"
    )


def test_a_phrase_is_highlighted_as_one():
    assert search.highlight("the death penalty", '"death penalty"') == "the <mark>death penalty</mark>"


def test_text_is_escaped_around_and_inside_a_highlight():
    assert (
        search.highlight("<b>law</b> & order", "law b")
        == "&lt;<mark>b</mark>&gt;<mark>law</mark>&lt;/<mark>b</mark>&gt; &amp; order"
    )
