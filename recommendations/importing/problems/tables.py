"""What is doubtful in the rows of an export or a spreadsheet."""

from typing import Final

from recommendations.importing.problems.table import Table, gettext_noop

TABLES: Final[Table] = {
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
}
