import io
import json

import pytest
from django.core.management import CommandError, call_command

from recommendations.importing import readers
from recommendations.importing.models import Import, Phase
from recommendations.importing.problems import problem
from recommendations.importing.records import PledgeRecord, ReviewRecord
from recommendations.models import Recommendation, Response
from tests.counting import count_by_position
from tests.factories import RecommendationFactory, ReviewFactory
from tests.recommendations.importing.documents import load_reference_data, recommendation, sections, tags


@pytest.fixture
def file(tmp_path, make_report, closing):
    path = tmp_path / "report.pdf"
    path.write_bytes(make_report(*sections(["Ratify it (France)", "Apply it (Portugal; Austria)"], closing)))
    return path


def run(*words: object) -> str:
    said = io.StringIO()
    call_command(*map(str, words), stdout=said, no_color=True)
    return said.getvalue()


class Export:
    """A reader of an export of three rows."""

    FORMAT = "an-export"

    @staticmethod
    def matches(file):
        return True

    @staticmethod
    def entries(file, reference):
        yield recommendation(
            "",
            text="Ratify it",
            position=None,
            row=2,
            page=None,
            review=ReviewRecord("KHM", 18),
            themes=tags("torture", "treaties"),
        )
        yield PledgeRecord("We promise", ReviewRecord("KHM", None, cycle=2), row=3)
        yield problem("unknown-state", sheet="UPR", row=4, column="SuR", name="Ruritania")


class TestReadDocument:
    """Without the database: none of these tests may use one."""

    def test_prints_what_a_document_says_as_json(self, file):
        said = json.loads(run("read_document", file, "--json"))

        assert list(said) == [
            "format", "document", "review", "recommendations", "responses", "pledges", "problems"
        ]  # fmt: skip
        assert said["document"]["symbol"] == "A/HRC/26/16"
        assert said["review"] == {
            "state": "KHM",
            "session": 18,
            "date": "2014-01-28",
            "troika": ["ITA", "MAR", "PHL"],
            "adopted_on": None,
            "documents": [],
            "cycle": None,
            "state_group": "",
        }
        second = said["recommendations"][1]
        assert (second["number"], second["position"], second["page"]) == ("118.2", "supported", 4)
        assert second["clauses"][0]["states"] == ["PRT", "AUT"]

    def test_prints_problems_with_code_sentence_and_place(self, tmp_path, make_report, closing):
        path = tmp_path / "report.pdf"
        path.write_bytes(make_report(*sections(["Ratify it (Ruritania)"], closing)))

        (problem, *_others) = json.loads(run("read_document", path, "--json"))["problems"]

        assert (problem["code"], problem["page"], problem["where"]) == ("unknown-state", 4, "118.1")
        assert problem["message"].startswith("“Ruritania” is not among the known names of States.")

    def test_prints_a_table_for_people(self, file):
        said = run("read_document", file)

        assert "118.1    supported  p. 4   Ratify it (France)" in said
        assert "2 recommendations, 0 responses, 0 pledges, 0 problems" in said

    def test_prints_a_line_of_json_for_each_record(self, file):
        said = [json.loads(line) for line in run("read_document", file, "--lines").splitlines()]

        assert [record["type"] for record in said] == [
            "document", "review", "recommendation", "recommendation"
        ]  # fmt: skip
        assert said[0]["symbol"] == "A/HRC/26/16"
        assert said[3]["clauses"][0]["states"] == ["PRT", "AUT"]

    def test_prints_rows_of_an_export_with_their_reviews_tags_and_places(self, file, monkeypatch):
        monkeypatch.setattr(readers, "READERS", (Export,))

        said = run("read_document", file)
        kinds = [json.loads(line)["type"] for line in run("read_document", file, "--lines").splitlines()]

        assert "-          row 2  KHM, session 18: Ratify it [2 themes]" in said
        assert "pledge              row 3  KHM, session unknown, cycle 2: We promise" in said
        assert "warning unknown-state (sheet UPR · row 4 · column SuR): “Ruritania”" in said
        assert "1 recommendations, 0 responses, 1 pledges, 1 problems" in said
        assert kinds == ["recommendation", "pledge", "problem"]

    def test_says_what_is_wrong_with_a_file(self, tmp_path):
        path = tmp_path / "letter.pdf"
        path.write_bytes(b"Dear all")

        with pytest.raises(
            CommandError, match=r"letter\.pdf: This file is not one of the documents"
        ) as refused:
            run("read_document", path)

        assert refused.value.returncode == 1

    def test_says_that_a_file_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be opened: No such file or directory"):
            run("read_document", tmp_path / "nothing.pdf")


@pytest.mark.django_db
class TestImportDocument:
    @pytest.fixture(autouse=True)
    def _reference_data(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "files"
        load_reference_data()

    def test_prints_the_plan_and_writes_nothing(self, file):
        said = run("import_document", file)

        assert "create   recommendation khm-2 118.1 (supported) Ratify it (France)" in said
        assert "create 4, change 0, same 0, problem 0" in said
        assert "Nothing was written." in said
        assert not Recommendation.objects.exists()
        assert Import.objects.get().phase == Phase.PLANNED

    def test_applies_the_plan_when_told(self, file):
        assert "Applied." in run("import_document", file, "--apply")

        assert count_by_position(Recommendation.objects.all()) == {"supported": 2}

    def test_a_second_time_everything_is_the_same(self, file):
        run("import_document", file, "--apply")

        said = run("import_document", file, "--apply")

        assert "create 0, change 0, same 4, problem 0" in said
        assert "There is nothing to write." in said

    def test_prints_old_and_new_of_a_change(self, file):
        RecommendationFactory(item=1, text="Sign it (France)", review=ReviewFactory(session_id=18))

        said = run("import_document", file)

        assert "change   recommendation khm-2 118.1" in said
        assert "Official wording: Sign it (France)\n             -> Ratify it (France)" in said

    def test_prints_problems_with_their_place(self, tmp_path, make_report, closing):
        path = tmp_path / "report.pdf"
        path.write_bytes(make_report(*sections(["Ratify it (Ruritania)"], closing)))

        said = run("import_document", path)

        assert "problem  page 4 · 118.1 unknown-state: “Ruritania” is not among" in said

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [(b"", "This file is empty"), (b"Dear all", "This file is not one of the documents")],
    )
    def test_says_what_is_wrong_with_a_file(self, tmp_path, content, sentence):
        path = tmp_path / "letter.pdf"
        path.write_bytes(content)

        with pytest.raises(CommandError, match=sentence):
            run("import_document", path, "--apply")

        assert not Recommendation.objects.exists()

    def test_prints_the_problems_of_a_file_that_cannot_be_planned(self, file, monkeypatch):
        monkeypatch.setattr(readers, "READERS", (Export,))
        said = io.StringIO()

        with pytest.raises(CommandError, match="1 recommendations and 1 voluntary pledges of 1 reviews"):
            call_command("import_document", file, stdout=said)

        assert "problem  sheet UPR · row 4 · column SuR unknown-state: “Ruritania”" in said.getvalue()

    def test_leaves_a_file_alone_that_a_worker_has(self, file):
        run("import_document", file)
        Import.objects.update(phase=Phase.APPLYING)

        with pytest.raises(CommandError, match="A worker is busy with this file"):
            run("import_document", file, "--apply")


@pytest.mark.django_db
class TestSlovenia:
    """Report, addendum and thematic list of two reviews, one after the other."""

    @pytest.fixture(autouse=True)
    def _fixtures(self, settings, tmp_path, documents):
        settings.MEDIA_ROOT = tmp_path
        call_command("load_fixtures", stdout=io.StringIO())

    @pytest.mark.parametrize(
        ("files", "review", "found"),
        [
            (
                ["A_HRC_28_15.pdf", "A_HRC_28_15_Add.1.pdf", "UPR20_Slovenia_thematic_list.docx"],
                "svn-2",
                {"noted": 21, "supported": 142},
            ),
            (
                ["A_HRC_59_15.pdf", "A_HRC_59_15_Add.1.pdf", "UPR48_Slovenia_thematic_list.docx"],
                "svn-4",
                {"noted": 37, "supported": 217},
            ),
        ],
    )
    def test_all_three_give_wording_positions_and_themes_and_repeating_them_changes_nothing(
        self, documents, files, review, found
    ):
        for file in files:
            assert "Applied." in run("import_document", documents / "slovenia" / file, "--apply")

        recommendations = Recommendation.objects.filter(review__slug=review)
        assert count_by_position(recommendations) == found
        assert not recommendations.filter(themes=None).exists()
        assert set(recommendations.values_list("text_source__kind", flat=True)) == {"working-group-report"}
        for file in files:
            said = run("import_document", documents / "slovenia" / file, "--apply")
            assert "There is nothing to write." in said

    def test_a_list_alone_gives_the_same_positions(self, documents):
        path = documents / "slovenia" / "UPR48_Slovenia_thematic_list.docx"

        run("import_document", path, "--apply")

        recommendations = Recommendation.objects.filter(review__slug="svn-4")
        assert count_by_position(recommendations) == {"noted": 37, "supported": 217}

    def test_an_addendum_before_its_report_is_told_to_wait(self, documents):
        with pytest.raises(CommandError, match="Please import the report of the Working Group first"):
            run("import_document", documents / "slovenia" / "A_HRC_59_15_Add.1.pdf", "--apply")


@pytest.mark.django_db
class TestCambodia:
    """The real reports, where they are at hand, onto the fixtures that a new installation has."""

    @pytest.fixture(autouse=True)
    def _fixtures(self, settings, tmp_path, documents):
        settings.MEDIA_ROOT = tmp_path
        call_command("load_fixtures", stdout=io.StringIO())

    @pytest.mark.parametrize(
        ("report", "review", "found"),
        [
            ("cambodia2010.pdf", "khm-1", {"supported": 91}),
            ("cambodia2014.pdf", "khm-2", {"noted": 42, "supported": 163}),
        ],
    )
    def test_a_report_joins_its_wording_to_the_summaries_and_changes_no_position(
        self, documents, report, review, found
    ):
        path = documents / "working-group-reports" / report

        first = run("import_document", path, "--apply")
        second = run("import_document", path, "--apply")

        assert f"create 0, change {sum(found.values())}, same 2" in first
        assert "Position stated" not in first, "the fixtures know the positions in the report"
        assert f"create 0, change 0, same {sum(found.values()) + 2}" in second
        recommendations = Recommendation.objects.filter(review__slug=review)
        assert count_by_position(recommendations) == found
        assert recommendations.exclude(text="").exclude(summary="").count() == sum(found.values())

    def test_the_report_of_2014_states_171_and_34_and_both_are_history(self, documents):
        run("import_document", documents / "working-group-reports" / "cambodia2014.pdf", "--apply")

        stated = Response.objects.filter(document__symbol="A/HRC/26/16")
        assert stated.filter(paragraph="118", position="supported").count() == 171
        assert stated.filter(paragraph="119", position="pending").count() == 34
        assert stated.count() == 205
