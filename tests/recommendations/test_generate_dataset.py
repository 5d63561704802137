"""Made-up recommendations: what `manage.py generate_dataset` leaves behind."""

import datetime
import json
from collections import Counter
from statistics import median

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from recommendations.generating import Invention, Sitting
from recommendations.generating.wording import OPENINGS
from recommendations.implementation.models import Assessment, Organisation
from recommendations.implementation.publication import refresh_statuses
from recommendations.loading import load_classification
from recommendations.models import AffectedGroup, Clause, Recommendation, Recurrence, Response, Theme
from recommendations.responses import refresh_positions
from reviews.loading import load_reviews
from reviews.models import Document, Review
from states.loading import load_states
from states.models import State

GROUPS = ("african", "asia-pacific", "weog")
STATES = [
    (f"{group[1]}{number:02}".upper(), f"{group} {number}", group) for group in GROUPS for number in range(30)
]
SITTINGS = [Sitting(cycle, cycle, datetime.date(2004 + 4 * cycle, 1, 20)) for cycle in (1, 2, 3, 4)]


def generate(count, **options):
    call_command("generate_dataset", count, verbosity=0, **options)


def invented(count, *, states=STATES, **options):
    invention = Invention(states, SITTINGS, **{"seed": 1, **options})
    return [review for reviews in invention.reviews(count) for review in reviews]


@pytest.fixture(scope="module")
def items():
    """Many made-up items: enough that shares come out as they are meant."""
    return [item for review in invented(5_000) for item in review.items]


@pytest.fixture
def reference_data(db):
    """States, reviews of Cambodia, themes: what the fixtures hold besides recommendations."""
    for load in (load_states, load_reviews, load_classification):
        load(settings.FIXTURES_DIR)


@pytest.fixture
def made_up(reference_data):
    generate(400)


def test_equal_seeds_give_equal_reviews():
    assert invented(300) == invented(300)
    assert invented(300) != invented(300, seed=2)


def test_reviews_have_from_20_to_300_recommendations_and_later_cycles_more():
    reviews = invented(7_000)
    complete = reviews[:-1]
    sizes = {
        cycle: median(len(review.items) for review in complete if review.sitting.cycle == cycle)
        for cycle in (1, 2, 3, 4)
    }

    assert all(20 <= len(review.items) <= 300 for review in complete)
    assert sizes[1] < sizes[2] < sizes[4]


def test_where_all_states_together_have_too_few_each_review_has_more():
    reviews = invented(5_000, states=STATES[::20])

    assert sum(len(review.items) for review in reviews) == 5_000
    assert len(reviews) == 5 * 4
    assert max(len(review.items) for review in reviews) > 300


def test_a_review_that_is_there_already_gets_nothing():
    state = STATES[0][0]
    taken = frozenset((state, cycle) for cycle in (1, 2, 3))
    reviews = invented(5_000, states=STATES[::15], taken=taken)

    assert [review.sitting.cycle for review in reviews if review.state == state] == [4]


def test_numbers_are_unique_within_a_review():
    for review in invented(3_000):
        numbers = [(item.paragraph, item.item) for item in review.items]
        assert len(set(numbers)) == len(numbers)


def test_positions_are_three_quarters_supported_and_some_changed(items):
    positions = Counter(item.position for item in items)
    changed = [item for item in items if item.in_answer and item.in_report not in ("pending", item.in_answer)]

    assert 0.68 < positions["supported"] / len(items) < 0.80
    assert 0.18 < positions["noted"] / len(items) < 0.32
    assert 0 < len(changed) / len(items) < 0.05


def test_action_categories_are_as_frequent_as_in_the_real_rows(items):
    found = Counter(item.request.action_category for item in items)

    assert {category: round(100 * found[category] / len(items)) for category in found} == {
        category: pytest.approx(share, abs=2) for category, (share, _) in OPENINGS.items()
    }


def test_what_asks_for_specific_action_is_noted_more_often(items):
    def share(category):
        answers = [item.position for item in items if item.request.action_category == category]
        return answers.count("noted") / len(answers)

    assert share(5) > 2 * share(4)
    assert share(4) > 2 * share(2)


def test_most_items_have_one_clause_one_state_and_one_to_four_themes(items):
    clauses = Counter(len(item.clauses) for item in items)
    themes = Counter(len(item.themes) for item in items)
    leading = Counter(item.themes[0] for item in items).most_common()

    assert clauses[1] / len(items) > 0.8
    assert max(clauses) == 8
    assert set(themes) == {1, 2, 3, 4}
    assert leading[0][1] > 10 * leading[-1][1]
    assert all(len(set(item.themes)) == len(item.themes) for item in items)


def test_wording_is_as_long_as_that_of_real_recommendations(items):
    lengths = sorted(len(item.clauses[0].text.split()) for item in items)

    assert 16 <= median(lengths) <= 24
    assert lengths[len(lengths) // 10] >= 5
    assert 28 <= lengths[len(lengths) * 9 // 10] <= 45
    assert len({item.request.text for item in items}) > 0.9 * len(items)


def test_no_state_asks_itself_and_its_own_group_asks_more_than_others():
    group_of = {code: group for code, _, group in STATES}
    asked_by_africans = {"african": Counter(), "asia-pacific": Counter()}
    few = Invention(STATES[::3], SITTINGS[:1], seed=1)
    for review in (review for reviews in few.reviews(2_000) for review in reviews):
        for item in review.items:
            for code in (code for clause in item.clauses for code in clause.states):
                assert code != review.state
                if (asked := group_of[review.state]) in asked_by_africans:
                    asked_by_africans[asked][group_of[code] == "african"] += 1
    shares = {asked: found[True] / found.total() for asked, found in asked_by_africans.items()}

    assert shares["african"] > 1.5 * shares["asia-pacific"]


def test_one_in_twenty_is_assessed_and_some_assessors_differ(items):
    statuses = Counter(item.status for item in items)

    assert 0.02 < 1 - statuses["not-assessed"] / len(items) < 0.08
    assert statuses["assessors-differ"] > 0


def test_what_is_asked_again_was_asked_before_on_the_same_theme():
    for reviews in Invention(STATES, SITTINGS, seed=1).reviews(3_000):
        items = {review.sitting.cycle: review.items for review in reviews}
        for review in reviews:
            for item in review.items:
                if item.asks_again:
                    cycle, place, _ = item.asks_again
                    assert cycle < review.sitting.cycle
                    assert items[cycle][place].themes[0] == item.themes[0]


def test_topics_speak_of_themes_and_groups_that_we_have(reference_data, items):
    themes = {theme for item in items for theme in item.themes}
    groups = {group for item in items for group in item.groups}

    assert themes <= set(Theme.objects.values_list("slug", flat=True))
    assert groups <= set(AffectedGroup.objects.values_list("slug", flat=True))


def test_so_many_are_written_as_were_asked_for(made_up):
    assert Recommendation.objects.count() == 400
    assert Clause.objects.filter(states=None).count() == 0
    assert Recommendation.objects.filter(themes=None).count() == 0
    assert Recurrence.objects.exists()


def test_positions_repeat_the_latest_responses(made_up):
    written = dict(Recommendation.objects.values_list("pk", "position"))
    refresh_positions(written)

    assert dict(Recommendation.objects.values_list("pk", "position")) == written
    assert set(written.values()) >= {"supported", "noted"}


def test_statuses_repeat_the_published_assessments(made_up):
    current = set(Assessment.objects.current().values_list("pk", flat=True))

    assert current
    assert refresh_statuses() == 0
    assert set(Assessment.objects.current().values_list("pk", flat=True)) == current


def test_what_is_made_up_says_so_and_keeps_the_rules_of_its_models(made_up):
    for review in Review.objects.exclude(state_under_review="KHM"):
        assert "Made up" in review.note
        review.full_clean(exclude=["slug"])
    assert all(
        document.symbol.startswith("made-up-") and document.title.startswith("Made-up")
        for document in Document.objects.exclude(review__state_under_review="KHM").filter(
            review__isnull=False
        )
    )
    for recurrence in Recurrence.objects.select_related("later__review", "earlier__review"):
        recurrence.clean()
    for assessment in Assessment.objects.select_related("recommendation__review"):
        assessment.clean()
    for recommendation in Recommendation.objects.order_by("pk")[::12]:
        recommendation.full_clean(exclude=["number"])


def test_what_is_made_up_can_be_searched_and_read(made_up, client):
    found = client.get(reverse("recommendations"), {"q": "protocol convention treaties"})
    read = [
        client.get(recommendation.get_absolute_url()).status_code
        for recommendation in Recommendation.objects.select_related("review").order_by("-pk")[:3]
    ]

    assert found.status_code == 200
    assert Recommendation.objects.filter(text__icontains="convention").exists()
    assert read == [200] * 3


def test_reviews_of_ours_get_nothing(made_up):
    assert not Recommendation.objects.filter(review__state_under_review="KHM").exists()
    assert Review.objects.filter(state_under_review="KHM").count() == 4


def test_a_second_time_is_refused_and_can_be_forced(made_up):
    with pytest.raises(CommandError, match="do not come from fixtures/"):
        generate(50)
    generate(50, force=True)

    assert Recommendation.objects.count() == 450
    assert refresh_statuses() == 0


def test_a_production_site_is_left_alone(reference_data, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        generate(50)
    assert not Recommendation.objects.exists()


def test_none_is_not_a_number_of_recommendations(reference_data):
    with pytest.raises(CommandError, match="at least one"):
        generate(0)


@pytest.mark.django_db
def test_an_empty_database_is_given_the_fixtures_first():
    generate(30)
    ours = [
        len(json.loads(path.read_text())["recommendations"])
        for path in (settings.FIXTURES_DIR / "recommendations").glob("*.json")
    ]

    assert State.objects.count() > 190
    assert Recommendation.objects.count() == sum(ours) + 30
    assert Response.objects.exists()
    assert Organisation.objects.exists()
