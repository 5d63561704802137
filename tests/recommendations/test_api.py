import datetime

import pytest
from django.db import connection

from recommendations.models import Clause, Recommendation, ThemeTag
from tests.factories import (
    AffectedGroupTagFactory,
    ClauseFactory,
    CycleFactory,
    DocumentFactory,
    GoalTagFactory,
    RecommendationFactory,
    RecurrenceFactory,
    RegionalGroupFactory,
    ResponseFactory,
    ReviewFactory,
    StateFactory,
    ThemeFactory,
    ThemeNameFactory,
    VocabularyFactory,
)

pytestmark = pytest.mark.django_db

RECOMMENDATIONS = "/api/v1/recommendations/"
RESPONSES = "/api/v1/responses/"
THEMES = "/api/v1/themes/"


@pytest.fixture
def education():
    """118.5: two clauses by three States, noted after having been supported."""
    portugal, egypt = StateFactory(code="PRT", name="Portugal"), StateFactory(code="EGY", name="Egypt")
    report = DocumentFactory()
    recommendation = RecommendationFactory(
        item=5,
        text="Take measures for education",
        page=14,
        summary="Education for all",
        summary_source=report,
        summary_place="paragraph 118",
        note="The report leaves open for whom.",
        action_category=4,
        action_rule="guide-verb",
        action_verb="take measures",
        themes=[ThemeFactory(slug="education", order=2), ThemeFactory(slug="children", order=1)],
        position="supported",
    )
    ClauseFactory(recommendation=recommendation, text="Take measures", states=[portugal, egypt])
    ClauseFactory(recommendation=recommendation, summary="Nobody in particular asks", states=[])
    AffectedGroupTagFactory(recommendation=recommendation, group__slug="women-and-girls")
    GoalTagFactory(recommendation=recommendation, goal__code="16")
    GoalTagFactory(recommendation=recommendation, goal__code="4")
    addendum = DocumentFactory(symbol="A/HRC/26/16/Add.1", kind="addendum")
    ResponseFactory(
        recommendation=recommendation,
        position="noted",
        document=addendum,
        paragraph="7",
        stated_as="accepted in part",
        comment="As far as means allow.",
        date=datetime.date(2014, 6, 26),
    )
    assert report.symbol == "A/HRC/26/16"
    return recommendation


def numbers(client, query=""):
    answer = client.get(f"{RECOMMENDATIONS}?{query}")
    assert answer.status_code == 200, answer.json()
    return [row["number"] for row in answer.json()["results"]]


class TestRecommendations:
    def test_one_has_its_wording_its_clauses_its_tags_and_its_addresses(self, client, education):
        answer = client.get(f"{RECOMMENDATIONS}khm-2/118.5/").json()
        responses = answer.pop("responses")

        assert datetime.datetime.fromisoformat(answer.pop("updated_at"))
        assert answer == {
            "url": "http://testserver/api/v1/recommendations/khm-2/118.5/",
            "html_url": "http://testserver/recommendations/khm-2/118.5/",
            "review": "khm-2",
            "review_url": "http://testserver/api/v1/reviews/khm-2/",
            "number": "118.5",
            "is_numbered": True,
            "text": "Take measures for education",
            "text_as_printed": "",
            "text_source": "A/HRC/26/16",
            "text_source_url": "http://testserver/api/v1/documents/A/HRC/26/16/",
            "page": 14,
            "summary": "Education for all",
            "summary_source": "A/HRC/26/16",
            "summary_source_url": "http://testserver/api/v1/documents/A/HRC/26/16/",
            "summary_place": "paragraph 118",
            "note": "The report leaves open for whom.",
            "position": "noted",
            "implementation_status": "not-assessed",
            "action_category": 4,
            "action_rule": "guide-verb",
            "action_verb": "take measures",
            "action_reason": "",
            "clauses": [
                {"text": "Take measures", "summary": "", "states": ["EGY", "PRT"]},
                {"text": "", "summary": "Nobody in particular asks", "states": []},
            ],
            "themes": ["children", "education"],
            "affected_groups": ["women-and-girls"],
            "goals": ["4", "16"],
            "asked_before": [],
            "asked_again": [],
        }
        assert [response["position"] for response in responses] == ["supported", "noted"]

    def test_its_history_of_positions_says_where_each_was_stated(self, client, education):
        latest = client.get(f"{RECOMMENDATIONS}khm-2/118.5/").json()["responses"][-1]

        assert datetime.datetime.fromisoformat(latest.pop("recorded_at"))
        assert latest == {
            "kind": "position",
            "position": "noted",
            "date": "2014-06-26",
            "document": "A/HRC/26/16/Add.1",
            "document_url": "http://testserver/api/v1/documents/A/HRC/26/16/Add.1/",
            "paragraph": "7",
            "stated_as": "accepted in part",
            "comment": "As far as means allow.",
        }

    def test_the_list_says_the_same_without_the_history(self, client, education):
        one = client.get(f"{RECOMMENDATIONS}khm-2/118.5/").json()
        [row] = client.get(RECOMMENDATIONS).json()["results"]

        history = ("responses", "asked_before", "asked_again")
        assert row == {name: value for name, value in one.items() if name not in history}

    def test_every_address_in_it_answers(self, client, education):
        row = client.get(f"{RECOMMENDATIONS}khm-2/118.5/").json()

        for name in ("url", "review_url", "text_source_url"):
            assert client.get(row[name]).status_code == 200, name

    def test_one_without_an_official_number_says_so(self, client):
        RecommendationFactory(paragraph=None, item=12)

        row = client.get(f"{RECOMMENDATIONS}khm-2/u12/").json()

        assert (row["number"], row["is_numbered"]) == ("u12", False)

    def test_the_same_number_of_another_review_is_another_recommendation(self, client, education):
        first = ReviewFactory(cycle=CycleFactory(number=1))
        RecommendationFactory(review=first, item=5, summary="Something else")

        assert client.get(f"{RECOMMENDATIONS}khm-1/118.5/").json()["summary"] == "Something else"

    def test_numbers_are_in_the_order_of_numbers(self, client):
        for item in (10, 9, 1):
            RecommendationFactory(item=item)
        RecommendationFactory(paragraph=None, item=1)

        assert numbers(client) == ["118.1", "118.9", "118.10", "u1"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["118.1", "118.2", "118.5"]),
            ("q=education", ["118.5"]),
            ("q=118.2", ["118.2"]),
            ("review=khm-2", ["118.1", "118.2", "118.5"]),
            ("state_under_review=KHM", ["118.1", "118.2", "118.5"]),
            ("cycle=2", ["118.1", "118.2", "118.5"]),
            ("theme=children", ["118.5"]),
            ("theme=children&theme=land", ["118.2", "118.5"]),
            ("state=EGY", ["118.5"]),
            ("group=africa", ["118.1"]),
            ("position=noted", ["118.5"]),
            ("position=supported&position=noted", ["118.1", "118.5"]),
            ("implementation=not-assessed", ["118.1", "118.2", "118.5"]),
            ("implementation=implemented", []),
            ("position=noted&theme=land", []),
        ],
    )
    def test_the_filters_are_those_of_the_page(self, client, education, query, expected):
        kenya = StateFactory(code="KEN", regional_group=RegionalGroupFactory(slug="africa"))
        RecommendationFactory(item=1, position="supported", states=[kenya])
        RecommendationFactory(item=2, themes=[ThemeFactory(slug="land")])

        assert numbers(client, query) == expected

    def test_500_with_every_filter_take_eight_queries(self, client, django_assert_num_queries):
        review = ReviewFactory()
        france = StateFactory(code="FRA")
        theme = ThemeFactory(slug="land")
        rows = Recommendation.objects.bulk_create(
            Recommendation(review=review, paragraph=118, item=item, summary=f"Item {item}")
            for item in range(1, 502)
        )
        clauses = Clause.objects.bulk_create(Clause(recommendation=row, order=1) for row in rows)
        requests = Clause.states.through
        requests.objects.bulk_create(requests(clause=clause, state=france) for clause in clauses)
        ThemeTag.objects.bulk_create(ThemeTag(recommendation=row, theme=theme) for row in rows)
        with (
            connection.cursor() as cursor
        ):  # as PostgreSQL does by itself, without which it may plan for nobody
            cursor.execute("ANALYZE")
        every = "q=item&review=khm-2&state_under_review=KHM&cycle=2&theme=land&state=FRA&group=weog"

        with django_assert_num_queries(4):  # how many, recommendations, clauses with States, tags
            client.get(f"{RECOMMENDATIONS}?page_size=500&position=pending")
        with django_assert_num_queries(8):  # ... and the reviews, cycles, themes and States known
            answer = client.get(f"{RECOMMENDATIONS}?page_size=500&position=pending&{every}").json()

        assert answer["count"] == 501
        assert len(answer["results"]) == 500
        assert {tuple(row["themes"]) for row in answer["results"]} == {("land",)}
        assert {tuple(row["clauses"][0]["states"]) for row in answer["results"]} == {("FRA",)}

    def test_what_was_asked_in_other_cycles_is_linked_with_the_reason(self, client, education):
        again = RecurrenceFactory(earlier=education, kind="builds-on", reason="Both ask for schools.").later

        [link] = client.get(f"{RECOMMENDATIONS}khm-2/118.5/").json()["asked_again"]
        [back] = client.get(link["recommendation_url"]).json()["asked_before"]

        assert (link["recommendation"], link["kind"]) == (f"khm-4/{again.number}", "builds-on")
        assert (back["recommendation"], back["reason"]) == ("khm-2/118.5", "Both ask for schools.")

    def test_one_takes_six_queries_however_long_its_history(
        self, client, education, django_assert_num_queries
    ):
        for day in range(1, 20):
            ResponseFactory(recommendation=education, date=datetime.date(2015, 1, day), paragraph=str(day))
            RecurrenceFactory(earlier=education)

        # Recommendation, history, asked before, asked again, clauses with States, tags.
        with django_assert_num_queries(6):
            client.get(f"{RECOMMENDATIONS}khm-2/118.5/")


class TestResponses:
    def test_a_response_says_what_it_answers(self, client, education):
        row = client.get(RESPONSES).json()["results"][1]

        assert (row["review"], row["number"], row["position"]) == ("khm-2", "118.5", "noted")
        assert client.get(row["recommendation_url"]).json()["number"] == "118.5"
        assert client.get(row["document_url"]).json()["kind"] == "addendum"

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", [("118.6", "supported"), ("118.5", "supported"), ("118.5", "noted")]),
            ("review=khm-1", [("118.6", "supported")]),
            ("number=118.5", [("118.5", "supported"), ("118.5", "noted")]),
            ("review=khm-1&number=118.5", []),
            ("position=noted", [("118.5", "noted")]),
            ("kind=dialogue", []),
            ("kind=position&position=noted", [("118.5", "noted")]),
            ("document=A/HRC/26/16/Add.1", [("118.5", "noted")]),
        ],
    )
    def test_responses_oldest_first_and_by_filter(self, client, education, query, expected):
        first = ReviewFactory(cycle=CycleFactory(number=1))
        other = RecommendationFactory(review=first, item=6)
        ResponseFactory(recommendation=other, date=datetime.date(2009, 12, 3))

        found = client.get(f"{RESPONSES}?{query}").json()["results"]

        assert [(row["number"], row["position"]) for row in found] == expected

    def test_queries_do_not_grow_with_the_rows(self, client, django_assert_num_queries):
        for number in range(30):
            ResponseFactory(recommendation__item=number + 1, document=DocumentFactory(symbol=f"A/{number}"))

        with django_assert_num_queries(5):  # the three keys asked for, how many, responses
            client.get(f"{RESPONSES}?review=khm-2&number=118.2&document=A/1&position=supported&page_size=500")


class TestThemes:
    @pytest.fixture(autouse=True)
    def tree(self):
        women = ThemeFactory(slug="women", name="Women", order=1)
        violence = ThemeFactory(slug="violence", name="Violence against women", parent=women, order=2)
        ThemeFactory(slug="land", name="Land", order=3)
        name = ThemeNameFactory(name="Women's rights", vocabulary=VocabularyFactory(slug="upr-info"))
        name.themes.set([women, violence])

    def test_a_theme_has_its_place_and_its_names_in_vocabularies(self, client):
        assert client.get(f"{THEMES}violence/").json() == {
            "url": "http://testserver/api/v1/themes/violence/",
            "html_url": "http://testserver/themes/violence/",
            "slug": "violence",
            "name": "Violence against women",
            "parent": "women",
            "parent_url": "http://testserver/api/v1/themes/women/",
            "names": [{"vocabulary": "upr-info", "name": "Women's rights"}],
            "recommendations_url": "http://testserver/api/v1/recommendations/?theme=violence",
        }

    @pytest.mark.parametrize(
        ("query", "expected"), [("", ["women", "violence", "land"]), ("parent=women", ["violence"])]
    )
    def test_themes_stand_in_the_order_of_the_tree(self, client, query, expected):
        assert [row["slug"] for row in client.get(f"{THEMES}?{query}").json()["results"]] == expected

    def test_queries_do_not_grow_with_the_rows(self, client, django_assert_num_queries):
        name = ThemeNameFactory()
        name.themes.set(ThemeFactory.create_batch(30, parent=ThemeFactory(slug="women")))

        with django_assert_num_queries(4):  # the parents known, how many, themes with parents, names
            client.get(f"{THEMES}?parent=women&page_size=500")
