"""Imports, their plans, their problems, and what people decide about them."""

from recommendations.importing.models.choices import Choice, ChoiceKind, Question, key_of_name
from recommendations.importing.models.headings import ColumnHeading
from recommendations.importing.models.imports import UNFINISHED, Import, Phase
from recommendations.importing.models.plans import ChangeKind, PlannedChange
from recommendations.importing.models.problems import ImportProblem, place_of, sentence

__all__ = [
    "UNFINISHED",
    "ChangeKind",
    "Choice",
    "ChoiceKind",
    "ColumnHeading",
    "Import",
    "ImportProblem",
    "Phase",
    "PlannedChange",
    "Question",
    "key_of_name",
    "place_of",
    "sentence",
]
