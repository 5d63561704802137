"""A Working Group report reads the same from a Word document, however its paragraphs are numbered."""

import dataclasses
import datetime
import io
from itertools import groupby

import docx as python_docx
import pytest

from recommendations.importing import readers
from tests.recommendations.importing.word import lvl, make_docx, num, p, t, tbl, tc, tr

SENTENCES = {
    "supported": "The recommendations listed below enjoy the support of Cambodia:",
    "pending": "The following recommendations will be examined by Cambodia, which will respond in due time:",
    "noted": "The recommendations below did not enjoy the support of Cambodia:",
}
INDENTED = '<w:ind w:left="567"/>'
CLOSING = (
    "All conclusions and/or recommendations contained in the present report reflect the position of the "
    "submitting State(s) and/or the State under review."
)
COVER = tbl(
    tr(tc(p("United Nations")), tc(p("A/HRC/26/16"))),
    tr(tc(p("General Assembly")), tc(p("Distr.: General"), p("27 March 2014"), p(), p("Original: English"))),
)
TITLES = (
    p("Human Rights Council")
    + p("Twenty-sixth session")
    + p("Agenda item 6")
    + p("Universal Periodic Review")
    + "<w:p><w:r>"
    + t("Report of the Working Group on the Universal Periodic Review")
    + '</w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/>'
    + t("*")
    + "</w:r></w:p>"
    + p("Cambodia")
)
CONTENTS = p("Contents") + p("II.\tConclusions and/or recommendations\t118–120\t14")
INTRODUCTION = (
    "The Working Group on the Universal Periodic Review, established in accordance with Human Rights "
    "Council resolution 5/1, held its eighteenth session from 27 January to 7 February 2014. The review of "
    "Cambodia was held at the 4th meeting on 28 January 2014. The Working Group adopted the report on "
    "Cambodia at its 10th meeting, held on 31 January 2014.",
    "On 15 January 2014, the Human Rights Council selected the following group of rapporteurs (troika) to "
    "facilitate the review of Cambodia: Italy, Morocco and the Philippines.",
)
HEADING = p("II.\tConclusions and/or recommendations**")
NOTES = f'<w:footnote w:id="2">{p("* The annex is circulated as received.")}</w:footnote>'

# (paragraph, position, items)
LIST = (
    (
        118,
        "supported",
        ("Ratify the Convention (France);", "(a) Go on at once (Cuba); (b) Go on later (Fiji);"),
    ),
    (119, "pending", ("Consider 3 measures (Rwanda; Switzerland);",)),
    (120, "noted", ("Abolish it\nat once (Togo).",)),
)
READ = [
    ("118.1", "supported", (("Ratify the Convention", ("FRA",)),)),
    ("118.2", "supported", (("Go on at once", ("CUB",)), ("Go on later", ("FJI",)))),
    ("119.1", "pending", (("Consider 3 measures", ("RWA", "CHE")),)),
    ("120.1", "noted", (("Abolish it at once", ("TGO",)),)),
]


def typed(paragraphs, item):
    """Numbers typed, items as `item` prints them."""
    for number, position, items in paragraphs:
        yield p(f"{number}.\t{SENTENCES[position]}")
        for index, words in items:
            yield p(f"{item.format(number=number, item=index)}\t{words}", INDENTED)


def automatic(paragraphs, item):
    """Numbers made by Word: one list for each run of numbers, and what defines the lists."""
    lists: list[tuple[int, int]] = []
    body = []
    for number, position, items in paragraphs:
        before = None
        for index, words in items:
            if before is None or index != before + 1:
                lists.append((number, index))
                if before is None:
                    body.append(p(SENTENCES[position], num(len(lists), 0)))
            body.append(p(words, num(len(lists), 1) + INDENTED))
            before = index
    overrides = "".join(
        f'<w:num w:numId="{id}"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{first}"/></w:lvlOverride>'
        f'<w:lvlOverride w:ilvl="1"><w:startOverride w:val="{second}"/></w:lvlOverride></w:num>'
        for id, (first, second) in enumerate(lists, 1)
    )
    levels = lvl(0, "%1.") + lvl(1, item.format(number="%1", item="%2"))
    return body, f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{overrides}'


def report(section, last=121, **parts):
    introduction = "".join(p(f"{number}.\t{words}") for number, words in enumerate(INTRODUCTION, 1))
    body = [COVER, TITLES, CONTENTS, introduction, HEADING, *section, p(f"{last}.\t{CLOSING}")]
    return make_docx(
        "".join(body), header=p("A/HRC/26/16"), footer=p("GE.14-12599"), footnotes=NOTES, **parts
    )


def counted(paragraphs):
    return [(number, position, tuple(enumerate(items, 1))) for number, position, items in paragraphs]


def read_list(reading):
    return [
        (one.number, one.position, tuple((clause.text, clause.states) for clause in one.clauses))
        for one in reading.recommendations
    ]


@pytest.mark.parametrize("item", ["{number}.{item}", "{number}.{item}.", "{item}."])
@pytest.mark.parametrize("numbered", ["typed", "automatic"])
def test_a_report_is_read_however_it_is_numbered(item, numbered, reference):
    if numbered == "typed":
        data = report(typed(counted(LIST), item))
    else:
        section, numbering = automatic(counted(LIST), item)
        data = report(section, numbering=numbering)
    reading = readers.read(data, reference)
    assert reading.format == "working-group-report"
    assert read_list(reading) == READ
    assert reading.document.symbol == "A/HRC/26/16"
    assert reading.document.date == datetime.date(2014, 3, 27)
    assert reading.document.title.endswith(": Cambodia")
    assert (reading.review.state, reading.review.session) == ("KHM", 18)
    assert reading.review.date == datetime.date(2014, 1, 28)
    assert reading.review.troika == ("ITA", "MAR", "PHL")
    assert [problem.code for problem in reading.problems] == []


def test_words_are_kept_as_printed_and_no_page_is_named(reference):
    found = readers.read(report(typed(counted(LIST), "{number}.{item}")), reference).recommendations
    assert {one.page for one in found} == {None}
    assert found[-1].printed == "Abolish it\nat once (Togo)."


def test_items_after_line_breaks_of_one_paragraph_are_items(reference):
    items = "118.1 Ratify it (France);\n118.2 Spend 0.7 per cent\n0.7 at least (Cuba);\n118.3 Go on (Togo)."
    section = [p(f"118.\t{SENTENCES['supported']}"), p(items, INDENTED)]
    found = read_list(readers.read(report(section, last=119), reference))
    assert found == [
        ("118.1", "supported", (("Ratify it", ("FRA",)),)),
        ("118.2", "supported", (("Spend 0.7 per cent 0.7 at least", ("CUB",)),)),
        ("118.3", "supported", (("Go on", ("TGO",)),)),
    ]


def test_items_in_the_cells_of_a_table_are_items(reference):
    rows = (tr(tc(p(f"118.{number}")), tc(p(f"Do {number} (Cuba);"))) for number in (1, 2))
    section = [p(f"118.\t{SENTENCES['supported']}"), tbl(*rows)]
    found = read_list(readers.read(report(section, last=119), reference))
    assert found == [(f"118.{number}", "supported", ((f"Do {number}", ("CUB",)),)) for number in (1, 2)]


def test_notes_at_items_are_no_part_of_them(reference):
    item = (
        f"<w:p><w:pPr>{INDENTED}</w:pPr><w:r>{t('118.1 Ratify it')}</w:r>"
        f'<w:r><w:footnoteReference w:id="7"/></w:r><w:r>{t(" (Cuba);")}</w:r></w:p>'
    )
    data = report([p(f"118.\t{SENTENCES['supported']}"), item], last=119)
    (found,) = readers.read(data, reference).recommendations
    assert found.text == "Ratify it (Cuba)"


def test_a_report_written_by_another_program_is_read(reference):
    document, data = python_docx.Document(), io.BytesIO()
    cover = document.add_table(1, 2)
    cover.cell(0, 0).text, cover.cell(0, 1).text = "A/HRC/26/16", "Distr.: General\n27 March 2014"
    document.add_heading("Report of the Working Group on the Universal Periodic Review", 0)
    document.add_paragraph("Cambodia")
    for number, words in enumerate(INTRODUCTION, 1):
        document.add_paragraph(f"{number}. {words}")
    document.add_heading("II. Conclusions and/or recommendations", 1)
    document.add_paragraph(f"118. {SENTENCES['supported']}")
    document.add_paragraph("Ratify it (Cuba);", style="List Number 2")
    document.add_paragraph("Go on (Togo);", style="List Number 2")
    document.add_paragraph(f"119. {CLOSING}")
    document.save(data)
    reading = readers.read(data.getvalue(), reference)
    assert [one.number for one in reading.recommendations] == ["118.1", "118.2"]
    assert reading.document.date == datetime.date(2014, 3, 27)


def test_an_addendum_is_not_taken_for_a_report(reference):
    data = make_docx(COVER + TITLES + p("Addendum") + p("1. Cambodia thanks the Working Group."))
    with pytest.raises(readers.UnreadableDocument):
        readers.working_group_report.entries(io.BytesIO(data), reference).__next__()
    assert not readers.working_group_report.matches(io.BytesIO(data))


def test_a_report_that_speaks_of_an_addendum_is_a_report():
    introduction = p(f"1. {INTRODUCTION[0]}") + p("2. The State sent its views in an Addendum.")
    assert readers.working_group_report.matches(io.BytesIO(make_docx(COVER + TITLES + introduction)))


REAL = (
    "working-group-reports/cambodia2014.pdf",
    "working-group-reports/cambodia2010.pdf",
    "working-group-reports/bangladesh2009.pdf",
    "working-group-reports/andorra2011.pdf",
    "working-group-reports/chile2014.pdf",
    "working-group-reports/cuba2013.pdf",
    "working-group-reports/finland2008.pdf",
    "working-group-reports/germany2013.pdf",
    "working-group-reports/iran2014.pdf",
    "working-group-reports/uganda2011.pdf",
    "slovenia/A_HRC_28_15.pdf",
    "slovenia/A_HRC_59_15.pdf",
)


@pytest.mark.parametrize("name", REAL)
def test_a_real_report_reads_the_same_from_word(name, documents, reference):
    with (documents / name).open("rb") as file:
        printed = readers.read(file, reference)
    paragraphs = []
    for (number, position), found in groupby(
        printed.recommendations, lambda one: (int(one.number.split(".")[0]), one.position)
    ):
        items = tuple((int(one.number.split(".")[1]), f"{one.text};") for one in found)
        paragraphs.append((number, position, items))
    last = paragraphs[-1][0] + 1
    section, numbering = automatic(paragraphs, "{number}.{item}")
    for data in (
        report(typed(paragraphs, "{number}.{item}"), last),
        report(typed(paragraphs, "{item}."), last),
        report(section, last, numbering=numbering),
    ):
        reading = readers.read(data, reference)
        assert [said(one) for one in reading.recommendations] == [
            said(one) for one in printed.recommendations
        ]


def said(recommendation):
    """A recommendation without what depends on the file."""
    return dataclasses.replace(recommendation, page=None, printed="")
