"""Pages of a PDF become lines with their places."""

import io

from recommendations.importing.readers import pdf
from recommendations.importing.readers.pdf import Line


def read_pages(data, **options):
    return pdf.read_pages(io.BytesIO(data), **options)


def test_lines_know_where_and_how_large_they_are_printed(make_pdf, put):
    [first, second] = read_pages(make_pdf([[put(113, 700, "One", 12)], [put(142, 650, "Two")]]))
    assert (first.number, first.lines) == (1, (Line("One", 113.0, 700.0, 12.0),))
    assert (second.number, second.lines) == (2, (Line("Two", 142.0, 650.0, 10.0),))


def test_raised_marks_of_footnotes_are_left_out_and_lowered_figures_kept(make_pdf, put):
    raised = [put(113, 700, "(France)"), put(150.8, 703, "1", 6)]
    lowered = [put(113, 600, "CO"), put(128, 599, "2", 6), put(131.4, 600, "t")]
    [page] = read_pages(make_pdf([[*raised, *lowered]]))
    assert [line.text for line in page.lines] == ["(France)", "CO2t"]


def test_only_as_many_pages_are_read_as_are_asked_for(make_pdf, put):
    pages = read_pages(make_pdf([[put(113, 700, word)] for word in ("One", "Two", "Three")]), limit=2)
    assert [line.text for page in pages for line in page.lines] == ["One", "Two"]
