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
from recommendations.models.recommendation import ImplementationStatus, Position, Recommendation
from recommendations.models.response import AppendOnlyError, Response
from recommendations.models.source import Source

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
    "Source",
    "SustainableDevelopmentGoal",
    "Theme",
    "ThemeName",
    "ThemeTag",
    "Vocabulary",
]
