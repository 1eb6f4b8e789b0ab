"""The wall: the figures of the day for a whole hall, read-only."""
