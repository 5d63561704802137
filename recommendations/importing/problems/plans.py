"""What keeps a document from being planned, or makes a plan doubtful."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop

PLANS: Final[Table] = {
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
