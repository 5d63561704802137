"""Whatever a file holds, it is read or refused with a sentence; nothing else ever happens."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importing import problems, readers
from recommendations.importing.readers import pdf, pdf_streams


@pytest.fixture(scope="module")
def report(make_report, closing):
    """The bytes of a small report."""
    sentence = "118. The recommendations listed below enjoy the support of Cambodia:"
    return make_report([sentence, "  118.1 Go on (Cuba);", f"119. {closing}"])


def refusal(data, reference):
    with pytest.raises(readers.UnreadableDocument) as caught:
        readers.read(data, reference)
    return caught.value.problem


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\0" * 5000, "empty-file"),
        (b"<!doctype html><title>Not found</title>", "unknown-format"),
        (b"PK\x03\x04 not really a zip", "damaged"),
        (bytes(range(256)) * 20, "unknown-format"),
        (b"%PDF-1.4", "damaged"),
        (b"%PDF-1.4\n%%EOF", "damaged"),
    ],
)
def test_a_file_of_another_kind_is_refused(data, code, reference):
    assert refusal(data, reference).code == code


@pytest.mark.parametrize("missing", [7, 100, 2000])
def test_a_report_cut_short_is_refused(report, reference, missing):
    assert refusal(report[:-missing], reference).code == "damaged"


def test_a_report_under_a_password_is_refused(make_pdf, put, reference):
    key = "<" + "7f" * 32 + ">"
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/O{key}/U{key}/P -4>>/ID[<00><00>]"
    assert refusal(make_pdf([[put(100, 700, "Report")]], trailer=locked), reference).code == "encrypted"


def test_pictures_of_pages_are_refused(make_pdf, reference):
    assert refusal(make_pdf([[], []]), reference).code == "no-text"


def test_a_book_is_refused(make_pdf, put, reference):
    book = make_pdf([[put(100, 700, "Chapter")]] * (pdf.MAX_PAGES + 1))
    problem = refusal(book, reference)
    assert (problem.code, problem.details) == ("too-many-pages", {"pages": "501", "limit": "500"})


def test_a_file_that_unpacks_without_end_is_refused(report, reference, monkeypatch):
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 1000)
    bomb = zlib.compress(bytes(2000))
    stuffed = report.replace(b"%PDF-1.4\n", b"%PDF-1.4\n9 0 obj<<>>stream\n" + bomb + b"\nendstream endobj\n")
    assert refusal(stuffed, reference).code == "too-large"


@pytest.mark.parametrize(
    "filters",
    [b"/Filter/LZWDecode", b"/Filter/LZW#44ecode", b"/Filter[/AHx /Fl]", b"/Filter 8 0 R", b"/F /RL"],
)
def test_packing_that_cannot_be_counted_is_refused(report, reference, filters):
    stuffed = report.replace(
        b"%PDF-1.4\n", b"%PDF-1.4\n9 0 obj<<" + filters + b">>stream\nx\nendstream endobj\n"
    )
    assert refusal(stuffed, reference).code == "packed-unusually"


@pytest.mark.parametrize("keyword", [b"stream\n", b"stream\r", b"stream  \r\n", b"stream"])
@pytest.mark.parametrize("words", [bytes(2000), b"stream\nstream\n" + bytes(2000)])
def test_a_bomb_is_found_however_its_stream_is_written(report, reference, monkeypatch, keyword, words):
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 1000)
    stored = zlib.compressobj(level=0)
    bomb = stored.compress(words) + stored.flush()
    stuffed = report.replace(
        b"%PDF-1.4\n", b"%PDF-1.4\n9 0 obj<<>>" + keyword + bomb + b"\nendstream endobj\n"
    )
    assert refusal(stuffed, reference).code == "too-large"


def test_a_file_that_takes_too_long_is_refused(report, reference, monkeypatch):
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert refusal(report, reference).code == "too-large"


@pytest.mark.parametrize(
    "words", ["Minutes of a meeting", "Report of the Working Group on arbitrary detention"]
)
def test_a_pdf_that_is_no_report_is_refused(make_pdf, put, reference, words):
    assert refusal(make_pdf([[put(100, 700, words)]]), reference).code == "unknown-format"


def test_an_addendum_is_not_taken_for_a_report(make_report, reference, cover):
    addendum = make_report(["1. Cambodia thanks the Working Group."], cover=f"{cover}\nAddendum")
    assert refusal(addendum, reference).code == "unknown-format"


def test_a_report_without_recommendations_is_refused(make_report, reference):
    assert refusal(make_report(["118. Cambodia was thanked."]), reference).code == "section-missing"


def test_a_report_whose_recommendations_have_no_numbers_is_refused(make_report, reference, closing):
    made = "60. In the course of the discussion, the following recommendations were made:"
    data = make_report([made, "  (a) Ratify it (Cuba);", "  (b) Go on (Chad);", f"61. {closing}"])
    assert refusal(data, reference).code == "numbers-missing"


def test_every_refusal_says_what_happened_and_what_to_do(reference):
    problem = refusal(b"", reference)
    assert problem.severity == "error"
    assert problem.message == problems.MESSAGES["empty-file"]


def read_or_refuse(data, reference):
    try:
        return readers.read(data, reference).format
    except readers.UnreadableDocument as refused:
        return refused.problem.code


@settings(deadline=None)  # a busy machine is no fault of a reader
@given(data=st.binary(max_size=400), claim=st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04"]))
def test_random_bytes_are_refused(data, claim, reference):
    assert read_or_refuse(claim + data, reference) in {"empty-file", "unknown-format", "damaged", "encrypted"}


@settings(deadline=None)  # a busy machine is no fault of a reader
@given(share=st.floats(min_value=0, max_value=0.99))
def test_a_report_cut_anywhere_is_refused(share, report, reference):
    assert read_or_refuse(report[: int(len(report) * share)], reference) in {
        "empty-file",
        "unknown-format",
        "damaged",
    }


@settings(deadline=None)  # a busy machine is no fault of a reader
@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=8))
def test_a_report_with_wrong_bytes_is_read_or_refused(report, reference, wrong):
    data = bytearray(report)
    for place, written in wrong:
        start = int(len(data) * place)
        data[start : start + len(written)] = written
    assert read_or_refuse(bytes(data), reference) in {"working-group-report", *problems.MESSAGES}
