"""Known mistakes of a document are read as what was meant, and every use is told."""

import dataclasses
from collections.abc import Iterable, Sequence

from recommendations.importing.problems import problem
from recommendations.importing.readers.layout import BodyLine
from recommendations.importing.records import Problem
from recommendations.importing.reference import Correction


def correct(
    lines: Sequence[BodyLine], corrections: Iterable[Correction]
) -> tuple[list[BodyLine], list[Problem]]:
    """Answer the lines with the corrections of their document made, and a problem for each.

    A correction is made once, in the first line of its page that has the words (of all lines, where the
    file knows no pages). A file without the mistake is a corrected version and left alone.
    """
    corrected, problems = list(lines), []
    for correction in corrections:
        found = next((index for index, line in enumerate(corrected) if _fits(correction, line)), None)
        if found is None:
            continue
        line = corrected[found]
        corrected[found] = dataclasses.replace(
            line, text=line.text.replace(correction.printed, correction.meant, 1)
        )
        problems.append(
            problem(
                "correction-used",
                page=line.page,
                where=correction.place,
                printed=correction.printed,
                meant=correction.meant,
                why=correction.why,
            )
        )
    return corrected, problems


def _fits(correction: Correction, line: BodyLine) -> bool:
    return line.page in (None, correction.page) and correction.printed in line.text
