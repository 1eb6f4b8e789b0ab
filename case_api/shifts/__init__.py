"""Shifts at the centre: who is to sit where, and who does."""
