import datetime

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.models import AffectedGroupTag, GoalTag, Recommendation, Response, ThemeTag
from tests.factories import (
    AffectedGroupFactory,
    AffectedGroupTagFactory,
    ClauseFactory,
    DocumentFactory,
    GoalTagFactory,
    RecommendationFactory,
    RecurrenceFactory,
    ResponseFactory,
    ReviewFactory,
    StateFactory,
    SustainableDevelopmentGoalFactory,
    ThemeFactory,
    ThemeNameFactory,
    ThemeTagFactory,
    UserFactory,
    VocabularyFactory,
)

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "recommendations"]
PREFIXES = ["clauses", "responses", "asked_before", "themetags", "affectedgrouptags", "goaltags"]


@pytest.fixture
def client(client):
    client.force_login(UserFactory(data_manager=True, password=None))
    return client


@pytest.fixture
def count_queries(client):
    def count(address):
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        return len(queries)

    return count


def address_of(recommendation, action="change"):
    return f"/admin/recommendations/recommendation/{recommendation.pk}/{action}/"


def form(recommendation=None, /, **fields):
    """The form of a recommendation's page as the browser sends it, without clauses, tags and responses."""
    known = (
        {
            "review": recommendation.review_id,
            "paragraph": recommendation.paragraph or "",
            "item": recommendation.item,
            "text": recommendation.text,
            "text_source": recommendation.text_source_id or "",
            "summary": recommendation.summary,
        }
        if recommendation
        else {}
    )
    management = {f"{prefix}-{name}_FORMS": 0 for prefix in PREFIXES for name in ("TOTAL", "INITIAL")}
    return {**known, **management, **fields}


class TestQueries:
    def grow(self, numbers):
        """Rows of every kind; recommendations are of reviews, States, themes and documents of their own."""
        for number in numbers:
            document = DocumentFactory(symbol=f"A/{number}")
            theme = ThemeFactory(parent=ThemeFactory())
            recommendation = RecommendationFactory(
                review=ReviewFactory(state_under_review=StateFactory()), text="Do", text_source=document
            )
            ResponseFactory(recommendation=recommendation, document=document)
            ThemeTagFactory(recommendation=recommendation, theme=theme)
            AffectedGroupTagFactory(recommendation=recommendation)
            GoalTagFactory(recommendation=recommendation, goal__code=f"1.{number}")
            RecurrenceFactory(earlier=recommendation)
            name = ThemeNameFactory(vocabulary=VocabularyFactory(slug=f"vocabulary-{number}"))
            name.themes.set([theme])

    def test_lists_and_pages_take_as_many_in_a_full_database_as_in_an_empty_one(self, count_queries):
        self.grow(range(3))
        lists = {model: f"/admin/recommendations/{model._meta.model_name}/" for model in MODELS}
        rows = {model: model._default_manager.order_by("pk").first().pk for model in MODELS}
        addresses = [*lists.values(), *(f"{lists[model]}{rows[model]}/change/" for model in MODELS)]
        few = {address: count_queries(address) for address in addresses}
        self.grow(range(3, 30))

        assert {address: count_queries(address) for address in addresses} == few
        assert max(few[address] for address in lists.values()) <= 12
        assert max(few.values()) <= 25

    def test_the_page_of_a_recommendation_takes_as_many_for_30_lines_as_for_3(self, count_queries):
        recommendation, states = RecommendationFactory(), StateFactory.create_batch(2)

        def grow(numbers):
            for number in numbers:
                ClauseFactory(recommendation=recommendation, states=states)
                ThemeTagFactory(recommendation=recommendation)
                AffectedGroupTagFactory(recommendation=recommendation)
                GoalTagFactory(recommendation=recommendation, goal__code=f"1.{number}")
                RecurrenceFactory(later=recommendation)
                ResponseFactory(recommendation=recommendation, document=DocumentFactory(symbol=f"A/{number}"))

        grow(range(3))
        few = count_queries(address_of(recommendation))
        grow(range(3, 30))

        assert count_queries(address_of(recommendation)) == few <= 25

    def test_offering_recommendations_takes_as_many_for_30_as_for_3(self, count_queries):
        address = (
            "/admin/autocomplete/?app_label=recommendations&model_name=themetag"
            "&field_name=recommendation&term=item"
        )
        RecommendationFactory.create_batch(3)
        few = count_queries(address)
        RecommendationFactory.create_batch(27)

        assert count_queries(address) == few


class TestFinding:
    @pytest.fixture(autouse=True)
    def recommendations(self):
        RecommendationFactory(item=5, summary="Education for every child")
        RecommendationFactory(item=55, summary="Land titles for every family")

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("118.5", ["118.5"]),
            ("khm-2 118.55", ["118.55"]),
            ("education", ["118.5"]),
            ("every", ["118.5", "118.55"]),
            ("khm-3", []),
        ],
    )
    def test_a_recommendation_is_found_by_review_number_and_words(self, client, words, expected):
        found = client.get("/admin/recommendations/recommendation/", {"q": words}).context["cl"].queryset

        assert [recommendation.number for recommendation in found] == expected

    def test_counts_beside_the_filters_are_shown_when_asked_for(self, client):
        answer = client.get("/admin/recommendations/recommendation/?_facets=1&themes__parent=1")

        assert answer.status_code == 200
        assert "pending (" in answer.content.decode()


class TestNumbers:
    def test_a_person_enters_a_recommendation_and_sees_its_number(self, client):
        answer = client.post(
            "/admin/recommendations/recommendation/add/",
            form(review=ReviewFactory().pk, paragraph=118, item=5, summary="Education"),
            follow=True,
        )

        assert "khm-2 118.5" in answer.content.decode()
        assert Recommendation.objects.get().number == "118.5"

    def test_a_corrected_number_is_the_one_that_is_told(self, client):
        recommendation = RecommendationFactory(paragraph=None, item=1)

        answer = client.post(
            address_of(recommendation), form(recommendation, paragraph=118, item=7), follow=True
        )

        assert "khm-2 118.7" in answer.content.decode()

    @pytest.mark.parametrize("paragraph", [118, None])
    def test_a_number_that_the_review_has_is_refused_in_words(self, client, paragraph):
        recommendation = RecommendationFactory(paragraph=paragraph, item=5)

        answer = client.post(
            "/admin/recommendations/recommendation/add/", form(recommendation, summary="Another")
        )

        assert "has a recommendation with this number already" in answer.content.decode()
        assert Recommendation.objects.count() == 1

    def test_wording_without_a_source_is_refused_in_words(self, client):
        recommendation = RecommendationFactory()

        answer = client.post(address_of(recommendation), form(recommendation, text="Do it"))

        assert "Say which document the official wording comes from." in answer.content.decode()


class TestPositions:
    def response(self, **fields):
        return {"responses-TOTAL_FORMS": 1, "responses-0-kind": "position"} | {
            f"responses-0-{name}": value for name, value in fields.items()
        }

    def test_position_and_status_are_only_read(self, client):
        recommendation = RecommendationFactory(position="noted")

        client.post(
            address_of(recommendation),
            form(recommendation, position="supported", implementation_status="implemented")
            | {"responses-INITIAL_FORMS": 1, "responses-TOTAL_FORMS": 1}
            | {"responses-0-id": recommendation.responses.get().pk},
        )

        recommendation.refresh_from_db()
        assert (recommendation.position, recommendation.implementation_status) == ("noted", "not-assessed")

    def test_a_new_response_is_the_position_now(self, client):
        recommendation = RecommendationFactory()
        new = self.response(position="noted", date="2014-06-26", document=DocumentFactory().pk)

        assert client.post(address_of(recommendation), form(recommendation) | new).status_code == 302

        recommendation.refresh_from_db()
        assert recommendation.position == "noted"
        assert recommendation.responses.get().date == datetime.date(2014, 6, 26)

    def test_a_response_recorded_before_is_not_added_again(self, client):
        recommendation = RecommendationFactory(position="noted")
        known = recommendation.responses.get()
        new = self.response(position="noted", date="2014-01-31", document=known.document_id)
        lines = {"responses-INITIAL_FORMS": 0}

        answer = client.post(address_of(recommendation), form(recommendation) | new | lines, follow=True)

        assert recommendation.responses.count() == 1
        assert answer.status_code == 200

    def test_a_recorded_response_is_neither_changed_nor_deleted(self, client):
        recommendation = RecommendationFactory(position="noted")
        known = recommendation.responses.get()
        forged = self.response(
            id=known.pk,
            recommendation=recommendation.pk,
            position="supported",
            document=known.document_id,
            DELETE="on",
        )

        client.post(
            address_of(recommendation), form(recommendation) | forged | {"responses-INITIAL_FORMS": 1}
        )

        assert recommendation.responses.get().position == "noted"

    def test_responses_by_themselves_are_only_looked_at(self, client):
        response = ResponseFactory()
        address = f"/admin/recommendations/response/{response.pk}"

        assert client.get(f"{address}/change/").status_code == 200
        assert client.post(f"{address}/change/", {"position": "noted"}).status_code == 403
        assert client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
        assert client.get("/admin/recommendations/response/add/").status_code == 403


class TestDeleting:
    def test_a_recommendation_with_responses_stays_and_the_person_is_told_why(self, client):
        recommendation = RecommendationFactory(position="noted")

        question = client.get(address_of(recommendation, "delete")).content.decode()
        client.post(address_of(recommendation, "delete"), {"post": "yes"})

        assert "would require deleting the following protected" in question
        assert Recommendation.objects.filter(pk=recommendation.pk).exists()

    def test_several_at_once_stay_too(self, client):
        recommendation = RecommendationFactory(position="noted")

        client.post(
            "/admin/recommendations/recommendation/",
            {"action": "delete_selected", "_selected_action": recommendation.pk, "post": "yes"},
        )

        assert Recommendation.objects.filter(pk=recommendation.pk).exists()
        assert Response.objects.exists()

    def test_one_that_nothing_rests_on_may_go(self, client):
        recommendation = RecommendationFactory(states=[StateFactory()], themes=[ThemeFactory()])

        client.post(address_of(recommendation, "delete"), {"post": "yes"})

        assert not Recommendation.objects.exists()


class TestTags:
    KINDS = [
        ("themetags", "theme", ThemeTag, ThemeTagFactory, ThemeFactory),
        ("affectedgrouptags", "group", AffectedGroupTag, AffectedGroupTagFactory, AffectedGroupFactory),
        ("goaltags", "goal", GoalTag, GoalTagFactory, SustainableDevelopmentGoalFactory),
    ]

    @pytest.mark.parametrize(("prefix", "field", "model", "tag_factory", "factory"), KINDS)
    def test_a_tag_that_a_person_adds_is_the_persons(
        self, client, prefix, field, model, tag_factory, factory
    ):
        recommendation, row = RecommendationFactory(), factory()

        client.post(
            address_of(recommendation),
            form(recommendation) | {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-{field}": row.pk},
        )

        tag = model.objects.get(recommendation=recommendation)
        assert (getattr(tag, field), tag.source) == (row, "person")

    @pytest.mark.parametrize(("prefix", "field", "model", "tag_factory", "factory"), KINDS)
    def test_a_tag_that_a_person_changes_is_the_persons_and_others_stay(
        self, client, prefix, field, model, tag_factory, factory
    ):
        recommendation = RecommendationFactory()
        keys = [{"code": str(number)} if field == "goal" else {} for number in (1, 2, 3)]
        first, second, other = (factory(**key) for key in keys)
        changed = tag_factory(recommendation=recommendation, source="rule", **{field: first})
        kept = tag_factory(recommendation=recommendation, source="rule", **{field: second})
        lines = {f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-INITIAL_FORMS": 2}
        for number, (tag, row) in enumerate([(changed, other), (kept, second)]):
            lines |= {
                f"{prefix}-{number}-id": tag.pk,
                f"{prefix}-{number}-recommendation": recommendation.pk,
                f"{prefix}-{number}-{field}": row.pk,
            }

        assert client.post(address_of(recommendation), form(recommendation) | lines).status_code == 302

        tags = model.objects.in_bulk([changed.pk, kept.pk])
        assert (getattr(tags[changed.pk], field), tags[changed.pk].source) == (other, "person")
        assert tags[kept.pk].source == "rule"

    def test_the_same_theme_twice_is_refused_in_words(self, client):
        recommendation, theme = RecommendationFactory(), ThemeFactory()

        answer = client.post(
            address_of(recommendation),
            form(recommendation)
            | {"themetags-TOTAL_FORMS": 2, "themetags-0-theme": theme.pk, "themetags-1-theme": theme.pk},
        )

        assert "Please correct the duplicate" in answer.content.decode()

    def test_a_clause_gets_its_states(self, client):
        recommendation, states = RecommendationFactory(), StateFactory.create_batch(2)

        client.post(
            address_of(recommendation),
            form(recommendation)
            | {
                "clauses-TOTAL_FORMS": 1,
                "clauses-0-order": 1,
                "clauses-0-summary": "Ratify",
                "clauses-0-states": [state.code for state in states],
            },
        )

        assert set(recommendation.clauses.get().states.all()) == set(states)


class TestCrosswalk:
    @pytest.mark.parametrize(("vocabulary", "status"), [("uhri", 200), ("upr-info", 302)])
    def test_a_name_occurs_once_in_its_vocabulary(self, client, vocabulary, status):
        ThemeNameFactory(name="Women's rights", vocabulary=VocabularyFactory(slug="uhri"))

        answer = client.post(
            "/admin/recommendations/themename/add/",
            {"vocabulary": VocabularyFactory(slug=vocabulary).pk, "name": "the WOMEN’S rights"},
        )

        assert answer.status_code == status


def test_members_of_organisations_do_not_enter(client):
    client.force_login(UserFactory(password=None))

    assert client.get("/admin/recommendations/recommendation/", follow=True).status_code == 403


def test_the_admin_signs_in_where_everybody_does(client):
    client.logout()

    answer = client.get("/admin/recommendations/recommendation/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=%2Fadmin%2Frecommendations")
