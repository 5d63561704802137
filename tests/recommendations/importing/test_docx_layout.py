"""Automatic numbers, indents and headings are those that Word shows."""

import io

import pytest

from recommendations.importing.readers import docx
from recommendations.importing.readers.docx_layout import format_number
from tests.recommendations.importing.word import lvl, make_docx, num, p, t


def read(body, **parts):
    return docx.read_docx(io.BytesIO(make_docx(body, **parts)))


def labels(body, **parts):
    return [block.label for block in read(body, **parts).blocks]


def numbering(*levels, more="", numbers='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="0">{more}{"".join(levels)}</w:abstractNum>{numbers}'


def test_numbers_go_on_and_lower_levels_begin_anew():
    parts = numbering(lvl(0, "%1.", start=118), lvl(1, "%1.%2"), lvl(2, "(%3)", "lowerLetter"))
    levels = [0, 1, 2, 2, 1, 2, 0, 1]
    body = "".join(p("words", num(1, level)) for level in levels)
    assert labels(body, numbering=parts) == [
        "118.",
        "118.1",
        "(a)",
        "(b)",
        "118.2",
        "(a)",
        "119.",
        "119.1",
    ]


def test_a_fixed_prefix_is_part_of_the_number():
    assert labels(p("a", num(1)) + p("b", num(1)), numbering=numbering(lvl(0, "82.%1"))) == ["82.1", "82.2"]


def test_a_higher_level_that_was_not_used_stands_at_its_start():
    assert labels(p("a", num(1, 1)), numbering=numbering(lvl(0, "%1.", start=5), lvl(1, "%1.%2"))) == ["5.1"]


def test_legal_numbers_are_decimal_on_every_level():
    parts = numbering(lvl(0, "%1.", "upperRoman"), lvl(1, "%1.%2", more="<w:isLgl/>"))
    assert labels(p("a", num(1)) + p("b", num(1, 1)), numbering=parts) == ["I.", "1.1"]


def test_a_level_that_never_begins_anew_counts_on():
    parts = numbering(lvl(0, "%1."), lvl(1, "%2)", more='<w:lvlRestart w:val="0"/>'))
    body = "".join(p("words", num(1, level)) for level in [0, 1, 0, 1])
    assert labels(body, numbering=parts) == ["1.", "1)", "2.", "2)"]


def test_lists_of_one_definition_count_on_unless_one_says_where_it_starts():
    numbers = "".join(
        f'<w:num w:numId="{id}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for id, override in [
            (1, ""),
            (2, ""),
            (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'),
        ]
    )
    parts = numbering(lvl(0, "%1."), numbers=numbers)
    body = "".join(p("words", num(number)) for number in [1, 2, 3, 3, 1])
    assert labels(body, numbering=parts) == ["1.", "2.", "7.", "8.", "9."]


def test_a_list_may_have_a_level_of_its_own():
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{lvl(0, "§%1", "upperLetter")}</w:lvlOverride></w:num>'
    )
    assert labels(p("a", num(1)), numbering=numbering(lvl(0, "%1."), numbers=numbers)) == ["§A"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
    '<w:style w:type="paragraph" w:styleId="Single"><w:pPr><w:ind w:left="1134"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Numbered"><w:basedOn w:val="Single"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="Numbered"/></w:style>'
)


def style(id, more=""):
    return f'<w:pStyle w:val="{id}"/>{more}'


def test_a_style_gives_its_paragraphs_numbers():
    parts = numbering(lvl(0, "%1."), lvl(1, "%1.%2", more='<w:pStyle w:val="Item"/>'))
    body = p("a", style("Numbered")) + p("b", style("Item")) + p("c", style("Item")) + p("d", style("Single"))
    assert labels(body, numbering=parts, styles=STYLES) == ["1.", "1.1", "1.2", ""]


def test_a_paragraph_may_decline_the_number_of_its_style():
    body = p("a", style("Numbered", num(0))) + p("b", style("Numbered"))
    assert labels(body, numbering=numbering(lvl(0, "%1.")), styles=STYLES) == ["", "1."]


def test_a_definition_may_refer_to_a_style_of_lists():
    parts = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Listed"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="5">{lvl(0, "%1)")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    )
    listed = (
        '<w:style w:type="numbering" w:styleId="Listed"><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert labels(p("a", num(1)), numbering=parts, styles=listed) == ["1)"]


@pytest.mark.parametrize(("text", "label"), [("\uf0b7", "•"), ("o", "•"), ("-", "-"), ("", "•")])
def test_bullets_are_bullets_whatever_their_font(text, label):
    assert labels(p("a", num(1)), numbering=numbering(lvl(0, text, "bullet"))) == [label]


def test_a_list_that_is_not_there_gives_no_number():
    assert labels(p("a", num(9)) + p("b", num(1, 7)), numbering=numbering(lvl(0, "%1."))) == ["", ""]


@pytest.mark.parametrize(
    ("number", "format", "written"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (1, "lowerLetter", "a"),
        (28, "lowerLetter", "bb"),
        (26, "upperLetter", "Z"),
        (19, "lowerRoman", "xix"),
        (1994, "upperRoman", "MCMXCIV"),
        (3, "none", ""),
        (0, "lowerRoman", "0"),
        (30_000, "lowerRoman", "30000"),
        (30_000, "upperLetter", "30000"),
        (5, "chickenScratch", "5"),
    ],
)
def test_numbers_are_written_in_every_format(number, format, written):
    assert format_number(number, format) == written


# Where paragraphs start, headings


@pytest.mark.parametrize(
    ("properties", "indent"),
    [
        ("", 0.0),
        ('<w:ind w:left="567"/>', 28.35),
        ('<w:ind w:start="567" w:firstLine="200"/>', 38.35),
        ('<w:ind w:left="567" w:hanging="567"/>', 0.0),
        (style("Single"), 56.7),
        (style("Single", '<w:ind w:firstLine="100"/>'), 61.7),
        (style("Single", num(1)), 20.0),
        (style("Numbered"), 20.0),
        (style("Numbered", '<w:ind w:left="40"/>'), -8.0),
        ('<w:ind w:left="many"/>', 0.0),
    ],
)
def test_a_paragraph_starts_where_it_or_its_list_or_its_style_says(properties, indent):
    ind = '<w:pPr><w:ind w:left="600" w:hanging="200"/></w:pPr>'
    parts = {"numbering": numbering(lvl(0, "%1.", more=ind)), "styles": STYLES}
    assert read(p("words", properties), **parts).blocks[0].indent == pytest.approx(indent)


def test_tabs_before_the_first_word_move_it():
    assert read(f"<w:p>{'<w:r><w:tab/>' + t('1. Ratify') + '</w:r>'}</w:p>").blocks[0].indent == 36.0


@pytest.mark.parametrize(
    ("id", "name", "properties", "heading"),
    [
        ("HChG", "_ H _Ch_G", "", True),
        ("H23G", "_ H_2/3_G", "", True),
        ("Heading1", "heading 1", "", True),
        ("berschrift1", "heading 1", "", True),
        ("Own", "My own", '<w:outlineLvl w:val="0"/>', True),
        ("Own", "My own", '<w:outlineLvl w:val="9"/>', False),
        ("SingleTxtG", "_ Single Txt_G", "", False),
        ("Header", "header", "", False),
    ],
)
def test_headings_are_told_by_their_style(id, name, properties, heading):
    styles = (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )
    assert read(p("II. Conclusions", style(id)), styles=styles).blocks[0].heading is heading


def test_styles_that_are_based_on_each_other_are_read():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:basedOn w:val="{base}"/></w:style>'
        for id, base in [("A", "B"), ("B", "A")]
    )
    assert read(p("words", style("A")), styles=styles).blocks[0].text == "words"
