"""What the database keeps of each recommendation to count it by, whoever writes and however."""

import threading
from itertools import count

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations import facet_keys
from recommendations.models import Clause, FacetKeys, Recommendation, Response, ThemeTag
from recommendations.responses import record_response
from tests.factories import (
    AffectedGroupTagFactory,
    ClauseFactory,
    DocumentFactory,
    GoalTagFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
    ThemeTagFactory,
)

pytestmark = pytest.mark.django_db


def keys_of(recommendation):
    return FacetKeys.objects.get(pk=recommendation.pk)


def test_a_recommendation_has_keys_from_the_start():
    made = RecommendationFactory(summary="Do it", action_category=4)

    keys = keys_of(made)
    assert (keys.review, keys.position, keys.implementation_status) == (
        made.review,
        "pending",
        "not-assessed",
    )
    assert (keys.action_category, keys.wording) == (4, "summary")
    assert [keys.requests, keys.themes, keys.affected_groups, keys.goals, keys.positions_ever] == [""] * 5


def test_keys_of_a_kind_stand_side_by_side_one_for_each_request():
    france, japan = StateFactory(code="FRA"), StateFactory(code="JPN")
    made = RecommendationFactory()
    ClauseFactory(recommendation=made, states=[japan, france])
    ClauseFactory(recommendation=made, states=[france])
    themes = [ThemeTagFactory(recommendation=made).theme_id for _ in range(3)]
    group, goal = AffectedGroupTagFactory(recommendation=made), GoalTagFactory(recommendation=made)
    for position in ("supported", "noted", "noted"):
        ResponseFactory(recommendation=made, position=position)

    keys = keys_of(made)
    assert keys.requests == "FRA FRA JPN"
    assert keys.themes == " ".join(map(str, sorted(themes)))
    assert (keys.affected_groups, keys.goals) == (str(group.group_id), str(goal.goal_id))
    assert keys.positions_ever == "noted supported"
    assert keys.position == "noted"


def test_rows_written_many_at_a_time_are_kept_as_well():
    review, themes = ReviewFactory(), [ThemeFactory(), ThemeFactory()]
    Recommendation.objects.bulk_create(
        Recommendation(review=review, paragraph=1, item=item, summary="Do it") for item in (1, 2)
    )
    first, second = Recommendation.objects.order_by("item")
    ThemeTag.objects.bulk_create(
        ThemeTag(recommendation=row, theme=theme) for row in (first, second) for theme in themes
    )
    both = " ".join(str(theme.pk) for theme in themes)
    assert [keys_of(first).themes, keys_of(second).themes] == [both, both]

    ThemeTag.objects.filter(theme=themes[0]).delete()
    Recommendation.objects.update(action_category=2, paragraph=None)

    assert [keys_of(first).themes, keys_of(second).themes] == [str(themes[1].pk)] * 2
    assert set(FacetKeys.objects.values_list("action_category", "wording")) == {(2, "no-number")}


def test_what_moves_to_another_recommendation_leaves_the_first():
    france = StateFactory(code="FRA")
    first, second = RecommendationFactory(), RecommendationFactory()
    ClauseFactory(recommendation=first, states=[france])
    tag = ThemeTagFactory(recommendation=first)

    Clause.objects.update(recommendation=second)
    ThemeTag.objects.update(recommendation=second)

    assert (keys_of(first).requests, keys_of(first).themes) == ("", "")
    assert (keys_of(second).requests, keys_of(second).themes) == ("FRA", str(tag.theme_id))


def test_a_recommendation_that_is_deleted_takes_its_keys_along():
    made = RecommendationFactory(states=[StateFactory()], themes=[ThemeFactory()])
    kept = RecommendationFactory()

    made.delete()

    assert list(FacetKeys.objects.values_list("pk", flat=True)) == [kept.pk]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (2, 1, 0), (1, 2, 0)])
def test_a_dump_that_holds_them_is_loaded_in_any_order(order):
    made = RecommendationFactory(action_category=3)
    tag = ThemeTagFactory(recommendation=made)
    rows = [keys_of(made), made, tag]
    dump = serializers.serialize("json", [rows[place] for place in order])
    before = FacetKeys.objects.values().get()
    made.delete()
    assert not FacetKeys.objects.exists()

    with connection.constraint_checks_disabled():
        for row in serializers.deserialize("json", dump):
            row.save()

    assert FacetKeys.objects.values().get() == before


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite loses them")
def test_triggers_that_went_with_a_rebuilt_table_come_back_and_the_keys_are_read_anew():
    made = RecommendationFactory()
    with connection.cursor() as cursor:
        facet_keys.drop("sqlite", cursor.execute)
    tag = ThemeTagFactory(recommendation=made)
    assert keys_of(made).themes == ""

    call_command("migrate", verbosity=0)

    assert keys_of(made).themes == str(tag.theme_id)
    another = ThemeTagFactory(recommendation=made)
    assert keys_of(made).themes == f"{tag.theme_id} {another.theme_id}"


ACTS = (
    *("ask", "unask", "drop clause", "move clause", "tag", "untag", "retag", "move tag"),
    *("concern", "aim", "answer", "word", "unnumber", "renumber", "judge", "move", "delete"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99)), max_size=25))
def test_whatever_is_done_the_keys_are_those_that_would_be_read_anew(acts):
    with transaction.atomic():
        states, themes = StateFactory.create_batch(3), ThemeFactory.create_batch(3)
        RecommendationFactory.create_batch(3)
        orders = count(1)
        for act, number in acts:
            do(act, number, states, themes, orders)
        kept = sorted(FacetKeys.objects.values_list())
        with connection.cursor() as cursor:
            facet_keys.fill(connection.vendor, cursor.execute)
        anew = sorted(FacetKeys.objects.values_list())
        transaction.set_rollback(True)

    assert kept == anew


def one(rows, number):
    """Answer one of the rows, or None where there is none."""
    return rows.order_by("pk")[number % rows.count()] if rows.exists() else None


def do(act, number, states, themes, orders):
    rows = Recommendation.objects.all()
    row, other = one(rows, number), one(rows, number + 1)
    clause, tag = one(Clause.objects.all(), number), one(ThemeTag.objects.all(), number)
    state, theme = states[number % 3], themes[number % 3]
    match act:
        case "delete" if row and not Response.objects.filter(recommendation=row).exists():
            row.delete()
        case "ask" if row:
            ClauseFactory(recommendation=row, order=next(orders), states=[state, states[0]])
        case "unask" if clause:
            clause.states.remove(state)
        case "drop clause" if clause:
            clause.delete()
        case "move clause" if clause:
            clause.recommendation, clause.order = other, next(orders)
            clause.save()
        case "tag" if row and not row.themetags.filter(theme=theme).exists():
            ThemeTagFactory(recommendation=row, theme=theme)
        case "untag" if tag:
            tag.delete()
        case "retag" if tag and not tag.recommendation.themetags.filter(theme=theme).exists():
            ThemeTag.objects.filter(pk=tag.pk).update(theme=theme)
        case "move tag" if tag and not other.themetags.filter(theme=tag.theme).exists():
            ThemeTag.objects.filter(pk=tag.pk).update(recommendation=other)
        case "concern" if row:
            AffectedGroupTagFactory(recommendation=row)
        case "aim" if row and not row.goaltags.filter(goal__code=f"16.{number % 3}").exists():
            GoalTagFactory(recommendation=row, goal__code=f"16.{number % 3}")
        case "answer" if row:
            position = ("supported", "noted")[number % 2]
            record_response(Response(recommendation=row, position=position, document=DocumentFactory()))
        case "word" if row:
            rows.filter(pk=row.pk).update(text=("", "Do it")[number % 2], text_source=DocumentFactory())
        case "unnumber" if row:
            rows.filter(pk=row.pk).update(paragraph=None, item=1000 + number + row.pk % 1000)
        case "renumber" if row:
            rows.filter(pk=row.pk).update(paragraph=7, item=2000 + number + row.pk % 1000)
        case "judge" if row:
            rows.filter(pk=row.pk).update(implementation_status="implemented", action_category=1 + number % 5)
        case "move" if row:
            rows.filter(pk=row.pk).update(review=ReviewFactory())


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets nobody else write meanwhile")
@pytest.mark.django_db(transaction=True)
def test_links_that_two_write_at_once_are_both_kept():
    made = RecommendationFactory()
    themes = ThemeFactory.create_batch(2)
    both_are_writing = threading.Barrier(2, timeout=20)

    def tag(theme):
        try:
            with transaction.atomic():
                Recommendation.objects.exists()
                both_are_writing.wait()
                ThemeTag.objects.create(recommendation=made, theme=theme)
        finally:
            connection.close()

    writers = [threading.Thread(target=tag, args=[theme]) for theme in themes]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert keys_of(made).themes == " ".join(str(theme.pk) for theme in themes)
