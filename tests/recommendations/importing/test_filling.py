"""Our spreadsheet, filled with what a question asks for: edited and read again, it tells the edits alone."""

from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from recommendations.importing import filling, readers
from recommendations.importing.loading import load_columns
from recommendations.importing.reading import reference
from recommendations.importing.records import SourceRecord
from recommendations.importing.template import FILLED_COLUMNS, write_csv, write_xlsx
from recommendations.loading import load_classification
from recommendations.models import AffectedGroup, Recommendation, Theme
from tests.factories import (
    AffectedGroupTagFactory,
    ClauseFactory,
    DocumentFactory,
    GoalTagFactory,
    RecommendationFactory,
    ResponseFactory,
    StateFactory,
    StateNameFactory,
    SustainableDevelopmentGoalFactory,
    ThemeFactory,
    ThemeNameFactory,
    ThemeTagFactory,
    UserFactory,
)

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _headings():
    load_columns(FIXTURES)


@pytest.fixture
def france():
    return StateNameFactory(state=StateFactory(code="FRA", code2="FR", name="France")).state


@pytest.fixture
def full(france):
    """A recommendation of which everything is known."""
    health = ThemeFactory(slug="right-to-health", name="Right to health")
    ThemeNameFactory(name=health.name).themes.add(health)
    found = RecommendationFactory(
        item=10, text="Ratify it, at last (France)", summary="Ratify", page=14, action_category=4,
        themes=[health],
    )  # fmt: skip
    ClauseFactory(recommendation=found, text="Ratify it, at last", states=[france])
    AffectedGroupTagFactory(recommendation=found, group__name="Children")
    GoalTagFactory(recommendation=found, goal=SustainableDevelopmentGoalFactory(code="16.10"))
    GoalTagFactory(recommendation=found, goal=SustainableDevelopmentGoalFactory(code="5"))
    addendum = DocumentFactory(symbol="A/HRC/26/16/Add.1", kind="addendum")
    ResponseFactory(recommendation=found, position="pending")
    ResponseFactory(
        recommendation=found, document=addendum, paragraph="3", comment="A law is\nbeing prepared."
    )
    return found


def filled(recommendations=None):
    """The rows of the filled template, each by field."""
    rows = filling.rows(Recommendation.objects.all() if recommendations is None else recommendations)
    return [dict(zip([column.field for column in FILLED_COLUMNS], row, strict=True)) for row in rows]


def read(rows, write=write_csv):
    return readers.read(write([list(row.values()) for row in rows], FILLED_COLUMNS), reference())


def edited(reading):
    return [found.edited for found in reading.recommendations]


def test_every_column_holds_what_is_known(full):
    (row,) = filled()
    assert row.pop("mark").startswith("khm-2/118.10/1/a/")
    assert row == {
        "review": "khm-2",
        "state": "",
        "cycle": "",
        "session": "",
        "number": "118.10",
        "clause": "",
        "text": "Ratify it, at last (France)",
        "summary": "Ratify",
        "recommending_states": "France",
        "position": "supported",
        "comment": "A law is\nbeing prepared.",
        "document": "A/HRC/26/16",
        "page": "14",
        "position_document": "A/HRC/26/16/Add.1",
        "position_paragraph": "3",
        "themes": "Right to health",
        "affected_groups": "Children",
        "goals": "5; 16.10",
        "action_category": "4",
    }


def test_the_record_says_the_same_again(full):
    (found,) = read(filled()).recommendations
    assert found.edited == ()
    assert (found.text, found.summary, found.page) == ("Ratify it, at last (France)", "Ratify", 14)
    assert [tag.slugs for tag in found.themes] == [("right-to-health",)]
    assert found.position_source == SourceRecord("A/HRC/26/16/Add.1", "3")
    assert found.clauses[0].states == ("FRA",)


def test_a_recommendation_of_several_clauses_has_a_row_for_each(france):
    found = RecommendationFactory(item=1, text="Sign (France); ratify", page=14, action_category=2)
    ClauseFactory(recommendation=found, text="Sign", states=[france])
    ClauseFactory(recommendation=found, text="ratify", order=2)
    first, second = rows = filled()
    assert [(row["clause"], row["text"], row["recommending_states"]) for row in rows] == [
        ("1", "Sign", "France"),
        ("2", "ratify", ""),
    ]
    assert (first["page"], second["page"], second["action_category"]) == ("14", "", "")
    second["text"] = "accede"
    assert edited(read([second, first])) == [("clauses.2.text",), ()]


def test_one_without_clauses_or_a_number_or_official_wording_comes_back_too():
    RecommendationFactory(paragraph=None, item=12, summary="Act")
    (row,) = filled()
    assert (row["number"], row["text"], row["summary"]) == ("u12", "", "Act")
    (found,) = read([row]).recommendations
    assert (found.number, found.edited) == ("u12", ())


def test_rows_come_in_order_and_only_those_asked_for(full):
    RecommendationFactory(item=9)
    RecommendationFactory(item=11)
    assert [row["number"] for row in filled()] == ["118.9", "118.10", "118.11"]
    only = Recommendation.objects.filter(pk=full.pk)
    assert [row["number"] for row in filled(only)] == ["118.10"]


def test_names_that_lead_elsewhere_give_way_to_what_does_not(france):
    old, new = ThemeFactory(slug="old"), ThemeFactory(slug="new")
    ThemeNameFactory(name=old.name).themes.add(new)
    ThemeNameFactory(name="Formerly").themes.add(old)
    RecommendationFactory(themes=[old], states=[france, StateFactory(code="XXA", name="Unheard of")])
    (row,) = filled()
    assert row["themes"] == "Old"
    assert row["recommending_states"] == "France; XXA"


def test_every_theme_and_every_group_comes_back_as_itself():
    load_classification(FIXTURES)
    # Some headings above themes go by no name in the crosswalk; whoever reads one asks what is meant.
    themes = Theme.objects.exclude(names=None, parent=None).distinct()
    groups = AffectedGroup.objects.all()
    assert (len(themes), len(groups)) > (85, 35)
    for theme in themes:
        ThemeTagFactory(recommendation=RecommendationFactory(summary=theme.slug), theme=theme)
    for group in groups:
        AffectedGroupTagFactory(recommendation=RecommendationFactory(summary=group.slug), group=group)
    rows = filled()
    for row in rows:
        row |= {"mark": "", "text": row["summary"]}
    reading = read(rows)
    assert not reading.problems
    for found in reading.recommendations:
        (tag,) = found.themes or found.affected_groups
        assert tag.slugs == (found.summary,), tag


def test_the_number_of_queries_does_not_grow_with_the_rows_of_a_chunk(
    full, france, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(filling, "CHUNK", 3)
    with django_assert_num_queries(10):
        assert len(filled()) == 1
    for _ in range(2):
        found = RecommendationFactory(states=[france], position="noted", themes=[ThemeFactory()])
        AffectedGroupTagFactory(recommendation=found)
        GoalTagFactory(recommendation=found)
    with django_assert_num_queries(10):
        assert len(filled()) == 3
    RecommendationFactory(states=[france], position="noted", themes=[ThemeFactory()])
    with django_assert_num_queries(10 + 6):
        assert len(filled()) == 4


_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_WORDS, min_size=1, max_size=3), comment=_WORDS, summary=_WORDS)
def test_whatever_the_words_are_unedited_they_change_nothing(france, texts, comment, summary):
    found = RecommendationFactory(text=" ".join(texts), summary=summary or "Act", states=None, position=None)
    for text in texts:
        ClauseFactory(recommendation=found, text=text, states=[france])
    ResponseFactory(recommendation=found, comment=comment)
    rows = filled(Recommendation.objects.filter(pk=found.pk))
    for write in (write_csv, write_xlsx):
        reading = read(rows, write)
        assert edited(reading) == [()] * len(rows)
        assert not [problem for problem in reading.problems if problem.code != "characters-unreadable"]


class TestDownload:
    @pytest.fixture
    def manager(self, client):
        client.force_login(UserFactory(data_manager=True, password=None))
        return client

    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("?all=1", ["118.9", "118.10"]),
            ("?theme=right-to-health", ["118.10"]),
            ("?all=1&theme=right-to-health&q=", ["118.10"]),
            ("", []),
            ("?theme=&page=2", []),
        ],
    )
    def test_it_holds_what_the_address_asks_for(self, manager, full, kind, query, numbers):
        RecommendationFactory(item=9)

        answer = manager.get(reverse("import-template", args=[kind]) + query)

        data = b"".join(answer) if answer.streaming else answer.content
        name = "recommendations" if numbers else "template"
        assert answer["Content-Disposition"] == f'attachment; filename="upr-tracker-{name}.{kind}"'
        reading = readers.read(data, reference())
        assert [found.number for found in reading.recommendations] == numbers
        assert not reading.problems
        answer.close()

    def test_a_value_that_is_not_known_is_told_by_the_list(self, manager):
        answer = manager.get(reverse("import-template", args=["csv"]) + "?all=1&theme=magic", follow=True)

        assertContains(answer, "“magic” is not a known value.", status_code=400)

    def test_the_list_offers_it_to_data_managers_alone(self, manager, client, full):
        address = "/imports/template.xlsx?all=1&amp;theme=right-to-health"
        asked = reverse("recommendations") + "?theme=right-to-health"

        assertContains(manager.get(asked), f'href="{address}"')
        manager.logout()
        assertNotContains(manager.get(asked), "/imports/template")
        manager.force_login(UserFactory(password=None))
        assertNotContains(manager.get(asked), "/imports/template")


def test_the_file_of_a_workbook_is_gone_once_it_is_closed(full):
    file = filling.fill_xlsx(Recommendation.objects.all())
    assert readers.read(file.read(), reference()).recommendations
    file.close()
    with pytest.raises(ValueError, match="closed"):
        file.read()
