"""What is doubtful in the rows of an export or a spreadsheet."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop, ngettext_noop

TABLES: Final[Table] = {
    # Something in the file keeps a row or a cell from being read as it should be.
    "quotes-broken": (
        "warning",
        gettext_noop(
            "The quotation marks of this row are not in pairs, so it was read up to the end of its first "
            "line. Please compare it with the file."
        ),
    ),
    "row-too-long": (
        "warning",
        gettext_noop(
            "This row is far longer than any recommendation and was left out. A quotation mark may be "
            "missing in it; please look at it in the file."
        ),
    ),
    "characters-unreadable": (
        "warning",
        gettext_noop(
            "Some characters could not be read, first in this row. Please save the file anew as CSV in UTF-8 "
            "or as XLSX, and compare."
        ),
    ),
    "columns-not-read": (
        "warning",
        gettext_noop(
            "This sheet has values far to the right; only its first {limit} columns were read. Please check "
            "that nothing of importance stands there."
        ),
    ),
    "formula-without-value": (
        "warning",
        gettext_noop(
            "This cell holds a formula that was never calculated, and was read as empty. Please open the "
            "file in a spreadsheet program, save it and choose the new copy."
        ),
    ),
    "cell-error": (
        "warning",
        gettext_noop(
            "This cell shows the error {printed} instead of a value, and was read as empty. Please correct "
            "it in the file."
        ),
    ),
    # The header does not fit.
    "column-missing": (
        "error",
        gettext_noop(
            "This file has no columns with these headings, which are needed: {names}. If they are there "
            "under other headings, please add those to the columns known for this format."
        ),
    ),
    "columns-unknown": (
        "notice",
        gettext_noop(
            "These columns are not known and were not read: {names}. If one of them is needed, please add "
            "its heading to the columns known for this format."
        ),
    ),
    "cells-without-heading": (
        "warning",
        gettext_noop(
            "This row has more cells than the header. The further ones were not read; a delimiter or a "
            "quotation mark may be misplaced in it."
        ),
    ),
    # Rows of UPR Info; each is told once, with the first of its rows.
    "recommending-state-missing": (
        "notice",
        ngettext_noop(
            "{count} row does not name the State that made the recommendation, and was read without "
            "one. Please add the State from the report.",
            "{count} rows do not name the State that made the recommendation, and were read without "
            "one. Please add the State from the report.",
        ),
    ),
    "rows-without-session": (
        "warning",
        ngettext_noop(
            "{count} row gives “{printed}” as the session, which is none of the Working Group. Please "
            "enter the session.",
            "{count} rows give “{printed}” as the session, which is none of the Working Group. Please "
            "enter the session.",
        ),
    ),
    "group-of-states-unknown": (
        "notice",
        ngettext_noop(
            "“{name}” is not among the known regional groups and was left out ({count} row). Nothing is "
            "lost by it: the application knows the regional group of each State.",
            "“{name}” is not among the known regional groups and was left out ({count} rows). Nothing "
            "is lost by it: the application knows the regional group of each State.",
        ),
    ),
    # Rows of one’s own spreadsheet.
    "value-not-allowed": (
        "warning",
        gettext_noop("“{printed}” cannot stand in this column and was left out. Allowed are: {allowed}."),
    ),
    "row-without-text": (
        "warning",
        gettext_noop(
            "This row has no text, so it was left out. Please enter the text of the recommendation."
        ),
    ),
    "row-without-review": (
        "warning",
        gettext_noop(
            "This row does not say which review it is about, so it was left out. Please enter the review "
            "(such as khm-2), or the State and the cycle or session."
        ),
    ),
    "clause-without-first": (
        "warning",
        gettext_noop(
            "This is clause {clause} of a recommendation whose first clause does not stand directly above, "
            "so it was left out. Please move it there."
        ),
    ),
    # Rows that were exported from here.
    "mark-unreadable": (
        "warning",
        gettext_noop(
            "What this row was exported as can no longer be read from it, so the row was left out. Please "
            "export it again and repeat the edits there, or empty this cell if the row is meant as a new one."
        ),
    ),
    "row-key-edited": (
        "warning",
        gettext_noop(
            "“{exported}” stood here when the row was exported, so the row was left out. Please restore it, "
            "or empty “As exported” if the row is meant as a new one. Programs make 118.1 of 118.10 where "
            "the column is not formatted as text."
        ),
    ),
    "clause-added": (
        "warning",
        gettext_noop(
            "This row adds clause {clause} to a recommendation that was exported, and was left out. Please "
            "empty “As exported” in all rows of the recommendation, so that they are read as a whole."
        ),
    ),
    "value-beside-clause": (
        "warning",
        gettext_noop(
            "This value concerns the whole recommendation and was left out. Please enter it in the row of "
            "its first clause."
        ),
    ),
    "position-emptied": (
        "warning",
        gettext_noop(
            "What a State said is recorded with its position, and no position stands here, so what was "
            "edited of it was left out. Please enter supported, noted or pending."
        ),
    ),
    "document-emptied": (
        "warning",
        gettext_noop(
            "The wording is official only with the document that prints it, so this edit was left out. "
            "Please enter the symbol of the document."
        ),
    ),
    # A value is not known.
    "unknown-theme": (
        "warning",
        gettext_noop(
            "“{name}” is not among the known names of themes. Please choose the theme that is meant, or add "
            "the name to the crosswalk."
        ),
    ),
    "unknown-group": (
        "warning",
        gettext_noop(
            "“{name}” is not among the known names of affected groups. Please choose the group that is "
            "meant, or add the name to its other names."
        ),
    ),
    # Rows of the Universal Human Rights Index; each is told once, with the first of its rows.
    "other-mechanisms": (
        "notice",
        ngettext_noop(
            "{count} row of another mechanism was left alone ({bodies}). Only those of the Universal "
            "Periodic Review are read here.",
            "{count} rows of other mechanisms were left alone ({bodies}). Only those of the Universal "
            "Periodic Review are read here.",
        ),
    ),
    "other-types": (
        "notice",
        ngettext_noop(
            "{count} row of the Universal Periodic Review is of the type “{type}”, not a "
            "recommendation, and was left alone.",
            "{count} rows of the Universal Periodic Review are of the type “{type}”, not "
            "recommendations, and were left alone.",
        ),
    ),
    "rows-empty": (
        "notice",
        ngettext_noop(
            "{count} row holds nothing and was left out.",
            "{count} rows hold nothing and were left out.",
        ),
    ),
    "rows-repeated": (
        "notice",
        ngettext_noop(
            "{count} row repeats another row in every value and was left out.",
            "{count} rows repeat another row in every value and were left out.",
        ),
    ),
    "rows-without-text": (
        "warning",
        ngettext_noop(
            "{count} row has no text that could be read and was left out. Please look for its text at "
            "its source.",
            "{count} rows have no text that could be read and were left out. Please look for their text "
            "at its source.",
        ),
    ),
    "rows-without-country": (
        "warning",
        ngettext_noop(
            "{count} row does not say which State was reviewed. Please enter the State.",
            "{count} rows do not say which State was reviewed. Please enter the State.",
        ),
    ),
    "field-missing": (
        "warning",
        ngettext_noop(
            "{count} row has no field “{name}”, and what it says is missing from what was read. Please "
            "check that this is the complete export.",
            "{count} rows have no field “{name}”, and what it says is missing from what was read. "
            "Please check that this is the complete export.",
        ),
    ),
    "value-unreadable": (
        "warning",
        ngettext_noop(
            "{count} row holds in this field something that is neither a text, a number nor a list of "
            "them. It was left out; please enter what is meant.",
            "{count} rows hold in this field something that is neither a text, a number nor a list of "
            "them. It was left out; please enter what is meant.",
        ),
    ),
    "value-unclear": (
        "warning",
        ngettext_noop(
            "“{values}” could not be read as the one value that belongs here, so none was taken "
            "({count} row). Please enter the right one.",
            "“{values}” could not be read as the one value that belongs here, so none was taken "
            "({count} rows). Please enter the right one.",
        ),
    ),
    "value-too-long": (
        "warning",
        ngettext_noop(
            "{count} row holds here more than {limit} characters in one value. It was left out; please "
            "enter what is meant.",
            "{count} rows hold here more than {limit} characters in one value. It was left out; please "
            "enter what is meant.",
        ),
    ),
    "number-incomplete": (
        "notice",
        ngettext_noop(
            "{count} text begins with a number that does not say both the paragraph and the "
            "recommendation. It was not taken; this recommendation is recognised by its text.",
            "{count} texts begin with a number that does not say both the paragraph and the "
            "recommendation. It was not taken; these recommendations are recognised by their text.",
        ),
    ),
    "position-word-unknown": (
        "warning",
        ngettext_noop(
            "“{position}” is not among the known words for the position of a State ({count} row). "
            "Please choose the position that is meant.",
            "“{position}” is not among the known words for the position of a State ({count} rows). "
            "Please choose the position that is meant.",
        ),
    ),
    "states-differ": (
        "warning",
        gettext_noop(
            "The text names as recommending States {named}, the list beside it {listed}. The States of the"
            " text were kept, and those of the list as well where there is only one request; please "
            "compare both with the report."
        ),
    ),
    "goal-impossible": (
        "warning",
        ngettext_noop(
            "“{name}” is no goal or target of the 2030 Agenda and was left out ({count} row). Please "
            "choose the one that is meant.",
            "“{name}” is no goal or target of the 2030 Agenda and was left out ({count} rows). Please "
            "choose the one that is meant.",
        ),
    ),
    "session-impossible": (
        "warning",
        ngettext_noop(
            "Session {session} is not among the known sessions of the Working Group ({count} row). "
            "Please enter the right one.",
            "Session {session} is not among the known sessions of the Working Group ({count} rows). "
            "Please enter the right one.",
        ),
    ),
    "cycle-differs": (
        "warning",
        ngettext_noop(
            "{count} row says cycle {cycle}, but session {session} belongs to cycle {due}. The cycle of "
            "the session was taken; please check it.",
            "{count} rows say cycle {cycle}, but session {session} belongs to cycle {due}. The cycle of "
            "the session was taken; please check it.",
        ),
    ),
    "more-doubts": (
        "notice",
        ngettext_noop(
            "There are doubts about {count} further value, too many to be named one by one. Please "
            "settle those named here and read the file again.",
            "There are doubts about {count} further values, too many to be named one by one. Please "
            "settle those named here and read the file again.",
        ),
    ),
    "json-damaged": (
        "error",
        gettext_noop(
            "From this row on the file is damaged, or it was not downloaded to its end. Please download "
            "the export again and choose the new copy."
        ),
    ),
    "json-row-too-long": (
        "error",
        gettext_noop(
            "This row is longer than {limit} characters, as no row of the export is. Please download the "
            "export again and choose the new copy."
        ),
    ),
    "json-lines": (
        "error",
        gettext_noop(
            "This file holds one row after the other instead of one list of rows, so it is not the export "
            "as the Universal Human Rights Index offers it. Please download the export there and choose "
            "that."
        ),
    ),
}
