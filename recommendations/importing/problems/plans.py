"""What keeps a document from being planned, or makes a plan doubtful."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop, ngettext_noop

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
    "plan-needs-cycle": (
        "error",
        gettext_noop("Cycle {cycle} is not among the cycles known here. Please add it first."),
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
    "session-of-document": (
        "warning",
        gettext_noop(
            "The document names session {session} of the Working Group, but the review {review} is known "
            "here as one of session {known}. The review was left as it is; please compare both."
        ),
    ),
    "session-contradicted": (
        "warning",
        ngettext_noop(
            "{count} row names session {session} of the Working Group, but the review {review} is known here "
            "as one of session {known}. The review was left as it is; please compare both.",
            "{count} rows name session {session} of the Working Group, but the review {review} is known here "
            "as one of session {known}. The review was left as it is; please compare both.",
        ),
    ),
    "document-of-other-review": (
        "warning",
        ngettext_noop(
            "{symbol} is known here as a document of the review {known}, but {count} row speaks of {review} "
            "and names it. The row was left out; please correct the review or the document in it.",
            "{symbol} is known here as a document of the review {known}, but {count} rows speak of {review} "
            "and name it. They were left out; please correct the review or the document in them.",
        ),
    ),
    "plan-empty": (
        "error",
        gettext_noop("The document was read, but no recommendation was found in it. Please check the file."),
    ),
    "plan-not-comparable": (
        "error",
        gettext_noop(
            "The document was read, but nothing in it has both a possible number of a recommendation and a "
            "wording, so there was nothing to compare with what is here. Please check that the file is the "
            "complete document and that its columns are those that are usual."
        ),
    ),
    "table-without-rows": (
        "error",
        gettext_noop(
            "The headings of this table were recognised, but it has no rows with anything in them. Please "
            "check that it is the file you meant, and that its rows stand below the headings, on the same "
            "sheet."
        ),
    ),
    "table-left-out": (
        "error",
        gettext_noop(
            "No row of this table could be compared with what is here: every one was left out, for the "
            "reasons named among the remarks. Please correct the rows in the file and choose it again, or "
            "choose another one."
        ),
    ),
    "plan-no-answers": (
        "error",
        gettext_noop(
            "The addendum was read, but no position on a recommendation was found in it. Please check the "
            "file."
        ),
    ),
    "plan-needs-report": (
        "error",
        ngettext_noop(
            "The addendum states {count} position, but the recommendation that it answers is not loaded "
            "here. Please import the report of the Working Group first, then this file again.",
            "The addendum states {count} positions, but the recommendations that they answer are not "
            "loaded here. Please import the report of the Working Group first, then this file again.",
        ),
    ),
    "rows-without-review": (
        "warning",
        ngettext_noop(
            "Of {count} row it could not be told which State was reviewed in which cycle. It was left out.",
            "Of {count} rows it could not be told which State was reviewed in which cycle. They were "
            "left out.",
        ),
    ),
    "pledges-left-out": (
        "notice",
        ngettext_noop(
            "The file has {count} voluntary pledge of the State under review. It is not kept here yet.",
            "The file has {count} voluntary pledges of the States under review. They are not kept here yet.",
        ),
    ),
    "edited-row-gone": (
        "warning",
        gettext_noop(
            "The row was exported from here as {number}, which is not here any more. It was left out."
        ),
    ),
    "later-change": (
        "error",
        gettext_noop("{record} has changed since: {change}."),
    ),
    "revert-stopped": (
        "error",
        gettext_noop(
            "Somebody changed the same records while this import was being taken back. What is not taken "
            "back yet can be taken back once the changes named below are undone."
        ),
    ),
    "remarks-cut": (
        "notice",
        ngettext_noop(
            "There is {count} more remark like these; the first {kept} were kept.",
            "There are {count} more remarks like these; the first {kept} were kept.",
        ),
    ),
    "answer-unloaded": (
        "warning",
        gettext_noop(
            "The State answers recommendation {number}, which is not loaded here. The answer was left out; "
            "please load the report first, or compare the number with the report."
        ),
    ),
    "answer-ambiguous": (
        "warning",
        gettext_noop(
            "The State answers recommendation {number} without saying of which of the paragraphs "
            "{paragraphs}. The answer was left out; please compare it with the report."
        ),
    ),
    "answers-differ": (
        "warning",
        gettext_noop(
            "The State’s answers to {number} were read as {positions}, one after the other. All were kept "
            "and the last, {last}, counts; please compare them with the document."
        ),
    ),
    "position-contradicted": (
        "warning",
        gettext_noop(
            "The list says that {symbol} states {number} as {printed}, but that document is recorded here as "
            "stating it as {known}. The position was left as it is; please compare both."
        ),
    ),
    "goal-unknown": (
        "notice",
        gettext_noop(
            "{goal} is not among the Sustainable Development Goals and targets known here. Nothing was "
            "tagged with it."
        ),
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
            "What is known here changed after this plan was made, by other files, answers or people, so it "
            "was not carried out. This is the plan made anew; please look at it again."
        ),
    ),
    "nothing-new": (
        "notice",
        ngettext_noop(
            "The file was compared with the database: everything it says is here already ({count} "
            "record the same), and nothing was written.",
            "The file was compared with the database: everything it says is here already ({count} "
            "records the same), and nothing was written.",
        ),
    ),
}
