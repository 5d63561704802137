"""`manage.py load_fixtures`: sources, recurrences and what organisations published."""

import copy
from functools import partial

import pytest

from recommendations.implementation import publication
from recommendations.implementation.models import Assessment
from recommendations.models import (
    Recommendation,
    Recurrence,
    Response,
)
from recommendations.responses import withdraw_responses
from reviews.models import Review
from tests.factories import (
    RecommendationFactory,
    UserFactory,
)
from tests.small_dataset import load_small

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    return partial(load_small, tmp_path)


def second_review(files):
    """Add cycle 4, in which the small recommendation of cycle 2 is asked again, without a number."""
    files["reviews.json"]["cycles"].append({"number": 4, "starts": "2022-11", "ends": "2027-02"})
    review = {**files["reviews.json"]["reviews"][0], "cycle": 4, "session": None, "documents": []}
    files["reviews.json"]["reviews"].append({**review, "date": "2024-05-08", "published_totals": []})
    again = copy.deepcopy(files["recommendations/khm-2.json"]["recommendations"][0])
    again["number"] = "u1"
    again["responses"] = [
        {
            "kind": "dialogue",
            "position": "pending",
            "document": "upr-info-2015-08",
            "paragraph": "12",
            "date": "2024-05-08",
            "comment": "Schools are free.",
        }
    ]
    again["asked_before"] = [
        {"recommendation": "khm-2/118.5", "kind": "same", "reason": "Both ask for schooling."}
    ]
    files["recommendations/khm-4.json"] = {"review": "khm-4", "recommendations": [again]}


def test_it_says_from_which_document_the_summary_is_and_by_which_rule_the_category(load):
    load()

    recommendation = Recommendation.objects.get()
    assert (recommendation.summary_source.symbol, recommendation.summary_place) == (
        "A/HRC/26/16",
        "paragraph 118",
    )
    assert (recommendation.action_category, recommendation.action_rule) == (4, "guide-verb")
    assert recommendation.is_judged_here
    assert recommendation.is_summarised_here


def test_what_recurs_is_linked_once(load):
    load(second_review)
    load(second_review)

    link = Recurrence.objects.get()
    assert (str(link.later), str(link.earlier), link.kind) == ("khm-4 u1", "khm-2 118.5", "same")


def test_what_was_said_in_the_dialogue_takes_no_position(load):
    load(second_review)

    said = Response.objects.get(kind="dialogue")
    assert said.comment == "Schools are free."
    assert said.recommendation.position == "pending"


def test_an_assessment_is_recorded_from_its_document_with_no_persons_name(load):
    load()

    assessment = Assessment.objects.get()
    assert (assessment.organisation.slug, assessment.status) == ("ministry", "in-progress")
    assert assessment.recorded_from.symbol == "upr-info-2015-08"
    assert (assessment.author, assessment.publisher) == (None, None)
    assert assessment.is_current
    assert assessment.published_at.date().isoformat() == "2015-01-01"
    assert assessment.recommendation.implementation_status == "in-progress"
    assert [(piece.place, piece.stance) for piece in assessment.evidence.all()] == [
        ("paragraph 5", "supports")
    ]


def test_an_assessment_that_was_withdrawn_does_not_come_back(load):
    load()
    publication.withdraw(
        Assessment.objects.get(), by=UserFactory(data_manager=True), reason="It speaks of another matter."
    )

    load()

    assert Assessment.objects.get().stage == "withdrawn"
    assert Recommendation.objects.get().implementation_status == "not-assessed"


def test_what_is_known_without_number_is_not_added_once_the_report_is_here(load):
    load(second_review)
    review = Review.objects.get(slug="khm-4")
    Recommendation.objects.filter(review=review).update(paragraph=45, item=7, placeholder=1)

    load(second_review)

    assert [str(row) for row in Recommendation.objects.filter(review=review)] == ["khm-4 45.7"]
    assert str(Recurrence.objects.get().later) == "khm-4 45.7"


def test_what_went_into_an_official_one_with_others_is_missed_by_nothing_that_refers_to_it(load):
    load(second_review)
    review = Review.objects.get(slug="khm-4")
    RecommendationFactory(review=review, paragraph=45, item=7)
    withdraw_responses(Response.objects.filter(kind="dialogue").values_list("pk", flat=True))
    Recommendation.objects.filter(review=review, paragraph=None).delete()

    load(second_review)

    assert [str(row) for row in Recommendation.objects.filter(review=review)] == ["khm-4 45.7"]
    assert not Recurrence.objects.exists()
