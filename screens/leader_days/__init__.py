"""The days on which leaders answer calls: the rota with what came of each day, to be read and printed."""

from screens.leader_days.screen import LeaderDaysScreen

__all__ = ["LeaderDaysScreen"]
