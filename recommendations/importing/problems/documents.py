"""What is doubtful in a document of the United Nations."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop, ngettext_noop

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
        ngettext_noop(
            "Paragraph {paragraph} gives comments or commitments of the State under review, not "
            "recommendations. Its {count} item was not read as such.",
            "Paragraph {paragraph} gives comments or commitments of the State under review, not "
            "recommendations. Its {count} items were not read as such.",
        ),
    ),
    "items-unnumbered": (
        "warning",
        gettext_noop(
            "Paragraph {paragraph} seems to hold recommendations that have no numbers of their own. They "
            "were not read; please enter them by hand."
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
            "The document prints “{printed}”, a known mistake; it was read as “{meant}” because {why}."
        ),
    ),
    # Rows of a thematic list.
    "list-row-not-read": (
        "warning",
        gettext_noop(
            "This row of the list was not read, because its recommendation has no number such as 115.3: "
            "“{words}”. Please compare it with the document."
        ),
    ),
    "list-position-missing": (
        "warning",
        gettext_noop(
            "The row of recommendation {number} does not say which position the State took. Please enter the "
            "position."
        ),
    ),
    "list-position-unknown": (
        "warning",
        gettext_noop(
            "The position on recommendation {number} is given as “{printed}”, which is not a known word. "
            "Please enter the position."
        ),
    ),
    "list-cells-missing": (
        "warning",
        ngettext_noop(
            "The row of recommendation {number} has {count} cell where the list has {due} columns. What "
            "could be told apart was read; please compare it with the document.",
            "The row of recommendation {number} has {count} cells where the list has {due} columns. "
            "What could be told apart was read; please compare it with the document.",
        ),
    ),
    "list-number-twice": (
        "warning",
        gettext_noop(
            "Recommendation {number} stands in this list twice. Please compare its rows with the report."
        ),
    ),
    "list-source-missing": (
        "notice",
        ngettext_noop(
            "{count} recommendation of the list does not say where its position is stated.",
            "{count} recommendations of the list do not say where their position is stated.",
        ),
    ),
    "list-source-unclear": (
        "warning",
        gettext_noop(
            "Recommendation {number} names as source of its position “{printed}”, which was read as "
            "paragraph “{paragraph}” of “{symbol}”. Please compare it with the document."
        ),
    ),
    "list-assessments-not-read": (
        "notice",
        ngettext_noop(
            "{count} row of the list holds a comment on the level of implementation. It was not read; "
            "please enter it as an assessment.",
            "{count} rows of the list hold comments on the level of implementation. They were not read; "
            "please enter them as assessments.",
        ),
    ),
    # Something in an addendum, the State's own views, is doubtful.
    "positions-missing": (
        "error",
        gettext_noop(
            "The document is an addendum, but no position on a recommendation could be read in it. Please "
            "enter the positions by hand, or load the text version (DOCX) of the document."
        ),
    ),
    "position-stated-twice": (
        "warning",
        gettext_noop(
            "The document states two positions on recommendation {number}: “{other}” and “{kept}”. It was "
            "read as “{kept}”; please compare it with the document."
        ),
    ),
    "position-not-stated": (
        "warning",
        gettext_noop(
            "The document speaks of recommendation {number}, but does not say in known words which position "
            "the State took on it. Please enter the position."
        ),
    ),
    "position-unnamed": (
        "warning",
        gettext_noop(
            "The document states a position (“{position}”) on recommendations that it does not number "
            "(“{words}”). Please enter the position on each of them."
        ),
    ),
    "position-in-part": (
        "notice",
        ngettext_noop(
            "{count} recommendation is accepted in part or in principle. It was read as noted, and the "
            "State’s own words were kept.",
            "{count} recommendations are accepted in part or in principle. They were read as noted, and "
            "the State’s own words were kept.",
        ),
    ),
    "total-differs": (
        "warning",
        gettext_noop(
            "The document states a total of {stated} ({kind}), but {read} were read. Please look for what is "
            "missing or too many; some may be answered in the report itself."
        ),
    ),
    "range-impossible": (
        "warning",
        gettext_noop(
            "The document prints the range “{printed}”, which cannot be. Only its two ends were read; please "
            "compare it with the document."
        ),
    ),
}
