"""Made-up recommendations, to measure with and to look at in large numbers. Knows no database."""

from recommendations.generating.reviews import Invention, MadeUpAssessment, MadeUpItem, MadeUpReview, Sitting
from recommendations.generating.wording import Clause, Request

__all__ = ["Clause", "Invention", "MadeUpAssessment", "MadeUpItem", "MadeUpReview", "Request", "Sitting"]
