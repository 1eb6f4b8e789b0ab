"""Reviews (复核): exclusions from the assessment, and notes on callers."""

from screens.reviews.screen import ReviewsScreen

__all__ = ["ReviewsScreen"]
