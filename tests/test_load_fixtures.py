"""`manage.py load_fixtures`: our own data comes in, again and again without harm."""

import copy
import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from recommendations.implementation import publication
from recommendations.implementation.models import Assessment
from recommendations.models import (
    Clause,
    Recommendation,
    Recurrence,
    Response,
    Source,
    Theme,
    ThemeName,
    ThemeTag,
)
from recommendations.responses import withdraw_responses
from reviews.models import Document, Review
from states.models import State, StateName
from tests.counting import count_by_position
from tests.factories import (
    DocumentFactory,
    RecommendationFactory,
    StateFactory,
    StateNameFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SMALL = {
    "states.json": {
        "regional_groups": [
            {"slug": "asia-pacific", "name": "Asia-Pacific States", "short_name": "Asia-Pacific"}
        ],
        "states": [
            {
                "code": "KHM",
                "code2": "KH",
                "name": "Cambodia",
                "formal_name": "the Kingdom of Cambodia",
                "regional_group": "asia-pacific",
                "membership": "member",
                "other_names": [{"name": "Kampuchea", "from": 1979, "until": 1989}],
            },
            {
                "code": "PSE",
                "code2": "PS",
                "name": "State of Palestine",
                "formal_name": "the State of Palestine",
                "regional_group": None,
                "membership": "observer",
                "other_names": [],
            },
        ],
    },
    "reviews.json": {
        "cycles": [{"number": 2, "starts": "2012-05", "ends": "2016-11"}],
        "sessions": [{"number": 18, "cycle": 2, "year": 2014, "starts": "2014-01-27", "ends": "2014-02-07"}],
        "documents": [
            {
                "symbol": "upr-info-2015-08",
                "kind": "database",
                "title": "UPR Info's database",
                "date": None,
                "language": "en",
            }
        ],
        "reviews": [
            {
                "state": "KHM",
                "cycle": 2,
                "session": 18,
                "date": "2014-01-28",
                "adopted_on": None,
                "council_session": 26,
                "troika": ["PSE"],
                "note": "The report misprints a date.",
                "documents": [
                    {
                        "symbol": "A/HRC/26/16",
                        "kind": "working-group-report",
                        "title": "Report",
                        "date": "2014-03-27",
                        "language": "en",
                    }
                ],
                "published_totals": [
                    {"source": "A/HRC/26/16", "received": 205, "supported": 171, "noted": None}
                ],
            }
        ],
    },
    "themes.json": {
        "vocabularies": [{"slug": "uhri", "name": "UHRI themes", "version": "", "source": ""}],
        "themes": [
            {"slug": "rights", "name": "Rights", "parent": None},
            {"slug": "right-to-education", "name": "Right to education", "parent": "rights"},
        ],
        "names": [{"vocabulary": "uhri", "name": "Education", "themes": ["right-to-education"]}],
    },
    "affected_groups.json": [{"slug": "children", "name": "Children", "other_names": []}],
    "sdgs.json": [{"number": 4, "name": "Quality education"}],
    "columns.json": {"upr-info": {"state": ["SuR", "To"], "text": ["Recommendation"]}},
    "recommendations/khm-2.json": {
        "review": "khm-2",
        "recommendations": [
            {
                "number": "118.5",
                "summary": "Ensure that every child goes to school.",
                "source": {"document": "A/HRC/26/16", "place": "paragraph 118"},
                "clauses": [{"states": ["PSE"]}],
                "responses": [
                    {
                        "position": "supported",
                        "document": "A/HRC/26/16",
                        "paragraph": "118",
                        "date": "2014-01-31",
                    },
                    {
                        "position": "noted",
                        "document": "A/HRC/26/16",
                        "paragraph": "",
                        "date": "2014-06-26",
                        "stated_as": "rejected",
                    },
                ],
                "themes": ["right-to-education"],
                "groups": ["children"],
                "goals": [4],
                "action": {"category": 4, "verb": "ensure", "rule": "guide-verb"},
                "tag_source": "person",
            }
        ],
    },
    "organisations.json": [
        {"slug": "ministry", "name": "Ministry", "kind": "government", "state": "KHM", "website": ""}
    ],
    "assessments/khm-2.json": {
        "review": "khm-2",
        "assessments": [
            {
                "recommendation": "118.5",
                "organisation": "ministry",
                "status": "in-progress",
                "confidence": "low",
                "considered_up_to": "2015-01-01",
                "narrative": "The ministry reported that schools are being built.",
                "evidence": [
                    {
                        "document": "upr-info-2015-08",
                        "place": "paragraph 5",
                        "title": "Schools under construction",
                        "stance": "supports",
                    }
                ],
            }
        ],
    },
}


@pytest.fixture
def load(tmp_path):
    """Load the small files above, after `change` has had its way with them; answer what was printed."""

    def load(change=None):
        files = copy.deepcopy(SMALL)
        if change:
            change(files)
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        printed = StringIO()
        call_command("load_fixtures", tmp_path, stdout=printed)
        return printed.getvalue()

    return load


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


ITS_RECORD = ("recommendations/khm-2.json", "recommendations", 0)
ITS_ASSESSMENT = ("assessments/khm-2.json", "assessments", 0)
ASKED = {"recommendation": "khm-1/82.1", "kind": "same", "reason": "Both ask for schools."}


@pytest.mark.parametrize(
    ("place", "instead", "record", "what"),
    [
        (("reviews.json", "reviews", 0, "troika"), ["XXX"], "KHM 2", "there is no State 'XXX'"),
        (("reviews.json", "reviews", 0, "date"), "28 January 2014", "KHM 2", "date:"),
        (("reviews.json", "sessions", 0, "cycle"), 9, "18", "there is no cycle 9"),
        (("reviews.json", "documents", 0, "kind"), "rumour", "upr-info-2015-08", "kind:"),
        (
            ("themes.json", "themes", 1, "parent"),
            "wrongs",
            "right-to-education",
            "there is no theme 'wrongs'",
        ),
        (("states.json", "states", 1), {"code": "PSE"}, "PSE", "'regional_group' is missing"),
        (
            ("states.json", "states", 1, "other_names"),
            [{"name": "Kampuchea"}],
            "PSE",
            "'Kampuchea' names KHM, too",
        ),
        (("sdgs.json",), SMALL["sdgs.json"] * 2, "4", "given twice"),
        (("recommendations/khm-2.json", "review"), "khm-9", "review", "there is no review 'khm-9'"),
        ((*ITS_RECORD, "themes"), ["left"], "118.5", "there is no theme 'left'"),
        ((*ITS_RECORD, "clauses"), [{"states": ["ZZZ"]}], "118.5 clause 1", "there is no State 'ZZZ'"),
        (
            (*ITS_RECORD, "responses", 0, "document"),
            "A/1",
            "118.5 supported A/1",
            "there is no document 'A/1'",
        ),
        ((*ITS_RECORD, "number"), "5", "5", "neither like 118.5 nor like u12"),
        ((*ITS_RECORD, "source", "document"), "A/2", "118.5", "there is no document 'A/2'"),
        ((*ITS_RECORD, "action"), {"category": 4}, "118.5", "'rule' is missing"),
        ((*ITS_RECORD, "action", "rule"), "guess", "118.5", "action_rule:"),
        ((*ITS_RECORD, "asked_before"), [ASKED], "khm-2/118.5 khm-1/82.1", "no recommendation 'khm-1/82.1'"),
        (("organisations.json", 0, "kind"), "club", "ministry", "kind:"),
        ((*ITS_ASSESSMENT, "organisation"), "club", "khm-2/118.5 club", "there is no organisation 'club'"),
        ((*ITS_ASSESSMENT, "recommendation"), "118.6", "khm-2/118.6", "no recommendation 'khm-2/118.6'"),
        ((*ITS_ASSESSMENT, "status"), "perfect", "khm-2/118.5 ministry", "status:"),
        ((*ITS_ASSESSMENT, "considered_up_to"), "2014-01-01", "khm-2/118.5 ministry", "before the review"),
        ((*ITS_ASSESSMENT, "evidence", 0, "stance"), "proves", "upr-info-2015-08 paragraph 5", "stance:"),
        (("themes.json",), "{", "", "not JSON"),
        (("columns.json", "upr-info", "text"), ["SuR"], "upr-info sur", "given twice"),
        (("themes.json",), {}, "", "'vocabularies' is missing"),
    ],
)
def test_a_mistake_is_told_with_file_and_record_and_nothing_is_loaded(load, place, instead, record, what):
    def put_mistake(files):
        *way, last = place
        inside = files
        for step in way:
            inside = inside[step]
        inside[last] = instead

    with pytest.raises(CommandError) as raised:
        load(put_mistake)

    file = place[0].rpartition("/")[2]
    assert str(raised.value).startswith(f"Nothing was loaded. {file}: {record}")
    assert what in str(raised.value)
    assert not State.objects.exists()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"states\.json: there is no such file"):
        call_command("load_fixtures", tmp_path)
