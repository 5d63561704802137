"""A Word document is read as Word shows it."""

import io
import string
import time

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing.problems import MESSAGES, UnreadableDocument
from recommendations.importing.readers import docx
from tests.recommendations.importing.word import (
    lvl,
    make_docx,
    members,
    num,
    p,
    pack,
    t,
    tbl,
    tc,
    tr,
)


def read(body, **parts):
    return docx.read_docx(io.BytesIO(make_docx(body, **parts)))


def texts(body, **parts):
    return [block.text for block in read(body, **parts).blocks]


def run(inside, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def one(inside):
    """The text of a paragraph with these runs."""
    (paragraph,) = read(f"<w:p>{inside}</w:p>").blocks
    return paragraph.text


# Words


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run(t("Ratify ")) + run(t("the Convention")), "Ratify the Convention"),
        (run(t("118.1") + "<w:tab/>" + t("Ratify")), "118.1 Ratify"),
        (run(t("one") + "<w:br/>" + t("two") + "<w:cr/>" + t("three")), "one\ntwo\nthree"),
        (run(t("follow") + "<w:noBreakHyphen/>" + t("up")), "follow-up"),
        (run(t("co") + "<w:softHyphen/>" + t("operate")), "cooperate"),
        (run(t("words") + '<w:sym w:font="Symbol" w:char="F0B7"/>'), "words•"),
        (run(t("words") + '<w:sym w:font="Wingdings" w:char="F04A"/>'), "words"),
        (run(t("5") + '<w:sym w:font="Arial" w:char="20AC"/>'), "5€"),
        (run('<w:sym w:char="none"/>') + run(t("words")), "words"),
        (run(t("line\n  goes on")), "line   goes on"),
    ],
)
def test_characters_of_a_run_are_read(inside, text):
    assert one(inside) == text


def test_an_open_file_is_read_once_and_another_one_anew():
    first, second = io.BytesIO(make_docx(p("One"))), io.BytesIO(make_docx(p("Two")))
    assert docx.read_docx(first) is docx.read_docx(first)
    assert [block.text for block in docx.read_docx(second).blocks] == ["Two"]


def test_insertions_are_read_and_deletions_are_not():
    assert (
        one(
            run(t("Ratify "))
            + f"<w:ins>{run(t('and implement '))}</w:ins>"
            + f"<w:del>{run('<w:delText>at once </w:delText>')}</w:del>"
            + f"<w:moveFrom>{run(t('moved away '))}</w:moveFrom>"
            + f"<w:moveTo>{run(t('the Convention'))}</w:moveTo>"
        )
        == "Ratify and implement the Convention"
    )


def test_what_stands_before_a_deleted_paragraph_mark_joins_the_next_paragraph():
    gone = p("118.1 Ratify ", "<w:rPr><w:del/></w:rPr>")
    assert texts(gone + p("the Convention (Cuba);") + p("118.2 Go on")) == [
        "118.1 Ratify the Convention (Cuba);",
        "118.2 Go on",
    ]


def test_a_deleted_mark_at_the_end_loses_no_words():
    assert texts(p("118.1 Ratify", "<w:rPr><w:del/></w:rPr>")) == ["118.1 Ratify"]


def test_a_deleted_row_is_left_out():
    rows = tr(tc(p("kept"))) + f"<w:tr><w:trPr><w:del/></w:trPr>{tc(p('deleted'))}</w:tr>"
    (table,) = read(tbl(rows)).blocks
    assert [[cell.text for cell in row] for row in table.rows] == [["kept"]]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run(t("hidden"), "<w:vanish/>") + run(t("shown")), "shown"),
        (run(t("shown"), '<w:vanish w:val="0"/>'), "shown"),
        (run(t("hidden"), '<w:rStyle w:val="Secret"/>') + run(t("shown")), "shown"),
        ('<w:pPr><w:pStyle w:val="Unseen"/></w:pPr>' + run(t("hidden")) + run("<w:tab/>"), ""),
        (
            '<w:pPr><w:pStyle w:val="Unseen"/></w:pPr>' + run(t("shown"), '<w:vanish w:val="false"/>'),
            "shown",
        ),
    ],
)
def test_hidden_text_is_left_out(inside, text):
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    assert texts(f"<w:p>{inside}</w:p>" + p("end"), styles=styles)[0] == text


def test_a_field_shows_its_result_and_not_its_instruction():
    def field(event):
        return run(f'<w:fldChar w:fldCharType="{event}"/>')

    instruction = run("<w:instrText>REF a \\h</w:instrText>")
    nested = field("begin") + instruction + field("separate") + run(t("never shown")) + field("end")
    assert (
        one(
            run(t("see "))
            + field("begin")
            + instruction
            + nested
            + field("separate")
            + run(t("paragraph 5"))
            + field("end")
            + run(t(" above"))
        )
        == "see paragraph 5 above"
    )


def test_a_field_that_is_never_closed_hides_no_other_paragraph():
    open_field = f'<w:p>{run(t("one"))}{run("""<w:fldChar w:fldCharType="begin"/>""")}</w:p>'
    assert texts(open_field + p("two")) == ["one", "two"]


def test_words_in_links_controls_and_tags_are_read_in_order():
    wrapped = (
        f"<w:hyperlink>{run(t('one '))}</w:hyperlink>"
        f"<w:smartTag>{run(t('two '))}</w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run(t('three '))}</w:sdtContent></w:sdt>"
        f"<w:fldSimple>{run(t('four '))}</w:fldSimple>"
        f"<mc:AlternateContent><mc:Choice>{run(t('five'))}</mc:Choice>"
        f"<mc:Fallback>{run(t('again'))}</mc:Fallback></mc:AlternateContent>"
    )
    assert one(wrapped) == "one two three four five"


def test_a_control_that_waits_for_words_has_none():
    empty = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here')}</w:sdtContent></w:sdt>"
    )
    assert texts(empty + p("words")) == ["words"]


def test_blocks_in_controls_stand_where_the_controls_stand():
    control = f"<w:sdt><w:sdtContent>{p('two')}{tbl(tr(tc(p('three'))))}</w:sdtContent></w:sdt>"
    kinds = [type(block).__name__ for block in read(p("one") + control + p("four")).blocks]
    assert kinds == ["Paragraph", "Paragraph", "Table", "Paragraph"]


def test_notes_are_answered_apart_and_their_marks_left_out():
    body = (
        f"<w:p>{run(t('Report'))}"
        + run('<w:footnoteReference w:customMarkFollows="1" w:id="2"/>' + t("*"))
        + run(t(" of the Group"))
        + run('<w:footnoteReference w:id="3"/>')
        + run('<w:endnoteReference w:id="4"/>')
        + "</w:p>"
    )
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("line")}</w:footnote>'
        f'<w:footnote w:id="2">{p("* Not edited.")}</w:footnote>'
        f'<w:footnote w:id="3"><w:p>{run("<w:footnoteRef/>")}{run(t(" See A/HRC/26/16."))}</w:p></w:footnote>'
    )
    document = read(body, footnotes=notes, endnotes=f'<w:endnote w:id="4">{p("End.")}</w:endnote>')
    assert document.blocks[0].text == "Report of the Group"
    assert document.notes == ("* Not edited.", "See A/HRC/26/16.", "End.")


def test_lines_of_page_heads_are_answered_once():
    document = read(p("words"), header=p("A/HRC/26/16") + p() + p("A/HRC/26/16"), footer=p("GE.14-1234"))
    assert document.heads == ("A/HRC/26/16", "GE.14-1234")


# Tables


def test_a_table_has_rows_of_cells_with_their_spans():
    table = tbl(tr(tc(p("a"), p("b")), tc(p("c"), span=3)), tr(tc(p("d"))))
    (block,) = read(table).blocks
    assert [[(cell.text, cell.span) for cell in row] for row in block.rows] == [
        [("a\nb", 1), ("c", 3)],
        [("d", 1)],
    ]


def test_a_table_inside_a_cell_is_part_of_the_cell():
    inner = tbl(tr(tc(p("b")), tc(p("c"))))
    (block,) = read(tbl(tr(tc(p("a"), inner, p("d"))))).blocks
    assert block.rows[0][0].text == "a\nb\nc\nd"


def test_a_span_beyond_all_columns_is_none_of_words():
    (block,) = read(tbl(tr(tc(p("a"), span=10**30)))).blocks
    assert block.rows[0][0].span == 63


# Files


def test_a_document_of_python_docx_is_read():
    document, data = python_docx.Document(), io.BytesIO()
    document.add_heading("Conclusions", 1)
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.sections[0].header.paragraphs[0].text = "A/HRC/26/16"
    document.save(data)
    assert docx.is_docx(data)
    found = docx.read_docx(data)
    heading, first, second, cells = found.blocks
    assert (heading.text, heading.heading) == ("Conclusions", True)
    assert [(first.label, first.text), (second.label, second.text)] == [("1.", "first"), ("2.", "second")]
    assert [cell.text for cell in cells.rows[0]] == ["left", "right"]
    assert found.heads == ("A/HRC/26/16",)
    assert first.indent == 0.0  # 18 points to the left of 18


def test_strict_documents_read_as_transitional_ones():
    written = {
        name: data.replace(
            b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/w"
        ).replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml")
        for name, data in members(p("words", '<w:ind w:left="200"/>')).items()
    }
    (block,) = docx.read_docx(io.BytesIO(pack(written))).blocks
    assert (block.text, block.indent) == ("words", 10.0)


@pytest.mark.parametrize("data", [pack({"photo.jpg": b"words"}), b"%PDF-1.4", b"", b"PK"])
def test_other_files_are_no_word_documents(data):
    assert not docx.is_docx(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_docx(p() + tbl(tr(tc(p())))), "no-text"),
        (make_docx("<w:p>"), "damaged"),
        (pack(members(p("words")) | {"word/document.xml": b"<html/>"}), "no-text"),
        (pack(members(p("words")) | {"word/document.xml": b""}), "damaged"),
        (pack(members(p("words"), styles="<w:style>")), "damaged"),
        (make_docx(p("words"))[:-30], "damaged"),
        (pack(members(p("words")) | {"word/document.xml": b"<!DOCTYPE x><w/>"}), "unsafe-xml"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(data, code):
    with pytest.raises(UnreadableDocument) as caught:
        docx.read_docx(io.BytesIO(data))
    assert caught.value.problem.code == code


def test_a_document_of_far_too_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr(docx, "MAX_ELEMENTS", 100)
    assert read(p("words") * 20).blocks
    with pytest.raises(UnreadableDocument) as caught:
        read(p("words") * 30)
    assert caught.value.problem.code == "too-large"


def test_a_document_that_unpacks_without_end_is_refused():
    with pytest.raises(UnreadableDocument) as caught:
        read(p("words") + "<w:p/>" * 1_500_000)
    assert caught.value.problem.code == "too-large"


def test_a_large_table_is_read_in_little_time():
    cell = tc(*(p("words " * 20) for _ in range(3)))
    data = io.BytesIO(make_docx(tbl(*([tr(cell, cell, cell, cell)] * 300))))
    start = time.process_time()
    docx.read_docx(data)
    assert time.process_time() - start < 2.0


def test_elements_within_elements_of_any_depth_are_read():
    deep = "<w:sdt><w:sdtContent>" * 5000 + p("words") + "</w:sdtContent></w:sdt>" * 5000
    nested = "<w:tbl><w:tr><w:tc>" * 5000 + p("words") + "</w:tc></w:tr></w:tbl>" * 5000
    document = read(deep + nested)
    assert document.blocks[0].text == "words"
    assert document.blocks[1].rows[0][0].text == "words"


def read_or_refuse(data):
    file = io.BytesIO(data)
    try:
        if not docx.is_docx(file):
            return "other"
        docx.read_docx(file)
    except UnreadableDocument as refused:
        return refused.problem.code
    return "read"


LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{lvl(0, "%1.")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
LETTERS = st.text(string.ascii_letters + string.punctuation + "éñ– ", max_size=20)
DOCUMENTS = st.recursive(
    LETTERS.map(p),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda cells: tbl(tr(*map(tc, cells)))),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=6))
def test_the_words_of_any_paragraphs_are_read(words):
    assert texts("".join(map(p, ["first", *words]))) == ["first", *(text.strip() for text in words)]


@settings(deadline=None)
@given(st.lists(DOCUMENTS, max_size=4), st.text("<>/w:tbrcpPr= \"'&", max_size=30), st.floats(0, 1))
def test_a_wrong_document_is_read_or_refused(blocks, wrong, share):
    body = "".join(blocks)
    place = int(len(body) * share)
    data = make_docx(p("words") + body[:place] + wrong + body[place:])
    assert read_or_refuse(data) in {"read", *MESSAGES}


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6))
def test_an_archive_with_wrong_bytes_is_read_or_refused(wrong):
    data = bytearray(make_docx(p("words", num(1)), numbering=LISTS))
    for place, written in wrong:
        start = int(len(data) * place)
        data[start : start + len(written)] = written
    assert read_or_refuse(bytes(data)) in {"read", "other", *MESSAGES}
