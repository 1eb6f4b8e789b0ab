"""What a wall hears of its centre: no seat, no files, a display token alone."""
