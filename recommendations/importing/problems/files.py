"""What keeps a file from being read."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop

FILES: Final[Table] = {
    "unknown-format": (
        "error",
        gettext_noop(
            "This file is not one of the documents that can be read here. Please choose, in English, a "
            "report of the Working Group or the State’s addendum to it (PDF or Word), a thematic list of "
            "OHCHR (Word), an export of UHRI (JSON or Excel) or of UPR Info (Excel or CSV), or a "
            "spreadsheet on the template of this site (Excel or CSV)."
        ),
    ),
    "empty-file": (
        "error",
        gettext_noop("This file is empty. Please download the document again and choose the new copy."),
    ),
    "encrypted": (
        "error",
        gettext_noop(
            "This file is protected by a password. Please save a copy without the password and choose that."
        ),
    ),
    "damaged": (
        "error",
        gettext_noop(
            "This file is damaged or was not downloaded to its end. Please download the document again "
            "and choose the new copy."
        ),
    ),
    "no-text": (
        "error",
        gettext_noop(
            "This file holds pictures of pages, not text. Please choose the version of the document "
            "whose words can be selected."
        ),
    ),
    "too-many-pages": (
        "error",
        gettext_noop(
            "This file has {pages} pages, and at most {limit} are read. Please choose the document alone."
        ),
    ),
    "too-large": (
        "error",
        gettext_noop(
            "This file unpacks to far more than such a document holds, and was not read. Please choose the "
            "document as published by the United Nations."
        ),
    ),
    "packed-unusually": (
        "error",
        gettext_noop(
            "This PDF is packed in an old way that could hide any amount of data, and was not read. Please "
            "open it and save or print it as a new PDF, and choose that."
        ),
    ),
    "unsafe-xml": (
        "error",
        gettext_noop(
            "This file holds declarations that no document of the United Nations needs and that could do "
            "harm, so it was not read. Please open it in Word or Excel, save it anew and choose the new copy."
        ),
    ),
    "numbers-missing": (
        "error",
        gettext_noop(
            "The recommendations of this report have no numbers of their own, so they cannot be read. Please "
            "enter them through the template for your own spreadsheet."
        ),
    ),
    "section-missing": (
        "error",
        gettext_noop(
            "This report has no section of conclusions and/or recommendations that could be recognised. "
            "Please check that the file is the complete report in English."
        ),
    ),
}
