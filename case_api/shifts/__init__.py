"""Shifts at the centre: who is to sit where, and the days on which leaders answer calls."""
