"""The heart: recommendations, their clauses, the State's responses, and how they are classified."""

from recommendations.models.classification import (
    AffectedGroup,
    AffectedGroupTag,
    GoalTag,
    SustainableDevelopmentGoal,
    TagSource,
    Theme,
    ThemeName,
    ThemeTag,
    Vocabulary,
)
from recommendations.models.clause import Clause
from recommendations.models.recommendation import ImplementationStatus, Position, Recommendation
from recommendations.models.response import AppendOnlyError, Response

__all__ = [
    "AffectedGroup",
    "AffectedGroupTag",
    "AppendOnlyError",
    "Clause",
    "GoalTag",
    "ImplementationStatus",
    "Position",
    "Recommendation",
    "Response",
    "SustainableDevelopmentGoal",
    "TagSource",
    "Theme",
    "ThemeName",
    "ThemeTag",
    "Vocabulary",
]
