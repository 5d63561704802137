"""`manage.py load_fixtures`: our own data comes in, again and again without harm."""

from functools import partial

import pytest
from django.apps import apps
from django.core.management import call_command

from recommendations.models import (
    Clause,
    Recommendation,
    Response,
    Source,
    Theme,
    ThemeName,
    ThemeTag,
)
from reviews.models import Document, Review
from states.models import State, StateName
from tests.counting import count_by_position
from tests.factories import (
    DocumentFactory,
    StateFactory,
    StateNameFactory,
)
from tests.small_dataset import load_small

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    return partial(load_small, tmp_path)


def all_rows():
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def test_our_own_files_load_and_loading_them_again_changes_nothing():
    call_command("load_fixtures", verbosity=0)
    before = all_rows()

    call_command("load_fixtures", verbosity=0)

    assert all_rows() == before
    assert State.objects.count() == 195
    assert {
        slug: count_by_position(Recommendation.objects.filter(review__slug=slug))
        for slug in ("khm-1", "khm-2", "khm-3", "khm-4")
    } == {
        "khm-1": {"supported": 91},
        "khm-2": {"noted": 42, "supported": 163},
        "khm-3": {},
        "khm-4": {"pending": 46},
    }


def test_it_says_how_many_of_each_there_are_and_how_many_are_new(load):
    first, second = load(), load()

    assert "     2 States, 2 new\n" in first
    assert "     1 recommendations, 1 new\n" in first
    assert "     2 States, 0 new\n" in second


def test_a_recommendation_comes_with_its_clauses_positions_and_tags(load):
    load()

    recommendation = Recommendation.objects.get(review__slug="khm-2", number="118.5")
    assert recommendation.position == "noted"
    assert list(recommendation.responses.in_order().values_list("position", "stated_as")) == [
        ("supported", ""),
        ("noted", "rejected"),
    ]
    assert [list(clause.states.all()) for clause in recommendation.clauses.all()] == [
        [State.objects.get(code="PSE")]
    ]
    assert recommendation.themetags.get().source == Source.PERSON
    assert recommendation.affected_groups.get().slug == "children"
    assert recommendation.goals.get().code == "4"


def test_a_recommendation_whose_number_is_not_known_keeps_our_own(load):
    def unknown(files):
        files["recommendations/khm-2.json"]["recommendations"][0]["number"] = "u12"
        files["assessments/khm-2.json"]["assessments"][0]["recommendation"] = "u12"

    load(unknown)

    assert not Recommendation.objects.get(number="u12").is_numbered


def test_a_document_may_speak_of_no_review_in_particular(load):
    load()

    assert dict(Document.objects.values_list("symbol", "review__slug")) == {
        "A/HRC/26/16": "khm-2",
        "upr-info-2015-08": None,
    }


def test_every_name_of_a_state_can_be_resolved_afterwards(load):
    load()

    names = StateName.objects.as_resolver()
    assert {names.resolve(name) for name in ("Cambodia", "Kingdom of Cambodia", "Kampuchea")} == {"KHM"}


def test_themes_stand_in_the_order_of_the_file(load):
    load()

    assert [theme.slug for theme in Theme.objects.in_order()] == ["rights", "right-to-education"]


def test_the_lists_that_only_the_files_keep_follow_the_files(load):
    load()

    def rename(files):
        files["themes.json"]["themes"][1]["name"] = "Education for all"
        files["states.json"]["states"][0]["name"] = "Kingdom of Cambodia"

    load(rename)

    assert Theme.objects.get(slug="right-to-education").name == "Education for all"
    assert State.objects.get(code="KHM").name == "Kingdom of Cambodia"


def test_what_a_person_entered_stays_and_what_is_empty_is_filled_in(load):
    load()
    Review.objects.update(date=None, council_session=27)

    load()

    review = Review.objects.get()
    assert str(review.date) == "2014-01-28"
    assert review.council_session == 27


def test_the_official_wording_stays_and_the_summary_comes_beside_it(load):
    load()
    Recommendation.objects.update(
        text="Ensure the right to education",
        text_source=Document.objects.get(symbol="A/HRC/26/16"),
        summary="",
    )

    load()

    recommendation = Recommendation.objects.get()
    assert recommendation.text == "Ensure the right to education"
    assert recommendation.summary == "Ensure that every child goes to school."


def test_official_clauses_are_not_doubled(load):
    load()
    Clause.objects.update(text="Ensure the right to education")

    load()

    assert Clause.objects.get().text == "Ensure the right to education"


def test_the_tags_that_a_person_chose_stay(load):
    load()
    ThemeTag.objects.update(theme=Theme.objects.get(slug="rights"))

    load()

    assert [tag.theme.slug for tag in ThemeTag.objects.all()] == ["rights"]


def test_a_theme_name_keeps_the_themes_that_a_person_gave_it(load):
    load()
    ThemeName.objects.get().themes.set([Theme.objects.get(slug="rights")])

    load()

    assert [theme.slug for theme in ThemeName.objects.get().themes.all()] == ["rights"]


def test_a_spelling_that_a_person_gave_to_a_state_stays_there(load):
    elsewhere = StateNameFactory(state=StateFactory(code="XXX"), name="Kampuchea")

    load()

    assert StateName.objects.get(name="Kampuchea") == elsewhere


def test_nothing_is_deleted(load):
    document = DocumentFactory(symbol="A/HRC/99/99")

    load()

    assert Document.objects.filter(pk=document.pk).exists()


def test_a_later_statement_of_position_is_added_to_the_earlier_ones(load):
    load()

    def another(files):
        files["recommendations/khm-2.json"]["recommendations"][0]["responses"].append(
            {"position": "supported", "document": "A/HRC/26/16", "paragraph": "9", "date": "2015-01-01"}
        )

    load(another)

    assert Response.objects.count() == 3
    assert Recommendation.objects.get().position == "supported"
