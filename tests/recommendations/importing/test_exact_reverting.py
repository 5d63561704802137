"""What is taken back leaves the database as it was, whatever was imported, in whatever order; or nothing
happens at all, and what stands in the way is named."""

import csv
from dataclasses import replace

import pytest
from django.core.files import File
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.importing import progress
from recommendations.importing.models import Phase
from recommendations.importing.readers import tables, upr_info
from recommendations.importing.records import SourceRecord, TagRecord
from recommendations.models import Recommendation, Response
from tests.factories import AffectedGroupFactory, SustainableDevelopmentGoalFactory, ThemeFactory
from tests.recommendations.importing.documents import (
    addendum,
    answer,
    clause,
    listed,
    load_reference_data,
    reading,
    recommendation,
    tags,
    thematic_list,
)
from tests.recommendations.importing.made_up import (
    applied,
    apply,
    changes,
    difference,
    everything,
    export,
    planned,
    row,
    take_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]

THEMES = ("treaties", "torture", "education")


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in THEMES:
        ThemeFactory(slug=slug)
    AffectedGroupFactory(slug="children")
    SustainableDevelopmentGoalFactory(code="16")


FILES = {
    "working-group-report": lambda: reading(
        recommendation("118.1", clause("Ratify it", "FRA"), clause("Apply it", "PRT"), printed="Ratify\nit"),
        recommendation("118.2", position="pending"),
    ),
    "addendum": lambda: addendum(answer("118.1", "noted", comment="Under way", stated_as="in part")),
    "thematic-list": lambda: thematic_list(
        listed("118.1", themes=tags("treaties"), goals=("16",)), listed("118.3", text="Educate (France)")
    ),
    "uhri-json": lambda: export(
        "uhri-json",
        row(
            "Ratify it", "FRA", number="118.1", position="noted", themes=tags("torture"), symbol="A/HRC/26/16"
        ),
        row("Build schools everywhere", "AUT", themes=tags("education")),
    ),
    "uhri-xlsx": lambda: export("uhri-xlsx", row("Ratify it", "FRA", number="118.1", goals=("16",))),
    "upr-info": lambda: export(
        "upr-info",
        row("Ratify it", "FRA", position="supported", action_category=5, themes=tags("treaties")),
        row("Apply it", "PRT", position="noted", stated_as="rejected", action_category=4),
        row("Apply it", "AUT", position="noted"),
    ),
    "spreadsheet": lambda: export(
        "spreadsheet",
        row("Ratify it", "FRA", number="118.1", summary="Ratify", position="supported", comment="Yes"),
        row("Plant trees", "ITA", affected_groups=(TagRecord("Children", ("children",)),)),
    ),
}


def is_sound() -> None:
    """What repeats other rows says what they say."""
    stated = {response.recommendation_id: response.position for response in Response.objects.in_order()}
    for found in Recommendation.objects.all():
        assert found.position == stated.get(found.pk, "pending"), found
    assert not Recommendation.objects.values("review", "number").annotate(n=Count("pk")).filter(n__gt=1)


@pytest.mark.parametrize("before", [(), ("working-group-report",), ("upr-info", "uhri-json"), tuple(FILES)])
@pytest.mark.parametrize("format", FILES)
def test_taking_back_restores_every_row(format, before):
    if format == "addendum" and not before:
        before = ("working-group-report",)
    for other in before:
        if other not in ("addendum", format):
            applied(FILES[other]())
    untouched = everything()
    import_ = applied(FILES[format]())
    written = everything()
    assert written != untouched or not changes(import_)

    if changes(import_):
        assert take_back(import_) == []

    assert difference(untouched, everything()) == {}
    is_sound()


@pytest.mark.parametrize("format", FILES)
def test_what_was_taken_back_can_be_imported_again(format):
    if format == "addendum":
        applied(FILES["working-group-report"]())
    file = FILES[format]()
    import_ = applied(file)
    numbered = texts_by_number()
    take_back(import_)

    again = applied(file)

    assert changes(again) == changes(import_) or format in ("uhri-json", "upr-info", "spreadsheet")
    assert texts_by_number() == numbered


def texts_by_number() -> dict[str, str]:
    return dict(Recommendation.objects.exclude(paragraph=None).values_list("number", "text"))


@pytest.mark.parametrize("format", FILES)
def test_the_same_file_a_second_time_changes_nothing(format):
    applied(FILES["working-group-report"]())
    applied(FILES["upr-info"]())
    applied(FILES[format]())

    again = planned(FILES[format]())

    assert changes(again) == []
    assert again.phase == (Phase.PLANNED if again.counts["undecided"] else Phase.APPLIED)


WORDS = ("Ratify the Convention against Torture", "Ratify the Convention", "Build schools in every village")
states = st.lists(st.sampled_from(["FRA", "PRT", "AUT"]), max_size=2, unique=True)
positions = st.sampled_from(["supported", "noted", "pending", None])
some_tags = st.lists(st.sampled_from(THEMES), max_size=2, unique=True).map(lambda slugs: tags(*slugs))
texts = st.sampled_from([words + sign for words in WORDS for sign in ("", ".", "!")])
clauses = st.lists(st.builds(lambda text, made: clause(text, *made), texts, states), min_size=1, max_size=2)
numbers = st.lists(st.sampled_from(["118.1", "118.2", "118.3"]), min_size=1, max_size=3, unique=True)


@st.composite
def reports(draw):
    items = [
        recommendation(number, *draw(clauses), position=draw(positions.filter(bool)))
        for number in draw(numbers)
    ]
    return reading(*items)


@st.composite
def lists(draw):
    return thematic_list(
        *(
            listed(number, *draw(clauses), themes=draw(some_tags), position=draw(positions.filter(bool)))
            for number in draw(numbers)
        )
    )


@st.composite
def exports(draw):
    format = draw(st.sampled_from(["uhri-json", "upr-info", "spreadsheet"]))
    rows = []
    for place in range(draw(st.integers(1, 4))):
        number = "" if format == "upr-info" else draw(st.sampled_from(["", "118.1", "118.2"]))
        fields = {"number": number, "position": draw(positions), "themes": draw(some_tags), "row": place + 2}
        if format != "uhri-json":
            fields["action_category"] = draw(st.sampled_from([None, 1, 5]))
        if format == "spreadsheet":
            fields["summary"] = draw(st.sampled_from(["", "In short"]))
        rows.append(row(draw(texts), *draw(states), **fields))
    return export(format, *rows)


sequences = st.lists(reports() | lists() | exports(), min_size=1, max_size=4)
quick = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(files=sequences)
def test_imports_taken_back_in_reverse_leave_nothing(files):
    with transaction.atomic():
        seen, imports = [], []
        for file in files:
            seen.append(everything())
            imports.append(applied(file))
            is_sound()
        for before, import_ in reversed(list(zip(seen, imports, strict=True))):
            if changes(import_):
                assert take_back(import_) == []
            assert difference(before, everything()) == {}
            is_sound()
        transaction.set_rollback(True)


@quick
@given(files=sequences, order=st.randoms(use_true_random=False))
def test_imports_taken_back_in_any_order_go_or_stay_whole(files, order):
    with transaction.atomic():
        untouched = everything()
        left = [import_ for import_ in map(applied, files) if changes(import_)]
        order.shuffle(left)
        while left:
            stayed = []
            for import_ in left:
                before = everything()
                if take_back(import_):
                    assert difference(before, everything()) == {}
                    stayed.append(import_)
                is_sound()
            # The last one never has anything on it: sooner or later all go.
            assert len(stayed) < len(left)
            left = stayed
        assert difference(untouched, everything()) == {}
        transaction.set_rollback(True)


@quick
@given(files=sequences)
def test_whatever_is_imported_says_nothing_new_the_second_time(files):
    with transaction.atomic():
        for file in files:
            applied(file)
            again = planned(file)
            assert changes(again) == [], [(line.key, line.fields) for line in again.changes.writing()]
        transaction.set_rollback(True)


def test_a_plan_that_waits_is_overtaken_and_made_anew_rather_than_written_over_another():
    first, second = planned(FILES["upr-info"]()), planned(FILES["working-group-report"]())
    apply(second)

    progress.start_applying(first, version=first.plan_version, by=None)
    progress.apply(first)

    assert first.phase == Phase.PLANNED
    assert first.problems.filter(code="plan-renewed").exists()
    apply(first)
    assert not Recommendation.objects.filter(paragraph=None).exists()


EDITED = {
    "text": {"text": "Ratify it, please"},
    "summary": {"summary": "In short"},
    "action_category": {"action_category": 2},
    "page": {"page": 99},
    "position": {"position": "noted", "comment": "No", "position_source": SourceRecord("A/HRC/26/16", "118")},
    "themes": {"themes": tags("torture")},
    "goals": {"goals": ("16",)},
    "clauses.1.states": {"clauses": (clause("Ratify it", "AUT"),)},
    "clauses.1.text": {"clauses": (clause("Ratify it, please", "FRA"),)},
}


@pytest.mark.parametrize("names", [*[(name,) for name in EDITED], tuple(EDITED)], ids="+".join)
def test_what_a_person_edited_in_a_spreadsheet_is_taken_back_field_by_field(names):
    applied(reading(recommendation("118.1", clause("Ratify it", "FRA"))))
    applied(thematic_list(listed("118.1", clause("Ratify it", "FRA"), themes=tags("treaties", "education"))))
    before = everything()
    fields = {key: value for name in names for key, value in EDITED[name].items()}
    edited = row("Ratify it", "FRA", number="118.1", symbol="A/HRC/26/16", edited=names)

    import_ = applied(export("spreadsheet", replace(edited, **fields)))

    assert changes(import_) == [("change", "khm-2 118.1")]
    assert changes(planned(export("spreadsheet", replace(edited, **fields)))) == []
    assert take_back(import_) == []
    assert difference(before, everything()) == {}


SOME_STATES = {
    "Albania", "Cambodia", "Cyprus", "Egypt", "Fiji", "Italy", "Norway", "San Marino", "Slovenia",
}  # fmt: skip


def rows_of_some_states(path, folder):
    """UPR Info's export, in the form of its CSV, of some States: a chunk or two instead of eight."""
    with path.open("rb") as file:
        rows = [row.printed for row in tables.read_rows(file) if isinstance(row, tables.Row)]
    kept = [upr_info.CSV_HEADER, *(row for row in rows[1:] if row[0] in SOME_STATES)]
    assert len(kept) > 1000
    export = folder / f"{path.stem}.csv"
    with export.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(kept)
    return export


class TestRealFiles:
    """Those that the United Nations and UPR Info published, one upon the other."""

    @pytest.fixture(autouse=True)
    def _real_names(self):
        call_command("load_fixtures", verbosity=0)

    def import_(self, path):
        with path.open("rb") as file:
            import_ = progress.receive_file(File(file, path.name), by=None)
        progress.read_and_plan(import_)
        if import_.phase == Phase.PLANNED and import_.writes:
            apply(import_)
        assert import_.phase in (Phase.PLANNED, Phase.APPLIED), import_.failure
        return import_

    @pytest.mark.parametrize(
        "names",
        [
            [
                "slovenia/A_HRC_28_15.pdf",
                "slovenia/A_HRC_28_15_Add.1.pdf",
                "slovenia/UPR20_Slovenia_thematic_list.docx",
            ],
            ["slovenia/UPR48_Slovenia_thematic_list.docx", "slovenia/A_HRC_59_15.pdf"],
            ["upr-info/upr_info_sessions_17-20.xls", "working-group-reports/cambodia2014.pdf"],
            ["working-group-reports/cambodia2010.pdf", "upr-info/upr_info_sessions_6-9.csv"],
        ],
        ids=["report-addendum-list", "list-report", "rows-report", "report-rows"],
    )
    def test_are_taken_back_exactly_and_say_nothing_new_twice(self, documents, names, tmp_path):
        seen, imports = [], []
        for name in names:
            path = documents / name
            if path.parent.name == "upr-info":
                path = rows_of_some_states(path, tmp_path)
            seen.append(everything())
            imports.append(self.import_(path))
            assert imports[-1].writes
            assert changes(self.import_(path)) == []
        is_sound()

        for before, import_ in reversed(list(zip(seen, imports, strict=True))):
            assert take_back(import_) == []
            assert difference(before, everything()) == {}
