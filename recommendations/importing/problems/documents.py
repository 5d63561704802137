"""What is doubtful in a document of the United Nations."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop

DOCUMENTS: Final[Table] = {
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
    "correction-used": (
        "notice",
        gettext_noop(
            "The document prints “{printed}”, a known mistake; it was read as “{meant}”. The reason: {why}"
        ),
    ),
}
