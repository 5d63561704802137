"""`manage.py load_fixtures`: a mistake in our own files is told, and nothing is loaded."""

from functools import partial

import pytest
from django.core.management import CommandError, call_command

from states.models import State
from tests.small_dataset import SMALL, load_small

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    return partial(load_small, tmp_path)


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
