"""Every problem that reading a file can meet: one table from code to English sentence.

The sentences say what happened and what to do, calmly. They are marked for translation by a
no-op, because this module, like all readers, knows no Django: whoever shows a problem translates
`MESSAGES[code]` and completes it with the problem's `details`.
"""

from typing import Final

from recommendations.importing.records import Problem, Severity


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation and answer it unchanged."""
    return message


_TABLE: Final[dict[str, tuple[Severity, str]]] = {
    # The file cannot be read at all.
    "unknown-format": (
        "error",
        gettext_noop(
            "This file is not one of the documents that can be read here. Please choose the report of "
            "the Working Group in English, as PDF, as published by the United Nations."
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
            "This file unpacks to far more than any report holds, and was not read. Please choose the "
            "document as published by the United Nations."
        ),
    ),
    "section-missing": (
        "error",
        gettext_noop(
            "This report has no section of conclusions and/or recommendations that could be recognised. "
            "Please check that the file is the complete report in English."
        ),
    ),
    # Something in the list of recommendations is doubtful.
    "end-missing": (
        "warning",
        gettext_noop(
            "The paragraph that closes the recommendations was not found. Please check that the file is "
            "complete."
        ),
    ),
    "number-repaired": (
        "warning",
        gettext_noop(
            "The document prints the number {printed} where {number} is due. It was read as {number}; "
            "please compare it with the document."
        ),
    ),
    "number-undotted": (
        "notice",
        gettext_noop("The document prints the number {printed} without its dot. It was read as {number}."),
    ),
    "number-missing": (
        "warning",
        gettext_noop(
            "No recommendation numbered {number} was found. Please look for it in the document; the "
            "document itself may leave the number out."
        ),
    ),
    "number-duplicated": (
        "warning",
        gettext_noop(
            "The number {number} is printed twice. The second text was kept as part of the first; please "
            "compare it with the document."
        ),
    ),
    "position-unknown": (
        "warning",
        gettext_noop(
            "Paragraph {paragraph} does not say in known words which position the State took. Its "
            "recommendations were read as pending; please enter the position."
        ),
    ),
    "not-recommendations": (
        "notice",
        gettext_noop(
            "Paragraph {paragraph} gives comments or commitments of the State under review, not "
            "recommendations. Its {count} items were not read."
        ),
    ),
    "remark-not-read": (
        "notice",
        gettext_noop(
            "A remark stands under recommendation {number} and was not read as part of it: “{words}”"
        ),
    ),
    "no-state": (
        "warning",
        gettext_noop(
            "Recommendation {number} does not name the State that made it, or not in a way that could be "
            "recognised. Please add the State."
        ),
    ),
    "unknown-state": (
        "warning",
        gettext_noop(
            "“{name}” is not among the known names of States. Please choose the State that is meant, or "
            "add the spelling to its names."
        ),
    ),
    # Something about the document or the review is doubtful.
    "symbol-missing": (
        "warning",
        gettext_noop("The document does not print its symbol. Please enter it."),
    ),
    "document-date-unknown": (
        "warning",
        gettext_noop("The date of the document was not found on its cover. Please enter it."),
    ),
    "review-state-unknown": (
        "warning",
        gettext_noop(
            "The document does not say in a known spelling which State was reviewed (printed: “{name}”). "
            "Please choose the State."
        ),
    ),
    "session-unknown": (
        "warning",
        gettext_noop("The session of the Working Group was not found. Please enter it."),
    ),
    "review-date-unknown": (
        "warning",
        gettext_noop("The date of the review was not found. Please enter it."),
    ),
    "date-impossible": (
        "warning",
        gettext_noop("The document prints the date {printed}, which cannot be. Please enter the right one."),
    ),
    "troika-unknown": (
        "warning",
        gettext_noop(
            "The three States of the troika were not all recognised (printed: “{printed}”). Please enter "
            "them."
        ),
    ),
    # The document read cannot be planned, or only with a doubt.
    "plan-needs-symbol": (
        "error",
        gettext_noop(
            "The document does not print its symbol (such as A/HRC/26/16), so that nothing in it can be "
            "given its source. Please choose the complete document as published by the United Nations."
        ),
    ),
    "plan-needs-review": (
        "error",
        gettext_noop(
            "The document does not say, in a way that could be recognised, which State was reviewed and in "
            "which session. Please choose the complete document; if it prints a new spelling of the State’s "
            "name, add that to the State’s names first."
        ),
    ),
    "plan-needs-session": (
        "error",
        gettext_noop(
            "Session {session} of the Working Group is not among the sessions known here. Please add it "
            "first."
        ),
    ),
    "plan-needs-state": (
        "error",
        gettext_noop(
            "{state} is not the code of a State known here. Please load the States before any document."
        ),
    ),
    "plan-other-review": (
        "error",
        gettext_noop(
            "{symbol} is known here as a document of the review {known}, but this file speaks of {printed}. "
            "Please compare the file with the record of the document."
        ),
    ),
    "plan-empty": (
        "error",
        gettext_noop("The document was read, but no recommendation was found in it. Please check the file."),
    ),
    "review-date-late": (
        "warning",
        gettext_noop(
            "The document gives {printed} as the date of the review, after its adoption in the Working Group "
            "({adopted}). The date was left as it is; please correct the one that is wrong."
        ),
    ),
    "number-impossible": (
        "warning",
        gettext_noop("{number} is no possible number of a recommendation. It was left out."),
    ),
    "number-repeated": (
        "warning",
        gettext_noop("The number {number} was read twice. The second recommendation was left out."),
    ),
    "clauses-left-over": (
        "warning",
        gettext_noop(
            "{number} has {known} clauses here and {printed} in the document. Those after the last were left "
            "as they are; please compare them with the document."
        ),
    ),
    "plan-renewed": (
        "notice",
        gettext_noop(
            "The data changed after this plan was made, so it was not carried out. This is the plan made "
            "anew; please look at it again."
        ),
    ),
    "nothing-new": (
        "notice",
        gettext_noop(
            "The file was compared with the database: everything it says is here already ({count} records "
            "the same), and nothing was written."
        ),
    ),
}

MESSAGES: Final[dict[str, str]] = {code: message for code, (_, message) in _TABLE.items()}
"""From a problem's code to its English sentence, with {placeholders} that `details` fills."""

SEVERITIES: Final[dict[str, Severity]] = {code: severity for code, (severity, _) in _TABLE.items()}
"""From a problem's code to its severity: an error stops the reading, a warning wants a person's
eye, a notice only tells."""


def problem(code: str, *, page: int | None = None, where: str = "", **details: str | int) -> Problem:
    """Build the problem `code`, whose sentence `details` complete.

    `page` counts the file's pages from 1; `where` is the place in words, such as "118.5". Raises
    KeyError for a code that is not in the table or a detail that its sentence needs and lacks.
    """
    texts = {name: str(value) for name, value in details.items()}
    return Problem(
        code=code,
        severity=SEVERITIES[code],
        message=MESSAGES[code].format_map(texts),
        details=texts,
        page=page,
        where=where,
    )


class UnreadableDocument(Exception):  # noqa: N818 - what it is, not that it is an error
    """A file that cannot be read; `problem` says why, and what to do."""

    def __init__(self, code: str, **details: str | int) -> None:
        self.problem = problem(code, page=None, where="", **details)
        super().__init__(self.problem.message)
