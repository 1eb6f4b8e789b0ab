"""Who reads the summaries of leaders' days. Small, because the console loads it before its first screen."""

from hotline.codes import Role

READS_LEADER_DAYS = (Role.LEADER, Role.LEAD)
