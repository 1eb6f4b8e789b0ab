"""Syncing with the centre: what is pushed and pulled, over which line, and at what pace."""
