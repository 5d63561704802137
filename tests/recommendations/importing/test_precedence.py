"""Who is believed: the best source, whatever comes first; and a person before all of them."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recommendations.importing.precedence import BELIEVED, rank
from recommendations.models import Recommendation, Source
from tests.factories import DocumentFactory, ThemeFactory, UserFactory
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
from tests.recommendations.importing.made_up import applied, changes, export, line, planned, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_files")]

WORDS = "Ratify the Convention against Torture"
SOURCES = {
    "report": Source.WORKING_GROUP_REPORT,
    "list": Source.THEMATIC_LIST,
    "uhri": Source.UHRI,
    "upr-info": Source.UPR_INFO,
    "spreadsheet": Source.SPREADSHEET,
}
SIGNS = dict(zip(SOURCES, (".", ";", "!", "?", ","), strict=True))
CATEGORIES = {"upr-info": 4, "spreadsheet": 2}


@pytest.fixture(autouse=True)
def _reference_data():
    load_reference_data()
    for slug in (*SOURCES, "own"):
        ThemeFactory(slug=slug)


def file(source: str, *, numbered: bool, position: str | None = None):
    """What a source says of 118.1: the same words with signs of its own, a theme of its own."""
    text, number = WORDS + SIGNS[source], "118.1" if numbered else ""
    said = {"position": position, "themes": tags(source)}
    match source:
        case "report":
            return reading(recommendation("118.1", clause(text, "FRA"), text=f"{text} (France)", **said))
        case "list":
            return thematic_list(
                listed("118.1", clause(text, "FRA"), text=f"{text} (France)", position_source=None, **said)
            )
        case "uhri":
            return export("uhri-json", row(text, "FRA", number=number, **said))
        case "upr-info":
            return export("upr-info", row(text, "FRA", action_category=4, **said))
        case _:
            more = {"action_category": 2, "summary": "Ratify", "number": number, "symbol": "A/HRC/26/16"}
            return export("spreadsheet", row(text, "FRA", **said, **more))


def best(field: str, sources) -> str:
    known = [source for source in sources if SOURCES[source] in BELIEVED[field]]
    return min(known, key=lambda source: rank(field, SOURCES[source]), default="")


def found() -> Recommendation:
    return Recommendation.objects.get()


@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(list(SOURCES)),
    count=st.integers(2, 5),
    numbered=st.booleans(),
    report_says=st.sampled_from(["supported", "pending"]),
)
@example(["upr-info", "uhri", "report", "list", "spreadsheet"], 5, True, "supported")
@example(["upr-info", "spreadsheet", "uhri", "list", "report"], 5, True, "pending")
@example(["spreadsheet", "upr-info", "uhri", "list", "report"], 5, False, "pending")
@example(["spreadsheet", "upr-info", "report", "list", "uhri"], 2, False, "pending")
@example(["uhri", "upr-info", "spreadsheet", "list", "report"], 3, False, "pending")
def test_the_best_source_gives_every_field_whatever_comes_first(order, count, numbered, report_says):
    used = order[:count]
    says = {"report": report_says, "list": "noted", "uhri": "supported", "upr-info": "noted"}
    says["spreadsheet"] = "supported"
    with transaction.atomic():
        for source in used:
            applied(file(source, numbered=numbered, position=says[source]))

        it = found()
        official = {"report", "list"} & set(used) or (numbered and {"uhri", "spreadsheet"} & set(used))
        assert it.is_numbered == bool(official)
        worded = best("text", used)
        assert it.text == WORDS + SIGNS[worded] + (" (France)" if worded in ("report", "list") else "")
        assert it.clauses.get().text == WORDS + SIGNS[worded]
        assert it.sources["text"] == SOURCES[worded]
        assert [tag.theme.slug for tag in it.themetags.all()] == [best("themes", used)]
        assert it.action_category == CATEGORIES.get(best("action_category", used))
        assert it.summary == ("Ratify" if "spreadsheet" in used else "")
        final = [source for source in used if says[source] != "pending"]
        assert it.position == (says[best("position", final)] if final else "pending")
        transaction.set_rollback(True)


def test_several_rows_that_the_report_joins_leave_it_what_they_knew_better():
    applied(
        export(
            "upr-info",
            row("Ratify the Convention against Torture", "FRA", action_category=5, themes=tags("own")),
            row("Build a school in every village", "PRT", themes=tags("list"), position="noted"),
        )
    )

    parts = clause("Build a school in every village", "PRT"), clause(WORDS, "FRA")
    applied(reading(recommendation("118.1", *parts, position="pending")))

    it = found()
    assert (it.action_category, it.position) == (5, "noted")
    assert set(it.themes.values_list("slug", flat=True)) == {"own", "list"}


def test_what_a_better_source_says_as_well_is_the_better_sources_word():
    applied(file("spreadsheet", numbered=True))
    Recommendation.objects.update(action_category=4)

    applied(file("upr-info", numbered=False))
    applied(file("spreadsheet", numbered=True))

    assert found().action_category == 4


def test_a_list_is_believed_before_a_spreadsheet_that_quotes_the_same_document():
    from recommendations.importing.records import SourceRecord

    quoted = SourceRecord("A/HRC/26/16/Add.1", "")
    applied(reading(recommendation("118.1", position="pending")))
    own = row("Ratify the Convention", "FRA", number="118.1", position="noted", position_source=quoted)
    applied(export("spreadsheet", own))

    applied(thematic_list(listed("118.1", position="supported")))

    assert found().position == "supported"


class TestAPerson:
    """What is corrected on the pages of the administration."""

    @pytest.fixture
    def page(self, client):
        client.force_login(UserFactory(data_manager=True, password=None))

        def save(**fields):
            it = found()
            address = f"/admin/recommendations/recommendation/{it.pk}/change/"
            form = client.get(address).context["adminform"].form
            sent = {name: "" if value is None else value for name, value in form.initial.items()}
            for formset in client.get(address).context["inline_admin_formsets"]:
                inner = formset.formset
                sent |= {
                    f"{inner.prefix}-{name}": value for name, value in inner.management_form.initial.items()
                }
                for one in inner.initial_forms:
                    for name, field in one.fields.items():
                        value = one.get_initial_for_field(field, name)
                        if isinstance(value, list):
                            value = [getattr(each, "pk", each) for each in value]
                        if value is not None:
                            sent[one.add_prefix(name)] = getattr(value, "pk", value)
            answer = client.post(address, sent | fields)
            assert answer.status_code == 302, answer.context["errors"]

        return save

    EVERY = (
        lambda: file("report", numbered=True, position="supported"),
        lambda: addendum(answer("118.1", "supported")),
        lambda: file("list", numbered=True, position="supported"),
        lambda: file("uhri", numbered=True, position="supported"),
        lambda: file("upr-info", numbered=False, position="supported"),
        lambda: file("spreadsheet", numbered=True, position="supported"),
    )

    @pytest.fixture
    def import_every_kind(self):
        def conflicts() -> dict[str, list]:
            told: dict[str, list] = {}
            for make in self.EVERY:
                import_ = applied(make())
                for one in import_.changes.in_conflict():
                    for name, conflict in one.conflicts.items():
                        told.setdefault(name, []).append((import_.format, *conflict))
            return told

        return conflicts

    @pytest.fixture(autouse=True)
    def _report(self):
        applied(reading(recommendation("118.1", clause(WORDS, "FRA"), text=WORDS, position="pending")))

    def test_the_wording(self, page, import_every_kind):
        page(text="As it was said in the room")

        told = import_every_kind()

        assert found().text == "As it was said in the room"
        assert {format for format, *_ in told["text"]} >= {
            "working-group-report",
            "thematic-list",
            "uhri-json",
        }
        assert all(kept == found().text and by == "person" for _, kept, by, _ in told["text"])

    def test_the_states_of_a_clause(self, page, import_every_kind):
        page(**{"clauses-0-states": ["PRT"]})

        told = import_every_kind()

        assert [state.code for state in found().recommending_states] == ["PRT"]
        assert ("working-group-report", ["PRT"], "person", ["FRA"]) in told["clauses.1.states"]

    def test_a_clause_that_was_taken_away(self, page, import_every_kind):
        page(**{"clauses-0-DELETE": "on"})

        import_every_kind()

        assert not found().clauses.exists()

    def test_a_theme_that_was_set(self, page, import_every_kind):
        page(**{"themetags-TOTAL_FORMS": 1, "themetags-0-theme": ThemeFactory(slug="own").pk})

        import_every_kind()

        assert dict(found().themetags.values_list("theme__slug", "source")) == {
            "own": "person",
            "list": "thematic-list",
        }

    def test_a_theme_that_was_taken_away(self, page, import_every_kind):
        applied(file("list", numbered=True))
        page(**{"themetags-0-DELETE": "on"})

        told = import_every_kind()

        assert not found().themes.exists()
        assert ("thematic-list", [], "person", ["list"]) in told["themes"]

    @pytest.mark.parametrize("corrected", [1, ""])
    def test_the_action_category(self, page, import_every_kind, corrected):
        applied(file("upr-info", numbered=False))
        page(action_category=corrected)

        told = import_every_kind()

        assert found().action_category == (corrected or None)
        assert ("upr-info", corrected or None, "person", 4) in told["action_category"]

    @pytest.mark.parametrize("corrected", ["In short", ""])
    def test_the_summary(self, page, import_every_kind, corrected):
        applied(file("spreadsheet", numbered=True))
        page(summary=corrected)

        told = import_every_kind()

        assert found().summary == corrected
        assert ("spreadsheet", corrected, "person", "Ratify") in told["summary"]

    @pytest.mark.parametrize("where", ["A/HRC/26/16", "A/HRC/26/16/Add.1", "letter"])
    def test_a_position_that_was_recorded(self, page, import_every_kind, where):
        document = DocumentFactory(symbol=where, kind="other" if where == "letter" else "addendum")
        page(
            **{
                "responses-TOTAL_FORMS": 2,
                "responses-1-kind": "position",
                "responses-1-position": "noted",
                "responses-1-document": document.pk,
            }
        )
        assert found().position == "noted"

        told = import_every_kind()

        assert found().position == "noted"
        # A list that quotes a document and contradicts it is a remark.
        assert {format for format, *_ in told["position"]} == {
            "working-group-report",
            "addendum",
            "thematic-list",
            "uhri-json",
            "upr-info",
            "spreadsheet",
        }

    def test_nothing_of_it_makes_an_import_change_for_ever(self, page, import_every_kind):
        page(text="As it was said in the room", action_category=1, **{"clauses-0-states": ["PRT"]})
        import_every_kind()

        assert [changes(planned(make())) for make in self.EVERY] == [[]] * len(self.EVERY)


def test_the_plan_says_what_is_kept_and_what_is_refused():
    applied(reading(recommendation("118.1", clause(WORDS, "FRA"), text=WORDS)))

    import_ = planned(export("uhri-json", row("Ratify nothing", "PRT", number="118.1", position="noted")))

    assert line(import_, "khm-2 118.1").conflicts == {
        "text": [WORDS, "working-group-report", "Ratify nothing"],
        "states": [["FRA"], "working-group-report", ["PRT"]],
        "position": ["supported", "working-group-report", "noted"],
    }


def test_figures_that_differ_are_a_conflict():
    applied(reading(recommendation("118.1", text="Ratify ILO Convention 169")))

    import_ = planned(export("uhri-json", row("Ratify ILO Convention 189", number="118.1")))

    assert "text" in line(import_, "khm-2 118.1").conflicts
