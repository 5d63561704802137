"""Thematic lists, planned and applied: tags, quoted positions, and whose wording counts."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.importing.models import ChangeKind
from recommendations.importing.planning import PlanningError, plan
from recommendations.importing.records import DocumentRecord, ReviewRecord, SourceRecord, TagRecord
from recommendations.models import GoalTag, Recommendation, Response, Source, ThemeTag
from reviews.models import Document, DocumentKind
from tests.factories import (
    AffectedGroupFactory,
    DocumentFactory,
    RecommendationFactory,
    ReviewFactory,
    SustainableDevelopmentGoalFactory,
    ThemeFactory,
    ThemeTagFactory,
)
from tests.recommendations.importing.documents import (
    addendum,
    answer,
    clause,
    counts,
    line_of,
    listed,
    load_reference_data,
    reading,
    recommendation,
    tags,
    thematic_list,
    write,
    writes,
)

pytestmark = pytest.mark.django_db

ADDENDUM = "A/HRC/26/16/Add.1"
LIST = "thematic-list-khm-2"


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in ("treaties", "torture", "education"):
        ThemeFactory(slug=slug)
    AffectedGroupFactory(slug="children")
    for code in ("4", "16"):
        SustainableDevelopmentGoalFactory(code=code)


@pytest.fixture
def report():
    write(reading(recommendation("118.1", text="Ratify it (France)", position="pending")))


def tagged() -> Recommendation:
    return Recommendation.objects.get(number="118.1")


def responses() -> list[tuple]:
    rows = Response.objects.in_order()
    return list(rows.values_list("position", "document__symbol", "paragraph", "date"))


class TestTags:
    def test_a_list_tags_what_the_report_loaded(self, report):
        full = listed(themes=tags("torture", "treaties"), affected_groups=tags("children"), goals=("4", "16"))

        planned = write(thematic_list(full))

        assert line_of(planned, "khm-2 118.1").fields == {
            "statements": [
                [],
                [
                    {
                        "position": "supported",
                        "stated_as": "",
                        "comment": "",
                        "document": ADDENDUM,
                        "paragraph": "3",
                        "date": None,
                        "source": Source.THEMATIC_LIST,
                    }
                ],
            ],
            "themes": [{}, {"torture": Source.THEMATIC_LIST, "treaties": Source.THEMATIC_LIST}],
            "affected_groups": [{}, {"children": Source.THEMATIC_LIST}],
            "goals": [{}, {"16": Source.THEMATIC_LIST, "4": Source.THEMATIC_LIST}],
        }
        assert {tag.theme.slug: tag.source for tag in tagged().themetags.all()} == {
            "torture": Source.THEMATIC_LIST,
            "treaties": Source.THEMATIC_LIST,
        }
        assert tagged().affected_groups.get().slug == "children"
        assert set(tagged().goals.values_list("code", flat=True)) == {"4", "16"}
        assert not writes(plan(thematic_list(full)))

    def test_a_newer_list_replaces_the_tags_of_the_older_one(self, report):
        write(thematic_list(listed(themes=tags("torture"))))

        planned = write(thematic_list(listed(themes=tags("treaties"))))

        assert line_of(planned, "khm-2 118.1").fields == {
            "themes": [{"torture": Source.THEMATIC_LIST}, {"treaties": Source.THEMATIC_LIST}]
        }
        assert set(tagged().themes.values_list("slug", flat=True)) == {"treaties"}

    def test_what_a_list_does_not_tag_at_all_keeps_its_tags(self, report):
        write(thematic_list(listed(themes=tags("torture"))))

        assert not writes(plan(thematic_list(listed())))

    def test_a_list_replaces_the_tags_of_a_worse_source(self, report):
        for slug, source in (("torture", Source.UPR_INFO), ("education", Source.DATASET)):
            ThemeTagFactory(recommendation=tagged(), theme=ThemeFactory(slug=slug), source=source)

        planned = write(thematic_list(listed(themes=tags("torture", "treaties"))))

        assert line_of(planned, "khm-2 118.1").fields["themes"] == [
            {"education": Source.DATASET, "torture": Source.UPR_INFO},
            {"torture": Source.THEMATIC_LIST, "treaties": Source.THEMATIC_LIST},
        ]
        assert dict(ThemeTag.objects.values_list("theme__slug", "source")) == {
            "torture": Source.THEMATIC_LIST,
            "treaties": Source.THEMATIC_LIST,
        }

    def test_tags_that_a_person_took_away_do_not_come_back(self, report):
        document = thematic_list(listed(text="Ratify it (France)", themes=tags("torture", "treaties")))
        write(document)
        Recommendation.objects.update(sources={"themes": Source.PERSON})
        ThemeTag.objects.filter(theme__slug="treaties").delete()

        line = line_of(write(document), "khm-2 118.1")

        assert line.conflicts == {"themes": [["torture"], Source.PERSON, ["torture", "treaties"]]}
        assert line.kind == ChangeKind.SAME
        assert ThemeTag.objects.get().theme.slug == "torture"

    def test_the_choice_of_a_person_stays_the_choice_of_a_person(self, report):
        for slug in ("torture", "education"):
            ThemeTagFactory(recommendation=tagged(), theme=ThemeFactory(slug=slug), source=Source.PERSON)

        write(thematic_list(listed(themes=tags("torture", "treaties"))))

        assert dict(ThemeTag.objects.values_list("theme__slug", "source")) == {
            "education": Source.PERSON,
            "torture": Source.PERSON,
            "treaties": Source.THEMATIC_LIST,
        }

    def test_names_that_stand_for_nothing_add_nothing(self, report):
        unknown = (TagRecord("Levitation", None), TagRecord("Other", ()))

        write(thematic_list(listed(themes=unknown, affected_groups=unknown)))

        assert not ThemeTag.objects.exists()

    def test_a_goal_that_is_not_known_is_told_once(self, report):
        planned = write(thematic_list(listed(goals=("4", "16.2")), listed("118.2", goals=("16.2",))))

        assert [found.code for found in planned.problems] == ["goal-unknown"]
        assert set(GoalTag.objects.values_list("goal", flat=True)) == {"4"}

    def test_a_theme_that_is_gone_tags_nothing(self, report):
        assert "themes" not in line_of(plan(thematic_list(listed(themes=tags("gone")))), "khm-2 118.1").fields


class TestPositions:
    def test_a_position_rests_on_the_document_that_the_list_quotes(self):
        planned = write(thematic_list())

        assert [(line.kind, line.model, line.key) for line in planned.lines] == [
            (ChangeKind.CREATE, "review", "khm-2"),
            (ChangeKind.CREATE, "document", LIST),
            (ChangeKind.CREATE, "document", ADDENDUM),
            (ChangeKind.CREATE, "recommendation", "khm-2 118.1"),
        ]
        assert responses() == [("supported", ADDENDUM, "3", None)]
        quoted = Document.objects.get(symbol=ADDENDUM)
        assert (quoted.kind, quoted.review.slug, quoted.date) == (DocumentKind.ADDENDUM, "khm-2", None)

    def test_it_comes_after_what_the_report_says_even_where_nobody_knows_its_date(self, report):
        write(thematic_list())

        assert tagged().position == "supported"
        assert [position for position, *_ in responses()] == ["pending", "supported"]

    def test_it_has_the_date_of_the_document_where_that_is_known(self, report):
        DocumentFactory(symbol=ADDENDUM, kind="addendum", date=datetime.date(2014, 6, 17))

        write(thematic_list())

        assert responses()[-1] == ("supported", ADDENDUM, "3", datetime.date(2014, 6, 17))

    def test_a_position_quoted_from_the_report_is_the_one_that_the_report_states(self):
        own = SourceRecord("A/HRC/26/16", "118")
        write(thematic_list(listed(position_source=own)))

        write(reading(recommendation("118.1")))

        assert responses() == [("supported", "A/HRC/26/16", "118", None)]

    def test_what_the_quoted_document_itself_states_is_not_recorded_once_more(self, report):
        write(addendum(answer("118.1", "supported", paragraph="4", comment="It is under way")))

        planned = write(thematic_list())

        assert line_of(planned, "khm-2 118.1").kind == ChangeKind.SAME
        assert len(responses()) == 2

    def test_a_quotation_that_contradicts_the_document_is_told_and_left_out(self, report):
        write(addendum(answer("118.1", "noted")))

        planned = write(thematic_list())

        assert [(found.code, found.where) for found in planned.problems] == [
            ("position-contradicted", "118.1")
        ]
        assert tagged().position == "noted"
        assert len(responses()) == 2

    def test_without_a_source_the_list_itself_states_it(self, report):
        write(thematic_list(listed(position_source=None)))

        assert responses()[-1] == ("supported", LIST, "", None)
        assert tagged().position == "supported"

    def test_the_addendum_imported_after_the_list_adds_what_it_says_itself(self, report):
        write(thematic_list())

        write(addendum(answer("118.1", paragraph="4", comment="It is under way")))

        assert [(paragraph, date) for _, _, paragraph, date in responses()[1:]] == [
            ("3", None),
            ("4", datetime.date(2014, 6, 17)),
        ]
        assert not writes(plan(thematic_list()))


class TestWording:
    def test_the_words_of_the_report_are_not_replaced(self, report):
        other = listed("118.1", clause("Sign it", "PRT"), clause("Do it", "AUT"), text="Sign it (Portugal)")

        planned = write(thematic_list(replace(other, printed="118.1 Sign it")))

        line = line_of(planned, "khm-2 118.1")
        assert set(line.fields) == {"statements"}
        assert line.conflicts == {
            "text": ["Ratify it (France)", Source.WORKING_GROUP_REPORT, "Sign it (Portugal)"],
            "states": [["FRA"], Source.WORKING_GROUP_REPORT, ["AUT", "PRT"]],
        }
        found = tagged()
        assert (found.text, found.text_source.symbol) == ("Ratify it (France)", "A/HRC/26/16")
        assert found.text_as_printed == ""
        assert [state.code for state in found.recommending_states] == ["FRA"]

    def test_a_missing_wording_is_filled_in(self):
        RecommendationFactory(item=1, summary="Ratify it", review=ReviewFactory(session_id=18))

        write(thematic_list(listed(text="Ratify it (France)")))

        assert (tagged().text, tagged().text_source.symbol, tagged().summary) == (
            "Ratify it (France)",
            LIST,
            "Ratify it",
        )

    def test_the_report_replaces_the_words_of_a_list(self):
        write(thematic_list(listed(text="Ratify it (France);")))

        write(reading(recommendation("118.1", text="Ratify it (France)")))

        found = tagged()
        assert (found.text, found.text_source.symbol, found.page) == (
            "Ratify it (France)",
            "A/HRC/26/16",
            14,
        )
        assert not writes(plan(thematic_list(listed(text="Ratify it (France);"))))

    def test_clauses_that_only_the_report_has_are_no_problem(self, report):
        write(
            reading(recommendation("118.1", clause("Ratify it", "FRA"), clause("Do it", "PRT"), text="Both"))
        )

        assert plan(thematic_list(listed("118.1", clause("Ratify it", "FRA")))).problems == ()


class TestWhichReview:
    def test_a_list_is_a_document_with_a_name_of_ours_and_a_title(self):
        write(thematic_list())

        document = Document.objects.get(symbol=LIST)
        assert (document.kind, str(document)) == (
            DocumentKind.THEMATIC_LIST,
            "Thematic list of recommendations: Cambodia",
        )

    def test_a_list_that_names_no_state_is_about_the_review_whose_documents_it_quotes(self, report):
        assert plan(thematic_list(state=None, session=None)).lines[0].key == "khm-2"

    def test_a_list_that_names_nothing_and_quotes_nothing_known_is_not_planned(self):
        with pytest.raises(PlanningError) as refused:
            plan(thematic_list(state=None, session=None))

        assert refused.value.problem.code == "plan-needs-review"

    def test_a_list_that_tells_the_cycle_alone_is_enough(self):
        document = replace(thematic_list(), review=ReviewRecord("KHM", None, cycle=2))

        assert plan(document).lines[0].key == "khm-2"

    def test_a_cycle_that_is_not_known_is_told(self):
        document = replace(thematic_list(), review=ReviewRecord("KHM", None, cycle=9))

        with pytest.raises(PlanningError, match="Cycle 9 is not among the cycles"):
            plan(document)

    def test_a_symbol_that_no_document_can_have_is_told(self):
        with pytest.raises(PlanningError) as refused:
            plan(thematic_list(listed(position_source=SourceRecord("A" * 81))))

        assert refused.value.problem.code == "plan-needs-symbol"

    def test_a_list_with_a_symbol_goes_by_its_symbol(self):
        document = replace(thematic_list(), document=DocumentRecord("A/1/List", None, "The list"))

        assert plan(document).lines[1].key == "A/1/List"


def test_planning_takes_as_many_queries_for_two_hundred_items_as_for_two(django_assert_max_num_queries):
    document = thematic_list(
        *(
            listed(f"118.{item}", themes=tags("torture"), affected_groups=tags("children"), goals=("4",))
            for item in range(1, 201)
        )
    )
    write(document)

    with django_assert_max_num_queries(18):
        assert counts(plan(document)) == {"same": 202}


items = st.lists(
    st.builds(
        lambda number, text, position, source, themes, goals: listed(
            number,
            text=text,
            printed=text.upper(),
            position=position,
            position_source=source,
            themes=tags(*themes),
            goals=tuple(goals),
        ),
        st.sampled_from(["118.1", "118.2", "119.1"]),
        st.sampled_from(["Ratify it", "Sign it (France)", "Do it"]),
        st.sampled_from(["supported", "noted", None]),
        st.none()
        | st.builds(
            SourceRecord,
            st.sampled_from([ADDENDUM, "A/HRC/26/16", "A/HRC/77/1"]),
            st.sampled_from(["", "3", "118"]),
        ),
        st.sets(st.sampled_from(["treaties", "torture", "gone"])),
        st.sets(st.sampled_from(["4", "16.2"])),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=items, second=items, between=st.sampled_from(["supported", "noted", "pending"]))
def test_whatever_is_applied_is_the_same_afterwards(first, second, between):
    for document in (
        thematic_list(*first),
        reading(recommendation("118.1", position=between, text="Ratify it")),
        addendum(answer("118.1", "noted")),
        thematic_list(*second),
    ):
        write(document)

        assert not writes(plan(document))
    assert Recommendation.objects.get(number="118.1").text_source.symbol == "A/HRC/26/16"
