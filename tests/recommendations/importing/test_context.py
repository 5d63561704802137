"""A plan says who said the old value of every field, who says the new one, and what the position will be."""

import pytest
from django.urls import reverse

from recommendations.importing.differences import Named, differences
from recommendations.models import Recommendation
from tests.factories import ThemeFactory
from tests.recommendations.importing.documents import (
    addendum,
    answer,
    clause,
    load_reference_data,
    reading,
    recommendation,
    tags,
)
from tests.recommendations.importing.made_up import (
    KHM_2,
    TORTURE,
    applied,
    apply,
    export,
    line,
    planned,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in ("treaties", "torture"):
        ThemeFactory(slug=slug, name=slug.capitalize())


def report(text: str = TORTURE, position: str = "pending", **fields):
    return reading(recommendation("118.1", clause(text, "FRA"), position=position, **fields))


def told(change) -> dict[str, tuple[str, str, str, str]]:
    found = differences(change, Named.of([change]))
    return {each.label: (each.old, each.old_source, each.new, each.new_source) for each in found}


REPORT, ADDENDUM = "report of the Working Group", "addendum with the State's views"


class TestThePositionNow:
    def test_is_told_before_and_after_an_answer(self, manager):
        applied(report())

        import_ = planned(addendum(answer("118.1", "noted")))

        change = import_.changes.get(model="response")
        assert told(change)["Position now"] == ("pending", REPORT, "noted", ADDENDUM)
        page = manager.get(reverse("import", args=[import_.pk])).content.decode()
        assert "Position now" in page

    def test_is_told_before_and_after_a_row_of_a_table(self):
        applied(report())

        import_ = planned(export("upr-info", row(TORTURE, "FRA", position="supported")))

        assert told(line(import_, "khm-2 118.1"))["Position now"] == (
            "pending",
            REPORT,
            "supported",
            "UPR Info",
        )

    def test_stays_where_what_is_added_is_older(self):
        applied(report())
        applied(addendum(answer("118.1", "noted"), symbol="A/HRC/26/16/Add.2"))

        import_ = planned(report(position="supported"))

        change = line(import_, "khm-2 118.1")
        assert told(change)["Position now"] == ("noted", ADDENDUM, "noted", ADDENDUM)
        apply(import_)
        assert Recommendation.objects.get().position == "noted"

    def test_is_what_it_turns_out_to_be_once_applied(self):
        applied(report())
        for file in (
            addendum(answer("118.1", "noted")),
            export("uhri-json", row(TORTURE, "FRA", number="118.1", position="supported")),
            report(position="noted"),
        ):
            import_ = planned(file)
            after = [one.context["position"][1] for one in import_.changes.all() if "position" in one.context]
            if after:
                apply(import_)
                assert Recommendation.objects.get().position == after[-1]["position"]


class TestEveryChangedFieldNamesItsSources:
    def test_of_the_wording_and_what_comes_with_it(self):
        applied(export("upr-info", row(TORTURE + "s", "FRA", number="118.1", printed="To ratify")))

        change = line(planned(report(printed="Ratify\nit")), "khm-2 118.1")

        said = told(change)
        assert said.pop("Position now")[:2] == ("pending", ""), "nobody stated one before"
        assert said["Official wording"][1::2] == ("UPR Info", REPORT)
        assert said["Source of the wording"][1::2] == ("UPR Info", REPORT)
        assert all(new for _, _, _, new in said.values())
        assert all(old_source for old, old_source, _, _ in said.values() if old)

    def test_of_themes_by_each_of_their_sources(self):
        applied(report())
        applied(export("upr-info", row(TORTURE, "FRA", themes=tags("treaties"), action_category=2)))

        change = line(
            planned(export("uhri-json", row(TORTURE, "FRA", number="118.1", themes=tags("torture")))),
            "khm-2 118.1",
        )

        assert told(change)["Themes"] == ("Treaties", "UPR Info", "Torture", "Universal Human Rights Index")

    def test_of_what_the_application_knew_from_the_start(self):
        applied(report())
        Recommendation.objects.update(action_category=3)

        change = line(planned(export("upr-info", row(TORTURE, "FRA", action_category=2))), "khm-2 118.1")

        assert told(change)["Action category"] == ("3", "dataset of this application", "2", "UPR Info")

    def test_of_a_review_and_a_document(self):
        applied(export("upr-info", row(TORTURE, "FRA", review=KHM_2)))

        change = planned(report()).changes.get(key="khm-2")

        assert told(change)["Date"] == ("", "", "28 January 2014", REPORT)
