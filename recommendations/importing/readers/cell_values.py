"""Values of spreadsheet cells as the words that people see in them, of one form whatever the file."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
"""The numbers of the formats that show a number as a date or time (ECMA-376 part 1, 18.8.30)."""

_NOT_A_PLACEHOLDER = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
_LEAP_DAY_THAT_NEVER_WAS = 60
_SECONDS_OF_A_DAY = 86_400
_MOST_DIGITS = 1e15


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row in which a cell has a value: its sheet, its number counted from 1, its cells as written."""

    sheet: str
    number: int
    cells: list[str]


def is_date_format(code: str) -> bool:
    """Tell whether a number format such as "dd/mm/yyyy" shows a number as a date or time.

    Times that have passed ("[h]:mm") are numbers.
    """
    first = code.partition(";")[0]
    if re.search(r"\[[hms]+\]", first, re.IGNORECASE):
        return False
    return bool(_DATE_LETTER.search(_NOT_A_PLACEHOLDER.sub("", first)))


def print_number(number: float) -> str:
    """Print a number without the ".0" that programs add to whole ones."""
    return str(int(number)) if abs(number) < _MOST_DIGITS and number % 1 == 0 else repr(number)


def print_serial(serial: float, since_1904: bool = False) -> str:
    """Print a date, given as days since 1899-12-30 (or 1904-01-01), as ISO 8601.

    The time is added where there is one, and stands alone on day 0. A number that is no date of the
    years 1900 to 9999 is printed as a number.
    """
    early = not since_1904 and 1 <= serial < _LEAP_DAY_THAT_NEVER_WAS
    try:
        days, seconds = divmod(round((serial + early) * _SECONDS_OF_A_DAY), _SECONDS_OF_A_DAY)
        date = (_EPOCH_1904 if since_1904 else _EPOCH) + datetime.timedelta(days=days)
    except (OverflowError, ValueError):
        return print_number(serial)
    if serial < 0:
        return print_number(serial)
    minutes, second = divmod(seconds, 60)
    time = datetime.time(*divmod(minutes, 60), second).isoformat()
    if not days and not since_1904:
        return time
    return f"{date.isoformat()}T{time}" if seconds else date.isoformat()


def print_truth(truth: bool) -> str:
    """Print a truth value as spreadsheets do."""
    return "TRUE" if truth else "FALSE"


def name_column(column: int) -> str:
    """Answer the letters of a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
