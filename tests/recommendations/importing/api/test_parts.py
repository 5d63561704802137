"""The plan and the problems of an import, by program."""

import pytest

from recommendations.importing.models import Import, PlannedChange
from recommendations.importing.precedence import BELIEVED
from tests.factories import (
    ImportProblemFactory,
    PlannedChangeFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


class TestThePlan:
    def test_a_line_says_what_happens_to_a_record_and_whether_it_is_written(self, read, import_):
        Import.objects.filter(pk=import_.pk).update(written=1)
        fields, conflicts = {"page": [None, 14]}, {"text": ["Ratify it", "working-group-report", "Sign it"]}
        record = {"review": "khm-2", "number": "118.5"}
        same = {"plan_of": import_, "kind": "change", "review_slug": "khm-2", "record": record}
        context = {"sources": {"text": [["upr-info"], ["uhri"]]}}
        told = {"fields": fields, "conflicts": conflicts, "context": context}
        PlannedChangeFactory(order=1, conflicting=True, **told, **same)
        PlannedChangeFactory(order=2, **same)

        first, second = read("changes")

        assert first == {
            "order": 1,
            "kind": "change",
            "model": "recommendation",
            "key": "khm-2 118.5",
            "review": "khm-2",
            "conflicting": True,
            "written": True,
            "fields": fields,
            "conflicts": conflicts,
            "record": record,
            "sources": context["sources"],
            "position": None,
        }
        assert (second["sources"], second["position"]) == ({}, None)
        assert (second["order"], second["written"], second["conflicting"]) == (2, False, False)

    def test_pages_lead_through_all_lines_in_order_and_back(self, ask, import_):
        PlannedChange.objects.bulk_create(
            PlannedChange(plan_of=import_, order=order, kind="same", model="review", key=str(order))
            for order in range(120, 0, -1)
        )

        first = ask("get", f"/api/v1/imports/{import_.pk}/changes/").json()
        second = ask("get", first["next"]).json()
        third = ask("get", second["next"]).json()

        assert list(first) == ["next", "previous", "results"]
        lines = [line["order"] for page in (first, second, third) for line in page["results"]]
        assert lines == list(range(1, 121))
        assert (first["previous"], third["next"]) == (None, None)
        assert ask("get", second["previous"]).json()["results"] == first["results"]

    def test_a_page_has_500_lines_at_most(self, read, import_):
        PlannedChange.objects.bulk_create(
            PlannedChange(plan_of=import_, order=order, kind="same", model="review", key="")
            for order in range(501)
        )

        assert len(read("changes", page_size=100_000)) == 500
        assert len(read("changes", page_size=2)) == 2

    @pytest.mark.parametrize(
        ("query", "orders"),
        [
            ({"kind": "create"}, [1, 4]),
            ({"kind": ["change", "same"]}, [2, 3]),
            ({"conflicting": "true"}, [2]),
            ({"conflicting": "false", "kind": "create"}, [1, 4]),
            ({"model": "review"}, [1]),
            ({"review": "khm-3"}, [4]),
            ({"review": ["khm-2", "khm-3"]}, [1, 2, 3, 4]),
            ({"key": "118.1"}, [2, 4]),
            ({"key": "KHM-3"}, [4]),
            ({"key": "%"}, []),
        ],
    )
    def test_lines_are_chosen(self, read, import_, query, orders):
        for order, kind, model, key, conflicting in [
            (1, "create", "review", "khm-2", False),
            (2, "change", "recommendation", "khm-2 118.1", True),
            (3, "same", "recommendation", "khm-2 118.2", False),
            (4, "create", "recommendation", "khm-3 118.10", False),
        ]:
            PlannedChangeFactory(
                plan_of=import_,
                order=order,
                kind=kind,
                model=model,
                key=key,
                conflicting=conflicting,
                review_slug=key[:5],
            )
        PlannedChangeFactory(order=1, review_slug="khm-2")  # of another import

        assert [line["order"] for line in read("changes", **query)] == orders

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ({"kind": "delete"}, "delete"),
            ({"model": "state"}, "state"),
            ({"conflicting": "perhaps"}, "perhaps"),
            ({"review": "khm-9"}, "no line on a review “khm-9”"),
            ({"key": "\x00"}, "Null"),
            ({"cursor": "x"}, "Follow “next”"),
            ({"cursor": "cD14"}, "Follow “next”"),
            ({"page_size": "0"}, "number from 1"),
            ({"page_size": "²"}, "number from 1"),
            ({"page": "2"}, "There is no parameter “page”"),
        ],
    )
    def test_what_is_not_known_is_an_error_that_names_it(self, mistakes, query, words):
        found = mistakes("changes", **query)

        assert set(found) == set(query)
        assert words in found[next(iter(query))]

    def test_a_page_costs_the_same_for_few_and_many_lines(self, read, import_, django_assert_num_queries):
        for order in range(1, 101):
            PlannedChangeFactory(plan_of=import_, order=order, review_slug="khm-2")

        for size in (1, 100):
            with django_assert_num_queries(4):  # the token, its owner, the import, the lines
                assert len(read("changes", page_size=size)) == size
        with django_assert_num_queries(5):  # and whether the plan has the review
            read("changes", review="khm-2", kind="create", key="118")

    def test_the_description_says_which_source_is_believed(self, client):
        schema = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()
        described = schema["paths"]["/api/v1/imports/{import_id}/changes/"]["get"]["description"]

        for field, sources in BELIEVED.items():
            assert f"* {field}: {', '.join(sources)}" in described


class TestTheProblems:
    def test_one_says_what_and_where(self, read, import_):
        ImportProblemFactory(
            found_in=import_,
            code="unknown-state",
            details={"name": "Atlantis"},
            sheet="UPR",
            row=12,
            column="State",
        )

        (found,) = read("problems")

        assert "Atlantis" in found.pop("message")
        assert found == {
            "code": "unknown-state",
            "severity": "warning",
            "place": "sheet UPR · row 12 · column State",
            "page": None,
            "where": "",
            "sheet": "UPR",
            "row": 12,
            "column": "State",
            "details": {"name": "Atlantis"},
        }

    @pytest.mark.parametrize(
        ("query", "rows"),
        [
            ({}, [1, 2, 3]),
            ({"severity": "error"}, [3]),
            ({"severity": ["notice", "error"]}, [2, 3]),
            ({"code": "unknown-state"}, [1]),
            ({"code": "unknown-theme"}, []),
        ],
    )
    def test_they_are_chosen_by_severity_and_code(self, read, import_, query, rows):
        for row, code, severity in [
            (1, "unknown-state", "warning"),
            (2, "number-repaired", "notice"),
            (3, "empty-file", "error"),
        ]:
            ImportProblemFactory(found_in=import_, row=row, code=code, severity=severity)
        ImportProblemFactory(code="unknown-state", severity="error")  # of another import

        assert [found["row"] for found in read("problems", **query)] == rows

    @pytest.mark.parametrize("query", [{"severity": "fatal"}, {"code": "nothing"}])
    def test_what_is_not_known_is_an_error_that_names_it(self, mistakes, query):
        assert set(mistakes("problems", **query)) == set(query)


@pytest.mark.parametrize("part", ["changes", "problems", "choices"])
def test_lists_of_an_import_that_is_not_there_are_not_found(ask, part):
    ReviewFactory()

    for number in ("1", "9" * 30):
        assert ask("get", f"/api/v1/imports/{number}/{part}/").status_code == 404
