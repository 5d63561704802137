"""A thematic list is read whatever shape its table has, and any list is read as it was written."""

import io

import docx as python_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import readers
from recommendations.importing.readers import thematic_list
from recommendations.importing.records import SourceRecord
from tests.recommendations.importing.lists import (
    CURRENT,
    EARLY,
    GOALS,
    HEAD,
    Item,
    cell,
    codes,
    header,
    heading,
    names,
    read_items,
    read_rows,
    row,
    states,
    write,
)
from tests.recommendations.importing.word import make_docx, p, tbl, tc, tr


def test_columns_are_told_by_their_headings_and_not_by_their_order(reference):
    order = (3, 2, 0, 1)
    cells = Item(goals=("5",)).cells(4)
    first = row(*([CURRENT[at]] for at in order))
    reading = read_rows(reference, first, row(*(cells[at] for at in order)))
    (found,) = reading.recommendations
    assert (found.number, found.position, found.goals) == ("115.3", "supported", ("5",))
    assert codes(reading) == []


def test_further_columns_are_passed_over(reference):
    cells = Item().cells(2)
    reading = read_rows(
        reference,
        row(["No."], *([name] for name in EARLY), ["Ministry"]),
        row(["1"], *cells, ["Justice"]),
    )
    (found,) = reading.recommendations
    assert (found.number, names(found.themes), codes(reading)) == ("115.3", ("Right to education",), [])


def test_a_list_without_positions_is_read_and_told(reference):
    cells = Item().cells(2)
    reading = read_rows(reference, row([EARLY[0]], [EARLY[2]]), row(cells[0], cells[2]))
    (found,) = reading.recommendations
    assert (found.position, names(found.themes)) == (None, ("Right to education",))
    assert codes(reading) == ["list-position-missing"]


def test_a_list_without_themes_is_known_by_its_title(reference):
    cells = Item().cells(2)
    reading = read_rows(reference, row([EARLY[0]], [EARLY[1]]), row(cells[0], cells[1]))
    assert (reading.format, reading.recommendations[0].themes) == ("thematic-list", ())


def test_a_row_with_too_few_cells_is_read_and_told(reference):
    cells = Item().cells(2)
    reading = read_rows(reference, header(2), row(*cells[:2]), row(*Item("115.4").cells(2)))
    assert [found.number for found in reading.recommendations] == ["115.3", "115.4"]
    assert [(told.code, told.row) for told in reading.problems] == [("list-cells-missing", 2)]


def test_cells_merged_across_keep_the_others_in_their_columns(reference):
    item = Item().cells(2)
    merged = tr(cell(item[0]), cell(item[1]), cell(item[2], span=2))
    reading = read_rows(reference, header(2), merged)
    (found,) = reading.recommendations
    assert (found.position, names(found.affected_groups)) == ("supported", ("Women",))
    assert codes(reading) == ["list-cells-missing"]


def test_cells_merged_downwards_hold_for_every_row(reference):
    def merged(lines, val):
        return f'<w:tc><w:tcPr><w:vMerge w:val="{val}"/></w:tcPr>{"".join(map(p, lines))}</w:tc>'

    first, second = Item("115.1").cells(2), Item("115.2").cells(2)
    rows = [
        tr(cell(cells[0]), merged(lines, val), cell(cells[2]), cell(cells[3]))
        for cells, lines, val in [(first, ["Noted"], "restart"), (second, [""], "continue")]
    ]
    reading = read_rows(reference, header(2), *rows)
    assert [found.position for found in reading.recommendations] == ["noted", "noted"]
    assert codes(reading) == []


def test_a_row_without_number_is_told_and_stops_no_other(reference):
    reading = read_rows(
        reference,
        header(2),
        row(["Ratify it (France)"], ["Noted"], ["Right to life"], [""]),
        row(*Item().cells(2)),
    )
    assert [found.number for found in reading.recommendations] == ["115.3"]
    (problem,) = reading.problems
    assert (problem.code, problem.row, problem.details["words"]) == (
        "list-row-not-read",
        2,
        "Ratify it (France)",
    )


def test_headings_and_empty_rows_are_passed_over(reference):
    reading = read_rows(
        reference,
        header(2),
        heading("Theme: Right to life"),
        row([""], [""], [""], [""]),
        row(["Theme: Right to work"], [""], [""], [""]),
        tr(),
        row(*Item().cells(2)),
        header(2),
        row(*Item("115.4").cells(2)),
    )
    assert [found.row for found in reading.recommendations] == [6, 8]
    assert codes(reading) == []


def test_a_number_that_stands_twice_is_told(reference):
    reading = read_items(reference, Item(), Item())
    assert [(told.code, told.row, told.where) for told in reading.problems] == [
        ("list-number-twice", 3, "115.3")
    ]


def test_a_table_inside_a_cell_is_read_with_it(reference):
    cells = Item().cells(2)
    inner = tc(tbl(row(["- Right to life"], ["- Right to work"])), p("Affected persons:"), p("- women"))
    reading = read_rows(reference, header(2), tr(cell(cells[0]), cell(cells[1]), inner, cell([])))
    assert names(reading.recommendations[0].themes) == ("Right to life", "Right to work")


def test_a_list_may_go_on_in_another_table(reference):
    first, second = tbl(header(2), row(*Item("115.1").cells(2))), tbl(row(*Item("115.2").cells(2)))
    reading = readers.read(make_docx(first + p() + second, header=p(HEAD)), reference)
    assert [(found.number, found.row) for found in reading.recommendations] == [("115.1", 2), ("115.2", 3)]


def test_comments_on_implementation_are_counted(reference):
    reading = read_rows(reference, header(2), row(*Item().cells(2)[:3], ["Done in 2020"]))
    assert codes(reading) == ["list-assessments-not-read"]


def test_other_tables_are_no_thematic_lists():
    body = tbl(row(["Recommendation"], ["Position"], ["Comment"]), row(["115.1 Go on"], ["Noted"], [""]))
    assert not thematic_list.matches(io.BytesIO(make_docx(body, header=p("A/HRC/28/15/Add.1"))))
    assert not thematic_list.matches(io.BytesIO(make_docx(p("Thematic list of recommendations"))))
    assert not thematic_list.matches(io.BytesIO(b"%PDF-1.4"))


def test_the_list_of_cycle_3_is_read(reference):
    """Written as the list on Slovenia in session 34 is said to be."""
    document, data = python_docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[
        0
    ].text = "UPR of Slovenia (3rd Cycle – 34th session) Thematic list of recommendations"
    table = document.add_table(0, 4)
    for cells in (
        EARLY,
        ("Theme: Acceptance of international norms", "", "", ""),
        (
            "121.1 Ratify the Optional Protocol (France) (Lithuania);\n"
            "Source of Position: A/HRC/43/15 - Para 121",
            "Supported",
            "- Acceptance of international norms\n- Budget &resources (for human rights implementation)\n"
            "SDGs:\n- 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS\nAffected persons:\n- girls\n- media",
            "",
        ),
        (
            "122.2 Adopt a strategy (Cuba); consider ratifying the Convention (Chile)\n"
            "Source of Position: A/HRC/43/15/Add.1 - Para.3",
            "Noted",
            "- Enforced disappearances\nSDGs:\nAffected persons:\n- non-citizens",
            "",
        ),
    ):
        written = table.add_row().cells
        if cells[0].startswith("Theme"):
            written[0].merge(written[3])
        for target, words in zip(written, cells, strict=True):
            if words:
                target.text = words
    document.save(data)
    reading = readers.read(data.getvalue(), reference)
    first, second = reading.recommendations
    assert (reading.review.state, reading.review.session) == ("SVN", 34)
    assert (first.number, first.position, first.row) == ("121.1", "supported", 3)
    assert [clause.states for clause in first.clauses] == [("FRA", "LTU")]
    assert first.position_source == SourceRecord("A/HRC/43/15", "121")
    assert all(tag.slugs for tag in (*first.themes, *first.affected_groups))
    assert (len(first.themes), first.goals, names(first.affected_groups)) == (2, ("16",), ("girls", "media"))
    assert [clause.states for clause in second.clauses] == [("CUB",), ("CHL",)]
    assert (second.position, second.goals, names(second.affected_groups)) == ("noted", (), ("non-citizens",))
    assert codes(reading) == []


# Any list

WORDS = st.sampled_from(
    ["Ratify the Convention", "Adopt a plan (2020–2025) at once", "Protect women & girls"]
)
STATES = st.lists(
    st.sampled_from(["France", "Iran (Islamic Republic of)", "Bosnia and Herzegovina", "Fiji"]),
    min_size=1,
    max_size=3,
    unique=True,
)
THEMES = {
    2: ("A12 Acceptance of international norms", "D43 Freedom of opinion and expression", "G4 Migrants"),
    3: ("Domestic violence", "Children: definition; general principles; protection", "Right to development"),
    4: ("Right to life", "2030 Agenda & other voluntary commitments", "Human rights & poverty"),
}
GROUPS = (
    "Women",
    "minorities/ racial, ethnic, linguistic, religious or descent-based groups",
    "Children in vulnerable situations (abused, living on the street, institutionalized, indigenous, migrant "
    "children etc.)",
)


@st.composite
def lists(draw):
    cycle = draw(st.sampled_from([2, 3, 4]))
    numbers = draw(st.lists(st.integers(1, 399), max_size=5, unique=True))
    items = [
        (
            Item(
                number=f"140.{number}",
                words=f"{draw(WORDS)} ({'; '.join(among)})",
                position=draw(st.sampled_from(["Supported", "Noted"])),
                themes=tuple(draw(st.lists(st.sampled_from(THEMES[cycle]), unique=True))),
                groups=tuple(draw(st.lists(st.sampled_from(GROUPS), unique=True))),
                goals=tuple(draw(st.lists(st.sampled_from(sorted(GOALS)), unique=True))),
            ),
            among,
        )
        for number in numbers
        for among in [draw(STATES)]
    ]
    return cycle, items


@settings(deadline=None, max_examples=60)
@given(lists(), st.data())
def test_any_list_is_read_as_it_was_written(reference, written, data):
    cycle, items = written
    rows = [header(cycle)]
    for item, _ in items:
        if data.draw(st.booleans()):
            rows.append(heading(f"Theme: {THEMES[cycle][0]}"))
        rows.append(row(*item.cells(cycle)))
    reading = read_rows(reference, *rows)
    assert codes(reading) == []
    assert len(reading.recommendations) == len(items)
    for found, (item, among) in zip(reading.recommendations, items, strict=True):
        assert (found.number, found.text) == (item.number, item.words)
        assert found.position == item.position.casefold()
        assert states(found) == [reference.states.resolve(state) for state in among]
        assert names(found.themes) == item.themes
        assert names(found.affected_groups) == item.groups
        assert found.goals == (item.goals if cycle > 2 else ())


CELLS = st.text("115.3 Ratify(France);\nSource of position: A/HRC&nbsp;Para", max_size=40)
CELL = st.tuples(st.lists(CELLS, max_size=2), st.integers(1, 5)).map(lambda one: cell(one[0], span=one[1]))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELL, max_size=6).map(lambda cells: tr(*cells)), max_size=6), st.integers(2, 4))
def test_any_table_is_read(reference, rows, cycle):
    data = write(header(cycle), *rows, row(*Item("140.7").cells(cycle)))
    numbers = [item.number for item in readers.read(data, reference).recommendations]
    assert numbers[-1] == "140.7"
