"""The heart: recommendations, their clauses, the State's responses, and how they are classified."""

from recommendations.models.classification import (
    AffectedGroup,
    AffectedGroupTag,
    GoalTag,
    SustainableDevelopmentGoal,
    Theme,
    ThemeName,
    ThemeTag,
    Vocabulary,
)
from recommendations.models.clause import Clause
from recommendations.models.facet_keys import FacetKeys
from recommendations.models.recommendation import ActionRule, ImplementationStatus, Position, Recommendation
from recommendations.models.recurrence import Recurrence, RecurrenceKind
from recommendations.models.response import AppendOnlyError, Response, ResponseKind, standing
from recommendations.models.source import Source

__all__ = [
    "ActionRule",
    "AffectedGroup",
    "AffectedGroupTag",
    "AppendOnlyError",
    "Clause",
    "FacetKeys",
    "GoalTag",
    "ImplementationStatus",
    "Position",
    "Recommendation",
    "Recurrence",
    "RecurrenceKind",
    "Response",
    "ResponseKind",
    "Source",
    "SustainableDevelopmentGoal",
    "Theme",
    "ThemeName",
    "ThemeTag",
    "Vocabulary",
    "standing",
]
