"""What came back otherwise than it was meant, and what leads are told."""

from screens.needs_you.screen import NeedsYouScreen

__all__ = ["NeedsYouScreen"]
