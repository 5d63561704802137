import io
import json

import pytest
from django.core.management import CommandError, call_command

from recommendations.importing import progress, readers
from recommendations.importing.models import Import, Phase
from recommendations.importing.problems import problem
from recommendations.importing.records import PledgeRecord, ReviewRecord
from recommendations.models import Recommendation, Response, Source
from reviews.models import Review
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

    FORMAT = "upr-info"

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
        assert "create 4, change 0, same 0, undecided 0, conflict 0, problem 0" in said
        assert "Nothing was written." in said
        assert not Recommendation.objects.exists()
        assert Import.objects.get().phase == Phase.PLANNED

    def test_applies_the_plan_when_told(self, file):
        assert "Applied." in run("import_document", file, "--apply")

        assert count_by_position(Recommendation.objects.all()) == {"supported": 2}

    def test_a_second_time_everything_is_the_same(self, file):
        run("import_document", file, "--apply")

        said = run("import_document", file, "--apply")

        assert "create 0, change 0, same 4, undecided 0, conflict 0, problem 1" in said
        assert "nothing-new" in said
        assert "There is nothing to write." in said

    def test_prints_old_and_new_of_a_change(self, file):
        RecommendationFactory(item=1, text="Sign it (France)", review=ReviewFactory(session_id=18))

        said = " ".join(run("import_document", file).split())

        assert "change recommendation khm-2 118.1" in said
        report = "(report of the Working Group)"
        assert f"wording: Sign it (France) {report} -> Ratify it (France) {report}" in said

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

    def test_imports_an_export_and_says_what_it_asks(self, file, monkeypatch):
        monkeypatch.setattr(readers, "READERS", (Export,))

        said = run("import_document", file, "--apply")

        assert "create   recommendation khm-2 u1 (no position) Ratify it [row 2]" in said
        assert "problem  sheet UPR · row 4 · column SuR unknown-state: “Ruritania”" in said
        assert "Open questions: name of a State 1." in said
        assert f"Please answer them at /imports/{Import.objects.get().pk}/choices/" in said
        assert "Applied." in said
        assert Recommendation.objects.get().number == "u1"

    def test_prints_the_problems_of_a_file_that_cannot_be_planned(self, file, monkeypatch):
        class Damaged(Export):
            @staticmethod
            def entries(file, reference):
                yield from Export.entries(file, reference)
                raise readers.UnreadableDocument("damaged", row=5)

        monkeypatch.setattr(readers, "READERS", (Damaged,))
        said = io.StringIO()

        with pytest.raises(CommandError, match="This file is damaged"):
            call_command("import_document", file, stdout=said)

        assert "problem  sheet UPR · row 4 · column SuR unknown-state: “Ruritania”" in said.getvalue()

    def test_prints_what_it_does_not_take_from_the_file_and_who_says_otherwise(self, file):
        run("import_document", file, "--apply")
        Recommendation.objects.filter(item=1).update(text="Sign it (France)", sources={"text": Source.PERSON})

        said = run("import_document", file)

        assert "conflict recommendation khm-2 118.1" in said
        assert "Official wording: Sign it (France) (kept: " in said
        assert "             not taken: Ratify it (France)" in said
        assert "conflict 1" in said

    def test_prints_of_a_long_plan_the_first_lines_unless_asked_for_all(self, tmp_path, make_report, closing):
        path = tmp_path / "report.pdf"
        items = [f"Adopt law number {number} (France)" for number in range(1, 331)]
        path.write_bytes(make_report(*sections(items, closing)))

        some, everything = run("import_document", path), run("import_document", path, "--all")

        assert some.count("\ncreate   ") == 19
        assert "… and 312 more lines of the plan. Add --all to see them." in some
        assert "create 332, change 0" in some
        assert everything.count("Adopt law number") == 330
        assert "more lines" not in everything

    def test_leaves_a_file_alone_that_a_worker_has(self, file):
        run("import_document", file)
        Import.objects.update(phase=Phase.APPLYING)

        with pytest.raises(CommandError, match="A worker is busy with this file: being applied"):
            run("import_document", file, "--apply")

    def test_writes_nothing_where_the_data_changed_meanwhile(self, file, monkeypatch):
        apply = progress.apply

        def change_and_apply(import_):
            RecommendationFactory(item=1, summary="Ratify it", review=ReviewFactory(session_id=18))
            apply(import_)

        monkeypatch.setattr(progress, "apply", change_and_apply)

        with pytest.raises(CommandError, match="The data changed meanwhile"):
            run("import_document", file, "--apply")

        assert not Recommendation.objects.exclude(text="").exists()


@pytest.mark.django_db
class TestTakeBackImport:
    @pytest.fixture(autouse=True)
    def _reference_data(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "files"
        load_reference_data()

    @pytest.fixture
    def applied(self, file):
        run("import_document", file, "--apply")
        return Import.objects.get()

    def test_takes_an_import_back(self, applied):
        assert "Taken back: report.pdf." in run("take_back_import", applied.pk)

        assert Import.objects.get().phase == Phase.REVERTED
        assert not Recommendation.objects.exists()
        assert not Review.objects.exists()

    def test_lists_later_changes_and_takes_nothing_back(self, applied):
        Recommendation.objects.filter(item=2).update(summary="In our words")
        said = io.StringIO()

        with pytest.raises(CommandError, match="Later changes stand on import"):
            call_command("take_back_import", applied.pk, stdout=said)

        assert "khm-2 118.2 has changed since: summary." in said.getvalue()
        assert Import.objects.get().phase == Phase.APPLIED
        assert Recommendation.objects.count() == 2

    def test_says_that_there_is_nothing_to_take_back(self, file):
        run("import_document", file)
        import_ = Import.objects.get()

        with pytest.raises(CommandError, match=r"nothing to take back .*report\.pdf.*planned"):
            run("take_back_import", import_.pk)

    def test_says_that_a_worker_was_quicker(self, applied, monkeypatch):
        monkeypatch.setattr(progress, "revert", lambda import_: None)

        with pytest.raises(CommandError, match="A worker has taken import"):
            run("take_back_import", applied.pk)

    def test_says_that_there_is_no_such_import(self):
        with pytest.raises(CommandError, match="There is no import 404"):
            run("take_back_import", 404)


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
