"""Supervision: what is yellow, red or from a key source, notices, decisions, holds and namings."""

from screens.supervision.screen import SupervisionScreen

__all__ = ["SupervisionScreen"]
