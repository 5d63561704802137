import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from recommendations.implementation import uploads


def archive(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for member in members:
            zipped.writestr(member, "<x/>")
    return file.getvalue()


GOOD = {
    "report.pdf": b"%PDF-1.7\n...",
    "REPORT.PDF": b"\xef\xbb\xbf%PDF-1.4\n",
    "letter.docx": archive("[Content_Types].xml", "word/document.xml"),
    "figures.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "letter.odt": archive("mimetype", "content.xml"),
    "figures.csv": "province,schools\nកំពត,12\n".encode(),
    "notes.txt": "\ufeffកំណត់ចំណាំ".encode("utf-16"),
    "scan.png": b"\x89PNG\r\n\x1a\n...",
    "photo.jpg": b"\xff\xd8\xff\xe0...",
    "photo.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
}
DISGUISED = {
    "report.pdf": b"<html><script>alert(1)</script>",
    "letter.docx": archive("xl/workbook.xml"),
    "figures.xlsx": b"PK\x03\x04 and then nothing",
    "letter.odt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "notes.txt": b"MZ\x90\x00\x03\x00\x00\x00",
    "figures.csv": GOOD["figures.xlsx"],
    "scan.png": GOOD["photo.jpg"],
    "photo.webp": b"RIFF\x00\x00\x00\x00WAVEfmt ",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_taken_under_a_name_of_ours(name):
    taken = uploads.accept(SimpleUploadedFile(name, GOOD[name]))

    assert taken.read() == GOOD[name]
    stem, ending = taken.name.rsplit(".", 1)
    assert len(stem) == 32
    assert ending == name.rsplit(".", 1)[1].lower()


@pytest.mark.parametrize("name", DISGUISED)
def test_a_file_that_is_something_else_is_refused(name):
    with pytest.raises(ValidationError, match="its content is something else"):
        uploads.accept(SimpleUploadedFile(name, DISGUISED[name]))


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "macro.docm", "program.exe", "report", ".pdf"])
def test_other_kinds_are_refused_by_name(name):
    with pytest.raises(ValidationError, match="Choose one of these"):
        uploads.accept(SimpleUploadedFile(name, GOOD["report.pdf"]))


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.MAX_UPLOAD_MB = 1

    with pytest.raises(ValidationError) as refusal:
        uploads.accept(SimpleUploadedFile("report.pdf", b"%PDF-" + b" " * 1_572_864))

    assert "has 1.5\xa0MB; the limit is 1 MB" in refusal.value.message
